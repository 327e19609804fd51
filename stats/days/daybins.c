#include "daybins.h"

#include "localspan.h"
#include <stdlib.h>

#define MOST_CELLS (INT64_C(1) << 27)

struct span {
    when_t start, end;
};

static void widen(when_t start, when_t end, void *context)
{
    struct span *s = context;

    s->start = start < s->start ? start : s->start;
    s->end = end > s->end ? end : s->end;
}

static void expose(when_t start, when_t end, void *context)
{
    struct daybins *d = context;
    const when_t width = WHEN_DAY / (when_t)d->bins, origin = d->first_day * WHEN_DAY;

    while (start < end) {
        const when_t cell = (start - origin) / width, edge = origin + (cell + 1) * width;
        const when_t stop = edge < end ? edge : end;

        d->exposure[cell] += stop - start;
        start = stop;
    }
}

static void count(struct daybins *d, const when_t *times, size_t n, const struct observed *o,
                  const struct tz *zone)
{
    const when_t width = WHEN_DAY / (when_t)d->bins;

    for (size_t i = 0; i < n; i++) {
        if (observed_at(o, times[i]))
            d->count[(localspan_time(times[i], zone) - d->first_day * WHEN_DAY) / width]++;
    }
}

bool daybins_init(struct daybins *d, const when_t *times, size_t n, const struct observed *o,
                  const struct tz *zone, size_t bins, struct err *err)
{
    struct span span = { INT64_MAX, INT64_MIN };

    *d = (struct daybins){ .bins = bins };
    localspan_each(o, zone, widen, &span);
    if (span.start < span.end) {
        d->first_day = when_day_of(span.start);
        d->days = (size_t)(when_day_of(span.end - 1) - d->first_day + 1);
    }
    if ((int64_t)d->days > MOST_CELLS / (int64_t)bins)
        return err_set(err, "error: %zu days of %zu bins are too many", d->days, bins);
    d->count = mem_zero((d->days * bins + 1) * sizeof *d->count);
    d->exposure = mem_zero((d->days * bins + 1) * sizeof *d->exposure);
    localspan_each(o, zone, expose, d);
    count(d, times, n, o, zone);
    return true;
}

void daybins_release(struct daybins *d)
{
    free(d->count);
    free(d->exposure);
    *d = (struct daybins){ .bins = d->bins };
}

int64_t daybins_watched(const struct daybins *d, size_t day)
{
    int64_t sum = 0;

    for (size_t b = 0; b < d->bins; b++)
        sum += d->exposure[day * d->bins + b];
    return sum;
}
