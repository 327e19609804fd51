/* binned.c -- see binned.h. */

#include "binned.h"

#include "numbers/lombscargle.h"
#include "rows/bins.h"
#include <math.h>
#include <stdlib.h>

/* What is left of the counts when the hour of the week is taken away; bins not observed have exposure 0 and x = 0. */
struct leftover {
    when_t step;
    size_t n, used; /* bins; those observed */
    size_t means;   /* that were taken away */
    double *x, *exposure;
};

/* The hours of the week that have bins. */
static void count_means(struct leftover *b, when_t start)
{
    bool seen[168] = { false };

    for (size_t i = 0; i < b->n; i++) {
        when_t at = start + (when_t)i * b->step;
        int64_t day = when_day_of(at);
        bool *hour = &seen[when_weekday(day) * 24 + (int)((at - day * WHEN_DAY) / WHEN_HOUR)];

        if (b->exposure[i] <= 0)
            continue;
        b->used++;
        b->means += !*hour;
        *hour = true;
    }
}

static struct leftover leftover_of(const when_t *times, size_t n, const struct observed *o, double width, size_t most)
{
    when_t span = observed_end(o) - observed_start(o), step = (when_t)llround(width * 1e6), start;
    struct leftover b = { 0 };

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
    count_means(&b, start);
    for (size_t i = 0; i < b.n; i++)
        b.x[i] = b.exposure[i] > 0 ? b.x[i] / b.exposure[i] : 0;
    return b;
}

static void leftover_release(struct leftover *b)
{
    free(b->x);
    free(b->exposure);
}

/* The means that were taken away have left the harmonics of the week empty: two means an ordinate, but for the mean of
   all. */
static void fisher(struct binned *r, const struct leftover *b)
{
    size_t empty = b->means / 2;

    r->fisher = fisherg_of(b->x, b->n);
    if (r->fisher.k > 0)
        r->fisher.p = r->fisher.m > empty ? fisherg_p(r->fisher.g, r->fisher.m - empty) : NAN;
    r->fisher_period = r->fisher.k > 0 ? (double)b->n / (double)r->fisher.k * (double)b->step / 1e6 : NAN;
}

#define FINER 8 /* steps of the search's, on both sides of its largest power */

/* The largest power near F, and where it is; the search steps over the tops. */
static double top_near(const double *t, const struct leftover *b, double f, double df, double *at)
{
    double power[2 * FINER + 1];
    size_t most = 0;

    lombscargle(t, b->x, b->exposure, b->n, f - df, df / FINER, 2 * FINER + 1, power);
    for (size_t i = 1; i < 2 * FINER + 1; i++)
        most = power[i] > power[most] ? i : most;
    *at = f - df + (double)most * df / FINER;
    return power[most];
}

/* From one cycle in the span to half the sampling rate, in steps of half a cycle. */
static void lomb(struct binned *r, const struct leftover *b)
{
    double *t = mem_alloc(b->n * sizeof *t), *power = mem_alloc((b->n + 1) * sizeof *power);
    double df = .5 / (double)b->n; /* cycles a bin */
    size_t count = b->n > 2 ? b->n - 2 : 0, most = 0, left = b->used - b->means + 1;

    for (size_t i = 0; i < b->n; i++)
        t[i] = (double)i;
    r->lomb_power = r->lomb_period = r->lomb_p = NAN;
    if (b->used > b->means + 3 && count > 0) {
        lombscargle(t, b->x, b->exposure, b->n, 2 * df, df, count, power);
        for (size_t i = 0; i < count; i++)
            most = power[i] > power[most] ? i : most;
        if (!isnan(power[most])) {
            double f;

            r->lomb_power = top_near(t, b, (double)(most + 2) * df, df, &f);
            r->lomb_period = (double)b->step / 1e6 / f;
            r->lomb_p = lombscargle_max_p(r->lomb_power, left, (double)left * sqrt(M_PI / 12));
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
