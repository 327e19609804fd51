/* change_days.c -- see change_days.h. */

#include "change_days.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HALF 3         /* days on each side of the mean */
#define LEAST_FACTOR .01

/* Mean visits an observed day around day D. */
static double around(const double *y, const double *seen, size_t n, size_t d)
{
    double sum = 0, days = 0;

    for (size_t k = d > HALF ? d - HALF : 0; k <= d + HALF && k < n; k++) {
        sum += y[k];
        days += seen[k];
    }
    return days > 0 ? sum / days : 0;
}

/* seen becomes seen x factor of the weekday. */
static void weigh_weekdays(const double *y, double *seen, size_t n, int64_t first_day)
{
    double visits[7] = { 0 }, expected[7] = { 0 };

    for (size_t d = 0; d < n; d++) {
        int weekday = when_weekday(first_day + (int64_t)d);

        visits[weekday] += y[d];
        expected[weekday] += seen[d] * around(y, seen, n, d);
    }
    for (size_t d = 0; d < n; d++) {
        int weekday = when_weekday(first_day + (int64_t)d);

        seen[d] *= expected[weekday] > 0 ? fmax(LEAST_FACTOR, visits[weekday] / expected[weekday]) : 1;
    }
}

static size_t gather(double *x, size_t n, size_t step)
{
    size_t bins = step > 0 ? (n + step - 1) / step : 0;

    for (size_t i = 0; i < bins; i++) {
        double sum = 0;

        for (size_t d = i * step; d < (i + 1) * step && d < n; d++)
            sum += x[d];
        x[i] = sum;
    }
    return bins;
}

void change_days_init(struct change_days *d, const when_t *times, size_t n, const struct observed *o)
{
    int64_t first, last;
    size_t days, step, bins;

    *d = (struct change_days){ .step = WHEN_DAY };
    if (o->n == 0)
        return;
    first = when_day_of(observed_start(o));
    last = when_day_of(observed_end(o) - 1);
    days = (size_t)(last - first + 1);
    d->start = first * WHEN_DAY;
    d->y = mem_zero(days * sizeof(double));
    d->b = mem_alloc(days * sizeof(double));
    for (size_t i = 0; i < n; i++)
        d->y[(times[i] - d->start) / WHEN_DAY] += 1;
    for (size_t i = 0; i < days; i++)
        d->b[i] = (double)observed_within(o, d->start + (when_t)i * WHEN_DAY, d->start + (when_t)(i + 1) * WHEN_DAY)
                  / (double)WHEN_DAY;
    d->seen = mem_alloc(days * sizeof(double));
    memcpy(d->seen, d->b, days * sizeof(double));
    weigh_weekdays(d->y, d->b, days, first);
    step = (days + CHANGE_DAYS - 1) / CHANGE_DAYS;
    bins = gather(d->y, days, step);
    gather(d->b, days, step);
    gather(d->seen, days, step);
    d->n = bins;
    d->step = (when_t)step * WHEN_DAY;
}

void change_days_release(struct change_days *d)
{
    free(d->y);
    free(d->b);
    free(d->seen);
    *d = (struct change_days){ 0 };
}

void change_days_weigh(const struct change_days *d, size_t from, size_t to, double *b)
{
    bool anew = d->seen != NULL && d->step == WHEN_DAY;

    memcpy(b, (anew ? d->seen : d->b) + from, (to - from) * sizeof *b);
    if (anew)
        weigh_weekdays(d->y + from, b, to - from, when_day_of(d->start) + (int64_t)from);
}

size_t change_days_bin(const struct change_days *d, when_t t)
{
    return (size_t)((t - d->start) / d->step);
}
