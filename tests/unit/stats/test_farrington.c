/* Farrington's bound against R's glm. */

#include "close.h"
#include "numbers/farrington.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define N 12

/* R 4.2.2, y and t as here, f <- y ~ 1 or y ~ t:
   g <- glm(f, quasipoisson); phi <- max(1, sum((y - fitted(g))^2 / fitted(g)) / g$df.residual)
   s <- 3/2 * (y^(2/3) - fitted(g)^(2/3)) / (fitted(g)^(1/6) * sqrt(phi * (1 - hatvalues(g))))
   w <- ifelse(s > 1, s^-2, 1); w <- w * 12 / sum(w)
   g <- glm(f, quasipoisson, weights = w); phi <- max(1, sum(w * (y - fitted(g))^2 / fitted(g)) / g$df.residual)
   p <- predict(g, data.frame(t = 0), se.fit = TRUE, dispersion = phi); mu <- exp(p$fit); se <- mu * p$se.fit
   mu * (1 + 2/3 * qnorm(.995) * sqrt(phi * mu + se^2) / mu)^1.5 */
static const double y[N] = { 12, 9, 14, 11, 8, 13, 40, 10, 12, 15, 9, 11 };

static void days(double *t)
{
    for (int i = 0; i < N; i++)
        t[i] = -7. * (N - i);
}

static void assert_r(bool trend, double mean, double error, double phi, double bound)
{
    double t[N];
    struct farrington f;

    days(t);
    f = farrington_at(y, t, N, 0, 2.5758293035489004, trend);
    assert_close(f.mean, mean, 1e-10);
    assert_close(f.error, error, 1e-10);
    assert_close(f.phi, phi, 1e-10);
    assert_close(f.bound, bound, 1e-10);
}

static void test_r(void **state)
{
    (void)state;
    assert_r(false, 11.648517254473, 1.16685553481197, 1.40263534942035, 24.0231847706735);
    assert_r(true, 11.9205922647421, 2.67207153508776, 1.63845165322388, 27.4538228188354);
}

/* Without weights the outbreak would hide the next one: the mean would be 13.7. */
static void test_outbreak(void **state)
{
    double t[N], none[N] = { 0 };

    (void)state;
    days(t);
    assert_true(farrington_at(y, t, N, 0, 2, false).mean < 12);
    assert_true(isnan(farrington_at(none, t, N, 0, 2, false).bound));
    assert_true(isnan(farrington_at(y, t, 2, 0, 2, false).bound));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_r),
        cmocka_unit_test(test_outbreak),
    };

    return cmocka_run_group_tests_name("farrington", tests, NULL, NULL);
}
