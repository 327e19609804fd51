/* Is there a cadence?  And the clock's face. */

#include "calibration.h"
#include "periods/cadence.h"
#include <math.h>

static double p_of(const struct sample *s, double ttl)
{
    const struct series series = { "null", (when_t *)(uintptr_t)s->times, s->n };
    const struct cadence_how how = { 2, ttl, 199, s->seed, "calibrate", 0 };
    struct cadence c;
    struct err err = { 0 };

    if (!cadence_init(&c, &series, s->observed, &how, &err))
        return NAN;
    const double p = c.p_value;
    cadence_release(&c);
    return p;
}

static double value(const struct sample *s)
{
    return p_of(s, 0);
}

static double value_behind_cache(const struct sample *s)
{
    return p_of(s, WORLD_TTL);
}

static double face_p(const struct sample *s, bool seconds)
{
    struct clockface face;

    clockface_init(&face, s->times, s->n, s->observed);
    return seconds ? clockface_seconds(&face, 1).p : clockface_minutes(&face).p;
}

static double minute(const struct sample *s)
{
    return face_p(s, false);
}

static double second(const struct sample *s)
{
    return face_p(s, true);
}

const struct calibration calibration_cadence[] = {
    { "cadence", "p_value", { 0, 12, 14 }, value, 2000, 0 },
    { "cadence", "p_value", { WORLD_DIURNAL, 12, 14 }, value, 2000, 40 },
    { "cadence", "p_value", { WORLD_DIURNAL | WORLD_UNEVEN, 12, 14 }, value, 2000, 0 },
    { "cadence", "p_value", { WORLD_DIURNAL | WORLD_BURSTS, 12, 14 }, value, 2000, 0 },
    { "cadence", "p_value", { WORLD_DIURNAL | WORLD_OUTAGES, 12, 14 }, value, 2000, 0 },
    { "cadence", "p_value", { WORLD_DIURNAL | WORLD_SECONDS, 12, 14 }, value, 2000, 0 },
    { "cadence", "p_value", { WORLD_DIURNAL | WORLD_MINUTES, 12, 14 }, value, 2000, 0 },
    { "cadence", "p_value, --ttl", { WORLD_DIURNAL | WORLD_CACHE, 20, 14 }, value_behind_cache, 2000, 40 },
    { "cadence", "p_value, --ttl", { WORLD_DIURNAL | WORLD_CACHE, 60, 14 }, value_behind_cache, 2000, 0 },
    { "cadence", "p_value, --ttl", { WORLD_CACHE, 20, 14 }, value_behind_cache, 2000, 0 },
    { "cadence", "p_value, --ttl", { WORLD_DIURNAL | WORLD_CACHE | WORLD_OUTAGES | WORLD_SECONDS, 20, 14 }, value_behind_cache, 2000, 0 },
    { "cadence", "p_value, --ttl", { WORLD_DIURNAL | WORLD_CACHE | WORLD_MINUTES, 20, 14 }, value_behind_cache, 2000, 0 },
    { "cadence", "minute_p", { 0, 25, 14 }, minute, 10000, 0 },
    { "cadence", "minute_p", { WORLD_DIURNAL, 25, 14 }, minute, 10000, 100 },
    { "cadence", "minute_p", { WORLD_DIURNAL | WORLD_OUTAGES, 25, 14 }, minute, 10000, 0 },
    { "cadence", "minute_p", { WORLD_DIURNAL | WORLD_BURSTS, 12, 14 }, minute, 10000, 0 },
    { "cadence", "minute_p", { WORLD_DIURNAL | WORLD_CACHE, 100, 28 }, minute, 10000, 0 },
    { "cadence", "minute_p", { WORLD_DIURNAL | WORLD_MINUTES, 25, 14 }, minute, 10000, 0 },
    { "cadence", "second_p", { WORLD_SECONDS, 25, 14 }, second, 10000, 0 },
    { "cadence", "second_p", { WORLD_DIURNAL | WORLD_CACHE | WORLD_SECONDS, 100, 28 }, second, 10000, 0 },
    { "cadence", "second_p", { WORLD_DIURNAL | WORLD_OUTAGES | WORLD_SECONDS, 25, 14 }, second, 10000, 0 },
    { "cadence", "second_p", { WORLD_DIURNAL | WORLD_SECONDS, 25, 14 }, second, 10000, 100 },
    { "cadence", "second_p", { WORLD_DIURNAL | WORLD_BURSTS | WORLD_SECONDS, 12, 14 }, second, 10000, 0 },
    { 0 },
};
