/* Weighing: that every model is a proper density of the next visit, laws of the ratios, and streams whose truth is known. */

#include "unit.h"

#include "scratch.h"
#include "simulated.h"
#include "weighing/weigh.h"
#include "weighing/weighfilter.h"
#include "weighing/weighsettle.h"

#define START SIMULATED_START
#define ROOM 20000

static when_t times[ROOM];
static unsigned char entries[ROOM]; /* of which tests that have any use the first */
enum { ENTRIES = 4 };
static unsigned questions[ROOM];
static const struct weighclock *const utc[] = { NULL };

/* --- blocks ------------------------------------------------------------------------------------- */

static void weeks_where_there_are_ten(void **state)
{
    struct observed o;
    struct weighblocks b;
    (void)state;
    observed_init(&o);
    observed_add(&o, START + WHEN_HOUR, START + 71 * WHEN_DAY);
    weighblocks_init(&b, &o);
    assert_int_equal(b.days, 7);
    assert_int_equal(b.n, 10);
    assert_true(b.at[0].start == START && b.at[9].end == START + 71 * WHEN_DAY);
    assert_int_equal(weighblocks_of(&b, START + 7 * WHEN_DAY), 1);
    assert_int_equal(weighblocks_of(&b, START + 70 * WHEN_DAY + 5), 9);
    weighblocks_release(&b);
    observed_release(&o);
}

static void days_where_there_are_fewer(void **state)
{
    struct observed o;
    struct weighblocks b;
    (void)state;
    observed_init(&o);
    weighblocks_init(&b, &o);
    assert_int_equal(b.n, 0); /* nothing was observed */
    weighblocks_release(&b);
    observed_add(&o, START, START + 3 * WHEN_DAY);
    observed_add(&o, START + 5 * WHEN_DAY, START + 20 * WHEN_DAY);
    weighblocks_init(&b, &o);
    assert_int_equal(b.days, 1);
    assert_int_equal(b.n, 18); /* two days were not watched */
    assert_int_equal(weighblocks_of(&b, START + 5 * WHEN_DAY), 3);
    weighblocks_release(&b);
    observed_release(&o);
}

/* --- a density is proper --------------------------------------------------------------------------- */

/* The log likelihood of the N first visits when nothing was watched from END on. */
static double likelihood(const struct weighrates *r, size_t n, when_t end)
{
    struct observed o;
    struct weighblocks b;
    double score[8];
    struct weighsums sums = { .score = score };
    observed_init(&o);
    observed_add(&o, START, end);
    weighblocks_init(&b, &o);
    const struct weighvisits visits = { .times = times, .entry = entries, .n = n, .entries = ENTRIES, .observed = &o, .blocks = &b };
    struct weighfilter *f = weighfilter_new(&visits);
    weighfilter_run(f, r, -1, &sums, NULL);
    weighfilter_free(f);
    weighblocks_release(&b);
    observed_release(&o);
    return score[0];
}

/* Given N visits, the densities of the next one within HOURS, for whichever entry, and the chance that none comes, add up to 1. */
static double total(const struct weighrates *r, size_t n, double hours)
{
    enum { CUTS = 2000 };
    when_t last = times[n - 1], width = (when_t)(hours * (double)WHEN_HOUR) / CUTS;
    double past = likelihood(r, n, last + 1), sum = 0;
    for (int i = 0; i < CUTS; i++) {
        times[n] = last + width * i + width / 2;
        for (unsigned char e = 0; e < ENTRIES; e++) {
            entries[n] = e;
            sum += exp(likelihood(r, n + 1, times[n] + 1) - past) * (double)width / (double)WHEN_HOUR;
        }
    }
    return sum + exp(likelihood(r, n, last + width * CUTS) - past);
}

static struct weighrates some_rates(enum weigh_hidden hidden)
{
    struct weighrates r = { .hidden = hidden, .follow = { .13, .2 }, .lag = { .021, .9 }, .memory = 24, .silence = .98, .period = 1.31,
                            .spread = .17, .loss = .23,
                            .others_share = { .1, .4, .2, .3 }, .hidden_share = { .05, .6, .35, 0 } };
    for (int h = 0; h < OPEN_DEMAND_HOURS; h++) {
        r.others[h] = .12 + .05 * (h % 5);
        r.passed[h] = hidden == WEIGH_CACHE ? .7 + .3 * (h % 3) : 0;
    }
    return r;
}

