/* epoch.h -- superposed epochs: many events laid over one another on their starts (Chree 1913; Haurwitz & Brier 1981).

   Each event has its own place and others that it could as well have had; at each place there are a count and an expected count for every
   lag.  Stacked, lag l shows the ratio R_l = sum of counts / sum of expected counts over the events.  Null model: the events' own
   places are no others than the rest.  It is drawn: each event at a place drawn from its own, all lags of a place together, so that
   what follows on what within a place is kept.

   p of a lag: (1 + b)/(1 + m), b of m draws whose R_l is as far from the mean of the draws.  p overall pays for the lags: the
   largest |R_l - mean_l| / sd_l over all lags (max-statistic: Westfall & Young 1993), mean and sd over the draws and the events themselves. */

#ifndef DIELOG_EPOCH_H
#define DIELOG_EPOCH_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

#define EPOCH_DRAWS 4999

struct epoch_cell {
    double count, expected;
};

struct epoch_event {
    struct epoch_cell *cells; /* [place * lags + lag]; place 0 is the event's own */
    size_t places;
};

struct epoch_lag {
    double count, expected, ratio;
    double mean, sd;        /* of the draws */
    double band_lo, band_hi; /* 95 % of the draws lie between */
    double p;
};

/* OUT gets LAGS entries; a lag where nothing is expected has NaN.  Returns p overall, NaN when no lag has an answer. */
double epoch_stack(const struct epoch_event *events, size_t n, size_t lags, gsl_rng *rng, struct epoch_lag *out);

#endif
