/* Any change of the days' level; any change of what returns after an hour. */

#include "calibration.h"
#include "days/change_test.h"
#include "days/returns.h"
#include <math.h>
#include <stdlib.h>

static double level(const struct sample *s)
{
    struct change_days d;
    struct change_result r;

    change_days_init(&d, s->times, s->n, s->observed);
    change_test(&(struct change_series){ CHANGE_POISSON, d.y, d.b, d.n }, .05, s->rng, &r);
    change_days_release(&d);
    return r.p;
}

static double returning(const struct sample *s)
{
    struct change_days d;
    struct change_result r;
    double *y;

    change_days_init(&d, s->times, s->n, s->observed);
    y = mem_zero(2 * (d.n + 1) * sizeof *y);
    returns_add(s->times, s->n, WHEN_HOUR, &d, y, y + d.n);
    change_test(&(struct change_series){ CHANGE_NORMAL, y, y + d.n, d.n }, .05, s->rng, &r);
    change_days_release(&d);
    free(y);
    return r.p;
}

const struct calibration calibration_change[] = {
    { "change", "level", { WORLD_DIURNAL, 25, 140 }, level, 2000, 20 },
    { "change", "level", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, level, 2000, 0 },
    { "change", "level", { WORLD_DIURNAL | WORLD_UNEVEN | WORLD_BURSTS, 25, 140 }, level, 2000, 0 },
    { "change", "level", { WORLD_DIURNAL | WORLD_KINDRED, 25, 140 }, level, 2000, 0 },
    { "change", "returns", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, returning, 2000, 0 },
    { "change", "returns", { WORLD_DIURNAL | WORLD_CACHE, 60, 140 }, returning, 2000, 0 },
    { 0 },
};
