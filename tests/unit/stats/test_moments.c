/* Mean and standard deviation to the certified digits of NIST's sets. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "close.h"
#include "numbers/moments.h"
#include "strd.h"

#define N(a) (sizeof(a) / sizeof *(a))

static void check(const double *x, size_t n, double mean, double sd, double allowed)
{
    struct moments m = moments_of(x, n);
    assert_close(m.mean, mean, allowed);
    assert_close(m.sd, sd, allowed);
}

/* The certified values as NIST prints them, 15 digits. */
static void test_certified(void **state)
{
    (void)state;
    check(strd_lew, N(strd_lew), -177.435000000000, 277.332168044316, 1e-14);
    check(strd_lottery, N(strd_lottery), 518.958715596330, 291.699727470969, 1e-14);
    check(strd_mavro, N(strd_mavro), 2.00185600000000, 0.000429123454003053, 1e-13);
    check(strd_michelso, N(strd_michelso), 299.852400000000, 0.0790105478190518, 1e-13);
    check(strd_numacc1, N(strd_numacc1), 10000002, 1, 0);
    double x[5000];
    strd_pidigits(x, 5000);
    check(x, 5000, 4.53480000000000, 2.86733906028871, 1e-14);
    strd_numacc(1.2, 1.1, 1.3, x);
    check(x, 1001, 1.2, 0.1, 1e-14);
}

/* 1000000.1 is not a double: the nearest ones differ from the decimals by up to 6e-11, and of
   10000000.1 by 9e-10.  So the decimals' .1 cannot come out; the sd of these doubles, which
   is half the distance of the two that take turns, must. */
static void test_nearest_doubles(void **state)
{
    (void)state;
    double x[1001];
    strd_numacc(1000000.2, 1000000.1, 1000000.3, x);
    check(x, 1001, 1000000.2, (1000000.3 - 1000000.1) / 2, 1e-13);
    assert_close(moments_of(x, 1001).sd, 0.1, 1e-9);
    strd_numacc(10000000.2, 10000000.1, 10000000.3, x);
    check(x, 1001, 10000000.2, (10000000.3 - 10000000.1) / 2, 1e-13);
    assert_close(moments_of(x, 1001).sd, 0.1, 1e-8);
    /* Written in tenths the set is exact, and so is the answer. */
    strd_numacc(100000002, 100000001, 100000003, x);
    check(x, 1001, 100000002, 1, 1e-15);
}

static void test_too_few(void **state)
{
    (void)state;
    double x = 2.385;
    assert_true(isnan(moments_of(&x, 0).mean));
    assert_close(moments_of(&x, 1).mean, 2.385, 0);
    assert_true(isnan(moments_of(&x, 1).sd));
}

/* Counts 2 in half a bin and 4, 7 in whole ones: rates 4, 4, 7; mean 13 / 2.5. */
static void test_rates(void **state)
{
    (void)state;
    double x[] = { 2, 9, 4, 7 }, u[] = { 0.5, 0, 1, 1 }, d[4];
    moments_deviations(x, u, 4, d);
    assert_close(d[0], 4 - 5.2, 1e-15);
    assert_close(d[1], 0, 0);
    assert_close(d[2], 4 - 5.2, 1e-15);
    assert_close(d[3], 7 - 5.2, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_certified),
        cmocka_unit_test(test_nearest_doubles),
        cmocka_unit_test(test_too_few),
        cmocka_unit_test(test_rates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
