/* simulated.h -- event times whose truth is known, for the calibration of tests: by
   the hour an inhomogeneous Poisson process with a day, a week and a slow trend,
   multiplied by a gamma frailty by day (variance TAU2) and one by week (WEEK2), each event followed by a
   geometric number of repeats within ten minutes (BURST on average).  Small on purpose and
   apart from the simulator, so that the two do not share a mistake. */

#ifndef DIELOG_TEST_SIMULATED_H
#define DIELOG_TEST_SIMULATED_H

#include "base/when.h"
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

/* Monday 2016-05-02, 00 h UTC */
#define SIMULATED_START (INT64_C(16923) * WHEN_DAY)

struct simulated {
    int days;
    double per_day; /* events a day, on average over the week, bursts aside */
    double tau2, week2, burst;
    double weekend;             /* rate of Saturday and Sunday against a weekday */
    double night;               /* rate at 03 h against 13 h: 1 is flat */
    double trend;               /* amplitude of a half-year wave */
    when_t silent, silent_end;  /* no events here */
    when_t raised, raised_end;  /* here the rate is multiplied by `raise` */
    double raise;
};

static inline double simulated_rate(const struct simulated *s, int day, int hour)
{
    double depth = (1 - s->night) / (1 + s->night);
    double clock = 1 + depth * cos(2 * M_PI * (hour - 13) / 24.0);
    double week = (day % 7 >= 5 ? s->weekend : 1) * 7 / (5 + 2 * s->weekend);

    return s->per_day / 24 * clock * week * (1 + s->trend * sin(2 * M_PI * day / 182.0));
}

static int simulated_order(const void *a, const void *b)
{
    when_t x = *(const when_t *)a, y = *(const when_t *)b;

    return (x > y) - (x < y);
}

static inline size_t simulated_event(const struct simulated *s, gsl_rng *g, when_t t, when_t *out, size_t room)
{
    size_t n = 0;

    while (n < room) {
        if (t < s->silent || t >= s->silent_end)
            out[n++] = t;
        if (s->burst <= 0 || gsl_rng_uniform(g) >= s->burst / (1 + s->burst))
            break;
        t += (when_t)(gsl_ran_flat(g, 3, 200) * (double)WHEN_SECOND);
    }
    return n;
}

/* Returns the number of events; at most ROOM. */
static inline size_t simulated_times(const struct simulated *s, gsl_rng *g, when_t *out, size_t room)
{
    size_t n = 0;
    double week = 1;

    for (int d = 0; d < s->days; d++) {
        double frailty = s->tau2 > 0 ? gsl_ran_gamma(g, 1 / s->tau2, s->tau2) : 1;

        if (d % 7 == 0 && s->week2 > 0)
            week = gsl_ran_gamma(g, 1 / s->week2, s->week2);

        for (int h = 0; h < 24; h++) {
            when_t start = SIMULATED_START + d * WHEN_DAY + h * WHEN_HOUR;
            double raise = start >= s->raised && start < s->raised_end ? s->raise : 1;
            unsigned k = gsl_ran_poisson(g, simulated_rate(s, d, h) * frailty * week * raise);

            for (unsigned i = 0; i < k; i++)
                n += simulated_event(s, g, start + (when_t)(gsl_rng_uniform(g) * (double)WHEN_HOUR), out + n,
                                     room - n);
        }
    }
    qsort(out, n, sizeof *out, simulated_order);
    return n;
}

#endif
