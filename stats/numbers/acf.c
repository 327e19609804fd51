#include "acf.h"

#include "moments.h"
#include "sums.h"
#include <fftw3.h>
#include <float.h>
#include <gsl/gsl_cdf.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Products that the exact sums of the first lags may cost. */
#define EXACT_PRODUCTS 1000000
#define AT_ONCE 4 /* lags summed side by side: each sum waits for itself, so they take little longer than one */

struct acf {
    size_t n, max_lag;
    bool rest; /* the bands allow for variances that differ */
    struct acf_row *at;
};

/* One series while it is worked on; everything has n values. */
struct work {
    size_t n;
    double *z; /* w d: what is correlated */
    double *w; /* NULL: 1 everywhere */
    bool whole; /* each w is 0 or 1: pairs are whole numbers */
    bool constant;
};

static double largest(const double *x, size_t n)
{
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        most = fabs(x[i]) > most ? fabs(x[i]) : most;
    }
    return most;
}

/* Sets w to the exposures as parts of the largest; leaves it NULL when all are equal. */
static void set_exposure(struct work *k, const double *exposure)
{
    if (exposure == NULL) {
        return;
    }
    double full = largest(exposure, k->n);
    bool differ = !(full > 0);
    for (size_t i = 0; i < k->n; i++) {
        differ = differ || exposure[i] != full;
    }
    if (!differ) {
        return;
    }
    k->w = mem_alloc(k->n * sizeof *k->w);
    for (size_t i = 0; i < k->n; i++) {
        k->w[i] = exposure[i] > 0 ? exposure[i] / full : 0;
        k->whole = k->whole && (k->w[i] == 0 || k->w[i] == 1);
    }
}

/* Differences of the last digit are rounding, not variation. */
static bool is_constant(const struct work *k, const double *x)
{
    double most = 0;
    for (size_t i = 0; i < k->n; i++) {
        double u = k->w != NULL ? k->w[i] : 1;
        double rate = u > 0 ? fabs(x[i] / u) : 0;
        most = rate > most ? rate : most;
    }
    return largest(k->z, k->n) <= 4 * DBL_EPSILON * most;
}

/* X by the power of two that brings the largest observed value to 1, so that no product
   leaves the range of a double; no digit changes.  The caller frees. */
static double *in_range(const struct work *k, const double *x)
{
    double *scaled = mem_zero(k->n * sizeof *scaled);
    int exponent = 0;
    for (size_t i = 0; i < k->n; i++) {
        scaled[i] = k->w == NULL || k->w[i] > 0 ? x[i] : 0;
    }
    frexp(largest(scaled, k->n), &exponent);
    for (size_t i = 0; i < k->n; i++) {
        scaled[i] = ldexp(scaled[i], -exponent);
    }
    return scaled;
}

static void work_init(struct work *k, const double *x, const double *exposure, size_t n)
{
    *k = (struct work){ .n = n, .whole = true };
    k->z = mem_alloc(n * sizeof *k->z);
    set_exposure(k, exposure);
    double *scaled = in_range(k, x);
    moments_deviations(scaled, k->w, n, k->z);
    k->constant = is_constant(k, scaled);
    free(scaled);
    for (size_t i = 0; k->w != NULL && i < n; i++) {
        k->w[i] = sqrt(k->w[i]);
        k->z[i] *= k->w[i];
    }
}

static void work_release(struct work *k)
{
    free(k->z);
    free(k->w);
}

/* The sums of AT_ONCE lags from LAG on, those below n; the others are 0. */
static void exact_sums(const double *x, size_t n, size_t lag, double out[AT_ONCE])
{
    struct sum2 s[AT_ONCE] = { { 0, 0 } };
    size_t all = lag + AT_ONCE <= n ? n - lag - AT_ONCE + 1 : 0;
    for (size_t t = 0; t < all; t++) {
        for (size_t k = 0; k < AT_ONCE; k++) {
            sum2_add_product(&s[k], x[t], x[t + lag + k]);
        }
    }
    for (size_t k = 0; k < AT_ONCE; k++) {
        for (size_t t = all; t + lag + k < n; t++) {
            sum2_add_product(&s[k], x[t], x[t + lag + k]);
        }
        out[k] = sum2_of(&s[k]);
    }
}

/* The smallest length from N on that has no prime factor above 7, and is even. */
static size_t fft_length(size_t n)
{
    for (size_t m = n + n % 2;; m += 2) {
        size_t rest = m;
        for (size_t p = 2; p <= 7; p += p == 2 ? 1 : 2) {
            while (rest % p == 0) {
                rest /= p;
            }
        }
        if (rest == 1) {
            return m;
        }
    }
}

