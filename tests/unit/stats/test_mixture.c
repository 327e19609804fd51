/* One zone or two: simulated offices with known truth, and the laws of the answers. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "numbers/stream.h"
#include "zone_sim.h"
#include "zones/mixture.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>

#define START (INT64_C(1462147200) * WHEN_SECOND) /* Monday 2016-05-02 */
#define WEEKS 20
#define MOST 4000

static const struct office nine_to_five = { .start = 9, .end = 17.5, .softness = 0.4, .dip = 0.3, .weekend = 0.08, .floor = 0.03 };

static struct {
    struct zonebook *book;
    struct zonegroups groups;
    struct observed observed;
    struct profile profiles[2];
    struct mixture_question question;
    double rate[PROFILE_CELLS]; /* log, of nine_to_five */
} world;

static int set_up(void **state)
{
    (void) state;
    struct err err = { 0 };
    gsl_set_error_handler_off();
    when_t end = START + WEEKS * WHEN_WEEK;
    world.book = zonebook_load(START, end, &err);
    assert_non_null(world.book);
    zonegroups_init(&world.groups, world.book, START, end);
    observed_init(&world.observed);
    observed_add(&world.observed, START - WHEN_WEEK, end + WHEN_WEEK);
    profile_init(&world.profiles[0], PROFILE_OFFICE);
    profile_init(&world.profiles[1], PROFILE_DEVELOPER);
    office_log_rate(&nine_to_five, world.rate);
    world.question = (struct mixture_question) {
        .model = zonepair_person(world.profiles, 2), .book = world.book, .observed = &world.observed,
        .visit_gap = 2 * WHEN_SECOND, .rule = HANDOVER_RULE, .seed = 1 };
    return 0;
}

static int tear_down(void **state)
{
    (void) state;
    observed_release(&world.observed);
    zonegroups_release(&world.groups);
    zonebook_free(world.book);
    return 0;
}

static struct mixture ask(when_t *visits, size_t n)
{
    struct mixture m;
    struct err err = { 0 };
    const struct series s = { "test", visits, n };
    qsort(visits, n, sizeof *visits, sim_order);
    assert_true(mixture_ask(&m, &world.question, &s, &err));
    return m;
}

static const struct zone_clock *clock_of(const char *zone)
{
    return &world.groups.at[sim_group(&world.groups, zone)].clock;
}

static double width(const struct zonepair_side *s) { return s->set95.high_h - s->set95.low_h; }

/* Two offices nine and a half hours apart are two, one is one. */
static void test_two_or_one(void **state)
{
    (void) state;
    static when_t visits[MOST];
    gsl_rng *rng = stream_new(1, "test_mixture", "two");
    world.question.model = zonepair_crowd(world.profiles, 2);
    sim_visits(world.rate, clock_of("America/New_York"), START, WEEKS, 0, rng, visits, 1800);
    sim_visits(world.rate, clock_of("Asia/Kolkata"), START, WEEKS, 0, rng, visits + 1800, 1200);
    struct mixture two = ask(visits, 3000);
    sim_visits(world.rate, clock_of("Europe/Moscow"), START, WEEKS, 0, rng, visits, 3000);
    struct mixture one = ask(visits, 3000);
    print_message("# two: log10 LR %.1f, %g (%.2f to %.2f of the visits) and %g; one: %.2f\n", two.pair.log_ratio / M_LN10,
                  two.pair.a.offset_h, two.pair.weight_lo, two.pair.weight_hi, two.pair.b.offset_h,
                  one.pair.log_ratio / M_LN10);
    assert_int_equal(two.verdict, MIXTURE_TWO);
    assert_true(fabs(two.pair.a.offset_h + 4) <= 1 && fabs(two.pair.b.offset_h - 5.5) <= 1);
    assert_true(fabs(two.pair.weight - 0.6) <= 0.1);
    assert_int_equal(one.verdict, MIXTURE_ONE);
    assert_true(fmax(width(&one.pair.a), width(&one.pair.b)) >= 6); /* a second zone that is not there is anywhere */
    assert_true(isfinite(two.time.p_change) && two.time.p_change > 0.001 && one.time.n == 0);
    mixture_release(&one);
    mixture_release(&two);
    world.question.model = zonepair_person(world.profiles, 2);
    gsl_rng_free(rng);
}

