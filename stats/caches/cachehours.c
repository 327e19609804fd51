/* cachehours.c -- see cachehours.h. */

#include "cachehours.h"

#include "livetime.h"
#include <math.h>

static int hour_of(when_t t)
{
    return (int)((t - when_day_of(t) * WHEN_DAY) / WHEN_HOUR);
}

static void observe(struct cachehour hours[24], const struct observed *o)
{
    double week[168];
    observed_week(o, 0, week);
    for (int i = 0; i < 168; i++) {
        hours[i % 24].exposure_s += week[i];
    }
}

static void add_live(struct cachehour hours[24], when_t from, when_t to, double weight)
{
    while (from < to) {
        when_t next = when_floor(from, WHEN_HOUR) + WHEN_HOUR;
        next = next < to ? next : to;
        hours[hour_of(from)].live_s += weight * (double)(next - from) / (double)WHEN_SECOND;
        from = next;
    }
}

/* Misses of known state; adds the live time. */
static void walk(struct cachehour hours[24], const struct livetime *l, double misses[24])
{
    for (size_t i = 0; i < l->n_stretches; i++) {
        const struct stretch *s = &l->stretches[i];
        if (s->open > 0) {
            add_live(hours, s->from, s->to, (double)s->open / l->caches);
        }
    }
    for (size_t i = 0; i < l->n_arrivals; i++) {
        misses[hour_of(l->arrivals[i].at)] += l->arrivals[i].open > 0;
    }
}

static void conclude(struct cachehour *c, double misses)
{
    struct limits l = poisson_limits(misses, .95);
    double live = c->live_s / 3600;
    c->rate = c->exposure_s > 0 ? c->misses / c->exposure_s * 3600 : NAN;
    c->demand = live > 0 ? misses / live : NAN;
    c->limits = live > 0 ? (struct limits){ l.lo / live, l.hi / live } : (struct limits){ NAN, NAN };
}

void cachehours_of(struct cachehour hours[24], const when_t *times, size_t n, const struct observed *o, int caches,
                   double silence_s, int64_t slack)
{
    struct livetime l;
    double misses[24] = { 0 };
    memset(hours, 0, 24 * sizeof *hours);
    observe(hours, o);
    for (size_t i = 0; i < n; i++) {
        hours[hour_of(times[i])].misses++;
    }
    livetime_init(&l, caches, times, n, o, (int64_t)(silence_s * (double)WHEN_SECOND), slack);
    walk(hours, &l, misses);
    livetime_release(&l);
    for (int h = 0; h < 24; h++) {
        conclude(&hours[h], misses[h]);
    }
}
