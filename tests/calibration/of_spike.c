/* Spikes near events that know nothing of each other. */

#include "calibration.h"
#include "spike_match.h"
#include <math.h>

#define SPIKES_KNOWN 10
#define EVENTS_MOST 100

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
    { "spike", "near an event, 10", { 0, 1, 350 }, near_10, 10000, 100 },
    { "spike", "near an event, 100", { 0, 1, 1400 }, near_100, 4000, 0 },
    { 0 },
};