static void the_next_visit_has_a_density(void **state)
{
    static const double at[] = { .4, 1.45, 1.47, 2.9, 4.2, 4.21, 5.63, 6.98 }; /* hours */
    (void)state;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        times[i] = START + (when_t)(at[i] * (double)WHEN_HOUR);
        entries[i] = (unsigned char)(i * 5 % 3); /* 0 2 1 0 2 1 0 2 */
    }
    for (enum weigh_hidden hidden = WEIGH_NONE; hidden <= WEIGH_TIMER; hidden++) {
        struct weighrates r = some_rates(hidden);
        assert_close(total(&r, sizeof at / sizeof *at, 7.3), 1, 2e-3);
    }
}

/* A timer that never errs: the density is near its tick, and elsewhere the others'. */
static void a_timer_expects_its_tick(void **state)
{
    struct weighrates r = some_rates(WEIGH_TIMER);
    (void)state;
    for (int i = 0; i < 6; i++) {
        times[i] = START + i * WHEN_HOUR;
    }
    r.period = 1;
    r.spread = .01;
    double on = likelihood(&r, 6, times[5] + 1);
    times[5] -= WHEN_HOUR / 2;
    assert_true(on - likelihood(&r, 6, times[5] + 1) > 3);
}

/* --- ratios ------------------------------------------------------------------------------------------ */

enum { BLOCKS = 12 };

static void a_ratio_has_two_sides(void **state)
{
    double x[BLOCKS], y[BLOCKS];
    size_t visits[BLOCKS];
    (void)state;
    for (int i = 0; i < BLOCKS; i++) {
        x[i] = 2.385 * ((i * 7) % 5) - 3;
        y[i] = 1.7 * ((i * 3) % 4) - 2;
        visits[i] = 5;
    }
    struct weighscore a = { x, .4, false }, b = { y, -.3, true };
    struct weighratio r = weighratio_of(&a, &b, visits, BLOCKS, 1), s = weighratio_of(&b, &a, visits, BLOCKS, 1);
    assert_close(r.log10, -s.log10, 1e-12);
    assert_close(r.lo, -s.hi, 1e-12);
    assert_close(r.hi, -s.lo, 1e-12);
    assert_close(r.stated, -s.stated, 1e-12);
    assert_true(r.lo < r.log10 && r.log10 < r.hi);
    for (int i = 0; i < BLOCKS; i++) { /* what both have more, or less, is nothing */
        x[i] += 11.25;
        y[i] += 11.25;
    }
    struct weighratio t = weighratio_of(&a, &b, visits, BLOCKS, 1);
    assert_close(t.log10, r.log10, 1e-12);
    assert_close(t.stated, r.stated, 1e-12);
}

static void a_ratio_is_capped(void **state)
{
    double x[BLOCKS], zero[BLOCKS] = { 0 };
    size_t visits[BLOCKS] = { 1, 1, 1, 1, 1 };
    (void)state;
    for (int i = 0; i < BLOCKS; i++) {
        x[i] = 9 + .1 * i;
    }
    struct weighscore a = { x, 0, false }, b = { zero, 0, false };
    struct weighratio r = weighratio_of(&a, &b, visits, BLOCKS, 1);
    assert_int_equal(r.blocks, 5);
    assert_int_equal(r.cap, WEIGHRATIO_BLOCKS);
    assert_close(r.stated, 5 * log10(2), 1e-12);
    assert_true(r.log10 > 40);
    for (int i = 0; i < BLOCKS; i++) {
        visits[i] = 1;
    }
    r = weighratio_of(&a, &b, visits, BLOCKS, 1);
    assert_int_equal(r.cap, WEIGHRATIO_CALIBRATION);
    assert_close(r.stated, WEIGHRATIO_CALIBRATED, 1e-12);
    a.poor = true; /* the better one fits poorly */
    r = weighratio_of(&a, &b, visits, BLOCKS, 1);
    assert_int_equal(r.cap, WEIGHRATIO_FIT);
    assert_close(r.stated, 1, 1e-12);
    x[0] = -200; /* and where blocks disagree nothing is stated */
    r = weighratio_of(&a, &b, visits, BLOCKS, 1);
    assert_close(r.stated, 0, 1e-12);
}

