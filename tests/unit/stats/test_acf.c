/* Autocorrelation: certified digits, R's digits, laws on random series, calibration. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "close.h"
#include "numbers/acf.h"
#include "numbers/stream.h"
#include "rsets.h"
#include "strd.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>

#define N(a) (sizeof(a) / sizeof *(a))

static struct acf *make(const double *x, const double *exposure, size_t n, size_t max_lag)
{
    struct err err = { 0 };
    struct acf *a = acf_new(x, exposure, n, max_lag, &err);
    assert_non_null(a);
    return a;
}

static void check_lag1(const double *x, size_t n, double certified, double allowed)
{
    struct acf *a = make(x, NULL, n, 3);
    assert_close(acf_at(a, 1)->r, certified, allowed);
    acf_free(a);
}

/* NIST StRD, univariate: the certified lag-1 autocorrelations. */
static void test_strd(void **state)
{
    (void)state;
    check_lag1(strd_lew, N(strd_lew), -0.307304800605679, 1e-14);
    check_lag1(strd_lottery, N(strd_lottery), -0.120948622967393, 1e-14);
    check_lag1(strd_mavro, N(strd_mavro), 0.937989183438248, 1e-13);
    check_lag1(strd_michelso, N(strd_michelso), 0.535199668621283, 1e-13);
    check_lag1(strd_numacc1, N(strd_numacc1), -0.5, 1e-14);
    double x[5000];
    strd_pidigits(x, 5000);
    check_lag1(x, 5000, -0.00355099287237972, 1e-14);
    strd_numacc(1.2, 1.1, 1.3, x);
    check_lag1(x, 1001, -0.999, 1e-13);
    strd_numacc(1000000.2, 1000000.1, 1000000.3, x);
    check_lag1(x, 1001, -0.999, 1e-10);
    strd_numacc(10000000.2, 10000000.1, 10000000.3, x);
    check_lag1(x, 1001, -0.999, 1e-10);
}

static void test_r(void **state)
{
    (void)state;
    static const size_t lags[] = { 1, 5, 10 };
    for (size_t s = 0; s < N(rsets); s++) {
        const struct rset *want = &rsets[s];
        struct acf *a = make(want->x, NULL, want->n, 10);
        for (size_t k = 0; k < 10; k++) {
            assert_close(acf_at(a, k + 1)->r, want->r[k], 1e-12);
            assert_close(acf_at(a, k + 1)->white, 1 / sqrt((double)want->n), 1e-14);
        }
        struct acf_test test = { 0 };
        for (size_t i = 0; i < N(lags); i++) {
            while (test.lag < lags[i]) {
                acf_test_next(a, &test);
            }
            assert_close(test.box_pierce, want->pierce[i], 1e-12);
            assert_close(test.ljung_box, want->ljung[i], 1e-12);
            assert_close(acf_test_p(&test), want->ljung_p[i], 1e-12);
        }
        acf_free(a);
    }
}

/* R: acf(sunspot.year, 22)$acf[c(12, 23)]; Box.test(lh, 1)$p.value */
static void test_r_further(void **state)
{
    (void)state;
    struct acf *sun = make(rsets[1].x, NULL, rsets[1].n, 22), *lh = make(rsets[0].x, NULL, rsets[0].n, 1);
    struct acf_test test = { 0 };
    assert_close(acf_at(sun, 11)->r, .60361572946, 1e-10);
    assert_close(acf_at(sun, 22)->r, .380415285750, 1e-11);
    acf_test_next(lh, &test);
    assert_close(gsl_cdf_chisq_Q(test.box_pierce, 1), 6.681527e-05, 1e-6);
    acf_free(sun);
    acf_free(lh);
}

/* R: a <- acf(lh)$acf[-1]; (qnorm(.975) * sqrt(cumsum(c(1, 2 * a^2)) / 48))[1:3] */
static void test_bartlett(void **state)
{
    (void)state;
    struct acf *a = make(rsets[0].x, NULL, rsets[0].n, 10);
    assert_close(acf_z(0.95) * acf_at(a, 1)->bartlett, 0.28289643351904287, 1e-13);
    assert_close(acf_z(0.95) * acf_at(a, 2)->bartlett, 0.36475618303109375, 1e-13);
    assert_close(acf_z(0.95) * acf_at(a, 3)->bartlett, 0.37193862215781698, 1e-13);
    acf_free(a);
}

/* The formulas of acf.h, written down plainly in long double. */
static void brute_force(const double *x, const double *e, size_t n, size_t k, double *r, double *pairs)
{
    long double full = 0, sum = 0, total = 0, s0 = 0, p0 = 0, sk = 0, pk = 0;
    for (size_t t = 0; t < n; t++) {
        full = e[t] > (double)full ? (long double)e[t] : full;
    }
    for (size_t t = 0; t < n; t++) {
        sum += e[t] > 0 ? (long double)x[t] : 0;
        total += e[t] / full;
    }
    for (size_t t = 0; t + k < n; t++) {
        long double u = e[t] / full, v = e[t + k] / full;
        if (u > 0 && v > 0) {
            sk += sqrtl(u * v) * (x[t] / u - sum / total) * (x[t + k] / v - sum / total);
            pk += sqrtl(u * v);
        }
    }
    for (size_t t = 0; t < n; t++) {
        long double u = e[t] / full;
        s0 += u > 0 ? u * (x[t] / u - sum / total) * (x[t] / u - sum / total) : 0;
        p0 += u;
    }
    *pairs = (double)pk;
    *r = (double)((1 - (long double)k / n) * (sk / pk) / (s0 / p0));
}

