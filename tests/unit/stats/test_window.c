/* Windows on simulated series: how often the null is rejected, how often the interval holds the truth,
   how often a tripled day is found.  Seeds are fixed; limits are 3.3 Monte Carlo errors wide. */

#include "close.h"
#include "numbers/poisson.h"
#include "rates/window.h"
#include "simulated.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define ROOM 200000
#define DRAWS 250
#define WINDOWS 4

static when_t times[ROOM];

struct tally {
    double n, tail[3], shift[3], covered, found, shifts, ratio;
};

static struct interval at(int day, int hour, int hours)
{
    when_t start = SIMULATED_START + day * WHEN_DAY + hour * WHEN_HOUR;

    return (struct interval){ start, start + hours * WHEN_HOUR };
}

static size_t keep(size_t n, const struct observed *o)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        if (observed_at(o, times[i]))
            times[kept++] = times[i];
    }
    return kept;
}

static void add(struct tally *t, const struct window_result *r, double truth)
{
    const double alpha[3] = { .1, .05, .01 };

    t->n++;
    for (int k = 0; k < 3; k++) {
        t->tail[k] += r->p_tail <= alpha[k];
        t->shift[k] += r->p_shift <= alpha[k];
    }
    t->covered += r->lo <= truth && truth <= r->hi;
    t->found += r->p_tail <= .05 && r->ratio > 1;
    t->shifts += (double)r->shifts;
    t->ratio += r->ratio;
}

/* DRAWS series with WINDOWS windows each: a day, a working day, 60 hours, 4 days. */
static struct tally simulate(struct simulated s, bool gaps, double truth)
{
    const struct interval w[WINDOWS] = { at(s.days / 7, 0, 24), at(s.days * 5 / 14, 9, 8), at(s.days * 9 / 14, 12, 60),
                                         at(s.days * 6 / 7, 8, 96) };
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct tally t = { 0 };
    struct observed o;
    struct err err = { 0 };

    observed_init(&o);
    observed_add(&o, SIMULATED_START, SIMULATED_START + (gaps ? 33 * WHEN_DAY + 5 * WHEN_HOUR : s.days * WHEN_DAY));
    if (gaps) {
        observed_add(&o, SIMULATED_START + 40 * WHEN_DAY, SIMULATED_START + 71 * WHEN_DAY);
        observed_add(&o, SIMULATED_START + 71 * WHEN_DAY + 11 * WHEN_HOUR, SIMULATED_START + s.days * WHEN_DAY);
    }
    s.raised = w[0].start;
    s.raised_end = w[0].end;
    for (int i = 0; i < DRAWS; i++) {
        size_t n = keep(simulated_times(&s, g, times, ROOM), &o);
        struct weekrate *r = weekrate_fit(times, n, &o, w, WINDOWS, &err);

        assert_non_null(r);
        for (int j = 0; j < (truth > 1 ? 1 : WINDOWS); j++) {
            struct window_result q = window_test(r, times, n, &o, w[j], w, WINDOWS);

            add(&t, &q, truth);
        }
        weekrate_free(r);
    }
    observed_release(&o);
    gsl_rng_free(g);
    return t;
}

/* At most a, but for Monte Carlo error; the windows of a draw share a baseline, hence 1.2. */
static void calibrated(const char *name, struct tally t)
{
    const double alpha[3] = { .1, .05, .01 };

    print_message("# %s: p_tail %.3f %.3f %.3f, p_shift %.3f %.3f %.3f, covered %.3f\n", name, t.tail[0] / t.n,
                  t.tail[1] / t.n, t.tail[2] / t.n, t.shift[0] / t.n, t.shift[1] / t.n, t.shift[2] / t.n,
                  t.covered / t.n);
    for (int k = 0; k < 3; k++) {
        double most = alpha[k] + 3.3 * 1.2 * sqrt(alpha[k] * (1 - alpha[k]) / t.n);

        assert_true(t.tail[k] / t.n <= most);
        assert_true(t.shift[k] / t.n <= most);
    }
    assert_true(t.covered / t.n >= .93 && t.covered / t.n <= .985);
}

