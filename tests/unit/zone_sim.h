/* zone_sim.h -- visits of people with a known profile in a known zone, for tests. */

#ifndef DIELOG_TEST_ZONE_SIM_H
#define DIELOG_TEST_ZONE_SIM_H

#include "base/err.h"
#include "zones/profile.h"
#include "zones/zonegroups.h"

#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

static inline int sim_order(const void *a, const void *b)
{
    when_t x = *(const when_t *)a, y = *(const when_t *)b;
    return (x > y) - (x < y);
}

/* A half hour of the week (0 .. 335) drawn by its rate. */
static inline size_t sim_half(const double log_rate[PROFILE_CELLS], gsl_rng *rng)
{
    for (;;) {
        size_t half = gsl_rng_uniform_int(rng, 336);
        double rate = exp(log_rate[half % PROFILE_DAY + (half >= 5 * PROFILE_DAY ? PROFILE_DAY : 0)]);
        if (gsl_rng_uniform(rng) * 60 < rate) /* no rate is above 60 times the mean */
            return half;
    }
}

/* N visits in WEEKS weeks from the Monday START; SHIFT_H: how late the habit is. */
static inline void sim_visits(const double log_rate[PROFILE_CELLS], const struct zone_clock *clock, when_t start,
                              unsigned long weeks, double shift_h, gsl_rng *rng, when_t *out, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        when_t local = start + (when_t)gsl_rng_uniform_int(rng, weeks) * WHEN_WEEK;
        local += (when_t)(((double)sim_half(log_rate, rng) + gsl_rng_uniform(rng)) * WHEN_HOUR / 2);
        local += (when_t)(shift_h * WHEN_HOUR);
        when_t near = local - zone_clock_at(clock, local) * WHEN_SECOND;
        out[i] = local - zone_clock_at(clock, near) * WHEN_SECOND;
    }
    qsort(out, n, sizeof *out, sim_order);
}

/* The group that NAME is in. */
static inline size_t sim_group(const struct zonegroups *g, const char *name)
{
    for (size_t k = 0; k < g->n; k++)
        for (size_t i = 0; i < g->at[k].n_members; i++)
            if (strcmp(g->at[k].members[i], name) == 0)
                return k;
    abort();
}

#endif
