/* Silences in simulated series: false alarms under the null, two silent days found, shared or not. */

#include "close.h"
#include "rates/silence.h"
#include "simulated.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define ROOM 200000
#define DRAWS 100
#define DRAWS_POWER 40

static when_t times[ROOM];

static const struct simulated plain = { .days = 140, .per_day = 25, .weekend = .3, .night = .1 };

static when_t day(int d)
{
    return SIMULATED_START + d * WHEN_DAY;
}

struct tally {
    double p[3], found, right;
};

/* RIGHT: the first silence covers [s.silent, s.silent_end) and it is the only one. */
static struct tally simulate(struct simulated s, bool gaps, int draws)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    const double alpha[3] = { .1, .05, .01 };
    struct tally t = { 0 };
    struct observed o;
    struct err err = { 0 };

    observed_init(&o);
    observed_add(&o, day(0), gaps ? day(33) + 5 * WHEN_HOUR : day(s.days));
    if (gaps)
        observed_add(&o, day(40), day(s.days));
    for (int i = 0; i < draws; i++) {
        size_t n = simulated_times(&s, g, times, ROOM), kept = 0;
        struct silences q;

        for (size_t j = 0; j < n; j++) {
            if (observed_at(&o, times[j]))
                times[kept++] = times[j];
        }
        assert_true(silences_find(times, kept, &o, .01, &q, &err));
        for (int k = 0; k < 3; k++)
            t.p[k] += (q.at[0].p <= alpha[k]) / (double)draws;
        t.found += (q.found > 0) / (double)draws;
        t.right += (q.found == 1 && q.at[0].start <= s.silent && q.at[0].end >= s.silent_end) / (double)draws;
    }
    observed_release(&o);
    gsl_rng_free(g);
    return t;
}

static void calibrated(const char *name, struct tally t)
{
    const double alpha[3] = { .1, .05, .01 };

    print_message("# %s: %.3f %.3f %.3f\n", name, t.p[0], t.p[1], t.p[2]);
    for (int k = 0; k < 3; k++)
        assert_true(t.p[k] <= alpha[k] + 3.3 * sqrt(alpha[k] * (1 - alpha[k]) / DRAWS));
}

/* Nights, weekends, quiet days, bursts and time that nobody watched are no silences. */
static void test_null(void **state)
{
    struct simulated s = plain;

    (void)state;
    calibrated("diurnal and weekly Poisson", simulate(s, false, DRAWS));
    calibrated("with a week unobserved", simulate(s, true, DRAWS));
    s.tau2 = .2;
    calibrated("busy and quiet days", simulate(s, false, DRAWS));
    s.burst = .5;
    calibrated("busy and quiet days, bursts", simulate(s, false, DRAWS));
    s = (struct simulated){ .days = 140, .per_day = 25, .weekend = .02, .night = .01, .tau2 = .5 };
    calibrated("an office that closes", simulate(s, false, DRAWS));
    s = (struct simulated){ .days = 140, .per_day = 3, .weekend = .3, .night = .1, .tau2 = .2 };
    calibrated("three a day", simulate(s, false, DRAWS));
    s = (struct simulated){ .days = 28, .per_day = 25, .weekend = .3, .night = .1 };
    calibrated("four weeks", simulate(s, false, DRAWS));
}

static void found(const char *name, struct simulated s, int from, int to)
{
    struct tally t;

    s.silent = day(from);
    s.silent_end = day(to);
    t = simulate(s, false, DRAWS_POWER);
    print_message("# %s: found %.3f, found alone %.3f\n", name, t.found, t.right);
    assert_true(t.found >= .9 && t.right >= .9);
}

static void test_power(void **state)
{
    struct simulated s = plain;

    (void)state;
    found("two weekdays", s, 64, 66);
    found("a weekend", s, 68, 70);
    found("the first two days", s, 0, 2);
    found("ten days", s, 64, 74);
    s.tau2 = .2;
    found("two weekdays among busy and quiet ones", s, 64, 66);
}

/* Three outages do not hide each other. */
static void test_three(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    size_t n = simulated_times(&plain, g, times, ROOM), kept = 0;
    struct silences q;
    struct observed o;
    struct err err = { 0 };

    (void)state;
    for (size_t i = 0; i < n; i++) {
        int64_t d = (times[i] - SIMULATED_START) / WHEN_DAY;

        if (d / 2 != 15 && d / 2 != 36 && d / 3 != 40)
            times[kept++] = times[i];
    }
    observed_init(&o);
    observed_add(&o, day(0), day(140));
    assert_true(silences_find(times, kept, &o, .01, &q, &err));
    assert_int_equal(q.found, 3);
    for (size_t i = 1; i < q.n; i++)
        assert_true(q.at[i].p >= q.at[i - 1].p);
    observed_release(&o);
    gsl_rng_free(g);
}

/* Quiet where the other was quiet, and not where it was not; few events and short spans are refused. */
static void test_shared(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct simulated s = plain;
    struct interval gap = { day(64), day(66) };
    struct err err = { 0 };
    struct observed o;
    struct weekrate *r;
    struct silences q;
    double expected;
    size_t n;

    (void)state;
    observed_init(&o);
    observed_add(&o, day(0), day(140));
    s.silent = gap.start + WHEN_HOUR;
    s.silent_end = gap.end;
    n = simulated_times(&s, g, times, ROOM);
    r = weekrate_fit(times, n, &o, &gap, 1, &err);
    assert_true(silence_shared(r, times, n, gap.start, gap.end, &expected));
    assert_close(expected, 62.5, .1);
    assert_false(silence_shared(r, times, n, day(50), day(52), &expected));
    weekrate_free(r);
    assert_true(silences_find(times, 20, &o, .01, &q, &err));
    assert_true(q.state == SILENCE_FEW_EVENTS && q.n == 0);
    assert_true(silences_find(times, 0, &o, .01, &q, &err));
    observed_release(&o);
    observed_add(&o, day(0), day(5));
    assert_true(silences_find(times, 100, &o, .01, &q, &err));
    assert_true(q.state == SILENCE_SHORT_SPAN && q.n == 0);
    observed_release(&o);
    gsl_rng_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_null),
        cmocka_unit_test(test_power),
        cmocka_unit_test(test_three),
        cmocka_unit_test(test_shared),
    };

    return cmocka_run_group_tests_name("silence", tests, NULL, NULL);
}
