/* A declared day, anywhere in the inner part of the span. */

#include "calibration.h"
#include "window.h"
#include <math.h>

enum which { EXACT, TAIL, SHIFT };

static double p_of(const struct sample *s, enum which which)
{
    const when_t room = s->end - s->start - WHEN_DAY;
    const when_t start = s->start + (when_t)(gsl_rng_uniform(s->rng) * (double)room);
    const struct interval w = { start, start + WHEN_DAY };
    struct err err = { 0 };
    struct weekrate *r = weekrate_fit(s->times, s->n, s->observed, &w, 1, &err);

    if (r == NULL)
        return NAN;
    struct window_result q = window_test(r, s->times, s->n, s->observed, w, &w, 1);
    weekrate_free(r);
    return which == EXACT ? q.p_exact : which == TAIL ? q.p_tail : q.p_shift;
}

static double exact(const struct sample *s)
{
    return p_of(s, EXACT);
}

static double tail(const struct sample *s)
{
    return p_of(s, TAIL);
}

static double shift(const struct sample *s)
{
    return p_of(s, SHIFT);
}

const struct calibration calibration_window[] = {
    { "window", "p_exact", { 0, 25, 140 }, exact, 4000, 0 },
    { "window", "p_exact", { WORLD_DIURNAL, 25, 140 }, exact, 4000, 0 },
    { "window", "p_tail", { 0, 25, 140 }, tail, 4000, 0 },
    { "window", "p_tail", { WORLD_DIURNAL, 25, 140 }, tail, 4000, 40 },
    { "window", "p_tail", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, tail, 4000, 0 },
    { "window", "p_tail", { WORLD_DIURNAL | WORLD_BURSTS, 25, 140 }, tail, 4000, 0 },
    { "window", "p_tail", { WORLD_DIURNAL | WORLD_CACHE, 25, 140 }, tail, 4000, 0 },
    { "window", "p_tail", { WORLD_DIURNAL | WORLD_OUTAGES, 25, 140 }, tail, 4000, 0 },
    { "window", "p_tail", { WORLD_DIURNAL | WORLD_MINUTES, 25, 140 }, tail, 4000, 0 },
    { "window", "p_shift", { 0, 25, 350 }, shift, 2000, 0 },
    { "window", "p_shift", { WORLD_DIURNAL, 25, 350 }, shift, 2000, 0 },
    { "window", "p_shift", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 350 }, shift, 2000, 0 },
    { "window", "p_shift", { WORLD_DIURNAL | WORLD_BURSTS, 25, 350 }, shift, 2000, 0 },
    { "window", "p_shift", { WORLD_DIURNAL | WORLD_OUTAGES, 25, 350 }, shift, 2000, 0 },
    { 0 },
};
