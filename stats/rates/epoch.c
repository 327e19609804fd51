/* epoch.c -- see epoch.h. */

#include "epoch.h"

#include "base/err.h"
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#define ROWS (EPOCH_DRAWS + 1) /* the draws, and the events' own places in the last row */

/* The ratio at each lag, each event at its own place, or with RNG at a drawn one, into OUT. */
static void stack(const struct epoch_event *events, size_t n, size_t lags, gsl_rng *rng, struct epoch_cell *sum, double *out)
{
    for (size_t l = 0; l < lags; l++)
        sum[l] = (struct epoch_cell){ 0, 0 };
    for (size_t i = 0; i < n; i++) {
        size_t place = rng != NULL ? gsl_rng_uniform_int(rng, events[i].places) : 0;
        const struct epoch_cell *cells = &events[i].cells[place * lags];

        for (size_t l = 0; l < lags; l++) {
            sum[l].count += cells[l].count;
            sum[l].expected += cells[l].expected;
        }
    }
    for (size_t l = 0; l < lags; l++)
        out[l] = sum[l].expected > 0 ? sum[l].count / sum[l].expected : NAN;
}

/* All rows of one lag; those that have none are left out.  SORTED has room for ROWS. */
static void describe(const double *ratios, size_t lags, size_t l, double *sorted, struct epoch_lag *out)
{
    size_t m = 0, as_far = 0;

    for (size_t row = 0; row < ROWS; row++) {
        if (!isnan(ratios[row * lags + l]))
            sorted[m++] = ratios[row * lags + l];
    }
    out->ratio = ratios[EPOCH_DRAWS * lags + l];
    out->mean = out->sd = out->band_lo = out->band_hi = out->p = NAN;
    if (m < 2 || isnan(out->ratio))
        return;
    out->mean = gsl_stats_mean(sorted, 1, m);
    out->sd = gsl_stats_sd(sorted, 1, m);
    gsl_sort(sorted, 1, m);
    out->band_lo = gsl_stats_quantile_from_sorted_data(sorted, 1, m, .025);
    out->band_hi = gsl_stats_quantile_from_sorted_data(sorted, 1, m, .975);
    for (size_t k = 0; k < m; k++)
        as_far += fabs(sorted[k] - out->mean) >= fabs(out->ratio - out->mean) * (1 - 1e-9);
    out->p = (double)as_far / (double)m; /* the events themselves are one of the m */
}

static double largest(const double *ratios, size_t lags, const struct epoch_lag *out)
{
    double most = NAN;

    for (size_t l = 0; l < lags; l++) {
        if (out[l].sd > 0 && !isnan(ratios[l]))
            most = fmax(most, fabs(ratios[l] - out[l].mean) / out[l].sd);
    }
    return most;
}

static double overall(const double *ratios, size_t lags, const struct epoch_lag *out)
{
    double seen = largest(&ratios[EPOCH_DRAWS * lags], lags, out) * (1 - 1e-9);
    size_t as_far = 1;

    for (size_t row = 0; row < EPOCH_DRAWS; row++)
        as_far += largest(&ratios[row * lags], lags, out) >= seen;
    return isnan(seen) ? NAN : (double)as_far / ROWS;
}

double epoch_stack(const struct epoch_event *events, size_t n, size_t lags, gsl_rng *rng, struct epoch_lag *out)
{
    double *ratios = mem_alloc(ROWS * (lags + 1) * sizeof *ratios), *sorted = mem_alloc(ROWS * sizeof *sorted), p;
    struct epoch_cell *sum = mem_alloc((lags + 1) * sizeof *sum);

    for (size_t row = 0; row < EPOCH_DRAWS; row++)
        stack(events, n, lags, rng, sum, &ratios[row * lags]);
    stack(events, n, lags, NULL, sum, &ratios[EPOCH_DRAWS * lags]);
    for (size_t l = 0; l < lags; l++) {
        out[l].count = sum[l].count;
        out[l].expected = sum[l].expected;
        describe(ratios, lags, l, sorted, &out[l]);
    }
    p = lags > 0 ? overall(ratios, lags, out) : NAN;
    free(ratios);
    free(sorted);
    free(sum);
    return p;
}
