/* Periods in simulated streams: none where there is none; timers among people found with their period, whether they jitter,
   drift or restart; families; and the scores beneath. */

#include "unit.h"

#include "periods/period_family.h"
#include "periods/periods.h"
#include "periods/spectrum.h"
#include "simulated.h"

#define ROOM 100000

static when_t times[ROOM];

/* A timer: PERIOD, jitter of the schedule (share of it, both ways), one in ten lost; DRIFT: its relative change
   over the span; RESTART: cycles after which it begins anew at any phase. */
struct timer {
    double period, jitter, drift;
    int restart;
};

static const struct simulated people = { .days = 60, .per_day = 60, .weekend = .4, .night = .15 };

static size_t add_timer(const struct timer *m, int days, gsl_rng *g, size_t n)
{
    int cycles = (int)(days * 86400 / m->period);
    double phase = 0;

    for (int k = 0; k < cycles; k++) {
        double at = (k + .5 + m->drift * k * k / cycles / 2) * m->period, late;

        if (m->restart > 0 && k % m->restart == 0)
            phase = gsl_rng_uniform(g) * m->period;
        late = gsl_ran_flat(g, -1, 1) * m->jitter * m->period;
        if (gsl_rng_uniform(g) > .1)
            times[n++] = SIMULATED_START + (when_t)((at + phase + late) * 1e6);
    }
    qsort(times, n, sizeof *times, simulated_order);
    return n;
}

/* Keeps what was observed: not on days 12, 30 and 47. */
static size_t observe(struct observed *o, int days, size_t n)
{
    static const int lost[] = { 12, 30, 47 };
    size_t kept = 0;
    int from = 0;

    observed_init(o);
    for (int i = 0; i < 3 && lost[i] < days; i++) {
        observed_add(o, SIMULATED_START + from * WHEN_DAY, SIMULATED_START + lost[i] * WHEN_DAY);
        from = lost[i] + 1;
    }
    observed_add(o, SIMULATED_START + from * WHEN_DAY, SIMULATED_START + days * WHEN_DAY);
    for (size_t i = 0; i < n; i++) {
        if (observed_at(o, times[i]))
            times[kept++] = times[i];
    }
    return kept;
}

static struct periods *find(size_t n, const struct observed *o, double shortest, double ttl)
{
    struct period_options options = { .shortest_s = shortest, .ttl_s = ttl, .gap = -1, .draws = 19, .seed = 3 };
    struct err err = { 0 };
    struct periods *p = periods_find(times, n, o, "test", &options, &err);

    assert_non_null(p);
    assert_null(periods_refusal(p));
    return p;
}

/* One timer among four times as many people: the first family, its period within RELATIVE, no other period. */
static void finds(struct timer m, double truth, double relative)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    size_t n = simulated_times(&people, g, times, ROOM);
    const struct period *r;
    struct observed o;
    struct periods *p;

    n = observe(&o, people.days, add_timer(&m, people.days, g, n));
    p = find(n, &o, 900, 0);
    r = periods_at(p, 0);
    print_message("# %g s: %.3f [%.3f, %.3f] H %.1f over %.0f s\n", m.period, 1 / r->fit.f, 1 / r->fit.hi, 1 / r->fit.lo,
                  r->h, r->coherent_s);
    assert_close(1 / r->fit.f, truth, relative);
    assert_close(r->p_diurnal, .05, 1e-12);
    assert_true(isnan(r->p_cache));
    assert_int_equal(r->verdict, PERIOD_NONE);
    assert_int_equal(periods_count(p), 1);
    periods_free(p);
    observed_release(&o);
    gsl_rng_free(g);
}

static void test_timers(void **state)
{
    (void)state;
    finds((struct timer){ 5040, .3, 0, 0 }, 5040, 1e-3);
    finds((struct timer){ 3600, .05, 0, 0 }, 3600, 1e-4);
    finds((struct timer){ 3600, .05, 4e-4, 0 }, 3600 * (1 + 2e-4), 2e-4);
    finds((struct timer){ 3600, .05, 0, 300 }, 3600, 1e-3);
}

