/* Spikes where there are none: any at all?  And spikes near events that know nothing of each other. */

#include "calibration.h"
#include "rates/spike_match.h"
#include "rates/spikes.h"
#include <math.h>

#define SPIKES_KNOWN 10
#define EVENTS_MOST 100

/* The least q of all bins, or 1: where nothing is to be found, any find is false, and the share of series with one is the
   false discovery rate. */
static double least_q(const struct sample *s)
{
    struct finds finds = { .n = 0 };
    struct spikes spikes = { .n = 0 };
    struct err err = { 0 };
    double q = 1;
    bool good = true;

    for (size_t k = 0; good && k < SPIKES_WIDTHS; k++) {
        struct unusual u;

        good = unusual_find(s->times, s->n, s->observed, spikes_hours[k], &u, &err);
        if (good)
            finds_add(&finds, 0, &u);
        unusual_release(&u);
    }
    spikes_join(&spikes, &finds, SPIKES_CUT);
    for (size_t i = 0; i < spikes.n; i++)
        q = fmin(q, spikes.at[i].best.q);
    spikes_release(&spikes);
    finds_release(&finds);
    return good ? q : NAN;
}

/* N stretches of so many hours, in clusters of three on average, on weekdays. */
static void place(const struct sample *s, struct interval *at, size_t n, int hours)
{
    const double days = (double)(s->end - s->start) / (double)WHEN_DAY;
    double day = 0;

    for (size_t i = 0; i < n; i++) {
        if (i == 0 || gsl_rng_uniform(s->rng) < 1. / 3)
            day = floor(gsl_rng_uniform(s->rng) * days);
        else
            day = fmod(day + 1 + floor(gsl_rng_uniform(s->rng) * 3), days);
        at[i].start = s->start + (when_t)day * WHEN_DAY + (when_t)gsl_rng_uniform_int(s->rng, 18) * WHEN_HOUR;
        at[i].end = at[i].start + hours * WHEN_HOUR;
        if (when_weekday(when_day_of(at[i].start)) >= 5 && gsl_rng_uniform(s->rng) < .8)
            i--;
    }
}

static double near(const struct sample *s, size_t n_events)
{
    struct interval spikes[SPIKES_KNOWN], events[EVENTS_MOST];

    place(s, spikes, SPIKES_KNOWN, 6);
    place(s, events, n_events, 24);
    return spike_match(spikes, SPIKES_KNOWN, events, n_events, WHEN_DAY, (struct interval){ s->start, s->end }).p;
}

static double near_10(const struct sample *s)
{
    return near(s, 10);
}

static double near_100(const struct sample *s)
{
    return near(s, EVENTS_MOST);
}

const struct calibration calibration_spike[] = {
    { "spike", "any, q", { 0, 25, 140 }, least_q, 2000, 0 },
    { "spike", "any, q", { WORLD_DIURNAL, 25, 140 }, least_q, 2000, 0 },
    { "spike", "any, q", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, least_q, 2000, 0 },
    { "spike", "any, q", { WORLD_DIURNAL | WORLD_KINDRED, 25, 140 }, least_q, 2000, 0 },
    { "spike", "any, q", { WORLD_DIURNAL | WORLD_BURSTS, 25, 140 }, least_q, 2000, 0 },
    { "spike", "any, q", { WORLD_DIURNAL | WORLD_OUTAGES, 25, 140 }, least_q, 2000, 0 },
    { "spike", "near an event, 10", { 0, 1, 350 }, near_10, 10000, 100 },
    { "spike", "near an event, 100", { 0, 1, 1400 }, near_100, 4000, 0 },
    { 0 },
};
