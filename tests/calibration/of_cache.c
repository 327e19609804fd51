/* A cache of an hour in the world; its TTL is sought in the gaps. */

#include "caches/cachefit.h"
#include "calibration.h"
#include <math.h>

#define STREAMS 199 /* simulated behind each p: .05 and .01 are then reached exactly */

static double sought(const struct sample *s)
{
    const struct cachefit_question q = { .ttl = NAN, .least = 30, .draws = STREAMS, .histogram = false };
    struct cachefit f;
    struct err err = { 0 };
    bool good = cachefit_of(&f, s->times, s->n, s->observed, &q, s->rng, &err);
    double p = good ? f.test.p : NAN;

    cachefit_release(&f);
    return p;
}

const struct calibration calibration_cache[] = {
    { "cache", "TTL sought", { WORLD_CACHE, 17, 14 }, sought, 2000, 30 },
    { "cache", "TTL sought", { WORLD_DIURNAL | WORLD_CACHE, 17, 14 }, sought, 2000, 0 },
    { "cache", "TTL sought", { WORLD_DIURNAL | WORLD_CACHE | WORLD_OUTAGES | WORLD_SECONDS, 17, 14 }, sought, 2000, 0 },
    { "cache", "TTL sought", { WORLD_DIURNAL | WORLD_CACHE | WORLD_MINUTES, 17, 14 }, sought, 2000, 0 },
    { 0 },
};