/* Lengths on both sides of where the transform takes over; gaps, parts, whole. */
static void test_against_brute_force(void **state)
{
    (void)state;
    unsigned long seed = 20160504;
    print_message("seed %lu\n", seed);
    gsl_rng *rng = stream_new(seed, "test_acf", "gaps");
    static const size_t lengths[] = { 2, 3, 17, 100, 997, 20011 };
    enum { LONGEST = 20011 };
    double *x = malloc(LONGEST * sizeof *x), *e = malloc(LONGEST * sizeof *e);
    for (size_t round = 0; round < 24; round++) {
        size_t n = lengths[round % N(lengths)], kind = round / N(lengths);
        double level = 3;
        for (size_t t = 0; t < n; t++) {
            level = 0.8 * level + gsl_ran_exponential(rng, 1);
            bool gap = kind >= 1 && t > 1 && gsl_rng_uniform(rng) < 0.3;
            bool part = kind >= 2 && t > 1 && gsl_rng_uniform(rng) < 0.2;
            e[t] = gap ? 0 : part ? 600 * gsl_rng_uniform_pos(rng) : 600;
            x[t] = gap ? 12345 : 1e4 * (kind == 3) + gsl_ran_poisson(rng, level * e[t] / 600);
        }
        x[0] = x[1] + 1; /* never constant */
        struct acf *a = make(x, e, n, n - 1);
        for (size_t i = 0; i < 40; i++) {
            size_t k = n <= 40 ? 1 + i % (n - 1) : 1 + gsl_rng_uniform_int(rng, n - 1);
            double r, pairs;
            brute_force(x, e, n, k, &r, &pairs);
            const struct acf_row *row = acf_at(a, k);
            assert_true(fabs(row->pairs - pairs) <= 1e-9 * (double)n);
            assert_true(pairs == 0 ? isnan(row->r) : fabs(row->r - r) <= 1e-11 * (1 + fabs(r)));
        }
        acf_free(a);
    }
    free(x);
    free(e);
    gsl_rng_free(rng);
}

/* Full exposure, of whatever unit, is no exposure. */
static void test_full_exposure(void **state)
{
    (void)state;
    double e[48];
    for (size_t t = 0; t < 48; t++) {
        e[t] = 0.3;
    }
    struct acf *a = make(rsets[0].x, NULL, 48, 47), *b = make(rsets[0].x, e, 48, 47);
    for (size_t k = 0; k < 48; k++) {
        assert_true(acf_at(a, k)->r == acf_at(b, k)->r);
        assert_true(acf_at(b, k)->pairs == (double)(48 - k));
    }
    assert_int_equal(acf_max_lag(b), 47);
    acf_free(a);
    acf_free(b);
}

static void expect_missing(const double *x, const double *e, size_t n)
{
    struct acf *a = make(x, e, n, n);
    struct acf_test test = { 0 };
    for (size_t k = 1; k <= acf_max_lag(a); k++) {
        assert_true(isnan(acf_at(a, k)->r) && isnan(acf_at(a, k)->white));
        acf_test_next(a, &test);
    }
    assert_true(isnan(acf_test_p(&test)));
    acf_free(a);
}

static void test_no_answer(void **state)
{
    (void)state;
    const double constant[] = { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 };
    const double rates[] = { 0.3, 0.1, 0.7, 0.1 }, exposure[] = { 3, 1, 7, 1 };
    const double x[] = { 5, 1, 4, 9 }, none[4] = { 0 }, one[] = { 0, 0, 1, 0 };
    expect_missing(constant, NULL, 7);
    expect_missing(rates, exposure, 4); /* the rate is .1 throughout */
    expect_missing(x, none, 4);
    expect_missing(x, one, 4);
    expect_missing(x, NULL, 1);
    struct err err = { 0 };
    assert_null(acf_new(x, NULL, 0, 1, &err));
    const double gap[] = { 1, 0, 0, 1 };
    struct acf *a = make(x, gap, 4, 3); /* no pair at lags 1 and 2 */
    assert_true(isnan(acf_at(a, 1)->r) && isnan(acf_at(a, 2)->r));
    assert_close(acf_at(a, 3)->r, -0.25, 1e-15); /* d = -+2: (1/4) (-4 / 1) / 4 */
    struct acf_test test = { 0 };
    while (test.lag < 3) {
        acf_test_next(a, &test);
    }
    assert_int_equal(test.df, 1);
    acf_free(a);
}

