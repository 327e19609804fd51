#include "lognormal.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define STEPS 30
#define ENOUGH 1e-5 /* of a log likelihood */

struct search {
    const struct profile *p;
    const double *counts, *exposure;
    double n;
    double share[PROFILE_CELLS]; /* p_c at the last point looked at */
    double value;                /* log posterior there */
};

static void look(struct search *s, const double *a)
{
    double eta[PROFILE_CELLS], sum = 0, fit = 0, penalty = 0;
    profile_log_rate(s->p, a, eta);
    for (size_t c = 0; c < PROFILE_CELLS; c++) {
        s->share[c] = s->exposure[c] * exp(eta[c]);
        sum += s->share[c];
        fit += s->counts[c] * eta[c];
    }
    for (size_t c = 0; c < PROFILE_CELLS; c++)
        s->share[c] /= sum;
    for (size_t j = 0; j < s->p->ways; j++)
        penalty += a[j] * a[j];
    s->value = fit - s->n * log(sum) - 0.5 * penalty;
}

/* Gradient at the point last looked at, and the ways' means there. */
static void slope(const struct search *s, const double *a, double *g, double *mean)
{
    for (size_t j = 0; j < s->p->ways; j++) {
        const double *way = s->p->way[j];
        double m = 0, y = 0;
        for (size_t c = 0; c < PROFILE_CELLS; c++) {
            m += way[c] * s->share[c];
            y += way[c] * s->counts[c];
        }
        mean[j] = m;
        g[j] = y - s->n * m - a[j];
    }
}

/* Negative second derivative at the point last looked at. */
static void curve(const struct search *s, const double *mean, double *h)
{
    size_t q = s->p->ways;
    double weighted[PROFILE_CELLS];
    for (size_t j = 0; j < q; j++) {
        for (size_t c = 0; c < PROFILE_CELLS; c++)
            weighted[c] = s->p->way[j][c] * s->share[c];
        for (size_t k = 0; k <= j; k++) {
            double sum = 0;
            for (size_t c = 0; c < PROFILE_CELLS; c++)
                sum += weighted[c] * s->p->way[k][c];
            h[j * q + k] = h[k * q + j] = s->n * (sum - mean[j] * mean[k]) + (j == k);
        }
    }
}

/* A Newton step, halved until it climbs; false when there is nothing to climb. */
static bool climb(struct search *s, double *a, const double *step)
{
    double from = s->value, next[PROFILE_WAYS];
    for (double size = 1; size > 1e-4; size /= 2) {
        for (size_t j = 0; j < s->p->ways; j++)
            next[j] = a[j] + size * step[j];
        look(s, next);
        if (s->value >= from) {
            memcpy(a, next, s->p->ways * sizeof *a);
            return s->value - from > ENOUGH;
        }
    }
    look(s, a);
    return false;
}

static double half_log_det(const gsl_matrix *cholesky)
{
    double sum = 0;
    for (size_t j = 0; j < cholesky->size1; j++)
        sum += log(gsl_matrix_get(cholesky, j, j));
    return sum;
}

static struct search begin(const struct profile *p, const double *counts, const double *exposure)
{
    struct search s = { .p = p, .counts = counts, .exposure = exposure };
    for (size_t c = 0; c < PROFILE_CELLS; c++)
        s.n += counts[c];
    return s;
}

static void newton(const gsl_matrix *factor, double *g, double *step)
{
    gsl_vector_view gv = gsl_vector_view_array(g, factor->size1);
    gsl_vector_view sv = gsl_vector_view_array(step, factor->size1);
    gsl_linalg_cholesky_solve(factor, &gv.vector, &sv.vector);
}

double lognormal_evidence(const struct profile *p, const double counts[PROFILE_CELLS],
                          const double exposure[PROFILE_CELLS], struct lognormal_mode *mode)
{
    struct search s = begin(p, counts, exposure);
    double g[PROFILE_WAYS], mean[PROFILE_WAYS], step[PROFILE_WAYS];
    gsl_matrix_view h = gsl_matrix_view_array(mode->factor, p->ways, p->ways);
    look(&s, mode->a);
    for (int i = 0; i < STEPS; i++) {
        slope(&s, mode->a, g, mean);
        curve(&s, mean, mode->factor);
        if (gsl_linalg_cholesky_decomp1(&h.matrix) != 0)
            break; /* not met: the prior adds 1 to each diagonal */
        newton(&h.matrix, g, step);
        if (!climb(&s, mode->a, step))
            break;
    }
    mode->half_log_det = half_log_det(&h.matrix);
    return s.value - mode->half_log_det;
}

double lognormal_evidence_near(const struct profile *p, const double counts[PROFILE_CELLS],
                               const double exposure[PROFILE_CELLS], const struct lognormal_mode *mode)
{
    struct search s = begin(p, counts, exposure);
    double g[PROFILE_WAYS], mean[PROFILE_WAYS], step[PROFILE_WAYS];
    gsl_matrix_const_view factor = gsl_matrix_const_view_array(mode->factor, p->ways, p->ways);
    look(&s, mode->a);
    double here = s.value;
    slope(&s, mode->a, g, mean);
    newton(&factor.matrix, g, step);
    for (size_t j = 0; j < p->ways; j++)
        step[j] += mode->a[j];
    look(&s, step);
    return fmax(here, s.value) - mode->half_log_det;
}