/* n m - 1.96 s sqrt(n) = 1 with m = .1 a block and 1.96 s = .3: n = ((.3 + sqrt(.09 + .4))/.2)^2 = 25. */
static void how_many_blocks_would_settle(void **state)
{
    const struct weighratio r = { .log10 = 1.6, .lo = 1.6 - .3 * 4, .hi = 1.6 + .3 * 4, .blocks = 16 };
    (void)state;
    assert_close(weighsettle_blocks(&r), 25, 1e-9);
}

static const struct weighmisfit_faults both = { .uneven = true, .even = true };

static void waits_that_are_exponential_fit(void **state)
{
    enum { N = 800 };
    double waits[N];
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    (void)state;
    for (int i = 0; i < N; i++) {
        waits[N - 1 - i] = -log(1 - (i + .5) / N);
    }
    gsl_ran_shuffle(g, waits, N, sizeof *waits);
    struct weighmisfit m = weighmisfit_of(waits, N);
    assert_close(m.distance, .5 / N, 1e-9);
    assert_true(m.poor < .2 && fabs(m.fine - 1) < .3 && fabs(m.coarse - 1) < .6);
    assert_int_equal(weighmisfit_judge(&m, both), WEIGHMISFIT_FITS);
    for (int i = 0; i < N; i++) {
        waits[i] = 1; /* a clock */
    }
    m = weighmisfit_of(waits, N);
    assert_close(m.distance, 1 - exp(-1), 1e-9);
    assert_int_equal(weighmisfit_judge(&m, both), WEIGHMISFIT_WAITS);
    gsl_rng_free(g);
}

/* Windows of 5: 8 8 2 2 and so on, exactly Poisson's mean; variance (8 - 5)^2 = 9 give or take the last place, so 9/5. */
static void waits_that_go_together_do_not(void **state)
{
    enum { N = 800 };
    double waits[N];
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    (void)state;
    for (int i = 0; i < N; i++) {
        waits[i] = i % 20 < 16 ? 10. / 16 : 10. / 4;
    }
    assert_close(weighmisfit_of(waits, N).fine, 9. / 5, .05);
    for (int i = 0; i < N; i++) { /* the rate is half as high, and twice: hundreds of visits each */
        waits[i] = gsl_ran_exponential(g, i / 200 % 2 ? .6 : 1.6);
    }
    struct weighmisfit m = weighmisfit_of(waits, N);
    m.distance = 0;
    assert_int_equal(weighmisfit_judge(&m, both), WEIGHMISFIT_IS_UNEVEN);
    assert_int_equal(weighmisfit_judge(&m, (struct weighmisfit_faults){ .even = true }), WEIGHMISFIT_FITS);
    for (int i = 0; i < N; i += 2) { /* one beat among others: pairs add up to 2, but each is nearly exponential */
        waits[i] = 2 * gsl_rng_uniform(g);
        waits[i + 1] = 2 - waits[i];
    }
    m = weighmisfit_of(waits, N);
    assert_true(m.fine < .3);
    m.distance = 0;
    assert_int_equal(weighmisfit_judge(&m, both), WEIGHMISFIT_IS_EVEN);
    assert_int_equal(weighmisfit_judge(&m, (struct weighmisfit_faults){ .uneven = true }), WEIGHMISFIT_FITS);
    gsl_rng_free(g);
}

/* --- parties ------------------------------------------------------------------------------------------ */

static void names_of_two_values_are_parted(void **state)
{
    char path[SCRATCH_PATH];
    const char *const files[] = { path };
    const struct series_source source = { .files = files, .n_files = 1, .group = "party,client" };
    struct weighparties p;
    struct err err = { 0 };
    (void)state;
    scratch_write(path, "time,party,client\n1,\"a,b\",x\n2,\"a,b\",y\n3,c,\"x,1\"\n4,\"q\"\"r\",z\n");
    struct series_set *set = series_read(&source, &err);
    scratch_remove(path);
    assert_non_null(set);
    weighparties_init(&p, set, (struct weighnaming){ .party = true, .client = true });
    assert_int_equal(p.n, 3);
    assert_string_equal(p.at[0].name, "a,b");
    assert_int_equal(p.at[0].n, 1); /* both clients are small: one stream */
    assert_int_equal(p.at[0].events, 2);
    assert_string_equal(p.at[1].name, "c");
    assert_string_equal(p.at[2].name, "q\"r");
    weighparties_release(&p);
    weighparties_init(&p, set, (struct weighnaming){ .client = true });
    assert_int_equal(p.n, 1);
    assert_string_equal(p.at[0].name, "all");
    weighparties_release(&p);
    series_free(set);
}

