/* arrivals.c -- see arrivals.h. */

#include "arrivals.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of N events of one hour, those that an independent one precedes by at most GAP. */
static double merged(size_t n, int64_t gap)
{
    return -(double)n * expm1(-(double)n * ((double)gap / (double)WHEN_HOUR));
}

void arrivals_chance_add(struct arrivals_chance *c, when_t t, int64_t gap)
{
    when_t hour = when_floor(t, WHEN_HOUR);

    if (c->n > 0 && hour != c->hour) {
        c->merged += merged(c->in_hour, gap);
        c->in_hour = 0;
    }
    c->hour = hour;
    c->in_hour++;
    c->n++;
}

double arrivals_chance_of(const struct arrivals_chance *c, int64_t gap)
{
    return c->n > 0 ? (c->merged + merged(c->in_hour, gap)) / (double)c->n : 0;
}

static double chance_merged(const when_t *times, size_t n, int64_t gap)
{
    struct arrivals_chance c = { .n = 0 };

    for (size_t i = 0; i < n; i++)
        arrivals_chance_add(&c, times[i], gap);
    return arrivals_chance_of(&c, gap);
}

static size_t keep_observed(when_t *times, size_t n, const struct observed *o)
{
    size_t kept = 0, j = 0;

    for (size_t i = 0; i < n; i++) {
        while (j < o->n && o->at[j].end <= times[i])
            j++;
        if (j < o->n && o->at[j].start <= times[i])
            times[kept++] = times[i];
    }
    return kept;
}

void arrivals_init(struct arrivals *a, const struct series *s, const struct observed *o, int64_t gap)
{
    a->times = mem_alloc((s->n + 1) * sizeof *a->times);
    a->visits = gap >= 0 && chance_merged(s->times, s->n, gap) <= ARRIVALS_CHANCE;
    a->n = s->n;
    if (a->visits)
        a->n = series_visits(s->times, s->n, gap, a->times);
    else if (s->n > 0)
        memcpy(a->times, s->times, s->n * sizeof *a->times);
    a->n = keep_observed(a->times, a->n, o);
}

void arrivals_release(struct arrivals *a)
{
    free(a->times);
    *a = (struct arrivals){ NULL, 0, false };
}

/* Number of times before T. */
static size_t before(const when_t *times, size_t n, when_t t)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (times[mid] < t)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

size_t arrivals_within(const when_t *times, size_t n, when_t a, when_t b)
{
    return b > a ? before(times, n, b) - before(times, n, a) : 0;
}
