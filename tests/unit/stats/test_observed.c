/* The set of observed intervals: its laws, against a brute force count. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "close.h"
#include "numbers/stream.h"
#include "rows/observed.h"
#include "scratch.h"

#define S WHEN_SECOND

static void test_melts(void **state)
{
    (void)state;
    struct observed o;
    observed_init(&o);
    assert_int_equal(observed_start(&o), 0);
    assert_int_equal(observed_within(&o, 0, 100), 0);
    observed_add(&o, 10, 20);
    observed_add(&o, 30, 40);
    observed_add(&o, 5, 5); /* empty: nothing */
    assert_int_equal(o.n, 2);
    observed_add(&o, 20, 25); /* touches the first */
    assert_int_equal(o.n, 2);
    assert_int_equal(o.at[0].end, 25);
    observed_add(&o, 1, 2);
    observed_add(&o, 24, 31); /* joins two */
    assert_int_equal(o.n, 2);
    assert_int_equal(o.at[1].start, 10);
    assert_int_equal(o.at[1].end, 40);
    assert_int_equal(observed_start(&o), 1);
    assert_int_equal(observed_end(&o), 40);
    assert_true(observed_at(&o, 10) && observed_at(&o, 39) && observed_at(&o, 1));
    assert_false(observed_at(&o, 40) || observed_at(&o, 2) || observed_at(&o, 0));
    observed_release(&o);
}

/* Random unions on the integers 0..199 against a table of flags. */
static void test_random_unions(void **state)
{
    (void)state;
    unsigned long seed = 7;
    print_message("seed %lu\n", seed);
    gsl_rng *rng = stream_new(seed, "test_observed", "unions");
    for (int round = 0; round < 200; round++) {
        struct observed o;
        observed_init(&o);
        bool flag[200] = { false };
        for (int k = 0; k < 12; k++) {
            int a = (int)gsl_rng_uniform_int(rng, 190), b = a + (int)gsl_rng_uniform_int(rng, 10);
            observed_add(&o, a, b);
            memset(flag + a, 1, (size_t)(b - a));
        }
        for (int t = 0; t < 200; t++) {
            assert_int_equal(observed_at(&o, t), flag[t]);
        }
        int from = (int)gsl_rng_uniform_int(rng, 100), to = from + (int)gsl_rng_uniform_int(rng, 100);
        int sum = 0;
        for (int t = from; t < to; t++) {
            sum += flag[t];
        }
        assert_int_equal(observed_within(&o, from, to), sum);
        for (size_t i = 1; i < o.n; i++) {
            assert_true(o.at[i].start > o.at[i - 1].end);
        }
        observed_release(&o);
    }
    gsl_rng_free(rng);
}

static void test_week(void **state)
{
    (void)state;
    struct observed o;
    observed_init(&o);
    /* 2016-05-04 (a Wednesday, weekday 2) 05:30 to 07:15 UTC */
    when_t start = when_days(2016, 5, 4) * WHEN_DAY + 5 * WHEN_HOUR + 1800 * S;
    observed_add(&o, start, start + 6300 * S);
    double hours[168];
    observed_week(&o, 0, hours);
    assert_close(hours[2 * 24 + 5], 1800, 0);
    assert_close(hours[2 * 24 + 6], 3600, 0);
    assert_close(hours[2 * 24 + 7], 900, 0);
    observed_week(&o, 19800, hours); /* +05:30: 11:00 to 12:45 */
    assert_close(hours[2 * 24 + 11], 3600, 0);
    assert_close(hours[2 * 24 + 12], 2700, 0);
    observed_add(&o, start + 20 * WHEN_DAY, start + 41 * WHEN_DAY); /* and three weeks */
    observed_week(&o, 0, hours);
    double sum = 0;
    for (int h = 0; h < 168; h++) {
        sum += hours[h];
    }
    assert_close(sum, 6300 + 21 * 86400.0, 0);
    assert_close(hours[0], 3 * 3600, 0);
    observed_release(&o);
}

static void test_reads(void **state)
{
    (void)state;
    char path[SCRATCH_PATH];
    struct err err = { 0 };
    struct observed o;
    observed_init(&o);
    scratch_write(path, "sensor,start,end\nns1,2016-05-04T00:00:00Z,2016-05-05T00:00:00Z\n"
                        "ns2,1462406400,1462406401.5\n");
    assert_true(observed_read(&o, path, &err));
    assert_int_equal(o.n, 1);
    assert_int_equal(observed_end(&o) - observed_start(&o), WHEN_DAY + 3 * S / 2);
    scratch_remove(path);
    scratch_write(path, "start,end\n2016-05-05T00:00:00Z,2016-05-04T00:00:00Z\n");
    assert_false(observed_read(&o, path, &err));
    assert_non_null(strstr(err.text, ":2: error: the interval ends before it starts"));
    scratch_remove(path);
    observed_release(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_melts),
        cmocka_unit_test(test_random_unions),
        cmocka_unit_test(test_week),
        cmocka_unit_test(test_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
