/* Ticks: a golden table of axes, and the law that ticks lie within the axis and are few. */

#include "base/when.h"
#include "charts/ticks.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *listed(const struct ticks *t)
{
    static char text[1024];
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < t->n; i++)
        used += (size_t) snprintf(text + used, sizeof text - used, "%s%.6g", i > 0 ? " " : "", t->at[i]);
    return text;
}

static void linear_table(void **state)
{
    static const struct {
        double lo, hi;
        int most;
        const char *ticks;
        int decimals;
    } table[] = {
        { 0, 100, 5, "0 20 40 60 80 100", 0 },
        { 0, 58, 3, "0 20 40", 0 },
        { -.1, .3, 4, "-0.1 0 0.1 0.2 0.3", 1 },
        { 0, 2.385, 3, "0 1 2", 0 },
        { 0, .0031, 4, "0 0.001 0.002 0.003", 3 },
        { 3, 3, 4, "3", 0 },
    };
    struct ticks t;
    (void) state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        ticks_linear(table[i].lo, table[i].hi, table[i].most, &t);
        assert_string_equal(listed(&t), table[i].ticks);
        assert_int_equal(t.decimals, table[i].decimals);
    }
}

static void log_table(void **state)
{
    struct ticks t;
    (void) state;
    ticks_log(.2, 6, 8, &t);
    assert_string_equal(listed(&t), "0.2 0.5 1 2 5");
    ticks_log(.003, 4000, 8, &t);
    assert_string_equal(listed(&t), "0.01 0.1 1 10 100 1000");
}

static void day_table(void **state)
{
    struct ticks t;
    int64_t first = when_days(2016, 5, 4);
    (void) state;
    assert_int_equal(ticks_days(first, first + 4, 8, &t), TICKS_DAY);
    assert_int_equal(t.n, 5);
    assert_int_equal(ticks_days(first, first + 142, 50, &t), TICKS_WEEK);
    assert_int_equal((int64_t) t.at[0], when_days(2016, 5, 9)); /* a Monday */
    assert_int_equal((int64_t) t.at[1] - (int64_t) t.at[0], 7);
    assert_int_equal(ticks_days(first, first + 800, 28, &t), TICKS_MONTH);
    assert_int_equal((int64_t) t.at[0], when_days(2016, 6, 1));
    assert_int_equal(ticks_days(first, first + 142, 4, &t), TICKS_MONTH);
    assert_int_equal(t.n, 4); /* June to September: as many as there is room for */
    assert_int_equal(ticks_days(first, first + 142, 3, &t), TICKS_MONTH);
    assert_int_equal(t.n, 2); /* July, September */
    assert_int_equal(ticks_days(first, first + 3660, 12, &t), TICKS_YEAR);
    assert_int_equal((int64_t) t.at[0], when_days(2017, 1, 1));
}

static void ceilings(void **state)
{
    static const double table[][2] = { { 58, 60 }, { .033, .04 }, { 1, 1 }, { 1.01, 1.5 }, { 9.1, 10 }, { 0, 1 }, { 2300, 2500 } };
    (void) state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        char got[32], wanted[32];
        snprintf(got, sizeof got, "%.9g", ticks_ceiling(table[i][0]));
        snprintf(wanted, sizeof wanted, "%.9g", table[i][1]);
        assert_string_equal(got, wanted);
    }
}

static void duration_table(void **state)
{
    static const struct {
        double lo, hi, apart;
        size_t n;
        double first, last;
    } table[] = {
        { 100, 1e6, .25, 10, 300, 604800 },
        { 100, 1e6, .4, 5, 600, 604800 },
        { 2.385, 86399, 1, 2, 60, 3600 },
        { .5, 1e6, 9, 4, 1, 86400 },
    };
    (void) state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct ticks t;
        ticks_durations(table[i].lo, table[i].hi, table[i].apart, &t);
        assert_int_equal(t.n, table[i].n);
        assert_true(t.at[0] == table[i].first && t.at[t.n - 1] == table[i].last);
    }
}

/* Random axes: ticks ascend, lie within, and are at most a few more than asked for. */
static void law(void **state)
{
    unsigned seed = 20160504;
    (void) state;
    for (int run = 0; run < 2000; run++) {
        struct ticks t;
        seed = seed * 1664525u + 1013904223u;
        double lo = (double) (seed >> 8) / 65536 - 128, span = (double) (seed & 0xffff) / 977 + 1e-3;
        int most = 2 + (int) (seed % 9);
        ticks_linear(lo, lo + span, most, &t);
        assert_true(t.n <= (size_t) most + 1);
        for (size_t i = 0; i < t.n; i++) {
            assert_true(t.at[i] >= lo - span * 1e-6 && t.at[i] <= lo + span * (1 + 1e-6));
            assert_true(i == 0 || t.at[i] > t.at[i - 1]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(linear_table), cmocka_unit_test(log_table), cmocka_unit_test(day_table),
        cmocka_unit_test(ceilings),     cmocka_unit_test(law),
        cmocka_unit_test(duration_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