/* Under the null, P(p <= a) = a but for the draws: 2,000 of them, 4 standard errors. */
static void calibrate(gsl_rng *rng, bool gaps, const char *name)
{
    enum { DRAWS = 2000, BINS = 500, LAGS = 10 };
    int at05 = 0, at01 = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
        double x[BINS], e[BINS];
        for (int t = 0; t < BINS; t++) {
            bool out = gaps && t % 100 >= 70;                /* outages of 30 bins */
            e[t] = out ? 0 : gaps && t % 100 == 69 ? 0.4 : 1; /* that begin within a bin */
            x[t] = gsl_ran_poisson(rng, 4 * e[t]);
        }
        struct acf *a = make(x, e, BINS, LAGS);
        struct acf_test test = { 0 };
        while (test.lag < LAGS) {
            acf_test_next(a, &test);
        }
        at05 += acf_test_p(&test) <= 0.05;
        at01 += acf_test_p(&test) <= 0.01;
        acf_free(a);
    }
    print_message("%s: share of p <= .05 %.4f, <= .01 %.4f\n", name, (double)at05 / DRAWS,
                  (double)at01 / DRAWS);
    assert_true(abs(at05 - 100) <= 4 * sqrt(2000 * 0.05 * 0.95));
    assert_true(abs(at01 - 20) <= 4 * sqrt(2000 * 0.01 * 0.99));
}

static void test_calibration(void **state)
{
    (void)state;
    unsigned long seed = 1;
    print_message("seed %lu\n", seed);
    gsl_rng *rng = stream_new(seed, "test_acf", "calibration");
    calibrate(rng, false, "complete");
    calibrate(rng, true, "with outages");
    gsl_rng_free(rng);
}

/* Numbers whose squares leave the range of a double have the answer of 1, 2, 1, 4: R: acf(c(1, 2, 1, 4))$acf[2:3]
   is -1/3 and 1/6; times 2^k not a digit changes. */
static void test_scale(void **state)
{
    (void)state;
    static const int exponents[] = { -1070, -700, 0, 700, 1020 };
    for (size_t i = 0; i < N(exponents); i++) {
        const double unit = ldexp(1, exponents[i]), x[] = { unit, 2 * unit, unit, 4 * unit };
        struct acf *a = make(x, NULL, 4, 2);
        assert_close(acf_at(a, 1)->r, -1.0 / 3, 1e-15);
        assert_close(acf_at(a, 2)->r, 1.0 / 6, 1e-15);
        acf_free(a);
    }
}

/* x in three rounds of four cells, their means taken away (R 4.2.2, by the formulas of acf.h):
   x <- c(3,1,4,1,5,9,2,6,5,3,5,8); cell <- rep(0:3,3); e <- x-ave(x,cell); s2 <- tapply(e^2,cell,sum)/2
   for(k in 1:5){ i <- 1:(12-k)
     same <- cell[i]==cell[i+k]; ck <- sum(e[i]*e[i+k]) + sum(ifelse(same,s2[cell[i]+1]/3,0))
     V <- sum(e[i]^2*e[i+k]^2)/(1-4/12); print(c(ck,sqrt(V))/sum(e^2), 17) } */
static void test_rest(void **state)
{
    (void)state;
    const double x[] = { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8 };
    const double want[][2] = { { -0.073529411764705913, 0.19993150499542267 }, { -0.11111111111111113, 0.42973545564124865 },
                               { 0.30392156862745101, 0.18108526974854305 }, { -0.04901960784313724, 0.31809910946877684 },
                               { -0.03921568627450981, 0.21410217449901867 } };
    const double mean[] = { 13 / 3.0, 13 / 3.0, 11 / 3.0, 5 };
    double e[12], box_pierce = 0;
    int cell[12];
    struct err err = { 0 };
    struct acf_test test = { 0 };

    for (int i = 0; i < 12; i++) {
        cell[i] = i % 4;
        e[i] = x[i] - mean[i % 4];
    }
    struct acf *a = acf_new_rest(e, NULL, cell, 4, 12, 5, &err);
    assert_non_null(a);
    for (size_t k = 1; k <= 5; k++) {
        const double t = want[k - 1][0] / want[k - 1][1];

        assert_close(acf_at(a, k)->r, want[k - 1][0], 1e-14);
        assert_close(acf_at(a, k)->white, want[k - 1][1], 1e-14);
        acf_test_next(a, &test);
        box_pierce += t * t * (12.0 - (double)k) / 12;
    }
    assert_close(test.box_pierce, box_pierce, 1e-13);
    assert_int_equal(test.df, 5);
    acf_free(a);
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strd),          cmocka_unit_test(test_r),
        cmocka_unit_test(test_r_further),     cmocka_unit_test(test_bartlett),
            cmocka_unit_test(test_against_brute_force),
        cmocka_unit_test(test_full_exposure), cmocka_unit_test(test_no_answer),
        cmocka_unit_test(test_calibration),   cmocka_unit_test(test_scale),
        cmocka_unit_test(test_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
