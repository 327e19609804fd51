/* Sessions that run over the other zone's opening, and the weight that changes. */

#include "calibration.h"
#include "zones/handover.h"

#include <math.h>

static double sessions(const struct sample *s)
{
    static const struct zone_change east[] = { { INT64_MIN, 3 * 3600 } }, west[] = { { INT64_MIN, -4 * 3600 } };
    const struct zone_clock a = { .changes = east, .n = 1 }, b = { .changes = west, .n = 1 };
    const struct handover_rule rule = HANDOVER_RULE;
    struct handover h;

    handover_test(&h, &rule, s->times, s->n, s->observed, &a, &b, s->rng);
    return h.p;
}

const struct calibration calibration_mixture[] = {
    { "mixture", "sessions", { 0, 100, 120 }, sessions, 2000, 100 },
    { "mixture", "sessions", { WORLD_UNEVEN, 100, 120 }, sessions, 2000, 0 },
    { "mixture", "sessions", { WORLD_OUTAGES, 100, 120 }, sessions, 2000, 0 },
    { "mixture", "sessions", { WORLD_MINUTES, 100, 120 }, sessions, 2000, 0 },
    { "mixture", "sessions", { 0, 25, 360 }, sessions, 2000, 0 },
    { 0 },
};
