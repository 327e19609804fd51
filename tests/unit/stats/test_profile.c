/* Profiles: scale, the stated theta, and that the prior's ways are what they say. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "close.h"
#include "profile.h"

#include <math.h>

static double week_mean(const double log_rate[PROFILE_CELLS])
{
    double sum = 0;
    for (size_t c = 0; c < PROFILE_CELLS; c++)
        sum += exp(log_rate[c]) * (c < PROFILE_DAY ? 5 : 2) / 336;
    return sum;
}

static void test_scale(void **state)
{
    (void)state;
    for (int kind = 0; kind < PROFILE_KINDS; kind++) {
        struct profile p;
        double zero[PROFILE_WAYS] = { 0 }, rate[PROFILE_CELLS];
        profile_init(&p, kind);
        profile_log_rate(&p, zero, rate);
        assert_close(week_mean(rate), 1, 1e-12);
        assert_true(p.ways > 0 && p.ways <= PROFILE_WAYS);
    }
}

/* By hand: at 10:30 all edges are far, so weekday over night is (f + (1-f)(1-dip e^(-.5 (2/.6)^2))) / f. */
static void test_office(void **state)
{
    (void)state;
    struct office o = { .start = 8, .end = 18, .softness = 0.05, .dip = 0.4, .weekend = 0.25, .floor = 0.02 };
    double r[PROFILE_CELLS];
    office_log_rate(&o, r);
    assert_close(week_mean(r), 1, 1e-12);
    assert_close(exp(r[20] - r[4]), 1 / 0.02, 2e-3);             /* 10:15 over 02:15 */
    assert_close(exp(r[PROFILE_DAY + 20] - r[20]), 0.25, 1e-12); /* weekend over working day */
    assert_close(exp(r[25] - r[20]), 1 - 0.4 * 0.91, 1e-2);      /* 12:45: exp(-.5 (.25/.6)^2) = .917 */
    assert_true(r[15] < r[16] && r[36] < r[35]);                 /* 07:45 and 18:15 are outside */
}

static void test_quantiles(void **state)
{
    (void)state;
    const double middle[6] = { 0.5, 0.5, 0.5, 0.5, 0.5, 0.5 };
    struct office o = office_at(middle);
    assert_close(o.start, 9, 1e-12);
    assert_close(o.end, 18.3, 1e-12);
    assert_close(o.floor, 0.06, 1e-12);
    assert_close(o.weekend, 0.15, 1e-12);
}

/* In the developers' mean the afternoon is the peak and 4 to 6 the trough. */
static void test_developer(void **state)
{
    (void)state;
    struct profile p;
    profile_init(&p, PROFILE_DEVELOPER);
    size_t most = 0, least = 0;
    for (size_t c = 0; c < PROFILE_DAY; c++) {
        most = p.level[c] > p.level[most] ? c : most;
        least = p.level[c] < p.level[least] ? c : least;
    }
    assert_true(most >= 28 && most <= 34);
    assert_true(least >= 8 && least <= 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scale),
        cmocka_unit_test(test_office),
        cmocka_unit_test(test_quantiles),
        cmocka_unit_test(test_developer),
    };
    return cmocka_run_group_tests_name("profile", tests, NULL, NULL);
}