/* Nearly all from Moscow in the first half, from New York in the second. */
static void test_change(void **state)
{
    (void) state;
    static when_t visits[MOST];
    gsl_rng *rng = stream_new(1, "test_mixture", "change");
    for (size_t i = 0; i < 3000; i++) {
        bool late = i % 2, moscow = gsl_rng_uniform(rng) < (late ? 0.1 : 0.9);
        sim_visits(world.rate, clock_of(moscow ? "Europe/Moscow" : "America/New_York"),
                   START + (late ? WEEKS / 2 * WHEN_WEEK : 0), WEEKS / 2, 0, rng, visits + i, 1);
    }
    world.question.zone_a = "Europe/Moscow";
    world.question.zone_b = "America/New_York";
    struct mixture m = ask(visits, 3000);
    assert_true(m.time.n >= 4 && m.time.p_change < 1e-12);
    assert_true(m.time.at[0].lo95 > 0.7 && m.time.at[m.time.n - 1].hi95 < 0.3);
    mixture_release(&m);
    world.question.zone_a = world.question.zone_b = NULL;
    gsl_rng_free(rng);
}

/* --- propositions --- */

static double truth_rate(enum proposition truth, double a, double b, double c)
{
    switch (truth) {
    case PROPOSITION_A: return a;
    case PROPOSITION_B: return b;
    case PROPOSITION_UNION: return a + b;
    case PROPOSITION_OVERLAP: return a * b;
    case PROPOSITION_ELSEWHERE: return c;
    default: return 1;
    }
}

static double office_rate(size_t local) { return exp(world.rate[local % 48 + (local >= 240 ? 48 : 0)]); }

/* Moscow (A) and New York (B) in summer, or elsewhere Tokyo; about 20 visits a day. */
static size_t draw(enum proposition truth, gsl_rng *rng, when_t *visits)
{
    double rate[336], sum = 0;
    size_t n = 0;
    for (size_t h = 0; h < 336; h++) {
        rate[h] = truth_rate(truth, office_rate((h + 6) % 336), office_rate((h + 336 - 8) % 336), office_rate((h + 18) % 336));
        sum += rate[h];
    }
    for (size_t half = 0; half < WEEKS * 336; half++)
        for (unsigned k = gsl_ran_poisson(rng, 140 * rate[half % 336] / sum); k > 0 && n < MOST; k--)
            visits[n++] = START + (when_t) (((double) half + gsl_rng_uniform(rng)) * WHEN_HOUR / 2);
    return n;
}

static void state_zones(const char *a, const char *b)
{
    world.question.zone_a = a;
    world.question.zone_b = b;
}

/* Each is favoured by more than 10 over every other when it is true, and A and B may change places. */
static void test_propositions(void **state)
{
    (void) state;
    static const enum proposition swapped[PROPOSITIONS] = { PROPOSITION_B, PROPOSITION_A, PROPOSITION_UNION,
                                                            PROPOSITION_OVERLAP, PROPOSITION_FLAT, PROPOSITION_ELSEWHERE };
    static when_t visits[MOST];
    gsl_rng *rng = stream_new(1, "test_mixture", "propositions");
    for (int truth = 0; truth < PROPOSITIONS; truth++) {
        size_t n = draw((enum proposition) truth, rng, visits);
        state_zones("Europe/Moscow", "America/New_York");
        struct mixture m = ask(visits, n);
        state_zones("US/Eastern", "Europe/Moscow"); /* an older name of the same clock */
        struct mixture other = ask(visits, n);
        assert_true(m.weighed && other.weighed);
        assert_int_equal(m.propositions.best, truth);
        for (int k = 0; k < PROPOSITIONS; k++) {
            double ratio = propositions_log_ratio(&m.propositions, (enum proposition) truth, (enum proposition) k, true);
            double back = propositions_log_ratio(&other.propositions, swapped[truth], swapped[k], true);
            assert_true(k == truth || ratio > M_LN10);
            assert_true(fabs(ratio - back) < 0.1 + 0.05 * fabs(ratio));
        }
        mixture_release(&other);
        mixture_release(&m);
    }
    state_zones(NULL, NULL);
    gsl_rng_free(rng);
}

/* An office in Riyadh, which has Moscow's clock and rests on Friday and Saturday: the visits are more probable under its
   working days than under Moscow's, by far. */
static void test_weekend(void **state)
{
    (void) state;
    static when_t visits[MOST];
    const char *const stated[] = { "Asia/Riyadh", "Europe/Moscow" };
    double ratio[2];
    gsl_rng *rng = stream_new(1, "test_mixture", "weekend");
    sim_visits(world.rate, clock_of("Asia/Riyadh"), START, WEEKS, -24, rng, visits, 2000);
    for (int k = 0; k < 2; k++) {
        state_zones(stated[k], "America/New_York");
        struct mixture m = ask(visits, 2000);
        ratio[k] = propositions_log_ratio(&m.propositions, PROPOSITION_A, PROPOSITION_FLAT, false) / M_LN10;
        assert_true(k == 1 || m.propositions.best == PROPOSITION_A);
        mixture_release(&m);
    }
    print_message("# A over flat, log10: %.1f by Riyadh's week, %.1f by Moscow's\n", ratio[0], ratio[1]);
    assert_true(ratio[0] > ratio[1] + 3);
    state_zones(NULL, NULL);
    gsl_rng_free(rng);
}

