/* foretell.c -- see foretell.h. */

#include "foretell.h"

#include "base/err.h"
#include "numbers/granger.h"
#include "rows/bins.h"
#include <math.h>
#include <stdlib.h>

/* What is left of a count of X in an hour that expects MEAN, in standard deviations of a Poisson count; LEAST keeps hours in which
   hardly anything is expected from being all that counts. */
static double left(double rest, double mean, double least)
{
    return rest / sqrt(fmax(mean, least));
}

/* Hours from FROM on, less the mean of their hour of the week, in its standard deviations; NAN where not wholly observed. */
static double *hours_of(const when_t *times, size_t n, const struct observed *o, when_t from, size_t hours)
{
    double *x = mem_zero((hours + 1) * sizeof *x), *exposure = mem_alloc((hours + 1) * sizeof *exposure);
    double *counts = mem_alloc((hours + 1) * sizeof *counts), sum = 0;

    for (size_t i = 0; i < n; i++) {
        if (times[i] >= from && (size_t)((times[i] - from) / WHEN_HOUR) < hours)
            x[(times[i] - from) / WHEN_HOUR]++;
    }
    for (size_t h = 0; h < hours; h++) {
        when_t start = from + (when_t)h * WHEN_HOUR;

        exposure[h] = observed_within(o, start, start + WHEN_HOUR) == WHEN_HOUR ? 1 : 0;
    }
    for (size_t h = 0; h < hours; h++)
        sum += counts[h] = x[h];
    bins_remove_hour_of_week(from, WHEN_HOUR, hours, x, exposure, NULL);
    for (size_t h = 0; h < hours; h++)
        x[h] = exposure[h] > 0 ? left(x[h], counts[h] - x[h], .2 * sum / (double)hours) : NAN;
    free(exposure);
    free(counts);
    return x;
}

/* X moved round by DAYS. */
static void turn(const double *x, size_t hours, size_t days, double *out)
{
    for (size_t h = 0; h < hours; h++)
        out[(h + 24 * days) % hours] = x[h];
}

struct foretell foretell_test(const when_t *a, size_t n, const when_t *b, size_t m, const struct observed *o, size_t lags)
{
    struct foretell t = { NAN, NAN };
    when_t from = when_floor(observed_start(o) + WHEN_DAY - 1, WHEN_DAY);
    int64_t days = (observed_end(o) - from) / WHEN_DAY;
    double *x, *y, *turned, larger = 0, moves = 0;
    size_t hours, step;

    if (o->n == 0 || days < FORETELL_DAYS)
        return t;
    hours = (size_t)days * 24;
    x = hours_of(a, n, o, from, hours);
    y = hours_of(b, m, o, from, hours);
    turned = mem_alloc(hours * sizeof *turned);
    t.f = granger_test(y, x, hours, lags).f;
    step = (size_t)(days - 13 + FORETELL_MOVES - 1) / FORETELL_MOVES;
    for (size_t d = 7; !isnan(t.f) && d + 7 <= (size_t)days; d += step) {
        double f;

        turn(x, hours, d, turned);
        f = granger_test(y, turned, hours, lags).f;
        moves += !isnan(f);
        larger += f >= t.f;
    }
    if (moves > 0)
        t.p = (1 + larger) / (1 + moves);
    free(x);
    free(y);
    free(turned);
    return t;
}