/* --- streams whose truth is known ---------------------------------------------------------------------- */

enum { DAYS = 42 };
#define BASIC (1u << PROPOSED_CHANCE | 1u << PROPOSED_PEOPLE | 1u << PROPOSED_TIMED | 1u << PROPOSED_CACHED)

struct setting {
    struct observed observed;
    struct weighblocks blocks;
    struct weighquestion q;
};

static void setting_init(struct setting *s, when_t start)
{
    observed_init(&s->observed);
    observed_add(&s->observed, start, start + DAYS * WHEN_DAY);
    weighblocks_init(&s->blocks, &s->observed);
    s->q = (struct weighquestion){ .observed = &s->observed, .blocks = &s->blocks, .visit_gap_s = 2, .ttl_s = 3600, .asked = BASIC, .seed = 1,
                                   .outside = WEIGHOUTSIDE_NONE, .clocks = utc, .n_clocks = 1 };
}

static void setting_release(struct setting *s)
{
    weighblocks_release(&s->blocks);
    observed_release(&s->observed);
}

static struct weigh *weigh_times(const char *name, size_t n, const struct weighquestion *q)
{
    char copy[20];
    snprintf(copy, sizeof copy, "%s", name);
    struct weighclient client = { .events = { copy, times, n }, .question = questions, .questions = 1 };
    const struct weighparty party = { .name = copy, .clients = &client, .n = 1, .events = n };
    return weigh_new(&party, q);
}

static size_t draw_office(gsl_rng *g, double per_day)
{
    const struct simulated office = { .days = DAYS, .per_day = per_day, .weekend = .1, .night = .02, .tau2 = .1, .burst = .1 };
    return simulated_times(&office, g, times, ROOM);
}

/* Gaps of REST hours and an exponential of mean WAIT, or a normal of mean REST and sd WAIT. */
static size_t draw_renewal(gsl_rng *g, double rest, double wait, bool timer)
{
    size_t n = 0;
    for (double t = 0; n < ROOM; n++) {
        t += rest + (timer ? gsl_ran_gaussian(g, wait) : gsl_ran_exponential(g, wait));
        if (t >= DAYS * 24) {
            break;
        }
        times[n] = START + (when_t)(t * (double)WHEN_HOUR);
    }
    return n;
}

static enum proposed best_of(size_t n, double *stated)
{
    struct setting s;
    enum proposed best = PROPOSITIONS_OF_VISITS, next;
    setting_init(&s, START);
    struct weigh *w = weigh_times("p", n, &s.q);
    assert_true(weigh_best(w, &best, &next));
    *stated = weigh_ratio(w, best, next).stated;
    weigh_free(w);
    setting_release(&s);
    return best;
}

static void the_truth_is_found(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    double stated;
    (void)state;
    assert_int_equal(best_of(draw_office(g, 12), &stated), PROPOSED_PEOPLE);
    assert_true(stated >= 2);
    assert_int_equal(best_of(draw_renewal(g, 3, .2, true), &stated), PROPOSED_TIMED);
    assert_true(stated >= 2);
    assert_int_equal(best_of(draw_renewal(g, 1, 1.5, false), &stated), PROPOSED_CACHED);
    assert_true(stated >= 2);
    assert_int_equal(best_of(draw_renewal(g, 0, 3, false), &stated), PROPOSED_CHANCE);
    assert_true(stated >= 1);
    gsl_rng_free(g);
}

