/* The baseline: what it adds up to, what it finds again, what it does when there is little. */

#include "close.h"
#include "rates/weekrate.h"
#include "simulated.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define ROOM 200000

static when_t times[ROOM];

static const struct simulated plain = { .days = 140, .per_day = 25, .weekend = .3, .night = .1 };

static struct observed whole(int days)
{
    struct observed o;

    observed_init(&o);
    observed_add(&o, SIMULATED_START, SIMULATED_START + days * WHEN_DAY);
    return o;
}

static struct weekrate *fitted(size_t n, const struct observed *o, const struct interval *mask, size_t m)
{
    struct err err = { 0 };
    struct weekrate *r = weekrate_fit(times, n, o, mask, m, &err);

    assert_non_null(r);
    return r;
}

/* The integral counts the events, is flat where nobody watched, and equals the forecast. */
static void test_integral(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    size_t n = simulated_times(&plain, g, times, ROOM);
    struct observed o;
    struct weekrate *r;
    when_t a = SIMULATED_START + 30 * WHEN_DAY + 1234567890, b = a + 17 * WHEN_DAY + 987654321;

    (void)state;
    observed_init(&o);
    observed_add(&o, SIMULATED_START, SIMULATED_START + 40 * WHEN_DAY);
    observed_add(&o, SIMULATED_START + 42 * WHEN_DAY + WHEN_HOUR / 3, SIMULATED_START + 140 * WHEN_DAY);
    r = fitted(n, &o, NULL, 0);
    assert_close(weekrate_integral(r, observed_end(&o)), (double)n, .03);
    assert_close(weekrate_integral(r, SIMULATED_START + 40 * WHEN_DAY),
                 weekrate_integral(r, SIMULATED_START + 42 * WHEN_DAY), 1e-12);
    assert_close(weekrate_forecast(r, a, b).expected, weekrate_integral(r, b) - weekrate_integral(r, a), 1e-10);
    assert_true(weekrate_integral(r, SIMULATED_START - 1) == 0);
    weekrate_free(r);
    observed_release(&o);
    gsl_rng_free(g);
}

/* Mean of what 60 fits say of the day that is masked: the expected count, its own error against the
   stated one, phi and tau2. */
struct found {
    double bias, error, stated, phi, tau2;
};

static struct found find(struct simulated s, double truth)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct found f = { 0, 0, 0, 0, 0 };
    struct interval mask = { SIMULATED_START + 9 * WHEN_DAY, SIMULATED_START + 10 * WHEN_DAY };
    struct observed o = whole(s.days);

    for (int i = 0; i < 60; i++) {
        struct weekrate *r = fitted(simulated_times(&s, g, times, ROOM), &o, &mask, 1);
        struct forecast c = weekrate_forecast(r, mask.start, mask.end);

        f.bias += (c.expected / truth - 1) / 60;
        f.error += pow(c.expected / truth - 1, 2) / 60;
        f.stated += c.baseline / 60;
        f.phi += weekrate_phi(r) / 60;
        f.tau2 += weekrate_tau2(r) / 60;
        weekrate_free(r);
    }
    observed_release(&o);
    gsl_rng_free(g);
    return f;
}

/* A masked Wednesday is expected at its true rate (7 / 5.6 of the average day), with the error
   that the forecast states, at 25 and at 3 events a day, and the scatter is found again. */
static void test_truth(void **state)
{
    struct simulated s = plain;
    struct found f = find(s, 25 * 7 / 5.6);

    (void)state;
    assert_true(fabs(f.bias) < .02 && f.error < 1.5 * f.stated && f.stated < 2 * f.error);
    assert_true(f.phi < 1.05 && f.tau2 < .01);
    s.per_day = 3;
    f = find(s, 3 * 7 / 5.6);
    assert_true(fabs(f.bias) < .08 && f.error < 1.7 * f.stated && f.stated < 2.5 * f.error);
    s.per_day = 25;
    s.tau2 = .2;
    f = find(s, 25 * 7 / 5.6);
    assert_true(fabs(f.bias) < .06 && f.error < 1.7 * f.stated && f.phi < 1.1);
    assert_close(f.tau2, .2, .2);
    s.tau2 = 0;
    s.burst = .5;
    f = find(s, 37.5 * 7 / 5.6);
    assert_close(f.phi, 2, .12); /* geometric bursts of mean 1.5: E k^2 / E k = 2 */
}

/* A masked interval does not change what is expected of it. */
static void test_mask(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct simulated s = plain;
    struct interval mask = { SIMULATED_START + 64 * WHEN_DAY, SIMULATED_START + 67 * WHEN_DAY };
    struct observed o = whole(140);
    struct weekrate *r;
    double quiet, loud;

    (void)state;
    r = fitted(simulated_times(&s, g, times, ROOM), &o, &mask, 1);
    quiet = weekrate_forecast(r, mask.start, mask.end).expected;
    weekrate_free(r);
    gsl_rng_set(g, 0);
    s.silent = mask.start;
    s.silent_end = mask.end;
    r = fitted(simulated_times(&s, g, times, ROOM), &o, &mask, 1);
    loud = weekrate_forecast(r, mask.start, mask.end).expected;
    assert_close(weekrate_days(r), 137, 1e-12);
    weekrate_free(r);
    assert_close(loud, quiet, 1e-12);
    observed_release(&o);
    gsl_rng_free(g);
}

/* No events, one event, nothing observed outside the mask, an absurd span. */
static void test_little(void **state)
{
    struct observed o = whole(3);
    struct interval all = { SIMULATED_START, SIMULATED_START + 3 * WHEN_DAY };
    struct err err = { 0 };
    struct weekrate *r;

    (void)state;
    times[0] = SIMULATED_START + WHEN_HOUR;
    r = fitted(0, &o, NULL, 0);
    assert_true(weekrate_forecast(r, all.start, all.end).expected == 0);
    weekrate_free(r);
    r = fitted(1, &o, NULL, 0);
    assert_close(weekrate_forecast(r, all.start, all.end).expected, 1, .5);
    weekrate_free(r);
    r = fitted(1, &o, &all, 1);
    assert_true(weekrate_forecast(r, all.start, all.end).expected == 0);
    assert_true(weekrate_forecast(r, all.end, all.end + 5).expected == 0);
    weekrate_free(r);
    observed_add(&o, 0, 1);
    observed_add(&o, WHEN_MAX - 1, WHEN_MAX);
    assert_null(weekrate_fit(times, 1, &o, NULL, 0, &err));
    assert_true(err.set);
    observed_release(&o);
    assert_null(weekrate_fit(times, 1, &o, NULL, 0, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_integral),
        cmocka_unit_test(test_truth),
        cmocka_unit_test(test_mask),
        cmocka_unit_test(test_little),
    };

    return cmocka_run_group_tests_name("weekrate", tests, NULL, NULL);
}
