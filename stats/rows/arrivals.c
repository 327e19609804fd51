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

/* Those of the times that are observed, into OUT, which may be TIMES, or NULL; how many. */
static size_t keep_observed(const when_t *times, size_t n, const struct observed *o, when_t *out)
{
    size_t kept = 0, j = 0;

    for (size_t i = 0; i < n; i++) {
        while (j < o->n && o->at[j].end <= times[i])
            j++;
        if (j == o->n || o->at[j].start > times[i])
            continue;
        if (out != NULL)
            out[kept] = times[i];
        kept++;
    }
    return kept;
}

static when_t *copy(const when_t *times, size_t n)
{
    when_t *own = mem_alloc((n + 1) * sizeof *own);

    if (n > 0)
        memcpy(own, times, n * sizeof *own);
    return own;
}

void arrivals_init(struct arrivals *a, const struct series *s, const struct observed *o, int64_t gap)
{
    const bool visits = gap >= 0 && chance_merged(s->times, s->n, gap) <= ARRIVALS_CHANCE;
    const size_t n = visits ? series_visits(s->times, s->n, gap, NULL) : s->n;

    *a = (struct arrivals){ s->times, n, visits, NULL };
    if (n < s->n) {
        a->own = mem_alloc((n + 1) * sizeof *a->own);
        series_visits(s->times, s->n, gap, a->own);
    } else if (keep_observed(s->times, n, o, NULL) < n)
        a->own = copy(s->times, n);
    if (a->own == NULL)
        return;
    a->n = keep_observed(a->own, n, o, a->own);
    a->times = a->own;
}

when_t *arrivals_keep(struct arrivals *a)
{
    when_t *own = a->own != NULL ? a->own : copy(a->times, a->n);

    a->own = NULL;
    return own;
}

void arrivals_release(struct arrivals *a)
{
    free(a->own);
    *a = (struct arrivals){ NULL, 0, false, NULL };
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
