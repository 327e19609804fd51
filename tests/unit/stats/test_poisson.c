/* Exact tests and intervals of counts against published and computed values. */

#include "close.h"
#include "numbers/poisson.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void limits_near(struct limits got, double lo, double hi, double within)
{
    assert_close(got.lo, lo, within);
    assert_close(got.hi, hi, within);
}

/* R: poisson.test(n)$conf.int */
static void test_one_count(void **state)
{
    struct limits l;

    (void)state;
    limits_near(poisson_limits(0, .95), 0, 3.6888795, 1e-7);
    limits_near(poisson_limits(1, .95), .025317808, 5.571643391, 1e-8);
    limits_near(poisson_limits(2, .95), .24220928, 7.22468767, 1e-7);
    limits_near(poisson_limits(5, .95), 1.6234864, 11.6683321, 1e-7);
    limits_near(poisson_limits(10, .95), 4.7953887, 18.3903560, 1e-7);
    /* poisson.test(137, 24.19893): (4.75312480485, 6.69270933418) */
    l = poisson_limits(137, .95);
    limits_near((struct limits){ l.lo / 24.19893, l.hi / 24.19893 }, 4.75312480485, 6.69270933418, 1e-10);
    /* statsmodels confint_poisson(15, 400, "exact-c") and test_poisson(15, 400, .05, "exact-c") */
    l = poisson_limits(15, .95);
    limits_near((struct limits){ l.lo / 400, l.hi / 400 }, .0209884653319583, .0618505471787146, 1e-12);
    assert_close(poisson_test(15, 400 * .05).central, .313026269279486, 1e-12);
}

/* Gehrels 1986, tables 1 and 2, two-sigma column (level .9545 two-sided: S = 2). */
static void test_gehrels(void **state)
{
    double level = .954499736103642;
    struct limits l;

    (void)state;
    assert_close(poisson_limits(0, level).hi, 3.783, 3e-4);
    l = poisson_limits(1, level);
    assert_true(fabs(l.lo - .0230) < 5e-5 && fabs(l.hi - 5.683) < 5e-4);
    l = poisson_limits(3, level); /* the paper's .569 is a misprint of .596 */
    assert_true(fabs(l.lo - .596) < 5e-4 && fabs(l.hi - 8.902) < 5e-4);
    l = poisson_limits(10, level);
    assert_true(fabs(l.lo - 4.719) < 5e-4 && fabs(l.hi - 18.58) < 5e-3);
}

/* The mid-p limits lie inside the exact ones and solve their equation. */
static void test_mid(void **state)
{
    (void)state;
    for (int n = 0; n < 30; n++) {
        struct limits e = poisson_limits(n, .95), m = poisson_limits_mid(n, .95);
        double tie = poisson_test(n, m.hi).less + poisson_test(n, m.hi).greater - 1;

        assert_true(m.lo >= e.lo && m.hi < e.hi && m.lo <= n);
        assert_close(poisson_test(n, m.hi).less - tie / 2, .025, 1e-9);
    }
}

/* Gu, Ng, Tang & Schucany 2008, examples 1 and 2 (one-sided): the values of the paper's kind to the
   digits that statsmodels prints for test_poisson_2indep(60, 51477.5, 30, 54308.7, alternative = "larger")
   and (41, 28010, 15, 19017, value = 1.5); the exact one from R:
   pbinom(40, 56, 1.5 * 28010 / (1.5 * 28010 + 19017), lower.tail = FALSE). */
static void test_gu(void **state)
{
    (void)state;
    assert_close(ratio_test(60, 51477.5, 30, 54308.7, 1).greater, .000428, 2e-3);
    assert_close(ratio_test_mid(60, 51477.5, 30, 54308.7, 1).greater, .000310, 2e-3);
    assert_close(ratio_test_e(60, 51477.5, 30, 54308.7, 1, RATIO_SCORE).greater, .000298, 2e-3);
    assert_close(ratio_test(41, 28010, 15, 19017, 1.5).greater, .291453753765198, 1e-11);
    assert_close(ratio_test_mid(41, 28010, 15, 19017, 1.5).greater, .2450, 1e-3);
    assert_close(ratio_test_e(41, 28010, 15, 19017, 1.5, RATIO_SCORE).greater, .2453, 1e-3);
}

/* The same two examples by the normal distribution: W1 to W5 of Gu et al. and their p (the fourth digit of the second's is
   off by up to 1 in the paper).  Without a ratio of its own the second is that of
   Ng, Gu & Tang 2007: 2.2047, .0137; 2.0818, .0187; by E-tests .0184 and .0179 (here to 1e-4 of direct sums in Python).  6/51 against
   1/54 and a ratio of 1.2, two-sided: test_poisson_2indep(6, 51, 1, 54, value = 1.2), wald, score, exact-cond. */
