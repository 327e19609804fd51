/* ordinary.c -- see ordinary.h. */

#include "ordinary.h"

#include "forecast.h"
#include "rows/arrivals.h"
#include <math.h>
#include <stdlib.h>

#define EVENTS_LEAST 20
#define DAYS_LEAST 20
#define HOPELESS .9

/* What is searched, and what is masked so far: the windows, then the days taken out. */
struct search {
    const when_t *times;
    size_t n;
    const struct observed *observed;
    struct observed masked;
    struct interval *mask;
    size_t n_mask;
    double trials;
};

static double count_of(const struct search *s, struct interval w)
{
    return (double)arrivals_within(s->times, s->n, w.start, w.end);
}

/* The unmasked day whose count is least probable; false when there is none. */
static bool oddest_day(struct search *s, const struct weekrate *rate, struct interval *oddest)
{
    double least = INFINITY;

    s->trials = 0;
    for (size_t d = 0; d < weekrate_span_days(rate); d++) {
        struct interval day = weekrate_day(rate, d);
        struct forecast f;
        double p;

        if (observed_within(&s->masked, day.start, day.end) > 0 || observed_within(s->observed, day.start, day.end) == 0)
            continue;
        s->trials++;
        f = weekrate_forecast_apart(rate, day.start, day.end);
        p = forecast_p(&f, count_of(s, day));
        if (p < least) {
            least = p;
            *oddest = day;
        }
    }
    return s->trials > 0;
}

/* With the first OUT of the days left out. */
static bool fit(const struct search *s, struct ordinary *r, size_t out, struct err *err)
{
    weekrate_free(r->rate);
    r->rate = weekrate_fit(s->times, s->n, s->observed, s->mask, s->n_mask + out, err);
    return r->rate != NULL;
}

/* Takes one more day out; returns its p over all days that were looked at, NaN when there is none or on failure. */
static double take_out(struct search *s, struct ordinary *r, size_t tried, struct err *err)
{
    struct interval day = { 0, 0 };
    struct forecast f;

    if (!oddest_day(s, r->rate, &day))
        return NAN;
    r->out[tried] = s->mask[s->n_mask + tried] = day;
    observed_add(&s->masked, day.start, day.end);
    if (!fit(s, r, tried + 1, err))
        return NAN;
    f = weekrate_forecast(r->rate, day.start, day.end);
    return -expm1(s->trials * log1p(-fmin(forecast_p(&f, count_of(s, day)), 1 - 1e-16)));
}

static bool search_days(struct search *s, struct ordinary *r, struct err *err)
{
    size_t most = 0, tried = 0;
    double p = 0;

    if (!fit(s, r, 0, err))
        return false;
    if (weekrate_events(r->rate) >= EVENTS_LEAST && weekrate_days(r->rate) >= DAYS_LEAST)
        most = (size_t)fmin(ORDINARY_MOST, weekrate_days(r->rate) / 20);
    while (tried < most && p < HOPELESS) {
        p = take_out(s, r, tried++, err);
        if (p <= ORDINARY_ALPHA)
            r->n_out = tried;
    }
    return !err->set && (tried == r->n_out || fit(s, r, r->n_out, err));
}

bool ordinary_fit(struct ordinary *r, const when_t *times, size_t n, const struct observed *o,
                  const struct interval *mask, size_t n_mask, struct err *err)
{
    struct search s = { .times = times, .n = n, .observed = o, .n_mask = n_mask };
    bool good;

    *r = (struct ordinary){ .n_out = 0 };
    observed_init(&s.masked);
    s.mask = mem_alloc((n_mask + ORDINARY_MOST) * sizeof *s.mask);
    for (size_t i = 0; i < n_mask; i++) {
        s.mask[i] = mask[i];
        observed_add(&s.masked, mask[i].start, mask[i].end);
    }
    good = search_days(&s, r, err);
    observed_release(&s.masked);
    free(s.mask);
    return good;
}

void ordinary_release(struct ordinary *r)
{
    weekrate_free(r->rate);
    r->rate = NULL;
}
