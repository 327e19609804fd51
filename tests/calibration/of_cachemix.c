/* A cache among other visits: is one there at all, and is what passed it a demand? */

#include "caches/cachemix.h"
#include "calibration.h"
#include "rows/resolution.h"

static struct cachemix mix_of(const struct sample *s, size_t none_draws)
{
    const int64_t resolution = resolution_of(s->times, s->n);
    const struct cachemix_question q = { (when_t)WORLD_TTL * WHEN_SECOND, resolution + WHEN_SECOND, resolution, -1, none_draws, 199 };
    struct cachemix m;

    (void)cachemix_of(&m, s->times, s->n, s->observed, &q, s->rng);
    cachemix_release(&m);
    return m;
}

static double none(const struct sample *s)
{
    return mix_of(s, 99).p_none;
}

static double passed(const struct sample *s)
{
    return mix_of(s, 0).p_fit;
}

#define STREAM WORLD_CACHE | WORLD_AMONG
const struct calibration calibration_cachemix[] = {
    { "cachemix", "p_none", { 0, 12, 14 }, none, 2000, 0 },
    { "cachemix", "p_none", { WORLD_DIURNAL, 12, 14 }, none, 2000, 0 },
    { "cachemix", "p_none", { WORLD_DIURNAL | WORLD_UNEVEN, 12, 14 }, none, 2000, 0 },
    { "cachemix", "p_none", { WORLD_DIURNAL | WORLD_BURSTS, 6, 14 }, none, 2000, 0 },
    { "cachemix", "p_none", { WORLD_DIURNAL | WORLD_OUTAGES | WORLD_SECONDS, 12, 14 }, none, 2000, 0 },
    { "cachemix", "p_passed", { WORLD_DIURNAL | STREAM, 60, 7 }, passed, 2000, 0 },
    { "cachemix", "p_passed", { WORLD_DIURNAL | STREAM | WORLD_OUTAGES | WORLD_SECONDS, 60, 7 }, passed, 2000, 0 },
    { "cachemix", "p_passed", { STREAM | WORLD_MINUTES, 60, 7 }, passed, 2000, 0 },
    { 0 },
};