static void test_normal(void **state)
{
    const double z[] = { 3.384913, 3.417402, 3.3393, 3.5406, 3.445485 }, p[] = { .000356, .000316, .000420, .000200, .000285 };
    const double p2[] = { .2309, .2398, .2402, .2303, .2499 };

    (void)state;
    for (enum ratio_statistic k = RATIO_WALD; k <= RATIO_ROOT; k++) {
        assert_close(ratio_statistic(60, 51477.5, 30, 54308.7, 1, k), z[k], 2e-5);
        assert_close(ratio_test_normal(60, 51477.5, 30, 54308.7, 1, k).greater, p[k], 2e-3);
        assert_close(ratio_test_normal(41, 28010, 15, 19017, 1.5, k).greater, p2[k], 6e-4);
    }
    assert_close(ratio_statistic(41, 28010, 15, 19017, 1, RATIO_WALD), 2.2046940450976904, 1e-12);
    assert_close(ratio_statistic(41, 28010, 15, 19017, 1, RATIO_SCORE), 2.0817764834179866, 1e-12);
    assert_close(ratio_test_normal(41, 28010, 15, 19017, 1, RATIO_WALD).greater, .013737785643754545, 1e-10);
    assert_close(ratio_test_normal(41, 28010, 15, 19017, 1, RATIO_SCORE).greater, .018681445372890598, 1e-10);
    assert_close(ratio_test_e(41, 28010, 15, 19017, 1, RATIO_WALD).greater, .018445252760816353, 1e-9);
    assert_close(ratio_test_e(41, 28010, 15, 19017, 1, RATIO_SCORE).greater, .01785494601028759, 1e-9);
    assert_close(ratio_test_normal(6, 51, 1, 54, 1.2, RATIO_WALD).central, .07136366497984171, 1e-10);
    assert_close(ratio_test_normal(6, 51, 1, 54, 1.2, RATIO_SCORE).central, .0840167525117227, 1e-10);
    assert_close(ratio_test_minlike(6, 51, 1, 54, 1.2), .1301269270479679, 1e-10);
    assert_close(ratio_test_normal(0, 3, 0, 5, 1, RATIO_WALD).central, 1, 1e-15);
    assert_true(isinf(ratio_statistic(0, 1, 4, 1, 1, RATIO_SCORE_LOG)) && ratio_test_normal(0, 1, 4, 1, 1, RATIO_SCORE_LOG).less == 0);
}

/* Gu's example 1 against a ratio of 1.2; R, with s = 1.2 * 51477.5 / (1.2 * 51477.5 + 54308.7):
   pbinom(59, 90, s, lower.tail = FALSE), pbinom(60, 90, s), and the first less dbinom(60, 90, s) / 2.
   6/51 against 1/54: 2 * binom.test(6, 7, 51/105, alternative = "greater")$p.value, and
   poisson.test(c(6, 1), c(51, 54))$p.value. */
static void test_two_counts(void **state)
{
    struct sides s = ratio_test(60, 51477.5, 30, 54308.7, 1.2);

    (void)state;
    assert_close(s.greater, .006651774552714537, 1e-11);
    assert_close(s.less, .9964625674930079, 1e-11);
    assert_close(ratio_test_mid(60, 51477.5, 30, 54308.7, 1.2).greater, .005094603529853279, 1e-11);
    assert_close(ratio_test_mid(60, 51477.5, 30, 54308.7, 1.2).less, .9949053964701466, 1e-11);
    assert_close(ratio_test(6, 51, 1, 54, 1).central, .107295930625602, 1e-11);
    assert_close(ratio_test_minlike(6, 51, 1, 54, 1), .0631634568045627, 1e-11);
}

/* R: poisson.test(c(11,21), c(800,3011)) and alternative = "greater" */
static void test_r_ratio(void **state)
{
    (void)state;
    limits_near(ratio_limits(11, 800, 21, 3011, .95), .8584264033916, 4.2772659436541, 1e-12);
    assert_close(ratio_test_minlike(11, 800, 21, 3011, 1), .0796686330333, 1e-11);
    assert_close(ratio_test(11, 800, 21, 3011, 1).greater, .0560086597877, 1e-11);
    /* 2/17877 against 9/16660 (Fay 2010): central p and limits, R exactci::poisson.exact */
    assert_close(ratio_test(2, 17877, 9, 16660, 1).central, .0501064956141, 1e-11);
    limits_near(ratio_limits(2, 17877, 9, 16660, .95), .0217740627591, 1.00054910449, 1e-10);
    /* poisson.test(c(2, 9), c(17877, 16660))$p.value: below .05 although the limits hold 1 */
    assert_close(ratio_test_minlike(2, 17877, 9, 16660, 1), .0330942032059148, 1e-11);
}

