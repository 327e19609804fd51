/* The clock's face: chi-square against R, exposure, and the artefact that is no schedule. */

#include "numbers/stream.h"
#include "periods/clockface.h"
#include "periods/lastdigit.h"
#include "unit.h"
#include <gsl/gsl_randist.h>
#include <stdlib.h>

static void fill(double x[60], double value)
{
    for (int i = 0; i < 60; i++)
        x[i] = value;
}

/* R: chisq.test(c(70, rep(10, 59))): X-squared = 321.818181818, df = 59, p = 7.518e-38 */
static void test_uneven(void **state)
{
    double count[60], even[60];
    struct clockface_test t;

    (void)state;
    fill(count, 10);
    fill(even, 1);
    count[17] = 70;
    t = clockface_test(count, even, NULL);
    assert_int_equal(t.parts, 60);
    assert_close(t.statistic, 321.818181818, 1e-11);
    assert_close(t.p_uneven, 7.518e-38, 1e-3);
}

/* R: chisq.test(rep(c(12, 8), each = 30)): X-squared = 24, p = .999986; the other side 1.4e-5 */
static void test_even(void **state)
{
    double count[60], even[60];
    struct clockface_test t;

    (void)state;
    fill(even, 1);
    for (int i = 0; i < 60; i++)
        count[i] = i < 30 ? 12 : 8;
    t = clockface_test(count, even, NULL);
    assert_close(t.statistic, 24, 1e-12);
    assert_close(t.p_uneven, .999986, 1e-6);
    assert_close(t.p_even, 1.4e-5, .05);
    assert_close(t.p, 2 * t.p_even, 1e-12);
}

/* R: x <- c(3, 7, 2, 9, 4, 6, 1, 8); pchisq(sum((x - 5)^2) / 5, 7, lower.tail = FALSE): 12 on 7 df, .100558868508 */
static void test_dispersion(void **state)
{
    static const double count[] = { 3, 7, 2, 9, 4, 6, 1, 8 }, even[] = { 1, 1, 1, 1, 1, 1, 1, 1 };
    struct clockface_test t = clockface_ring(8, count, even, NULL);

    (void)state;
    assert_close(t.statistic, 12, 1e-12);
    assert_close(t.p_uneven, .100558868508, 1e-11);
}

/* 4 visits are no test, 25 make five parts. */
static void test_few_parts(void **state)
{
    double count[60] = { 0 }, even[60];

    (void)state;
    fill(even, 1);
    for (int i = 0; i < 4; i++)
        count[i] = 1;
    assert_int_equal(clockface_test(count, even, NULL).parts, 0);
    count[7] = 21;
    assert_int_equal(clockface_test(count, even, NULL).parts, 5);
}

static void test_exposure(void **state)
{
    struct clockface face;
    struct observed o;
    when_t t[400];

    (void)state;
    observed_init(&o);
    observed_add(&o, 0, 30 * 60 * WHEN_SECOND); /* the first half of one hour */
    for (int i = 0; i < 400; i++)
        t[i] = i * 4500000;
    clockface_init(&face, t, 400, &o);
    assert_close(face.minute_exposure[29], 60, 1e-12);
    assert_close(face.minute_exposure[30], 0, 1e-12);
    assert_int_equal(clockface_minutes(&face).parts, 30);
    assert_true(clockface_minutes(&face).p_even < 1e-6);
    assert_true(isnan(clockface_seconds(&face, 60).p));
    observed_release(&o);
}

/* 12 bursts of 10 visits within half a minute, an hour and more apart, at minutes spread like chance: each counts once. */
static void test_bursts(void **state)
{
    struct clockface face;
    struct clockface_test t;
    when_t times[120];
    static const int minute[] = { 3, 8, 13, 17, 22, 23, 31, 33, 41, 46, 47, 57 };

    (void)state;
    for (int i = 0; i < 120; i++)
        times[i] = (minute[i / 10 % 12] + 60 * (i / 10)) * 60 * WHEN_SECOND + i % 10 * 3 * WHEN_SECOND;
    clockface_init(&face, times, 120, NULL);
    t = clockface_minutes(&face);
    assert_true(clockface_test(face.minute, face.minute_exposure, NULL).p < 1e-9);
    assert_true(t.p > .01);
}

/* 5 to 9 visits an hour, all at minute 5 and spread over it: no schedule.  The same at :05:00 sharp, once an hour: one. */
static void test_artefact(void **state)
{
    struct clockface face;
    when_t t[200];

    (void)state;
    for (int i = 0; i < 200; i++)
        t[i] = (i / 7) * WHEN_HOUR + (300 + i * 37 % 60) * WHEN_SECOND;
    clockface_init(&face, t, 200, NULL);
    assert_int_equal(clockface_artefact(&face), 5);
    for (int i = 0; i < 200; i++)
        t[i] = i * WHEN_HOUR + (300 + i % 2) * WHEN_SECOND;
    clockface_init(&face, t, 200, NULL);
    assert_int_equal(clockface_artefact(&face), -1);
}

/* A busy log in whole seconds, at random: many stamps are equal, and that is no burst, nor anything uneven. */
static void test_busy(void **state)
{
    enum { VISITS = 100000 };
    when_t *t = mem_alloc(VISITS * sizeof *t), at = 0;
    gsl_rng *g = stream_new(7, "test", "busy");
    struct clockface face;

    (void)state;
    for (int i = 0; i < VISITS; i++) {
        at += (when_t)(gsl_ran_exponential(g, 2) * (double)WHEN_SECOND);
        t[i] = when_floor(at, WHEN_SECOND);
    }
    clockface_init(&face, t, VISITS, NULL);
    assert_true(clockface_minutes(&face).p > .01);
    assert_true(clockface_seconds(&face, 1).p > .01);
    assert_true(lastdigit_test(t, VISITS, WHEN_SECOND).p > .01);
    gsl_rng_free(g);
    free(t);
}

static int by_time(const void *a, const void *b)
{
    when_t x = *(const when_t *)a, y = *(const when_t *)b;

    return (x > y) - (x < y);
}

/* Among visits of a hundred days a burst of twenty minutes, at random within it: stamps of microseconds, and of seconds. */
static void test_long_burst(void **state)
{
    enum { SPARSE = 1000, BURST = 20000, ALL = SPARSE + BURST };
    when_t *t = mem_alloc(ALL * sizeof *t);
    struct clockface face;

    (void)state;
    for (int draw = 0; draw < 6; draw++) {
        const when_t tick = draw % 2 == 0 ? 1 : WHEN_SECOND;
        gsl_rng *g = stream_new((uint64_t)draw / 2, "test", "long burst");

        for (int i = 0; i < ALL; i++)
            t[i] = when_floor((when_t)(i < SPARSE ? gsl_rng_uniform(g) * 100 * (double)WHEN_DAY
                                                  : 50 * (double)WHEN_DAY + gsl_rng_uniform(g) * 1200 * (double)WHEN_SECOND), tick);
        qsort(t, ALL, sizeof *t, by_time);
        clockface_init(&face, t, ALL, NULL);
        assert_true(clockface_seconds(&face, 1).p > .01);
        assert_true(lastdigit_test(t, ALL, WHEN_SECOND).p > .01);
        gsl_rng_free(g);
    }
    free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_uneven),   cmocka_unit_test(test_even),     cmocka_unit_test(test_few_parts),
        cmocka_unit_test(test_dispersion),
        cmocka_unit_test(test_exposure), cmocka_unit_test(test_artefact),
        cmocka_unit_test(test_bursts),   cmocka_unit_test(test_busy),
        cmocka_unit_test(test_long_burst),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
