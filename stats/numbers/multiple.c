/* multiple.c -- see multiple.h. */

#include "multiple.h"

#include "base/err.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ranked {
    double p;
    size_t at;
};

static int by_p(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* The p-values that are there, ascending; frees with free(). */
static struct ranked *rank_up(const double *p, size_t n, size_t *m, double *adjusted)
{
    struct ranked *r = mem_alloc((n + 1) * sizeof *r);

    *m = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(p[i]))
            adjusted[i] = NAN;
        else
            r[(*m)++] = (struct ranked){ p[i], i };
    }
    mem_sort(r, *m, sizeof *r, by_p);
    return r;
}

void multiple_holm(const double *p, size_t n, double *adjusted)
{
    size_t m;
    struct ranked *r = rank_up(p, n, &m, adjusted);
    double least = 0;

    for (size_t i = 0; i < m; i++) {
        least = fmax(least, fmin(1, (double)(m - i) * r[i].p));
        adjusted[r[i].at] = least;
    }
    free(r);
}

/* Step-up with the factor PENALTY * family / rank; the family is all that there are, or larger. */
static void step_up(const double *p, size_t n, double family, double *adjusted, bool any_dependence)
{
    size_t m;
    struct ranked *r = rank_up(p, n, &m, adjusted);
    double penalty = 1, most = 1;

    family = fmax(family, (double)m);
    for (size_t i = 2; any_dependence && i <= m; i++)
        penalty += 1.0 / (double)i;
    for (size_t i = m; i-- > 0;) {
        most = fmin(most, penalty * family / (double)(i + 1) * r[i].p);
        adjusted[r[i].at] = most;
    }
    free(r);
}

void multiple_bh(const double *p, size_t n, double *adjusted)
{
    step_up(p, n, 0, adjusted, false);
}

void multiple_by(const double *p, size_t n, double *adjusted)
{
    step_up(p, n, 0, adjusted, true);
}

void multiple_bh_least(const double *p, size_t n, double family, double *adjusted)
{
    step_up(p, n, family, adjusted, false);
}