/* Limits and tests are each other's inverse, whole counts or not. */
static void test_inverse(void **state)
{
    const double xs[] = { 1, 2.385, 7, 40, 1234.5 }, ys[] = { 1, 3.7, 25, 900.25 };

    (void)state;
    assert_true(isinf(ratio_limits(3, 1, 0, 2, .95).hi));
    assert_true(ratio_limits(0, 1, 3, 2, .95).lo == 0);
    for (size_t i = 0; i < 5; i++) {
        for (size_t j = 0; j < 4; j++) {
            struct limits l = ratio_limits(xs[i], 2.3, ys[j], 17.1, .9);

            assert_close(ratio_test(xs[i], 2.3, ys[j], 17.1, l.lo).greater, .05, 1e-9);
            assert_close(ratio_test(xs[i], 2.3, ys[j], 17.1, l.hi).less, .05, 1e-9);
            l = ratio_limits_mid(xs[i], 2.3, ys[j], 17.1, .9);
            assert_close(ratio_test_mid(xs[i], 2.3, ys[j], 17.1, l.hi).less, .05, 1e-9);
        }
    }
}

/* The E-test of an empty second count does not divide by zero; it is two-sided sane. */
static void test_e_edges(void **state)
{
    struct sides s = ratio_test_e(7, 2, 0, 20, 1, RATIO_SCORE);

    (void)state;
    assert_true(s.greater > 0 && s.greater < 1e-4 && s.less > .99);
    assert_true(ratio_test_e(0, 1, 0, 1, 1, RATIO_SCORE).central == 1);
}

/* Gammapy's WStatCountsStatistic and CashCountsStatistic tests. */
static void test_li_ma(void **state)
{
    (void)state;
    assert_close(li_ma(10, 5, .3), 3.5853812867949, 1e-12);
    assert_close(li_ma(5, 1, 1), 1.7061745691235, 1e-12);
    assert_close(li_ma(10, 23, .1), 3.4434155228, 1e-9);
    assert_close(li_ma(1, 20, 1), -4.5903736385, 1e-9);
    assert_close(li_ma(1, 2, 1), -.5829220133, 1e-9);
    assert_close(cash(5, 1), 2.84506224, 1e-8);
    assert_close(cash(10, 5), 1.96543726, 1e-8);
    assert_close(cash(100, 23), 11.8294207, 1e-8);
    assert_close(cash(1, 2), -.78339367, 1e-7);
    /* one-sided p of these, as WStat and Cash print them */
    assert_close(erfc(cash(5, 1) / M_SQRT2) / 2, 2.220137e-3, 1e-6);
    assert_close(erfc(cash(10, 5) / M_SQRT2) / 2, .024682, 3e-5);
    assert_close(erfc(-cash(1, 2) / M_SQRT2) / 2, .216698, 3e-6);
}

/* R: pnbinom(k, size = m^2 / (v - m), mu = m), and with lower.tail = FALSE at k - 1 */
static void test_dispersed(void **state)
{
    (void)state;
    assert_close(dispersed_less(40, 25, 40), .987085121745196, 1e-12);
    assert_close(dispersed_greater(40, 25, 40), .0177610982736458, 1e-12);
    assert_close(dispersed_less(0, 2.385, 3.1), .124186420678672, 1e-12);
    assert_close(dispersed_greater(7, .4, .55), .000130570949224805, 1e-11);
    assert_close(dispersed_greater(52000, 50000, 150000), 1.62285456497499e-07, 1e-8);
    assert_close(dispersed_less(1000500, 1e6, 4e6), .599014387841369, 1e-8);
    assert_close(dispersed_greater(1000500, 1e6, 4e6), .401178863379228, 1e-8);
    assert_close(dispersed_less(25, 25, 25), poisson_test(25, 25).less, 1e-13);
    assert_close(dispersed_greater(30, 25, 25 + 1e-12), poisson_test(30, 25).greater, 1e-9);
    assert_true(dispersed_greater(0, 3, 5) == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_count), cmocka_unit_test(test_gehrels),   cmocka_unit_test(test_mid),
        cmocka_unit_test(test_gu),        cmocka_unit_test(test_normal), cmocka_unit_test(test_two_counts), cmocka_unit_test(test_r_ratio),
        cmocka_unit_test(test_inverse),   cmocka_unit_test(test_e_edges),   cmocka_unit_test(test_li_ma),
        cmocka_unit_test(test_dispersed),
    };

    return cmocka_run_group_tests_name("poisson", tests, NULL, NULL);
}
