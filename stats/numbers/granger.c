/* granger.c -- see granger.h. */

#include "granger.h"

#include "base/err.h"
#include <gsl/gsl_blas.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>

/* Rows of the regression, and what came of it. */
struct fit {
    gsl_matrix *x; /* n by columns */
    gsl_vector *y, *b, *rest;
};

static size_t rows_of(const double *y, const double *x, size_t n, size_t lags, size_t *row)
{
    size_t rows = 0;

    for (size_t t = lags; t < n; t++) {
        bool whole = isfinite(y[t]);

        for (size_t k = 1; k <= lags; k++)
            whole = whole && isfinite(y[t - k]) && isfinite(x[t - k]);
        if (whole)
            row[rows++] = t;
    }
    return rows;
}

static void fit_free(struct fit *f)
{
    gsl_matrix_free(f->x);
    gsl_vector_free(f->y);
    gsl_vector_free(f->b);
    gsl_vector_free(f->rest);
}

/* By QR.  False: the columns depend on each other. */
static bool solve(struct fit *f)
{
    size_t columns = f->x->size2;
    gsl_matrix *qr = gsl_matrix_alloc(f->x->size1, columns);
    gsl_vector *tau = gsl_vector_alloc(columns);
    double top, least = INFINITY;
    bool good;

    gsl_matrix_memcpy(qr, f->x);
    gsl_linalg_QR_decomp(qr, tau);
    top = fabs(gsl_matrix_get(qr, 0, 0));
    for (size_t i = 0; i < columns; i++)
        least = fmin(least, fabs(gsl_matrix_get(qr, i, i)));
    good = least > 1e-10 * top && gsl_linalg_QR_lssolve(qr, tau, f->y, f->b, f->rest) == 0;
    gsl_matrix_free(qr);
    gsl_vector_free(tau);
    return good;
}

/* Of both series. */
static bool fit(struct fit *f, const double *y, const double *x, const size_t *row, size_t rows, size_t lags)
{
    size_t columns = 1 + 2 * lags;

    *f = (struct fit){ gsl_matrix_alloc(rows, columns), gsl_vector_alloc(rows), gsl_vector_alloc(columns), gsl_vector_alloc(rows) };
    for (size_t i = 0; i < rows; i++) {
        gsl_vector_set(f->y, i, y[row[i]]);
        gsl_matrix_set(f->x, i, 0, 1);
        for (size_t k = 1; k <= lags; k++) {
            gsl_matrix_set(f->x, i, k, y[row[i] - k]);
            gsl_matrix_set(f->x, i, lags + k, x[row[i] - k]);
        }
    }
    return solve(f);
}

/* The covariance of the coefficients, HC1: (X'X)^-1 sum e^2 x x' (X'X)^-1 n/(n - columns). */
static bool covariance(const struct fit *f, gsl_matrix *out)
{
    size_t n = f->x->size1, c = f->x->size2;
    gsl_matrix *cross = gsl_matrix_alloc(c, c), *meat = gsl_matrix_calloc(c, c), *half = gsl_matrix_alloc(c, c);
    bool good;

    gsl_blas_dgemm(CblasTrans, CblasNoTrans, 1, f->x, f->x, 0, cross);
    for (size_t i = 0; i < n; i++) {
        gsl_vector_const_view row = gsl_matrix_const_row(f->x, i);

        gsl_blas_dger(pow(gsl_vector_get(f->rest, i), 2), &row.vector, &row.vector, meat);
    }
    good = gsl_linalg_cholesky_decomp1(cross) == 0 && gsl_linalg_cholesky_invert(cross) == 0;
    if (good) {
        gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, 1, cross, meat, 0, half);
        gsl_blas_dgemm(CblasNoTrans, CblasNoTrans, (double)n / (double)(n - c), half, cross, 0, out);
    }
    gsl_matrix_free(cross);
    gsl_matrix_free(meat);
    gsl_matrix_free(half);
    return good;
}

/* b' V^-1 b / lags over the coefficients of x. */
static double wald(const struct fit *f, size_t lags)
{
    size_t c = f->x->size2;
    gsl_matrix *v = gsl_matrix_alloc(c, c);
    gsl_vector *w = gsl_vector_alloc(lags);
    double value = NAN;

    if (covariance(f, v)) {
        gsl_matrix_view part = gsl_matrix_submatrix(v, lags + 1, lags + 1, lags, lags);
        gsl_vector_const_view b = gsl_vector_const_subvector(f->b, lags + 1, lags);

        if (gsl_linalg_cholesky_decomp1(&part.matrix) == 0 && gsl_linalg_cholesky_solve(&part.matrix, &b.vector, w) == 0)
            gsl_blas_ddot(&b.vector, w, &value);
    }
    gsl_matrix_free(v);
    gsl_vector_free(w);
    return value / (double)lags;
}

