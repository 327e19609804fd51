/* The evidence of a histogram, against quadrature. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "close.h"
#include "zones/lognormal.h"
#include <math.h>
#include <string.h>

/* One way only: half of the day against the other half. */
static void one_way(struct profile *p, double sd)
{
    memset(p, 0, sizeof *p);
    p->ways = 1;
    for (size_t c = 0; c < PROFILE_CELLS; c++)
        p->way[0][c] = c % 48 < 24 ? sd : -sd;
}

/* R 4.2.2: e <- function(a) exp(20*a - 100*log(cosh(a/2))) * dnorm(a)
   sprintf("%.10f", log(integrate(e, -8, 8, rel.tol = 1e-12)$value) - 100*log(96)) */
#define BY_QUADRATURE (-450.0991821281)

static void test_quadrature(void **state)
{
    (void)state;
    struct profile p;
    double counts[PROFILE_CELLS], exposure[PROFILE_CELLS];
    one_way(&p, 0.5);
    for (size_t c = 0; c < PROFILE_CELLS; c++) {
        counts[c] = (c % 48 < 24 ? 70.0 : 30.0) / 48;
        exposure[c] = 1;
    }
    struct lognormal_mode mode = { .half_log_det = 0 };
    double got = lognormal_evidence(&p, counts, exposure, &mode);
    /* Laplace's own error with 100 visits is about 1/(10 n). */
    assert_close(got, BY_QUADRATURE, 2e-5);
    assert_close(mode.half_log_det, 0.5 * log(1 + 100 * 0.25 / pow(cosh(0.5 * mode.a[0]), 2)), 1e-4);
}

static void test_near(void **state)
{
    (void)state;
    struct profile p;
    double counts[PROFILE_CELLS], exposure[PROFILE_CELLS];
    profile_init(&p, PROFILE_DEVELOPER);
    for (size_t c = 0; c < PROFILE_CELLS; c++) {
        counts[c] = 0.3 * exp(p.level[c]);
        exposure[c] = c < PROFILE_DAY ? 5 : 2;
    }
    struct lognormal_mode mode = { .half_log_det = 0 }, other = mode;
    double here = lognormal_evidence(&p, counts, exposure, &mode);
    assert_close(lognormal_evidence_near(&p, counts, exposure, &mode), here, 1e-6);
    counts[20] += 1;
    counts[40] -= 0.2;
    double there = lognormal_evidence(&p, counts, exposure, &other);
    assert_true(there != here);
    assert_close(lognormal_evidence_near(&p, counts, exposure, &mode), there, 2e-3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quadrature),
        cmocka_unit_test(test_near),
    };
    return cmocka_run_group_tests_name("lognormal", tests, NULL, NULL);
}
