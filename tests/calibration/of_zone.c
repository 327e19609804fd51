/* "No working hours": a constant rate. */

#include "calibration.h"
#include "localweek.h"

static double flat(const struct sample *s)
{
    struct localweek *w = localweek_new(s->times, s->n, s->observed);
    double p = localweek_rhythm(w).p_flat;

    localweek_free(w);
    return p;
}

const struct calibration calibration_zone[] = {
    { "zone", "no working hours", { 0, 25, 60 }, flat, 10000, 200 },
    { "zone", "no working hours", { WORLD_UNEVEN, 25, 60 }, flat, 10000, 0 },
    { "zone", "no working hours", { WORLD_BURSTS, 25, 60 }, flat, 10000, 0 },
    { "zone", "no working hours", { WORLD_OUTAGES, 25, 60 }, flat, 10000, 0 },
    { "zone", "no working hours", { WORLD_SECONDS, 25, 60 }, flat, 10000, 0 },
    { "zone", "no working hours", { WORLD_MINUTES, 25, 60 }, flat, 10000, 0 },
    { 0 },
};
