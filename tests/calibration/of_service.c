/* When did the answers change, and is the load what is expected? */

#include "asked/service.h"
#include "calibration.h"
#include "days/load.h"
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

/* Each day has a share of its own (beta with mean .7 and sd .15), the same for the whole span. */
static double change(const struct sample *s)
{
    struct service_day *days = mem_zero(((size_t)((s->end - s->start) / WHEN_DAY) + 2) * sizeof *days);
    size_t n = 0;
    double share = 0, p;

    for (size_t i = 0; i < s->n; i++) {
        int64_t day = when_day_of(s->times[i]);

        if (n == 0 || days[n - 1].day != day) {
            days[n++].day = day;
            share = gsl_ran_beta(s->rng, 5.8, 2.5);
        }
        if (gsl_rng_uniform(s->rng) < share)
            days[n - 1].answered++;
        else
            days[n - 1].denied++;
    }
    p = service_change(days, n, s->rng).p;
    free(days);
    return p;
}

/* Exactly the load that is there: both are one-sided at their edge.  Bursts double it, uneven days do not change the mean. */
static double load(const struct sample *s, double rate, bool low)
{
    struct load_events e = { .n = 0 };
    struct load l;

    for (size_t i = 0; i < s->n; i++)
        load_add(&e, observed_start(s->observed), s->times[i], 1);
    l = load_of(&e, s->observed, rate, rate);
    load_release(&e);
    return low ? l.p_low : l.p_high;
}

static double low(const struct sample *s)
{
    return load(s, 25, true);
}

static double high(const struct sample *s)
{
    return load(s, 25, false);
}

const struct calibration calibration_service[] = {
    { "service", "p_change", { WORLD_DIURNAL | WORLD_UNEVEN, 20, 60 }, change, 2000, 20 },
    { "service", "p_low", { WORLD_DIURNAL, 25, 140 }, low, 10000, 100 },
    { "service", "p_low", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, low, 10000, 0 },
    { "service", "p_high", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, high, 10000, 0 },
    { "service", "p_high", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 56 }, high, 10000, 0 },
    { 0 },
};