/* Two timers are two families. */
static void test_two(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    const struct timer one = { 3600, .1, 0, 0 }, two = { 2500, .1, 0, 0 };
    size_t n = simulated_times(&people, g, times, ROOM);
    struct observed o;
    struct periods *p;
    double a, b;

    (void)state;
    n = add_timer(&two, people.days, g, add_timer(&one, people.days, g, n));
    p = find(observe(&o, people.days, n), &o, 900, 0);
    assert_int_equal(periods_count(p), 2);
    a = 1 / periods_at(p, 0)->fit.f;
    b = 1 / periods_at(p, 1)->fit.f;
    assert_close(fmax(a, b), 3600, 1e-4);
    assert_close(fmin(a, b), 2500, 1e-4);
    periods_free(p);
    observed_release(&o);
    gsl_rng_free(g);
}

/* Nothing is found among people in six of seven streams at least; and where time begins does not matter. */
static void test_none(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct simulated s = people;
    int found = 0;

    (void)state;
    s.days = 28;
    s.tau2 = .2;
    s.burst = .5;
    for (int i = 0; i < 7; i++) {
        size_t n = simulated_times(&s, g, times, ROOM);
        struct observed o;
        struct periods *p;
        double h;

        n = observe(&o, s.days, n);
        p = find(n, &o, 900, 0);
        found += periods_at(p, 0)->p_diurnal <= .05;
        h = periods_at(p, 0)->h;
        periods_free(p);
        for (size_t k = 0; k < n; k++)
            times[k] += 52 * WHEN_WEEK;
        for (size_t k = 0; k < o.n; k++) {
            o.at[k].start += 52 * WHEN_WEEK;
            o.at[k].end += 52 * WHEN_WEEK;
        }
        p = find(n, &o, 900, 0);
        assert_close(periods_at(p, 0)->h, h, 1e-9);
        periods_free(p);
        observed_release(&o);
    }
    assert_true(found <= 1);
    gsl_rng_free(g);
}

/* Demand of 12 an hour behind a cache of one hour has a cycle; the cache makes it. */
static void test_cache(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct observed o;
    struct periods *p;
    size_t n = 0;

    (void)state;
    for (double t = 0; t < 60 * 86400; t += 3600 + gsl_ran_exponential(g, 300))
        times[n++] = SIMULATED_START + (when_t)(t * 1e6);
    n = observe(&o, 60, n);
    p = find(n, &o, 900, 3600);
    assert_close(periods_at(p, 0)->p_diurnal, .05, 1e-12);
    assert_true(periods_at(p, 0)->p_cache > .05);
    assert_int_equal(periods_at(p, 0)->verdict, PERIOD_CACHE);
    periods_free(p);
    observed_release(&o);
    gsl_rng_free(g);
}

struct tail {
    double n, above[2];
};

static void count_tail(void *context, double f, double score)
{
    struct tail *t = context;

    (void)f;
    t->n++;
    t->above[0] += score > -2 * log(.01);
    t->above[1] += score > -2 * log(.001);
}

/* In noise with a day, bursts and an outage the scores are chi-square, at both coherences. */
static void scores(int cycles)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct simulated s = people;
    struct tail t = { 0, { 0, 0 } };
    struct err err = { 0 };

    s.burst = .5;
    for (int i = 0; i < 10; i++) {
        struct observed o;
        size_t n = observe(&o, s.days, simulated_times(&s, g, times, ROOM));
        struct nulls *u = nulls_new(times, n, &o, .001, &err);
        struct spectrum *p = spectrum_new(&o, 300, 5 * 86400, cycles, true);

        spectrum_shut(p, period_family_clock, NULL);
        spectrum_fill(p, u, times, n);
        spectrum_each(p, count_tail, &t);
        spectrum_free(p);
        nulls_free(u);
        observed_release(&o);
    }
    print_message("# %d cycles: %.0f scores, %.4f %.5f\n", cycles, t.n, t.above[0] / t.n, t.above[1] / t.n);
    assert_close(t.above[0] / t.n, .01, .25);
    assert_close(t.above[1] / t.n, .001, .6);
    gsl_rng_free(g);
}