static size_t *whole_rows(const double *y, const double *x, size_t n, size_t lags, size_t *rows)
{
    size_t *row = mem_alloc((n + 1) * sizeof *row);

    *rows = lags == 0 ? 0 : rows_of(y, x, n, lags, row);
    *rows = *rows < 4 * lags + 4 ? 0 : *rows;
    return row;
}

/* Of the values BACK before the rows. */
static double mean_of(const double *x, size_t back, const size_t *row, size_t rows)
{
    double sum = 0;

    for (size_t i = 0; i < rows; i++)
        sum += x[row[i] - back];
    return sum / (double)rows;
}

/* Sums of the products of the columns: 1, the past of y, the past of x, and y itself as the last.  Both series are taken
   from their means, which changes no residual and costs the sums fewer digits. */
static gsl_matrix *products(const double *y, const double *x, const size_t *row, size_t rows, size_t lags)
{
    size_t n = 2 * lags + 2;
    double *sums = mem_zero(n * n * sizeof *sums), *v = mem_alloc(n * sizeof *v);
    double y_mean = mean_of(y, 0, row, rows), x_mean = mean_of(x, 1, row, rows);
    gsl_matrix *out = gsl_matrix_alloc(n, n);

    for (size_t i = 0; i < rows; i++) {
        v[0] = 1;
        for (size_t k = 1; k <= lags; k++) {
            v[k] = y[row[i] - k] - y_mean;
            v[lags + k] = x[row[i] - k] - x_mean;
        }
        v[n - 1] = y[row[i]] - y_mean;
        for (size_t a = 0; a < n; a++) {
            for (size_t b = 0; b <= a; b++)
                sums[a * n + b] += v[a] * v[b];
        }
    }
    for (size_t a = 0; a < n; a++) {
        for (size_t b = 0; b < n; b++)
            gsl_matrix_set(out, a, b, a > b ? sums[a * n + b] : sums[b * n + a]);
    }
    free(sums);
    free(v);
    return out;
}

/* No column is a mixture of those before it, of what would be left of which FACTOR has the root. */
static bool apart(const gsl_matrix *factor, const gsl_matrix *sums)
{
    for (size_t k = 0; k < factor->size1; k++) {
        if (!(gsl_matrix_get(factor, k, k) > 1e-7 * sqrt(gsl_matrix_get(sums, k, k))))
            return false;
    }
    return true;
}

/* With S = L L' of the columns and L w = their products with y, w_k^2 is by how much column k lowers the sum of squares
   after those before it.  So what the past of x explains stands in w, and is no difference of two sums. */
static double f_of(const gsl_matrix *sums, size_t lags, double df)
{
    size_t c = 2 * lags + 1;
    gsl_matrix *factor = gsl_matrix_alloc(c, c);
    gsl_matrix_const_view columns = gsl_matrix_const_submatrix(sums, 0, 0, c, c);
    gsl_vector *w = gsl_vector_alloc(c);
    double explained = 0, all = gsl_matrix_get(sums, c, c), rest = all, f = NAN;

    gsl_matrix_memcpy(factor, &columns.matrix);
    for (size_t k = 0; k < c; k++)
        gsl_vector_set(w, k, gsl_matrix_get(sums, c, k));
    if (gsl_linalg_cholesky_decomp1(factor) == 0 && apart(factor, sums)) {
        gsl_blas_dtrsv(CblasLower, CblasNoTrans, CblasNonUnit, factor, w);
        for (size_t k = 0; k < c; k++) {
            rest -= pow(gsl_vector_get(w, k), 2);
            explained += k > lags ? pow(gsl_vector_get(w, k), 2) : 0;
        }
        f = explained / (double)lags / (fmax(rest, DBL_EPSILON * all) / df);
    }
    gsl_matrix_free(factor);
    gsl_vector_free(w);
    return f;
}

struct granger granger_test(const double *y, const double *x, size_t n, size_t lags)
{
    struct granger g = { 0, NAN, NAN, NAN };
    size_t rows, *row = whole_rows(y, x, n, lags, &rows);

    if (rows > 0) {
        double df = (double)rows - 2 * (double)lags - 1;
        gsl_matrix *sums = products(y, x, row, rows, lags);
        double f = f_of(sums, lags, df);

        if (!isnan(f))
            g = (struct granger){ rows, df, f, gsl_cdf_fdist_Q(f, (double)lags, df) };
        gsl_matrix_free(sums);
    }
    free(row);
    return g;
}

struct granger granger_robust(const double *y, const double *x, size_t n, size_t lags)
{
    struct granger g = { 0, NAN, NAN, NAN };
    size_t rows, *row = whole_rows(y, x, n, lags, &rows);
    struct fit both;

    if (rows > 0) {
        if (fit(&both, y, x, row, rows, lags)) {
            g.n = rows;
            g.df = (double)rows - 2 * (double)lags - 1;
            g.f = wald(&both, lags);
            g.p = gsl_cdf_fdist_Q(g.f, (double)lags, g.df);
        }
        fit_free(&both);
    }
    free(row);
    return g;
}
