/* The largest peak of the scan for periods, against the rate by the clock alone and behind a cache.  Short spans and
   periods of half an hour at least, so that 2,000 draws of up to 99 streams each can be afforded. */

#include "calibration.h"
#include "periods.h"
#include <math.h>

#define STREAMS 99 /* drawn behind each p: .05 and .01 are then reached exactly */

static double first(const struct sample *s, double ttl_s)
{
    const struct period_options options = {
        .shortest_s = 1800, .ttl_s = ttl_s, .gap = -1, .draws = STREAMS, .seed = s->seed, .jobs = 1,
    };
    struct err err = { 0 };
    struct periods *found = periods_find(s->times, s->n, s->observed, "calibration", &options, &err);
    double p = NAN;

    if (found != NULL && periods_refusal(found) == NULL && periods_count(found) > 0)
        p = ttl_s > 0 ? periods_at(found, 0)->p_cache : periods_at(found, 0)->p_diurnal;
    periods_free(found);
    return p;
}

static double against_clock(const struct sample *s)
{
    return first(s, 0);
}

static double against_cache(const struct sample *s)
{
    return first(s, WORLD_TTL);
}

const struct calibration calibration_period[] = {
    { "period", "p_diurnal", { WORLD_SECONDS, 10, 28 }, against_clock, 2000, 0 },
    { "period", "p_diurnal", { WORLD_DIURNAL | WORLD_SECONDS, 10, 28 }, against_clock, 2000, 30 },
    { "period", "p_diurnal", { WORLD_DIURNAL | WORLD_UNEVEN, 10, 28 }, against_clock, 2000, 0 },
    { "period", "p_diurnal", { WORLD_DIURNAL | WORLD_BURSTS, 7, 28 }, against_clock, 2000, 0 },
    { "period", "p_diurnal", { WORLD_DIURNAL | WORLD_OUTAGES, 10, 28 }, against_clock, 2000, 0 },
    { "period", "p_diurnal", { WORLD_DIURNAL | WORLD_MINUTES, 10, 28 }, against_clock, 2000, 0 },
    { "period", "p_cache", { WORLD_DIURNAL | WORLD_CACHE, 24, 28 }, against_cache, 2000, 20 },
    { 0 },
};