static void test_null(void **state)
{
    struct simulated s = { .days = 140, .per_day = 25, .weekend = .3, .night = .1, .raise = 1 };

    (void)state;
    calibrated("diurnal and weekly Poisson", simulate(s, false, 1));
    s.tau2 = .2;
    calibrated("busy and quiet days", simulate(s, false, 1));
    calibrated("busy and quiet days, gaps", simulate(s, true, 1));
    s.trend = .5;
    calibrated("busy and quiet days, trend", simulate(s, false, 1));
    s.trend = 0;
    s.burst = .5;
    calibrated("busy and quiet days, bursts", simulate(s, false, 1));
    s.burst = 0;
    s.week2 = .1;
    calibrated("busy and quiet days and weeks", simulate(s, false, 1));
    s.week2 = 0;
    s.per_day = 3;
    calibrated("three a day", simulate(s, false, 1));
    s.days = 28;
    s.per_day = 25;
    calibrated("four weeks", simulate(s, false, 1));
}

/* A tripled Sunday, the quietest day, is found in nine of ten and more, and the interval holds 3. */
static void test_power(void **state)
{
    struct simulated s = { .days = 140, .per_day = 25, .weekend = .3, .night = .1, .raise = 3 };
    struct tally t = simulate(s, false, 3);

    (void)state;
    print_message("# tripled day: found %.3f, covered %.3f\n", t.found / t.n, t.covered / t.n);
    assert_true(t.found / t.n >= .95);
    assert_true(t.covered / t.n >= .92 && t.covered / t.n <= .985);
    s.tau2 = .2;
    t = simulate(s, false, 3);
    print_message("# tripled day among busy and quiet ones: found %.3f, covered %.3f\n", t.found / t.n,
                  t.covered / t.n);
    assert_true(t.found / t.n >= .4);
    assert_true(t.covered / t.n >= .92 && t.covered / t.n <= .985);
}

/* A level that triples for good three days after a window is not the window's doing. */
static void test_step(void **state)
{
    struct simulated s = { .days = 140, .per_day = 12, .weekend = .3, .night = .1, .raise = 3 };
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct interval w = at(75, 12, 96);
    double rejected = 0;
    struct observed o;
    struct err err = { 0 };

    (void)state;
    s.raised = w.end + 3 * WHEN_DAY;
    s.raised_end = INT64_MAX;
    observed_init(&o);
    observed_add(&o, SIMULATED_START, SIMULATED_START + s.days * WHEN_DAY);
    for (int i = 0; i < DRAWS; i++) {
        size_t n = simulated_times(&s, g, times, ROOM);
        struct weekrate *r = weekrate_fit(times, n, &o, &w, 1, &err);

        assert_non_null(r);
        rejected += window_test(r, times, n, &o, w, &w, 1).p_tail <= .05;
        weekrate_free(r);
    }
    print_message("# step beside the window: p_tail <= .05 in %.3f\n", rejected / DRAWS);
    assert_true(rejected / DRAWS <= .05 + 3.3 * sqrt(.05 * .95 / DRAWS));
    observed_release(&o);
    gsl_rng_free(g);
}

/* What mdr says is found in 80 % is found in 80 %. */
static void test_mdr(void **state)
{
    struct simulated s = { .days = 140, .per_day = 25, .weekend = .3, .night = .1, .raise = 1 };
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct interval w = at(20, 0, 24);
    struct observed o;
    struct err err = { 0 };
    struct weekrate *r;
    size_t n = simulated_times(&s, g, times, ROOM);
    struct tally t;

    (void)state;
    observed_init(&o);
    observed_add(&o, SIMULATED_START, SIMULATED_START + s.days * WHEN_DAY);
    r = weekrate_fit(times, n, &o, &w, 1, &err);
    assert_non_null(r);
    s.raise = window_test(r, times, n, &o, w, &w, 1).mdr;
    weekrate_free(r);
    observed_release(&o);
    gsl_rng_free(g);
    t = simulate(s, false, s.raise);
    print_message("# ratio %.3f: found %.3f\n", s.raise, t.found / t.n);
    assert_true(fabs(t.found / t.n - .8) < .1);
}