/* A name is no evidence, nor is the date: four weeks later all is the same. */
static void names_and_dates_carry_nothing(void **state)
{
    struct setting now, later;
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    size_t n = draw_office(g, 6);
    (void)state;
    setting_init(&now, START);
    setting_init(&later, START + 28 * WHEN_DAY);
    struct weigh *a = weigh_times("a", n, &now.q), *b = weigh_times("another", n, &now.q);
    for (size_t i = 0; i < n; i++) {
        times[i] += 28 * WHEN_DAY;
    }
    struct weigh *c = weigh_times("a", n, &later.q);
    for (int p = 0; p < PROPOSED_MAILING; p++) {
        const struct weighed *x = weigh_of(a, (enum proposed)p);
        assert_int_equal(x->weighed, (BASIC >> p & 1));
        if (x->weighed) {
            assert_close(weigh_of(b, (enum proposed)p)->log10, x->log10, 1e-9);
            assert_close(weigh_of(c, (enum proposed)p)->log10, x->log10, 1e-6);
        }
    }
    assert_string_equal(weigh_of(a, PROPOSED_SCAN)->reason, "not asked for");
    weigh_free(a);
    weigh_free(b);
    weigh_free(c);
    setting_release(&now);
    setting_release(&later);
    gsl_rng_free(g);
}

/* The likelihoods of two parties together are the sums of theirs; names from outside are added as they are. */
static void together_and_from_outside(void **state)
{
    struct setting s;
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    (void)state;
    setting_init(&s, START);
    s.q.asked = 1u << PROPOSED_CHANCE | 1u << PROPOSED_TIMED | 1u << PROPOSED_SCAN;
    s.q.outside.scan = 2.5;
    struct weigh *parts[2];
    parts[0] = weigh_times("a", draw_office(g, 5), &s.q);
    parts[1] = weigh_times("b", draw_renewal(g, 0, 5, false), &s.q);
    assert_close(weigh_of(parts[0], PROPOSED_SCAN)->names, 2.5, 1e-12);
    assert_close(weigh_without(parts[0], PROPOSED_SCAN, PROPOSED_CHANCE, WEIGH_NAMES), weigh_of(parts[0], PROPOSED_SCAN)->log10 - 2.5, 1e-9);
    struct weigh *all = weigh_together("all", parts, 2, &s.q);
    assert_int_equal(weigh_visits(all), weigh_visits(parts[0]) + weigh_visits(parts[1]));
    for (size_t b = 0; b < s.blocks.n; b++) {
        assert_close(weigh_of(all, PROPOSED_TIMED)->block[b], weigh_of(parts[0], PROPOSED_TIMED)->block[b] + weigh_of(parts[1], PROPOSED_TIMED)->block[b], 1e-9);
    }
    weigh_free(all);
    weigh_free(parts[0]);
    weigh_free(parts[1]);
    setting_release(&s);
    gsl_rng_free(g);
}

static void little_is_not_told(void **state)
{
    struct setting s;
    (void)state;
    setting_init(&s, START);
    for (int i = 0; i < 200; i++) {
        times[i] = START + i * WHEN_HOUR;
    }
    struct weigh *few = weigh_times("few", WEIGH_LEAST - 1, &s.q), *brief = weigh_times("brief", 150, &s.q), *none = weigh_times("none", 0, &s.q);
    enum proposed best, next;
    assert_int_equal(weigh_state(few), WEIGH_FEW);
    assert_int_equal(weigh_state(brief), WEIGH_SHORT); /* seven days */
    assert_int_equal(weigh_state(none), WEIGH_FEW);
    assert_false(weigh_best(few, &best, &next));
    weigh_free(few);
    weigh_free(brief);
    weigh_free(none);
    setting_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weeks_where_there_are_ten),
        cmocka_unit_test(days_where_there_are_fewer),
        cmocka_unit_test(the_next_visit_has_a_density),
        cmocka_unit_test(a_timer_expects_its_tick),
        cmocka_unit_test(a_ratio_has_two_sides),
        cmocka_unit_test(a_ratio_is_capped),
        cmocka_unit_test(how_many_blocks_would_settle),
        cmocka_unit_test(waits_that_are_exponential_fit),
        cmocka_unit_test(waits_that_go_together_do_not),
        cmocka_unit_test(names_of_two_values_are_parted),
        cmocka_unit_test(the_truth_is_found),
        cmocka_unit_test(names_and_dates_carry_nothing),
        cmocka_unit_test(together_and_from_outside),
        cmocka_unit_test(little_is_not_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
