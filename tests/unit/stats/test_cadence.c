/* Cadence on simulated truth: both kinds of beacon among people, their periods, the split; a cache; nothing. */

#include "periods/cadence.h"
#include "simulated.h"
#include "unit.h"

#define ROOM 20000
#define DAYS 12
#define PERIOD 2160.

static when_t times[ROOM];

static const struct cadence_how how = { 2, 0, 59, 1, "test", 1 };

/* People, 60 visits a day, and a beacon of 40 (jitter +-JITTER, one in ten lost); SLEEPS: its errors add up. */
static size_t people_and_beacon(double jitter, bool sleeps, gsl_rng *g)
{
    const struct simulated people = { .days = DAYS, .per_day = 60, .weekend = .3, .night = .05 };
    size_t n = simulated_times(&people, g, times, ROOM / 2);
    double at = 0, end = DAYS * 86400.;

    for (int k = 0; at < end; k++) {
        double off = jitter * (2 * gsl_rng_uniform(g) - 1);
        double t = sleeps ? at : (k + .5 + off) * PERIOD;

        at += sleeps ? PERIOD * (1 + off) : PERIOD;
        if (gsl_rng_uniform(g) >= .1 && t < end)
            times[n++] = SIMULATED_START + (when_t)(t * 1e6) / 1000 * 1000 + 1; /* the 1 marks it */
    }
    qsort(times, n, sizeof *times, simulated_order);
    return n;
}

static void judge(struct cadence *c, size_t n, const struct cadence_how *with)
{
    struct series s = { "x", times, n };
    struct observed o;
    struct err err = { 0 };

    observed_init(&o);
    observed_add(&o, SIMULATED_START, SIMULATED_START + DAYS * WHEN_DAY);
    assert_worked(cadence_init(c, &s, &o, with, &err));
    observed_release(&o);
}

/* Mean of the shares that are told right among the beacon's and the others, cut at the share that is periodic. */
static double balanced(const struct cadence *c)
{
    double right[2] = { 0, 0 }, all[2] = { 0, 0 };

    for (size_t i = 0; i < c->n; i++) {
        int beacon = c->times[i] % 1000 == 1;

        all[beacon]++;
        right[beacon] += (c->posterior[i] > c->share) == beacon;
    }
    return (right[0] / all[0] + right[1] / all[1]) / 2;
}

static void test_clock(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct cadence c;
    const char *why;

    (void)state;
    judge(&c, people_and_beacon(.05, false, g), &how);
    assert_string_equal(cadence_verdict(&c, c.p_value, &why), "mixed");
    assert_int_equal(c.beacon.kind, BEACON_CLOCK);
    assert_close(c.beacon.period, PERIOD, 1e-3);
    assert_true(balanced(&c) >= .9);
    cadence_release(&c);
    gsl_rng_free(g);
}

static void test_sleep(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct cadence c;

    (void)state;
    judge(&c, people_and_beacon(.3, true, g), &how);
    assert_true(c.p_value <= .05);
    assert_true(cadence_lr_machine(&c) >= 10);
    assert_int_equal(c.beacon.kind, BEACON_SLEEP);
    assert_close(c.beacon.period, PERIOD, .03);
    cadence_release(&c);
    gsl_rng_free(g);
}

/* Demand of 2 an hour behind a cache of 1 h. */
static void test_cache(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct cadence_how cached = how;
    struct cadence c;
    const char *why;
    size_t n = 0;

    (void)state;
    for (double t = 0; t < DAYS * 86400.; t += 3600 + gsl_ran_exponential(g, 1800))
        times[n++] = SIMULATED_START + (when_t)(t * 1e6);
    cached.ttl_s = 3600;
    judge(&c, n, &cached);
    assert_string_equal(cadence_verdict(&c, c.p_value, &why), "cache");
    cadence_release(&c);
    gsl_rng_free(g);
}

static void test_people(void **state)
{
    const struct simulated people = { .days = DAYS, .per_day = 60, .weekend = .3, .night = .05 };
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct cadence c;
    const char *why;

    (void)state;
    judge(&c, simulated_times(&people, g, times, ROOM), &how);
    assert_true(c.p_value > .05);
    assert_string_equal(cadence_verdict(&c, 1, &why), "people-like");
    cadence_release(&c);
    judge(&c, 5, &how);
    assert_string_equal(cadence_verdict(&c, c.p_value, &why), "cannot tell");
    cadence_release(&c);
    gsl_rng_free(g);
}

/* The visits moved by any time leave lags and powers as they were. */
static void test_shift(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct lagscan *s = lagscan_new(60, 3600, 16);
    double t[500], w[500], at = 0;
    struct lagpeak a, b;

    (void)state;
    for (int i = 0; i < 500; i++) {
        t[i] = at += 1 + floor(gsl_ran_exponential(g, 300) * 64) / 64;
        w[i] = 300;
    }
    a = lagscan_max(s, t, w, 500);
    for (int i = 0; i < 500; i++)
        t[i] += 4096;
    b = lagscan_max(s, t, w, 500);
    assert_close(b.z, a.z, 1e-12);
    assert_close(b.period, a.period, 1e-12);
    assert_true(lagscan_max(s, t, w, 1).z < 0);
    lagscan_free(s);
    gsl_rng_free(g);
}

/* Even visits that were watched two hours in four have no clock, though the watching has one. */
static void test_watched(void **state)
{
    double t[ROOM / 4], w[ROOM / 4];
    struct observed o;
    size_t n = 0;

    (void)state;
    observed_init(&o);
    for (int k = 0; k < 60; k++) {
        observed_add(&o, k * 4 * WHEN_HOUR, (k * 4 + 2) * WHEN_HOUR);
        for (int i = 0; i < 72; i++, n++) {
            t[n] = k * 14400 + i * 100 + 1 + (i * 31 + k * 7) % 97; /* at no period of their own */
            w[n] = 1;
        }
    }
    assert_true(phasescan(t, w, n, &o, 0, 7200, 21600).z < 2);
    observed_release(&o);
    observed_init(&o);
    observed_add(&o, 0, t[n - 1] * WHEN_SECOND);
    assert_true(phasescan(t, w, n, &o, 0, 7200, 21600).z > 1000); /* taken as watched throughout */
    observed_release(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clock),  cmocka_unit_test(test_sleep), cmocka_unit_test(test_cache),
        cmocka_unit_test(test_people), cmocka_unit_test(test_shift), cmocka_unit_test(test_watched),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
