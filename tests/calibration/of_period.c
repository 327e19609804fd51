/* The largest peak of the scan for periods, against the rate by the clock alone and behind a cache: short spans and
   periods of half an hour at least, so that 2,000 draws of up to 99 streams each can be afforded.  A period that was chosen
   beforehand.  Counts a bin. */

#include "calibration.h"
#include "numbers/zscan.h"
#include "periods/binned.h"
#include "periods/periods.h"
#include <math.h>
#include <stdlib.h>

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
        p = ttl_s == 0 ? periods_at(found, 0)->p_diurnal : periods_at(found, 0)->p_cache;
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

/* The gaps of some streams show no TTL: those give no answer. */
static double against_sought(const struct sample *s)
{
    return first(s, NAN);
}

#define CHOSEN 5400. /* s */

static double rayleigh(const struct sample *s)
{
    double *angle = mem_alloc((s->n + 1) * sizeof *angle), p;

    for (size_t i = 0; i < s->n; i++)
        angle[i] = 2 * M_PI * fmod((double)(s->times[i] - s->start) / 1e6, CHOSEN) / CHOSEN;
    p = circular_rayleigh((double)s->n, circular_moment(angle, s->n, 1).length);
    free(angle);
    return p;
}

static double single(const struct sample *s)
{
    double *t = mem_alloc((s->n + 1) * sizeof *t), p;

    for (size_t i = 0; i < s->n; i++)
        t[i] = (double)(s->times[i] - s->start) / 1e6;
    p = zscan_h_p(zscan_h(t, s->n, 1 / CHOSEN).h);
    free(t);
    return p;
}

static double fisher(const struct sample *s)
{
    return binned_of(s->times, s->n, s->observed, 3600).fisher.p;
}

static double lomb(const struct sample *s)
{
    return binned_of(s->times, s->n, s->observed, 3600).lomb_p;
}

const struct calibration calibration_period[] = {
    { "period", "p_diurnal", { WORLD_SECONDS, 10, 28 }, against_clock, 2000, 0 },
    { "period", "p_diurnal", { WORLD_DIURNAL | WORLD_SECONDS, 10, 28 }, against_clock, 2000, 30 },
    { "period", "p_diurnal", { WORLD_DIURNAL | WORLD_UNEVEN, 10, 28 }, against_clock, 2000, 0 },
    { "period", "p_diurnal", { WORLD_DIURNAL | WORLD_BURSTS, 7, 28 }, against_clock, 2000, 0 },
    { "period", "p_diurnal", { WORLD_DIURNAL | WORLD_OUTAGES, 10, 28 }, against_clock, 2000, 0 },
    { "period", "p_diurnal", { WORLD_DIURNAL | WORLD_MINUTES, 10, 28 }, against_clock, 2000, 0 },
    { "period", "p_cache", { WORLD_DIURNAL | WORLD_CACHE, 24, 28 }, against_cache, 2000, 20 },
    { "period", "p_cache", { WORLD_DIURNAL | WORLD_CACHE | WORLD_OUTAGES | WORLD_SECONDS, 24, 28 }, against_cache, 8000, 0 },
    { "period", "p_cache, TTL sought", { WORLD_DIURNAL | WORLD_CACHE, 24, 28 }, against_sought, 2000, 0 },
    { "period", "p_rayleigh", { 0, 25, 28 }, rayleigh, 10000, 200 },
    { "period", "p_rayleigh", { WORLD_DIURNAL, 25, 28 }, rayleigh, 10000, 0 },
    { "period", "p_rayleigh", { WORLD_DIURNAL | WORLD_OUTAGES, 25, 28 }, rayleigh, 10000, 0 },
    { "period", "p_rayleigh", { WORLD_DIURNAL | WORLD_SECONDS, 25, 28 }, rayleigh, 10000, 0 },
    { "period", "p_rayleigh", { WORLD_DIURNAL | WORLD_MINUTES, 25, 28 }, rayleigh, 10000, 0 },
    { "period", "p_single", { 0, 25, 28 }, single, 10000, 200 },
    { "period", "p_single", { WORLD_OUTAGES, 25, 28 }, single, 10000, 0 },
    { "period", "p_single", { WORLD_MINUTES, 25, 28 }, single, 10000, 0 },
    { "period", "Fisher's g", { 0, 100, 28 }, fisher, 2000, 20 },
    { "period", "Lomb-Scargle", { 0, 100, 28 }, lomb, 2000, 20 },
    { 0 },
};