/* Of two zones of one clock the weekend tells; and where the clock is right and the weekend is not, it was neither. */
static void test_weekends_apart(void **state)
{
    (void) state;
    static when_t visits[MOST];
    static const struct {
        const char *truth, *a, *b;
        enum weekend rests;
        enum proposition best;
    } cases[] = { { "Asia/Riyadh", "Asia/Riyadh", "Europe/Moscow", WEEKEND_FRI_SAT, PROPOSITION_A },
                  { "Europe/Moscow", "Asia/Riyadh", "Europe/Moscow", WEEKEND_SAT_SUN, PROPOSITION_B },
                  { "Europe/Moscow", "Asia/Riyadh", "America/New_York", WEEKEND_SAT_SUN, PROPOSITION_ELSEWHERE } };
    gsl_rng *rng = stream_new(1, "test_mixture", "weekends apart");
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        sim_visits(world.rate, clock_of(cases[k].truth), START, WEEKS, cases[k].rests == WEEKEND_FRI_SAT ? -24 : 0, rng, visits, 2000);
        state_zones(cases[k].a, cases[k].b);
        struct mixture m = ask(visits, 2000);
        assert_true(m.weighed);
        for (int p = 0; p < PROPOSITIONS; p++)
            assert_true(p == (int) cases[k].best || propositions_log_ratio(&m.propositions, cases[k].best, (enum proposition) p, true) > M_LN10);
        mixture_release(&m);
    }
    state_zones(NULL, NULL);
    gsl_rng_free(rng);
}

/* Visits on the hour at 3, 11 and 19 UTC alone are no proposition's: whatever fits least badly is not praised for it. */
static void test_poor_fit(void **state)
{
    (void) state;
    static when_t visits[MOST];
    size_t n = 0;
    gsl_rng *rng = stream_new(1, "test_mixture", "poor");
    for (int day = 0; day < 7 * WEEKS; day++)
        for (int k = 0; k < 15; k++)
            visits[n++] = START + day * WHEN_DAY + (3 + k % 3 * 8) * WHEN_HOUR + (when_t) (gsl_rng_uniform(rng) * 600 * WHEN_SECOND);
    state_zones("Europe/Moscow", "America/New_York");
    struct mixture m = ask(visits, n);
    double most = 0;
    for (int i = 0; i < PROPOSITIONS && m.weighed; i++)
        for (int k = 0; k < PROPOSITIONS; k++)
            most = fmax(most, propositions_log_ratio(&m.propositions, (enum proposition) i, (enum proposition) k, true));
    assert_true(m.weighed && m.propositions.fit_p < PROPOSITIONS_POOR && most <= log(PROPOSITIONS_CAP));
    mixture_release(&m);
    state_zones(NULL, NULL);
    gsl_rng_free(rng);
}

/* Nothing, one visit, one hour of the day, a constant rate: no zones. */
static void test_nothing_to_tell(void **state)
{
    (void) state;
    static when_t visits[MOST];
    gsl_rng *rng = stream_new(1, "test_mixture", "flat");
    state_zones("Europe/Moscow", "America/New_York");
    for (int kind = 0; kind < 4; kind++) {
        size_t n = kind == 0 ? 0 : kind == 1 ? 1 : 2000;
        for (size_t i = 0; i < n; i++)
            visits[i] = START + (kind == 2 ? (when_t) (i % 140) * WHEN_DAY : 0) +
                        (when_t) (gsl_rng_uniform(rng) * (kind == 2 ? WHEN_HOUR : WEEKS * WHEN_WEEK));
        struct mixture m = ask(visits, n);
        assert_int_equal(m.verdict, MIXTURE_CANNOT);
        assert_true(m.pair.n == 0 && m.time.n == 0);
        mixture_release(&m);
    }
    state_zones(NULL, NULL);
    gsl_rng_free(rng);
}

static void test_words(void **state)
{
    (void) state;
    assert_string_equal(mixture_support(0), "no");
    assert_string_equal(mixture_support(0.5), "weak");
    assert_string_equal(mixture_support(1.5), "moderate");
    assert_string_equal(mixture_support(2.385), "moderately strong");
    assert_string_equal(mixture_support(3.5), "strong");
    assert_string_equal(mixture_support(5), "very strong");
    assert_string_equal(mixture_support(100), "extremely strong");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_or_one), cmocka_unit_test(test_change), cmocka_unit_test(test_propositions),
        cmocka_unit_test(test_weekend), cmocka_unit_test(test_weekends_apart), cmocka_unit_test(test_poor_fit), cmocka_unit_test(test_nothing_to_tell), cmocka_unit_test(test_words) };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
