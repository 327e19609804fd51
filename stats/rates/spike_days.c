/* spike_days.c -- see spike_days.h. */

#include "spike_days.h"

#include "forecast.h"
#include "numbers/ears.h"
#include "numbers/farrington.h"
#include "numbers/kleinberg.h"
#include <math.h>
#include <stdlib.h>

#define PAST_WEEKS 12  /* whose weekday Farrington's bound rests on */
#define PAST_LEAST 5
#define BOUND_Z 2.5758293035489004 /* qnorm(.995) */
#define BAND .025
#define BURST_BASE 2.
#define BURST_COST 1.

static const char *const columns[] = { "series",  "start",  "observed", "expected", "lower", "upper", "p_more",
                                       "p_fewer", "farrington", "ears_c1", "ears_c2", "ears_c3", "burst_level" };

void spike_days_header(struct csv_writer *w)
{
    csv_put_header(w, columns, sizeof columns / sizeof *columns);
}

/* The bound from the same weekday of the weeks before. */
static double farrington_bound(const double *x, size_t t)
{
    double y[PAST_WEEKS], at[PAST_WEEKS];
    size_t n = 0;

    for (size_t k = 1; k <= PAST_WEEKS && 7 * k <= t; k++) {
        if (!isnan(x[t - 7 * k])) {
            y[n] = x[t - 7 * k];
            at[n++] = -7. * (double)k;
        }
    }
    return n >= PAST_LEAST ? farrington_at(y, at, n, 0, BOUND_Z, false).bound : NAN;
}

/* The highest state of any gap that touches each day; -1 where there is no answer. */
static void burst_levels(const struct unusual *days, const when_t *times, size_t n, int *level)
{
    double *seconds = mem_alloc((n + 1) * sizeof *seconds);
    unsigned char *state = mem_alloc(n + 1);
    bool good;

    for (size_t i = 0; i < n; i++)
        seconds[i] = (double)(times[i] - times[0]) / (double)WHEN_SECOND;
    good = kleinberg_levels(seconds, n, BURST_BASE, BURST_COST, 0, state);
    for (size_t d = 0; d < days->n; d++)
        level[d] = good ? 0 : -1;
    for (size_t i = 0; good && i + 1 < n; i++) {
        int64_t first = (times[i] - days->bin[0].start) / WHEN_DAY, last = (times[i + 1] - days->bin[0].start) / WHEN_DAY;

        for (int64_t d = first; d <= last; d++)
            level[d] = state[i] > level[d] ? state[i] : level[d];
    }
    free(seconds);
    free(state);
}

/* The count at which TAIL falls to BAND, upwards or downwards from what is expected. */
static double band(const struct forecast *f, bool upper)
{
    double lo = upper ? f->expected : 0, hi = upper ? f->expected + 1 : f->expected;

    while (upper && forecast_greater(f, hi, 1) > BAND && hi < 1e15)
        hi *= 2;
    for (int i = 0; i < 60 && hi - lo > .5; i++) {
        double mid = (lo + hi) / 2;
        bool outside = upper ? forecast_greater(f, mid, 1) <= BAND : forecast_less(f, mid, 1) > BAND;

        if (outside)
            hi = mid;
        else
            lo = mid;
    }
    return upper ? ceil(hi) : floor(hi);
}

static void put_row(struct csv_writer *w, const char *series, const struct unusual_bin *b, const double *x, size_t t,
                    int level)
{
    struct ears e = ears_at(x, t);
    char start[WHEN_TEXT + 1];

    when_write(b->start, start);
    csv_put_text(w, series);
    csv_put_text(w, start);
    csv_put_double(w, b->observed);
    csv_put_double(w, b->expected.expected);
    csv_put_double(w, band(&b->expected, false));
    csv_put_double(w, band(&b->expected, true));
    csv_put_double(w, b->p_more);
    csv_put_double(w, b->p_fewer);
    csv_put_double(w, farrington_bound(x, t));
    csv_put_double(w, e.c1);
    csv_put_double(w, e.c2);
    csv_put_double(w, e.c3);
    csv_put_double(w, level < 0 ? NAN : level);
    csv_put_end(w);
}

void spike_days_write(struct csv_writer *w, const char *series, const struct unusual *days, const when_t *times,
                      size_t n, const struct observed *o)
{
    double *x;
    int *level;

    if (days->n == 0)
        return;
    x = mem_alloc(days->n * sizeof *x);
    level = mem_alloc(days->n * sizeof *level);
    burst_levels(days, times, n, level);
    for (size_t t = 0; t < days->n; t++) {
        when_t start = days->bin[t].start;

        x[t] = observed_within(o, start, start + WHEN_DAY) == WHEN_DAY ? days->bin[t].observed : NAN;
    }
    for (size_t t = 0; t < days->n; t++) {
        if (!isnan(days->bin[t].p_more))
            put_row(w, series, &days->bin[t], x, t, level[t]);
    }
    free(x);
    free(level);
}
