/* The last digit: chi-square against R, hands that round, clocks that are too even, bursts. */

#include "periods/lastdigit.h"
#include "simulated.h"
#include "unit.h"

#define N 400

/* R: chisq.test(c(70, 40, 30, 50, 20, 60, 30, 40, 35, 25)): X-squared = 56.25, p-value = 7.03179700941e-09 */
static void test_r(void **state)
{
    static const int counts[10] = { 70, 40, 30, 50, 20, 60, 30, 40, 35, 25 };
    when_t t[N];
    size_t n = 0;
    struct clockface_test test;

    (void)state;
    for (int d = 0; d < 10; d++) {
        for (int k = 0; k < counts[d]; k++, n++)
            t[n] = (when_t)n * 2 * WHEN_HOUR + d * WHEN_SECOND; /* far apart: no two are near */
    }
    test = lastdigit_test(t, n, WHEN_SECOND);
    assert_int_equal(test.parts, 10);
    assert_close(test.statistic, 56.25, 1e-12);
    assert_close(test.p_uneven, 7.03179700941e-09, 1e-10);
}

/* A clock in ticks of 4 ms fills all ten; hands that round to 5 s fill two; ten digits in turn are too even. */
static void test_clocks(void **state)
{
    when_t ticks[N], rounded[N], turn[N];
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);

    (void)state;
    for (size_t i = 0; i < N; i++) {
        when_t at = (when_t)i * WHEN_HOUR;

        ticks[i] = at + 4000 * (when_t)gsl_rng_uniform_int(g, 250);
        rounded[i] = at + 5 * WHEN_SECOND * (when_t)gsl_rng_uniform_int(g, 12);
        turn[i] = at + WHEN_SECOND * (when_t)(i % 10);
    }
    assert_true(lastdigit_test(ticks, N, 4000).p > .01);
    assert_true(lastdigit_test(rounded, N, WHEN_SECOND).p_uneven < 1e-50);
    assert_true(lastdigit_test(turn, N, WHEN_SECOND).p_even < 1e-12);
    gsl_rng_free(g);
}

/* A burst in a long span, which is counted by places: the pairs are those of each with each, and tell that it is one burst, not even. */
static void test_burst(void **state)
{
    enum { MANY = 5000 };
    const int64_t tick = 1000;
    when_t *t = mem_alloc(MANY * sizeof *t);
    double count[10] = { 0 }, even[10], near[10] = { 0 };
    struct clockface_test test, want;

    (void)state;
    for (int i = 0; i < MANY; i++)
        t[i] = i == MANY - 1 ? 100 * WHEN_DAY : (i / 5 + (i / 5 % 3 == 0)) * tick;
    for (int i = 0; i < MANY; i++) {
        count[t[i] / tick % 10]++;
        for (int k = i + 1; k < MANY && t[k] - t[i] < 2000 * tick; k++)
            near[(t[k] - t[i]) / tick % 10] += t[k] - t[i] < 1000 * tick ? 1 : t[k] - t[i] == 1000 * tick ? 0 : -1;
    }
    for (int d = 0; d < 10; d++) {
        even[d] = 1;
        near[d] *= (double)MANY / (MANY - 1); /* of the last one too little was watched */
    }
    test = lastdigit_test(t, MANY, tick);
    want = clockface_ring(10, count, even, near);
    assert_close(test.statistic, want.statistic, 1e-12);
    assert_close(test.p_even, want.p_even, 1e-9);
    assert_true(test.p > .01);
    free(t);
}

static void test_refusals(void **state)
{
    when_t t[49];

    (void)state;
    for (int i = 0; i < 49; i++)
        t[i] = i * 60 * WHEN_SECOND;
    assert_int_equal(lastdigit_test(t, 49, WHEN_SECOND).parts, 0);
    assert_true(isnan(lastdigit_test(t, 49, 60 * WHEN_SECOND).p));
    assert_int_equal(lastdigit_test(NULL, 0, WHEN_SECOND).parts, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_r),
        cmocka_unit_test(test_clocks),
        cmocka_unit_test(test_burst),
        cmocka_unit_test(test_refusals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
