/* binned.c -- see binned.h. */

#include "binned.h"

#include "bins.h"
#include "lombscargle.h"
#include <math.h>
#include <stdlib.h>

/* What is left of the counts when the hour of the week is taken away; bins not observed have exposure 0 and x = 0. */
struct leftover {
    when_t step;
    size_t n;
    double *x, *exposure;
};

static struct leftover leftover_of(const when_t *times, size_t n, const struct observed *o, double width, size_t most)
{
    when_t span = observed_end(o) - observed_start(o), step = (when_t)llround(width * 1e6), start;
    struct leftover b;

    while (span / step >= (when_t)most)
        step *= 2;
    start = when_floor(observed_start(o), step);
    b.step = step;
    b.n = (size_t)((observed_end(o) - 1 - start) / step) + 1;
    b.x = mem_zero(b.n * sizeof *b.x);
    b.exposure = mem_alloc(b.n * sizeof *b.exposure);
    for (size_t i = 0; i < n; i++)
        b.x[(times[i] - start) / step]++;
    for (size_t i = 0; i < b.n; i++) {
        when_t from = start + (when_t)i * step;

        b.exposure[i] = (double)observed_within(o, from, from + step) / (double)step;
    }
    bins_remove_hour_of_week(start, step, b.n, b.x, b.exposure, NULL);
    for (size_t i = 0; i < b.n; i++)
        b.x[i] = b.exposure[i] > 0 ? b.x[i] / b.exposure[i] : 0;
    return b;
}

static void leftover_release(struct leftover *b)
{
    free(b->x);
    free(b->exposure);
}

static void fisher(struct binned *r, const struct leftover *b)
{
    r->fisher = fisherg_of(b->x, b->n);
    r->fisher_period = r->fisher.k > 0 ? (double)b->n / (double)r->fisher.k * (double)b->step / 1e6 : NAN;
}

/* From one cycle in the span to half the sampling rate, in steps of half a cycle. */
static void lomb(struct binned *r, const struct leftover *b)
{
    double *t = mem_alloc(b->n * sizeof *t), *power = mem_alloc((b->n + 1) * sizeof *power);
    double df = .5 / (double)b->n; /* cycles a bin */
    size_t count = b->n > 2 ? b->n - 2 : 0, most = 0, used = 0;

    for (size_t i = 0; i < b->n; i++) {
        t[i] = (double)i;
        used += b->exposure[i] > 0;
    }
    r->lomb_power = r->lomb_period = r->lomb_p = NAN;
    if (used > 4 && count > 0) {
        lombscargle(t, b->x, b->exposure, b->n, 2 * df, df, count, power);
        for (size_t i = 0; i < count; i++)
            most = power[i] > power[most] ? i : most;
        if (!isnan(power[most])) {
            r->lomb_power = power[most];
            r->lomb_period = (double)b->step / 1e6 / ((double)(most + 2) * df);
            r->lomb_p = -expm1((double)used / 2 * log1p(-lombscargle_p(power[most], used)));
        }
    }
    free(t);
    free(power);
}

struct binned binned_of(const when_t *times, size_t n, const struct observed *o, double width)
{
    struct leftover fine = leftover_of(times, n, o, width, BINNED_MOST);
    struct leftover coarse = leftover_of(times, n, o, width, BINNED_MOST / 4);
    struct binned r;

    fisher(&r, &fine);
    lomb(&r, &coarse);
    leftover_release(&fine);
    leftover_release(&coarse);
    return r;
}
