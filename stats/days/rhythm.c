#include "rhythm.h"

#include "localspan.h"
#include <math.h>
#include <string.h>

/* Whole microseconds, so that it does not matter where the stretches are cut. */
static void expose(when_t start, when_t end, void *context)
{
    int64_t *micros = context;
    struct interval one = { start, end };
    struct observed part = { &one, 1, 1 };
    double week[RHYTHM_HOURS];
    observed_week(&part, 0, week);
    for (int h = 0; h < RHYTHM_HOURS; h++) {
        micros[h] += llround(week[h] * (double)WHEN_SECOND);
    }
}

static int hour_of(when_t local)
{
    int64_t day = when_day_of(local);
    return when_weekday(day) * 24 + (int)((local - day * WHEN_DAY) / WHEN_HOUR);
}

void rhythm_of(struct rhythm *r, const when_t *times, size_t n, const struct observed *o,
               const struct tz *zone)
{
    int64_t micros[RHYTHM_HOURS] = { 0 };
    memset(r, 0, sizeof *r);
    localspan_each(o, zone, expose, micros);
    for (int h = 0; h < RHYTHM_HOURS; h++) {
        r->exposure_s[h] = (double)micros[h] / (double)WHEN_SECOND;
    }
    for (size_t i = 0; i < n; i++) {
        if (observed_at(o, times[i])) {
            r->count[hour_of(localspan_time(times[i], zone))]++;
        }
    }
}

double rhythm_rate(const struct rhythm *r, int hour)
{
    double exposure = r->exposure_s[hour];
    return exposure > 0 ? (double)r->count[hour] / exposure * 3600 : NAN;
}
