/* Kleinberg's bursts against R's package bursts, and ties. */

#include "numbers/kleinberg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static size_t sequence(double *out, double from, double to, double by)
{
    size_t n = 0;

    for (double x = from; x <= to; x += by)
        out[n++] = x;
    return n;
}

/* From where to where the level is at least LEVEL, the first such stretch from gap FIRST on. */
static void stretch(const double *t, const unsigned char *level, size_t n, int least, size_t first, double out[2])
{
    size_t i = first, k;

    while (i + 1 < n && level[i] < least)
        i++;
    for (k = i; k + 1 < n && level[k] >= least; k++)
        ;
    out[0] = t[i];
    out[1] = t[k];
}

static void assert_stretch(const double *t, const unsigned char *level, size_t n, int least, size_t first, double from,
                           double to)
{
    double at[2];

    stretch(t, level, n, least, first, at);
    assert_true(at[0] == from && at[1] == to);
}

/* The example of bursts::kleinberg (R): offsets of 71 events; level 1: 0 to 1000; 2: 410 to 600; 3: 450 to 469; 2: 710
   to 800.  Our state 0 is its level 1. */
static void test_levels(void **state)
{
    double t[80];
    unsigned char level[80];
    size_t n = 0, most = 0;

    (void)state;
    n += sequence(t + n, 0, 400, 100);
    n += sequence(t + n, 410, 450, 5);
    n += sequence(t + n, 451, 470, 2);
    n += sequence(t + n, 480, 600, 5);
    t[n++] = 700;
    n += sequence(t + n, 710, 800, 5);
    t[n++] = 900;
    t[n++] = 1000;
    assert_int_equal(n, 71);
    assert_true(kleinberg_levels(t, n, 2, 1, 0, level));
    for (size_t i = 0; i + 1 < n; i++)
        most = level[i] > most ? level[i] : most;
    assert_int_equal(most, 2);
    assert_stretch(t, level, n, 0, 0, 0, 1000);
    assert_stretch(t, level, n, 1, 0, 410, 600);
    assert_stretch(t, level, n, 2, 0, 450, 469);
    assert_stretch(t, level, n, 1, 49, 710, 800);
}

/* The second example there: no burst. */
static void test_calm(void **state)
{
    const double t[] = { 4, 17, 23, 27, 33, 35, 37, 76, 77, 82, 84, 88, 90, 92 };
    unsigned char level[13], none[13] = { 0 };

    (void)state;
    assert_true(kleinberg_levels(t, 14, 2, 1, 0, level));
    assert_memory_equal(level, none, 13);
}

/* R's kleinberg() stops at ties.  Here they lie a tick apart: as if they had been written so. */
static void test_ties(void **state)
{
    double t[40], apart[40];
    unsigned char level[40], want[40];

    (void)state;
    for (size_t i = 0; i < 40; i++) {
        t[i] = 100. * (double)i;
        apart[i] = t[i];
        if (i >= 15 && i < 25)
            t[i] = 1500;
    }
    assert_true(kleinberg_levels(t, 40, 2, 1, 1, level));
    assert_true(level[14] == 0 && level[15] > 2 && level[23] > 2 && level[30] == 0);
    assert_true(kleinberg_levels(apart, 40, 2, 1, 1, want));
    assert_int_equal(want[20], 0);
    for (size_t i = 0; i < 40; i++)
        t[i] = 7;
    assert_false(kleinberg_levels(t, 40, 2, 1, 1, level));
    assert_false(kleinberg_levels(apart, 2, 2, 1, 1, level));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_calm),
        cmocka_unit_test(test_ties),
    };

    return cmocka_run_group_tests_name("kleinberg", tests, NULL, NULL);
}
