/* The longest silence of a series. */

#include "calibration.h"
#include "rates/silence.h"
#include <math.h>

static double longest(const struct sample *s)
{
    struct err err = { 0 };
    struct silences found;

    if (!silences_find(s->times, s->n, s->observed, 0, &found, &err) || found.n == 0)
        return NAN;
    return found.at[0].p;
}

const struct calibration calibration_coverage[] = {
    { "coverage", "p_value", { 0, 25, 140 }, longest, 2000, 0 },
    { "coverage", "p_value", { WORLD_DIURNAL, 25, 140 }, longest, 2000, 20 },
    { "coverage", "p_value", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, longest, 2000, 0 },
    { "coverage", "p_value", { WORLD_DIURNAL | WORLD_BURSTS, 25, 140 }, longest, 2000, 0 },
    { "coverage", "p_value", { WORLD_DIURNAL | WORLD_CACHE, 25, 140 }, longest, 2000, 0 },
    { "coverage", "p_value", { WORLD_DIURNAL | WORLD_OUTAGES, 25, 140 }, longest, 2000, 0 },
    { "coverage", "p_value", { WORLD_DIURNAL | WORLD_MINUTES, 25, 140 }, longest, 2000, 0 },
    { 0 },
};