/* Without scatter the limits are Clopper and Pearson's against the effective baseline. */
static void test_limits(void **state)
{
    struct simulated s = { .days = 140, .per_day = 25, .weekend = .3, .night = .1, .raise = 1 };
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct interval w = at(20, 0, 24);
    struct observed o;
    struct err err = { 0 };
    struct weekrate *r;
    struct window_result q;
    struct forecast f;
    struct limits l;
    size_t n;

    (void)state;
    observed_init(&o);
    observed_add(&o, SIMULATED_START, SIMULATED_START + s.days * WHEN_DAY);
    do { /* a draw whose days differ by no more than chance */
        n = simulated_times(&s, g, times, ROOM);
        r = weekrate_fit(times, n, &o, &w, 1, &err);
        assert_non_null(r);
        if (weekrate_tau2(r) == 0 && weekrate_omega2(r) == 0 && weekrate_phi(r) == 1)
            break;
        weekrate_free(r);
    } while (1);
    q = window_test(r, times, n, &o, w, &w, 1);
    f = weekrate_forecast(r, w.start, w.end);
    l = ratio_limits(q.observed, f.expected, 1 / f.baseline, 1 / f.baseline, .95);
    assert_close(q.lo, l.lo, 1e-9);
    assert_close(q.hi, l.hi, 1e-9);
    assert_close(q.p_tail, ratio_test(q.observed, f.expected, 1 / f.baseline, 1 / f.baseline, 1).central, 1e-9);
    assert_close(q.p_exact, q.p_tail, 1e-12);
    weekrate_free(r);
    observed_release(&o);
    gsl_rng_free(g);
}

/* Outside, hardly seen, too short, too few: said, and missing where nothing was measured. */
static void test_cannot(void **state)
{
    struct simulated s = { .days = 10, .per_day = 25, .weekend = 1, .night = 1, .raise = 1 };
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    size_t n = simulated_times(&s, g, times, ROOM);
    struct interval w[] = { at(5, 0, 24), at(50, 0, 24), at(9, 12, 48) };
    struct observed o;
    struct err err = { 0 };
    struct weekrate *r;
    struct window_result q;

    (void)state;
    observed_init(&o);
    observed_add(&o, SIMULATED_START, SIMULATED_START + s.days * WHEN_DAY);
    r = weekrate_fit(times, n, &o, w, 3, &err);
    q = window_test(r, times, n, &o, w[0], w, 3);
    assert_int_equal(q.state, WINDOW_SHORT_SPAN);
    q = window_test(r, times, n, &o, w[1], w, 3);
    assert_int_equal(q.state, WINDOW_OUTSIDE);
    assert_true(isnan(q.observed) && isnan(q.p_tail) && isnan(q.mdr));
    assert_string_equal(window_verdict(&q, NAN, false), "outside the observed span");
    q = window_test(r, times, n, &o, w[2], w, 3);
    assert_int_equal(q.state, WINDOW_HARDLY_SEEN);
    weekrate_free(r);
    r = weekrate_fit(times, 8, &o, w, 1, &err);
    q = window_test(r, times, 8, &o, w[0], w, 1);
    assert_int_equal(q.state, WINDOW_FEW_EVENTS);
    weekrate_free(r);
    observed_release(&o);
    gsl_rng_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_null), cmocka_unit_test(test_power),  cmocka_unit_test(test_mdr),    cmocka_unit_test(test_step),
        cmocka_unit_test(test_limits), cmocka_unit_test(test_cannot),
    };

    return cmocka_run_group_tests_name("window", tests, NULL, NULL);
}
