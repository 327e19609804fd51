/* Adjusted p-values against R's p.adjust (NUMBERS from R 4.2.2). */

#include "close.h"
#include "numbers/multiple.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* p <- c(.838541367553,.642193923795,.680845947633,.967833824309,.71626938238,
          .177096952723,5.23656777208e-05,.0202732688798,.00028140506198,.0149877310796) */
static const double p[10] = { .838541367553, .642193923795, .680845947633, .967833824309, .71626938238,
                              .177096952723, 5.23656777208e-05, .0202732688798, .00028140506198,
                              .0149877310796 };

static void against(void (*adjust)(const double *, size_t, double *), const double want[4])
{
    double got[10];

    adjust(p, 10, got);
    for (int i = 0; i < 4; i++)
        assert_close(got[6 + i], want[i], 1e-9);
}

static void test_r(void **state)
{
    (void)state;
    /* tail(p.adjust(p, "holm"), 4), "BH", "BY" */
    against(multiple_holm, (const double[]){ .0005236567772, .1419128821586, .0025326455578, .1199018486368 });
    against(multiple_bh, (const double[]){ .0005236567772, .0506831721995, .0014070253099, .0499591035987 });
    against(multiple_by, (const double[]){ .001533774076, .148449402383, .004121132465, .146328628437 });
}

/* A missing p stays missing and does not count; adjusting in place works. */
static void test_missing(void **state)
{
    double q[3] = { .01, NAN, .04 };

    (void)state;
    multiple_holm(q, 3, q);
    assert_close(q[0], .02, 1e-15);
    assert_true(isnan(q[1]));
    assert_close(q[2], .04, 1e-15);
    multiple_bh(q, 0, q);
}

/* Never below the raw p, never above 1, in the same order. */
static void test_order(void **state)
{
    double holm[10], bh[10], by[10];

    (void)state;
    multiple_holm(p, 10, holm);
    multiple_bh(p, 10, bh);
    multiple_by(p, 10, by);
    for (int i = 0; i < 10; i++) {
        assert_true(bh[i] >= p[i] && bh[i] <= holm[i] && bh[i] <= by[i]);
        assert_true(holm[i] <= 1 && by[i] <= 1);
    }
}

/* The smallest alone, their family's size known: as with all of them, up to where they end. */
static void test_least(void **state)
{
    double all[10], few[3];

    (void)state;
    multiple_bh(p, 10, all);
    multiple_bh_least((const double[]){ p[6], p[8], p[9] }, 3, 10, few);
    assert_close(few[0], all[6], 1e-15);
    assert_close(few[1], all[8], 1e-15);
    assert_close(few[2], p[9] * 10 / 3, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_r),
        cmocka_unit_test(test_missing),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_least),
    };

    return cmocka_run_group_tests_name("multiple", tests, NULL, NULL);
}
