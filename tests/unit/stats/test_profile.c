/* Profiles: scale, the stated theta, and that the prior's ways are what they say. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "close.h"
#include "zones/profile.h"

#include <math.h>
#include <string.h>

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

/* R 4.2.2: v <- function(sd, hours) { k <- (24/(2*pi*hours))^2; sd^2 * 2 * sum(sapply(1:11, function(j) besselI(k, j, TRUE))) }
   sprintf("%.12f", v(1.5, 5) + v(0.5, 1)): the variance of the log rate at any time of a working day */
#define RHYTHM_VARIANCE 1.108502603799

static void test_rhythm(void **state)
{
    (void)state;
    struct profile p;
    profile_init(&p, PROFILE_RHYTHM);
    for (size_t c = 0; c < PROFILE_DAY; c += 7) {
        double variance = 0;
        for (size_t j = 0; j < p.ways; j++)
            variance += p.way[j][c] * p.way[j][c];
        assert_close(variance, RHYTHM_VARIANCE, 1e-10);
    }
}

/* Few visits change little, many make the level theirs; and every reference counts once. */
static void test_learn(void **state)
{
    (void)state;
    struct profile developer, p;
    struct profile_reference few = { .counts = { [20] = 1 } }, many = few;
    profile_init(&developer, PROFILE_DEVELOPER);
    for (size_t c = 0; c < PROFILE_CELLS; c++) {
        few.exposure[c] = many.exposure[c] = 1;
        many.counts[c] = c < PROFILE_DAY ? 1e6 : 2e6;
    }
    profile_learn(&p, &few, 1);
    for (size_t c = 0; c < PROFILE_CELLS; c++)
        assert_true(fabs(p.level[c] - developer.level[c]) < 0.4);
    profile_learn(&p, &many, 1);
    assert_close(p.level[PROFILE_DAY + 3] - p.level[3], log(2), 1e-3);
    assert_close(p.level[40] - p.level[3], 0, 1e-2);
    assert_close(week_mean(p.level), 1, 1e-12);
    assert_true(strcmp(p.name, "learned") == 0 && p.ways == developer.ways);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scale),
        cmocka_unit_test(test_office),
        cmocka_unit_test(test_quantiles),
        cmocka_unit_test(test_developer),
        cmocka_unit_test(test_rhythm),
        cmocka_unit_test(test_learn),
    };
    return cmocka_run_group_tests_name("profile", tests, NULL, NULL);
}
