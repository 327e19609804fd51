/* Zero amplitude of the cosinor, weekends against weekdays, holidays against ordinary days. */

#include "calibration.h"
#include "days/cosinor.h"
#include "days/rhythm_contrast.h"
#include <math.h>
#include <stdlib.h>

#define ROUNDS 399
#define HOLIDAYS 4

static bool days_of(const struct sample *s, struct daybins *d)
{
    struct err err = { 0 };

    return daybins_init(d, s->times, s->n, s->observed, NULL, 24, &err);
}

static double cosinor_p(const struct sample *s, int waves)
{
    struct daybins d;

    if (!days_of(s, &d))
        return NAN;
    const double p = cosinor_fit(&d, waves).p;
    daybins_release(&d);
    return p;
}

static double one_wave(const struct sample *s)
{
    return cosinor_p(s, 1);
}

static double two_waves(const struct sample *s)
{
    return cosinor_p(s, 2);
}

static double contrast_p(const struct sample *s, enum contrast_kind kind, const int64_t *holidays, size_t n)
{
    struct daybins d;

    if (!days_of(s, &d))
        return NAN;
    const double p = contrast_of(&d, kind, holidays, n, ROUNDS, s->seed, "all").p;
    daybins_release(&d);
    return p;
}

static double weekend(const struct sample *s)
{
    return contrast_p(s, CONTRAST_WEEKEND, NULL, 0);
}

/* Days chosen at random, one in each part of the span. */
static double holiday(const struct sample *s)
{
    const unsigned long part = (unsigned long)((s->end - s->start) / WHEN_DAY / HOLIDAYS);
    int64_t days[HOLIDAYS];

    for (size_t k = 0; k < HOLIDAYS; k++)
        days[k] = when_day_of(s->start) + (int64_t)(k * part + gsl_rng_uniform_int(s->rng, part));
    return contrast_p(s, CONTRAST_HOLIDAY, days, HOLIDAYS);
}

const struct calibration calibration_rhythm[] = {
    { "rhythm", "cosinor, 24 h", { 0, 25, 28 }, one_wave, 10000, 200 },
    { "rhythm", "cosinor, 24 h", { 0, 3, 28 }, one_wave, 10000, 0 },
    { "rhythm", "cosinor, 24 h", { 0, 25, 14 }, one_wave, 10000, 0 },
    { "rhythm", "cosinor, 24 h", { WORLD_UNEVEN, 25, 28 }, one_wave, 10000, 200 },
    { "rhythm", "cosinor, 24 h", { WORLD_BURSTS, 25, 28 }, one_wave, 10000, 0 },
    { "rhythm", "cosinor, 24 h", { WORLD_CACHE, 100, 28 }, one_wave, 10000, 0 },
    { "rhythm", "cosinor, 24 h", { WORLD_OUTAGES, 25, 28 }, one_wave, 10000, 0 },
    { "rhythm", "cosinor, 24 h", { WORLD_MINUTES, 25, 28 }, one_wave, 10000, 0 },
    { "rhythm", "cosinor, 24 + 12 h", { 0, 25, 28 }, two_waves, 10000, 0 },
    { "rhythm", "cosinor, 24 + 12 h", { WORLD_UNEVEN | WORLD_OUTAGES, 25, 28 }, two_waves, 10000, 0 },
    { "rhythm", "weekend", { 0, 25, 56 }, weekend, 4000, 50 },
    { "rhythm", "weekend", { WORLD_UNEVEN, 25, 56 }, weekend, 4000, 0 },
    { "rhythm", "weekend", { WORLD_BURSTS, 25, 56 }, weekend, 4000, 0 },
    { "rhythm", "weekend", { WORLD_OUTAGES, 25, 56 }, weekend, 4000, 0 },
    { "rhythm", "weekend", { WORLD_CACHE, 100, 56 }, weekend, 4000, 0 },
    { "rhythm", "weekend", { WORLD_MINUTES, 25, 56 }, weekend, 4000, 0 },
    { "rhythm", "holiday", { WORLD_DIURNAL, 25, 140 }, holiday, 4000, 20 },
    { "rhythm", "holiday", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, holiday, 4000, 0 },
    { "rhythm", "holiday", { WORLD_DIURNAL | WORLD_BURSTS, 25, 140 }, holiday, 4000, 0 },
    { "rhythm", "holiday", { WORLD_DIURNAL | WORLD_OUTAGES, 25, 140 }, holiday, 4000, 0 },
    { "rhythm", "holiday", { WORLD_DIURNAL | WORLD_CACHE, 100, 140 }, holiday, 4000, 0 },
    { "rhythm", "holiday", { WORLD_DIURNAL | WORLD_MINUTES, 25, 140 }, holiday, 4000, 0 },
    { 0 },
};
