/* granger.c -- see granger.h. */

#include "granger.h"

#include "base/err.h"
#include <gsl/gsl_blas.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

/* Rows of the regression, and what came of it. */
struct fit {
    gsl_matrix *x; /* n by columns */
    gsl_vector *y, *b, *rest;
    double rss;
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
    gsl_blas_ddot(f->rest, f->rest, &f->rss);
    gsl_matrix_free(qr);
    gsl_vector_free(tau);
    return good;
}

/* Of both series, or of the first alone. */
static bool fit(struct fit *f, const double *y, const double *x, const size_t *row, size_t rows, size_t lags, bool both)
{
    size_t columns = 1 + lags * (both ? 2 : 1);

    *f = (struct fit){ gsl_matrix_alloc(rows, columns), gsl_vector_alloc(rows), gsl_vector_alloc(columns), gsl_vector_alloc(rows), 0 };
    for (size_t i = 0; i < rows; i++) {
        gsl_vector_set(f->y, i, y[row[i]]);
        gsl_matrix_set(f->x, i, 0, 1);
        for (size_t k = 1; k <= lags; k++) {
            gsl_matrix_set(f->x, i, k, y[row[i] - k]);
            if (both)
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

struct granger granger_test(const double *y, const double *x, size_t n, size_t lags)
{
    struct granger g = { 0, NAN, NAN, NAN };
    size_t rows, *row = whole_rows(y, x, n, lags, &rows);
    struct fit own, both;

    if (rows > 0) {
        bool good = fit(&own, y, x, row, rows, lags, false);

        if (fit(&both, y, x, row, rows, lags, true) && good) {
            g.n = rows;
            g.df = (double)rows - 2 * (double)lags - 1;
            g.f = (own.rss - both.rss) / (double)lags / (both.rss / g.df);
            g.p = gsl_cdf_fdist_Q(g.f, (double)lags, g.df);
        }
        fit_free(&own);
        fit_free(&both);
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
        if (fit(&both, y, x, row, rows, lags, true)) {
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