/* Replaces V (length + 2 values) by the transform of its power. */
static bool power(double *v, size_t length, struct err *err)
{
    fftw_complex *c = (fftw_complex *)v;
    unsigned how = FFTW_ESTIMATE | FFTW_NO_SIMD; /* the same digits on every run and machine */
    fftw_plan there = fftw_plan_dft_r2c_1d((int)length, v, c, how);
    fftw_plan back = fftw_plan_dft_c2r_1d((int)length, c, v, how);
    bool good = there != NULL && back != NULL;
    if (good) {
        fftw_execute(there);
        for (size_t i = 0; i <= length / 2; i++) {
            c[i][0] = c[i][0] * c[i][0] + c[i][1] * c[i][1];
            c[i][1] = 0;
        }
        fftw_execute(back);
    }
    fftw_destroy_plan(there);
    fftw_destroy_plan(back);
    return good || err_set(err, "error: no Fourier transform of length %zu", length);
}

/* out[k] = sum x_t x_{t+k} for k = 0 .. max_lag, padded so that nothing wraps around. */
static bool fft_sums(const double *x, size_t n, size_t max_lag, double *out, struct err *err)
{
    size_t length = fft_length(n + max_lag);
    double *v = mem_zero((length + 2) * sizeof *v);
    memcpy(v, x, n * sizeof *v);
    bool good = power(v, length, err);
    for (size_t k = 0; good && k <= max_lag; k++) {
        out[k] = v[k] / (double)length;
    }
    free(v);
    return good;
}

/* As fft_sums, but the first lags (all of them, in a short series) are summed with
   all digits: a transform's error is relative to the lag 0, not to the lag. */
static bool lagged_sums(const double *x, size_t n, size_t max_lag, double *out, struct err *err)
{
    size_t exact = EXACT_PRODUCTS / n + 1;
    if (exact < max_lag && !fft_sums(x, n, max_lag, out, err)) {
        return false;
    }
    size_t last = exact < max_lag ? exact : max_lag;
    for (size_t k = 0; k <= last; k += AT_ONCE) {
        double sums[AT_ONCE];
        exact_sums(x, n, k, sums);
        memcpy(out + k, sums, (last - k + 1 < AT_ONCE ? last - k + 1 : AT_ONCE) * sizeof *out);
    }
    return true;
}

/* P_k into out. */
static bool pair_sums(const struct work *k, size_t max_lag, double *out, struct err *err)
{
    if (k->w == NULL) {
        for (size_t lag = 0; lag <= max_lag; lag++) {
            out[lag] = (double)(k->n - lag);
        }
        return true;
    }
    if (!lagged_sums(k->w, k->n, max_lag, out, err)) {
        return false;
    }
    for (size_t lag = 0; lag <= max_lag; lag++) {
        out[lag] = k->whole ? rint(out[lag]) : out[lag];
        out[lag] = out[lag] > 1e-9 * out[0] ? out[lag] : 0; /* the transform's noise */
    }
    return true;
}

/* The part of the pairs at this lag that was observed: 1 without gaps, so that the
   factors below are then exact. */
static double observed_part(const struct acf *a, size_t lag)
{
    return a->at[lag].pairs / (double)(a->n - lag);
}

static void fill(struct acf *a, const double *sums, const double *pairs, bool constant)
{
    double n = (double)a->n, squares = 0;
    bool none = constant || !(pairs[0] > 1);
    for (size_t k = 0; k <= a->max_lag; k++) {
        struct acf_row *row = &a->at[k];
        row->pairs = pairs[k];
        if (none || pairs[k] == 0) {
            row->r = row->white = row->bartlett = NAN;
            continue;
        }
        double part = observed_part(a, k);
        row->r = sums[k] / part / (sums[0] / observed_part(a, 0));
        row->white = 1 / sqrt(n * part);
        row->bartlett = row->white * sqrt(1 + 2 * squares);
        squares += k == 0 ? 0 : row->r * row->r;
    }
}

/* --- what is left after the clock ------------------------------------------------------ */

struct cells {
    const int *of; /* of each bin */
    size_t n;
    double *bins;     /* observed, of each cell */
    double *variance; /* of z: sum z^2/(bins - 1), 0 where there is one bin */
    double used;      /* cells with a bin, over observed bins: C/N */
};

static bool is_observed(const struct work *k, size_t t)
{
    return k->w == NULL || k->w[t] > 0;
}

static void cells_init(struct cells *c, const int *of, size_t n, const struct work *k)
{
    double all = 0, some = 0;
    *c = (struct cells){ of, n, mem_zero(n * sizeof(double)), mem_zero(n * sizeof(double)), 0 };
    for (size_t t = 0; t < k->n; t++) {
        c->bins[of[t]] += is_observed(k, t);
        c->variance[of[t]] += k->z[t] * k->z[t];
    }
    for (size_t i = 0; i < n; i++) {
        all += c->bins[i];
        some += c->bins[i] > 0;
        c->variance[i] = c->bins[i] > 1 ? c->variance[i] / (c->bins[i] - 1) : 0;
    }
    c->used = all > 0 ? some / all : 0;
}

static void cells_release(struct cells *c)
{
    free(c->bins);
    free(c->variance);
}

