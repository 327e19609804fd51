/* What days say of a pair of zones: against the formula by hand, and that days of one zone's people alone are seen. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "close.h"
#include "numbers/stream.h"
#include "zones/mixdays.h"

#define START (INT64_C(1462147200) * WHEN_SECOND) /* Monday 2016-05-02 */
#define DAYS 140

static const struct zone_change changes[] = { { INT64_MIN, 0 } };
static struct zonegroup group = { .clock = { .changes = changes, .n = 1 } };
static const struct zonegroups groups = { .at = &group, .n = 1 };

static struct mixdays *days_of(const when_t *t, size_t n)
{
    struct observed o;
    observed_init(&o);
    observed_add(&o, START, START + DAYS * WHEN_DAY);
    struct localweek *week = localweek_new(t, n, &o);
    struct mixdays *d = mixdays_new(week, &groups);
    localweek_free(week);
    observed_release(&o);
    return d;
}

/* A in the morning, B in the evening, a little of either at any time; the mean rate is 1. */
static void fill(double q_a[PROFILE_CELLS], double q_b[PROFILE_CELLS])
{
    for (size_t c = 0; c < PROFILE_CELLS; c++) {
        size_t half = c % PROFILE_DAY;
        q_a[c] = half < 24 ? 1.75 : 0.25;
        q_b[c] = half < 24 ? 0.25 : 1.75;
    }
}

/* One day with visits at 8:10, 8:50 (the same hour: not counted) and 20:30. */
static void test_formula(void **state)
{
    (void)state;
    const when_t t[] = { START + 8 * WHEN_HOUR + WHEN_HOUR / 6, START + 8 * WHEN_HOUR + WHEN_HOUR / 6 * 5, START + 20 * WHEN_HOUR + WHEN_HOUR / 2 };
    double q_a[PROFILE_CELLS], q_b[PROFILE_CELLS], all = 0, histogram = 0;
    struct mixdays *d = days_of(t, 3);
    fill(q_a, q_b);
    assert_int_equal(mixdays_n(d), 2);
    for (int logit = -4; logit <= 4; logit++) {
        double w = 1 / (1 + exp(-logit)), alone = w * 1.75 * 0.25 + (1 - w) * 0.25 * 1.75;
        double together = (w * 1.75 + (1 - w) * 0.25) * (w * 0.25 + (1 - w) * 1.75);
        histogram += together / 9;
        for (int s = 0; s < 5; s++)
            all += (s / 4. * alone + (1 - s / 4.) * together) / 45;
    }
    assert_close(mixdays_gain(d, 0, 0, q_a, q_b), log(all / histogram), 1e-12);
    mixdays_free(d);
}

/* On a day on which A's people rest, their share of the visits is less: given the day, and that a day's hours add up, no level of the day
   makes a gain. */
static void test_level(void **state)
{
    (void)state;
    static when_t t[DAYS];
    double q_a[PROFILE_CELLS], q_b[PROFILE_CELLS];
    gsl_rng *rng = stream_new(1, "test_mixdays", "level");
    for (size_t i = 0; i < DAYS; i++)
        t[i] = START + (when_t)i * WHEN_DAY + 8 * WHEN_HOUR + (when_t)(gsl_rng_uniform(rng) * 8 * (double)WHEN_HOUR);
    struct mixdays *d = days_of(t, DAYS);
    for (size_t c = 0; c < PROFILE_CELLS; c++) {
        q_a[c] = c < PROFILE_DAY ? 1 : 0.01;
        q_b[c] = c < PROFILE_DAY ? 0.01 : 1;
    }
    assert_true(fabs(mixdays_gain(d, 0, 0, q_a, q_b)) < 1e-9);
    mixdays_free(d);
    gsl_rng_free(rng);
}

/* Two visits a half of the day: on each day of one half, or of both.  What lies behind is the same histogram. */
static size_t draw(bool alone, when_t *t, gsl_rng *rng)
{
    size_t n = 0;
    for (int day = 0; day < DAYS; day++)
        for (int half = 0; half < 2; half++) {
            if (alone && half != day % 2)
                continue;
            for (int i = 0; i < (alone ? 4 : 2); i++)
                t[n++] = START + day * WHEN_DAY + half * 12 * WHEN_HOUR + i * 3 * WHEN_HOUR + (when_t)(gsl_rng_uniform(rng) * (double)WHEN_HOUR);
        }
    return n;
}

static void test_days(void **state)
{
    (void)state;
    static when_t t[8 * DAYS];
    double q_a[PROFILE_CELLS], q_b[PROFILE_CELLS], gain[2];
    gsl_rng *rng = stream_new(1, "test_mixdays", "days");
    fill(q_a, q_b);
    for (int alone = 0; alone < 2; alone++) {
        struct mixdays *d = days_of(t, draw(alone, t, rng));
        gain[alone] = mixdays_gain(d, 0, 0, q_a, q_b);
        assert_close(mixdays_gain(d, 0, 0, q_b, q_a), gain[alone], 1e-9); /* whoever is called A */
        mixdays_free(d);
    }
    print_message("# gain of mixed days %.1f, of days of one alone %.1f\n", gain[0], gain[1]);
    assert_true(gain[0] < 0 && gain[0] > -3);
    assert_true(gain[1] > 50);
    gsl_rng_free(rng);
}

/* No visits, and more than are looked at. */
static void test_sizes(void **state)
{
    (void)state;
    static when_t t[DAYS * 48];
    double q_a[PROFILE_CELLS], q_b[PROFILE_CELLS];
    fill(q_a, q_b);
    struct mixdays *d = days_of(t, 0);
    assert_int_equal(mixdays_n(d), 0);
    assert_true(mixdays_gain(d, 0, 0, q_a, q_b) == 0);
    mixdays_free(d);
    for (size_t i = 0; i < DAYS * 48; i++)
        t[i] = START + (when_t)i * WHEN_HOUR / 2;
    d = days_of(t, DAYS * 48);
    assert_in_range(mixdays_n(d), 1000, 3000);
    assert_true(isfinite(mixdays_gain(d, 0, 0, q_a, q_b)));
    mixdays_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formula),
        cmocka_unit_test(test_level),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_sizes),
    };
    return cmocka_run_group_tests_name("mixdays", tests, NULL, NULL);
}
