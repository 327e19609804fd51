/* returns.c -- see returns.h. */

#include "returns.h"

#include "rows/series.h"

#define WIDTH 4 /* of the window of return: a quarter of the period */

#define N_ELSEWHERE 4
static const double elsewhere[N_ELSEWHERE] = { .5, .75, 1.5, 1.75 };

/* Is there a visit DELAY to DELAY + WIDTH before time I? */
static bool has_visit(const when_t *times, size_t i, double delay, when_t period)
{
    when_t from = times[i] - (when_t)(delay * (double)period) - period / WIDTH;
    when_t to = times[i] - (when_t)(delay * (double)period);

    return series_before(times, i, to + 1) > series_before(times, i, from);
}

void returns_add(const when_t *times, size_t n, when_t period, const struct change_days *d, double *y, double *b)
{
    for (size_t i = 0; i < n; i++) {
        size_t bin = change_days_bin(d, times[i]);
        double chance = 0;

        for (int k = 0; k < N_ELSEWHERE; k++)
            chance += has_visit(times, i, elsewhere[k], period) / (double)N_ELSEWHERE;
        y[bin] += has_visit(times, i, 1, period) - chance;
        b[bin] += 1 - chance;
    }
}
