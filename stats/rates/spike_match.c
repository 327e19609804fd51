/* spike_match.c -- see spike_match.h. */

#include "spike_match.h"

#include <math.h>
#include <stdlib.h>

when_t spike_distance(struct interval spike, struct interval event)
{
    if (spike.start > event.end)
        return spike.start - event.end;
    return spike.end < event.start ? spike.end - event.start : 0;
}

/* How near the spikes lie to the events. */
struct nearness {
    size_t near;
    when_t distance; /* sum */
};

struct circle {
    when_t start;
    int64_t weeks;
};

static struct interval moved(struct interval e, const struct circle *c, int64_t weeks)
{
    when_t length = e.end - e.start;

    e.start += weeks * WHEN_WEEK;
    if (e.start >= c->start + c->weeks * WHEN_WEEK)
        e.start -= c->weeks * WHEN_WEEK;
    e.end = e.start + length;
    return e;
}

static struct nearness measure(const struct interval *spikes, size_t n, const struct interval *events, size_t m,
                               const struct circle *c, int64_t weeks, when_t lag)
{
    struct nearness sum = { 0, 0 };

    for (size_t i = 0; i < n; i++) {
        when_t least = MATCH_FAR;

        for (size_t k = 0; k < m; k++) {
            when_t distance = llabs(spike_distance(spikes[i], moved(events[k], c, weeks)));

            least = distance < least ? distance : least;
        }
        sum.near += least <= lag;
        sum.distance += least;
    }
    return sum;
}

static bool as_near(struct nearness a, struct nearness b)
{
    return a.near > b.near || (a.near == b.near && a.distance <= b.distance);
}

static struct interval *inside(const struct interval *from, size_t n, const struct circle *c, size_t *kept)
{
    struct interval *at = mem_alloc((n + 1) * sizeof *at);

    *kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (from[i].start >= c->start && from[i].start < c->start + c->weeks * WHEN_WEEK)
            at[(*kept)++] = from[i];
    }
    return at;
}

struct match spike_match(const struct interval *spikes, size_t n, const struct interval *events, size_t m, when_t lag,
                         struct interval span)
{
    struct circle c = { span.start, span.end > span.start ? (span.end - span.start) / WHEN_WEEK : 0 };
    struct match r = { .moves = c.weeks > 0 ? (size_t)c.weeks - 1 : 0, .expected = NAN, .p = NAN };
    struct interval *s = inside(spikes, n, &c, &r.spikes), *e = inside(events, m, &c, &r.events);
    struct nearness now = measure(s, r.spikes, e, r.events, &c, 0, lag);
    size_t as = 1, all = now.near;

    r.near = now.near;
    for (int64_t k = 1; k < c.weeks; k++) {
        struct nearness then = measure(s, r.spikes, e, r.events, &c, k, lag);

        as += as_near(then, now);
        all += then.near;
    }
    if (r.spikes > 0 && r.events > 0 && r.moves > 0) {
        r.expected = (double)all / (double)c.weeks;
        r.p = (double)as / (double)c.weeks;
    }
    free(s);
    free(e);
    return r;
}
