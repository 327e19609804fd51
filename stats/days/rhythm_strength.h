/* rhythm_strength.h -- how strong, how ragged and when: the non-parametric measures of a daily rhythm.

   With x_i the rate of hour i, u_i the part of it that was observed, x the mean rate, x_h and U_h the rate and the
   observed hours of clock hour h over all days (Witting et al. 1990, Van Someren et al. 1999; without gaps
   these are their formulas):

       IS = sum_h U_h (x_h - x)^2 / sum_i u_i (x_i - x)^2           interdaily stability, 0 to 1
       IV = mean_w (x_i - x_{i-1})^2 / mean_u (x_i - x)^2           intradaily variability
       L5, M10   the smallest mean of x_h over 5 hours in a row, the largest over 10, around the clock
       RA = (M10 - L5) / (M10 + L5)                                 relative amplitude

   mean_u weighs by u_i, mean_w the pairs of neighbouring hours by sqrt(u_i u_{i-1}).  Hours that were not
   observed are in no sum.  Onsets are clock hours; of equal windows in a row the middle one is taken.

   Counts are noisy: with m events an hour the noise alone is part of every x_i, so IS falls and IV rises
   (to 2) as m goes to 0.  Compare series of like rates. */

#ifndef DIELOG_RHYTHM_STRENGTH_H
#define DIELOG_RHYTHM_STRENGTH_H

#include "daybins.h"
#include "numbers/poisson.h"

#define STRENGTH_DAYS 7 /* fewer: no intervals */

enum strength_measure {
    STRENGTH_IS,
    STRENGTH_IV,
    STRENGTH_RA,
    STRENGTH_L5,        /* events an hour */
    STRENGTH_L5_ONSET,  /* hour of the clock */
    STRENGTH_M10,
    STRENGTH_M10_ONSET,
    STRENGTH_MEASURES
};

/* A day: what the sums need. */
struct strength_day {
    double count[24], hours[24];
    double squares;        /* sum c^2 / u */
    double steps, weights; /* of the pairs that end in this day */
    bool weekend;
};

struct strength_days {
    struct strength_day *at; /* the days with observed time only */
    size_t n;
};

/* D has 24 bins. */
void strength_days_init(struct strength_days *s, const struct daybins *d);
void strength_days_release(struct strength_days *s);

/* WEIGHT: how often each day counts; NULL: once.  NAN: a clock hour without observed time, or no variance. */
void strength_of(const struct strength_days *s, const unsigned *weight, double out[STRENGTH_MEASURES]);

/* 95 % intervals.  IS (as a logit) and IV, which are smooth: the jackknife that leaves out one day at a time, its
   bias taken off, t with days - 2.  L5, M10 (as logarithms) and RA (as log L5/M10), which look for a window: days drawn again with
   replacement, weekdays and weekend days each from their own, ROUNDS times; twice the value less the draws'
   mean, +- t times their sd.  Onsets: percentiles of these draws on the circle around VALUE.  Half an event is
   added to L5's count before the logarithm; where it has none, its upper limit is at least 3.69 events' worth. */
void strength_limits(const struct strength_days *s, const double value[STRENGTH_MEASURES], size_t rounds, uint64_t seed,
                     const char *series, struct limits out[STRENGTH_MEASURES]);

#endif