static void test_scores(void **state)
{
    (void)state;
    scores(2048);
    scores(128);
}

/* Every event at one phase: all of them in one bin of the fold, amplitude 1; each event is folded once. */
static void test_fold(void **state)
{
    double count[40], expected[40], sum = 0, all = 0;
    struct err err = { 0 };
    struct phase_fit fit;
    struct observed o;
    struct nulls *u;
    struct phase *p;

    (void)state;
    for (int i = 0; i < 500; i++)
        times[i] = SIMULATED_START + i * 2385 * WHEN_SECOND;
    observed_init(&o);
    observed_add(&o, SIMULATED_START, times[499] + 1);
    u = nulls_new(times, 500, &o, 1, &err);
    p = phase_new(times, 500, u, &o);
    fit = phase_refine(p, 1 / 2385.01, 3, 500 * 2385.);
    assert_close(1 / fit.f, 2385, 1e-9);
    assert_true(fit.lo < 1 / 2385. && 1 / 2385. < fit.hi);
    assert_close(fit.amplitude, 1, 1e-6);
    phase_fold(p, 1 / 2385., 40, count, expected);
    for (int k = 0; k < 40; k++) {
        all += count[k];
        sum += expected[k];
    }
    assert_close(all, 500, 1e-12);
    assert_close(sum, nulls_expected(u, observed_end(&o)), 1e-6);
    phase_free(p);
    nulls_free(u);
    observed_release(&o);
}

static void test_family(void **state)
{
    const struct period_family hour = { 1 / 3600., 100, 60 * 86400., 4, false };
    double week = 1 / 604800., cell = 1 / (60 * 86400.);

    (void)state;
    assert_true(period_family_has(&hour, 1, 3 / 3600., 60 * 86400.));
    assert_true(period_family_has(&hour, 1, 1 / 3600. + 1 / 86400., 60 * 86400.));
    assert_true(period_family_has(&hour, 1, 2 / 3600. - 2 * week, 60 * 86400.));
    assert_false(period_family_has(&hour, 1, 1 / 2500., 60 * 86400.));
    assert_false(period_family_has(&hour, 0, 1 / 3600., 60 * 86400.));
    assert_true(period_family_clock(NULL, 1 / 86400., 60 * 86400.));
    assert_true(period_family_clock(NULL, 2 * week + cell, 60 * 86400.));
    assert_true(period_family_clock(NULL, 11 / 86400., 60 * 86400.));
    assert_false(period_family_clock(NULL, 24 / 86400., 60 * 86400.));
    assert_false(period_family_clock(NULL, 6.5 / 86400., 60 * 86400.));
}

static void test_refusals(void **state)
{
    struct period_options options = { .gap = -1, .draws = 19 };
    struct err err = { 0 };
    struct observed o;
    struct periods *p;

    (void)state;
    for (int i = 0; i < 40; i++)
        times[i] = SIMULATED_START + i * WHEN_SECOND;
    observed_init(&o);
    observed_add(&o, SIMULATED_START, SIMULATED_START + 40 * WHEN_SECOND);
    p = periods_find(times, 29, &o, "x", &options, &err);
    assert_non_null(p);
    assert_string_equal(periods_refusal(p), "cannot tell: too few visits");
    periods_free(p);
    p = periods_find(times, 40, &o, "x", &options, &err);
    assert_non_null(p);
    assert_string_equal(periods_refusal(p), "cannot tell: less than two hours observed");
    periods_free(p);
    observed_release(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_timers), cmocka_unit_test(test_two),   cmocka_unit_test(test_none),
        cmocka_unit_test(test_cache),  cmocka_unit_test(test_scores), cmocka_unit_test(test_fold),
        cmocka_unit_test(test_family), cmocka_unit_test(test_refusals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
