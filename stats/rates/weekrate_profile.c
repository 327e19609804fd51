/* weekrate_profile.c -- the hour of the week: three factors, each shrunk towards the coarser ones. */

#include "weekrate_parts.h"

#include <math.h>

/* Which group of the factor an hour of the week is in. */
size_t factor_group(const struct factor *f, size_t c)
{
    return f->n == 24 ? c % 24 : f->n == 7 ? c / 24 : c;
}

/* Counts and expectations of each group from the other factors, and the variance that the expectation
   has by the scatter. */
static void gather(const struct weekrate *r, const struct factor *f, double *n, double *e, double *noise)
{
    for (size_t d = 0; d < r->n_days; d++) {
        double day[HOURS_A_WEEK] = { 0 }; /* what this day puts into each group */

        for (size_t h = 24 * d; h < 24 * (d + 1); h++) {
            size_t c = week_hour(r, h), g = factor_group(f, c);
            double mean = r->fit_exposure[h] * r->level[d] * profile(r, c) / f->at[g];

            n[g] += r->fit_count[h];
            e[g] += mean;
            day[g] += mean;
        }
        for (size_t g = 0; g < f->n; g++)
            noise[g] += day[g] * (r->phi + (r->tau2 + r->omega2) * day[g]);
    }
}

/* Squared spread of the groups' true factors about 1, by moments; not below its own standard error,
   so that "no difference seen" is not taken for "no difference". */
static double spread_between(const double *n, const double *e, const double *noise, size_t k)
{
    double excess = 0, squares = 0, error = 0;

    for (size_t g = 0; g < k; g++) {
        excess += (n[g] - e[g]) * (n[g] - e[g]) - noise[g];
        squares += e[g] * e[g];
        error += 2 * noise[g] * noise[g];
    }
    return squares > 0 ? fmax(excess, sqrt(error)) / squares : 0;
}

/* Gamma prior with mean 1 and squared spread 1/weight, counts thinned by their dispersion. */
static void shrink(struct factor *f, const double *n, const double *e, const double *noise)
{
    double weight = 1 / fmax(spread_between(n, e, noise, f->n), 1e-12);

    for (size_t g = 0; g < f->n; g++) {
        double dispersion = e[g] > 0 ? noise[g] / e[g] : 1;
        double seen = n[g] / dispersion, expected = e[g] / dispersion;

        f->at[g] = (seen + weight) / (expected + weight);
        f->own[g] = expected / (expected + weight);
        f->error[g] = 1 / (seen + weight);
        f->expects[g] = e[g] * f->at[g];
    }
}

void factor_fit(struct weekrate *r, struct factor *f)
{
    double n[HOURS_A_WEEK] = { 0 }, e[HOURS_A_WEEK] = { 0 }, noise[HOURS_A_WEEK] = { 0 };

    gather(r, f, n, e, noise);
    shrink(f, n, e, noise);
}

void factor_init(struct factor *f, size_t n)
{
    f->n = n;
    for (size_t g = 0; g < n; g++)
        f->at[g] = 1;
}
