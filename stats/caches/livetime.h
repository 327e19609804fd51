/* livetime.h -- how many of K caches were open, at every instant.

   Each arrival is a miss of one cache, which then answers by itself for the silence T.  So at t as many
   caches are shut as there were misses in (t - T, t], and K minus that are open: the log itself tells it exactly,
   whichever cache each miss was of.  An arrival when none is open is no miss of these caches: an
   extra.  (Less than SLACK too early, it is the next cache to open: stamps and clocks are coarse.)

   Time that was not watched may hide misses, unless no cache was open in it: then the state is not known until T later.
   What is known depends on the past alone, so misses over open time estimate the demand
   without bias, and time rescaled by demand and open caches makes the misses a Poisson process of rate
   1 (Andersen, Borgan, Gill & Keiding 1993, chapter II: multiplicative intensities). */

#ifndef DIELOG_LIVETIME_H
#define DIELOG_LIVETIME_H

#include "rows/observed.h"

/* There are up to two stretches and an arrival a lookup, so both are packed: 60 bits hold the microseconds of 18,000 years
   on either side of 1970, more than WHEN_MIN to WHEN_MAX. */
#define LIVETIME_BITS 60

/* A stretch of known state. */
struct stretch {
    when_t from;
    when_t to : LIVETIME_BITS;
    unsigned open : 64 - LIVETIME_BITS; /* caches, 0 to K */
};

/* An arrival at a time of known state. */
struct arrival {
    when_t at : LIVETIME_BITS;
    unsigned open : 64 - LIVETIME_BITS; /* just before it; 0: an extra */
};

struct livetime {
    int caches;
    struct stretch *stretches; /* ascending, disjoint */
    size_t n_stretches, stretches_capacity;
    struct arrival *arrivals;
    size_t n_arrivals;
};

/* TIMES ascend and are observed; SILENCE and SLACK in microseconds; CACHES at most LIVETIME_MOST. */
#define LIVETIME_MOST 4
void livetime_init(struct livetime *l, int caches, const when_t *times, size_t n, const struct observed *o,
                   int64_t silence, int64_t slack);
void livetime_release(struct livetime *l);

#endif