/* What the pairs within a cell lack: each cell's mean pulls its rests together. */
static double pulled(const struct work *k, const struct cells *c, size_t lag)
{
    double sum = 0;
    for (size_t t = 0; t + lag < k->n; t++) {
        int i = c->of[t];
        if (i == c->of[t + lag] && c->bins[i] > 1 && is_observed(k, t) && is_observed(k, t + lag)) {
            sum += c->variance[i] / c->bins[i];
        }
    }
    return sum;
}

/* Do any two bins at this lag share a cell?  Looked for among the first bins alone: cells
   come round with the week. */
static bool share_a_cell(const struct work *k, const struct cells *c, size_t lag)
{
    size_t enough = k->n - lag < 4096 ? k->n - lag : 4096;
    for (size_t t = 0; t < enough; t++) {
        if (c->of[t] == c->of[t + lag]) {
            return true;
        }
    }
    return false;
}

/* Replaces r and the bands of A, which hold those of white noise. */
static bool allow_for_cells(struct acf *a, const struct work *k, const struct cells *c, const double *sums,
                            struct err *err)
{
    double *squares = mem_alloc(k->n * sizeof *squares);
    double *v = mem_zero((a->max_lag + 1) * sizeof *v);
    for (size_t t = 0; t < k->n; t++) {
        squares[t] = k->z[t] * k->z[t];
    }
    bool good = lagged_sums(squares, k->n, a->max_lag, v, err);
    double wider = 0;
    for (size_t lag = 1; good && lag <= a->max_lag; lag++) {
        struct acf_row *row = &a->at[lag];
        if (isnan(row->r) || !(v[lag] > 0)) {
            row->r = row->white = row->bartlett = NAN;
            continue;
        }
        double scale = observed_part(a, 0) / observed_part(a, lag) / sums[0];
        double sum = sums[lag] + (share_a_cell(k, c, lag) ? pulled(k, c, lag) : 0);
        row->r = sum * scale;
        row->white = sqrt(v[lag] / (1 - c->used)) * scale;
        row->bartlett = row->white * sqrt(1 + 2 * wider);
        wider += row->r * row->r;
    }
    free(squares);
    free(v);
    return good;
}

/* --- the whole --------------------------------------------------------------------------- */

/* OF: each bin's cell, or NULL. */
static bool compute(struct acf *a, struct work *k, const int *of, size_t n_cells, struct err *err)
{
    double *sums = mem_zero((a->max_lag + 1) * sizeof *sums);
    double *pairs = mem_zero((a->max_lag + 1) * sizeof *pairs);
    bool good = lagged_sums(k->z, a->n, a->max_lag, sums, err) && pair_sums(k, a->max_lag, pairs, err);
    if (good) {
        fill(a, sums, pairs, k->constant);
    }
    if (good && of != NULL && !isnan(a->at[0].r)) {
        struct cells c;
        cells_init(&c, of, n_cells, k);
        good = allow_for_cells(a, k, &c, sums, err);
        cells_release(&c);
    }
    free(sums);
    free(pairs);
    return good;
}

struct acf *acf_new_rest(const double *x, const double *exposure, const int *cell, size_t cells, size_t n,
                         size_t max_lag, struct err *err)
{
    if (n == 0 || n > INT_MAX / 4) {
        err_set(err, "error: a series of %zu bins", n);
        return NULL;
    }
    struct acf *a = mem_zero(sizeof *a);
    a->n = n;
    a->max_lag = max_lag < n ? max_lag : n - 1;
    a->rest = cell != NULL;
    a->at = mem_zero((a->max_lag + 1) * sizeof *a->at);
    struct work k;
    work_init(&k, x, exposure, n);
    bool good = compute(a, &k, cell, cells, err);
    work_release(&k);
    if (!good) {
        acf_free(a);
        return NULL;
    }
    return a;
}

struct acf *acf_new(const double *x, const double *exposure, size_t n, size_t max_lag,
                    struct err *err)
{
    return acf_new_rest(x, exposure, NULL, 0, n, max_lag, err);
}

void acf_free(struct acf *a)
{
    if (a != NULL) {
        free(a->at);
        free(a);
    }
}

size_t acf_max_lag(const struct acf *a)
{
    return a->max_lag;
}

const struct acf_row *acf_at(const struct acf *a, size_t lag)
{
    return &a->at[lag];
}

void acf_test_next(const struct acf *a, struct acf_test *test)
{
    test->lag++;
    const struct acf_row *row = &a->at[test->lag];
    if (isnan(row->r)) {
        return;
    }
    double n = (double)a->n, m = a->at[0].pairs, later = n - (double)test->lag;
    if (a->rest) {
        double term = row->r / row->white * (row->r / row->white);
        test->df++;
        test->box_pierce += term * later / n;
        test->ljung_box += term;
        return;
    }
    double term = row->r * row->r * observed_part(a, test->lag) * n;
    test->df++;
    test->box_pierce += term;
    test->ljung_box += term * n / later * (m + 2) / m;
}

double acf_test_p(const struct acf_test *test)
{
    return test->df > 0 ? gsl_cdf_chisq_Q(test->ljung_box, (double)test->df) : NAN;
}

double acf_z(double level)
{
    return gsl_cdf_ugaussian_Pinv(0.5 + level / 2);
}
