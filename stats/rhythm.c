#include "rhythm.h"

#include <math.h>
#include <string.h>

static int64_t seconds_of(when_t t)
{
    return when_floor(t, WHEN_SECOND) / WHEN_SECOND;
}

/* Adds what was observed in [start, end), in which the clock is UTC + offset. */
static void add_stretch(double hours[RHYTHM_HOURS], const struct observed *o, when_t start,
                        when_t end, int32_t offset)
{
    struct observed part;
    double week[RHYTHM_HOURS];
    observed_init(&part);
    for (size_t i = 0; i < o->n; i++) {
        when_t from = o->at[i].start > start ? o->at[i].start : start;
        when_t to = o->at[i].end < end ? o->at[i].end : end;
        observed_add(&part, from, to);
    }
    observed_week(&part, offset, week);
    for (int h = 0; h < RHYTHM_HOURS; h++) {
        hours[h] += week[h];
    }
    observed_release(&part);
}

static void expose(double hours[RHYTHM_HOURS], const struct observed *o, const struct tz *zone)
{
    when_t end = observed_end(o), start = observed_start(o);
    while (start < end) {
        struct tz_change next;
        bool changes = zone != NULL && tz_next_change(zone, seconds_of(start), &next);
        when_t stop = changes && next.at < seconds_of(end) ? next.at * WHEN_SECOND : end;
        add_stretch(hours, o, start, stop, zone != NULL ? tz_offset(zone, seconds_of(start)) : 0);
        start = stop;
    }
}

static int hour_of(when_t t, const struct tz *zone)
{
    when_t local = t + (zone != NULL ? tz_offset(zone, seconds_of(t)) : 0) * WHEN_SECOND;
    int64_t day = when_day_of(local);
    return when_weekday(day) * 24 + (int)((local - day * WHEN_DAY) / WHEN_HOUR);
}

void rhythm_of(struct rhythm *r, const when_t *times, size_t n, const struct observed *o,
               const struct tz *zone)
{
    memset(r, 0, sizeof *r);
    expose(r->exposure_s, o, zone);
    for (size_t i = 0; i < n; i++) {
        if (observed_at(o, times[i])) {
            r->count[hour_of(times[i], zone)]++;
        }
    }
}

double rhythm_rate(const struct rhythm *r, int hour)
{
    double exposure = r->exposure_s[hour];
    return exposure > 0 ? (double)r->count[hour] / exposure * 3600 : NAN;
}
