/* cachemix.h -- a cache among other visits: some of a stream's visits pass one cache, the others come straight.

   cachefit.h asks whether a stream is a cache's and nothing else's.  Where an address also sends what no cache of that
   question holds back (another program, another resolver behind the same address), its visits are the sum of two:

       others   Poisson of rate e(t)
       passed   of rate l(t) while the cache is open; each shuts it for the TTL

   Which visit is which is not seen; cachefilter.h gives each visit's probability and the expected open time, from which
   e and l are fitted anew, and so on (EM: Dempster, Laird & Rubin 1977).  Both follow the hour of the day, weekdays and
   weekends apart, a slow level, and days busier or quieter as a whole (hourrate.h).

   Two tests, both by draws that are fitted anew:

       p_none   of the gain in log likelihood, among streams of one rate and no cache, the fitted or a constant one, whichever
                says more: is there a cache at all?
       p_fit    of the waits at the open cache, in demand expected (Brown et al. 2002: Exp(1) and independent), of one way
                drawn in which the visits may have passed: A^2 of the shorter four fifths (exponential.h: lines that
                were lost make a few far too long), and memory; among streams of both: is what passed a demand?
                A timer's waits are too even.  Asked only where p_none and gain are those of a cache, else NAN. */

#ifndef DIELOG_CACHEMIX_H
#define DIELOG_CACHEMIX_H

#include "base/err.h"
#include "base/when.h"
#include "rows/observed.h"
#include <gsl/gsl_rng.h>
#include <math.h>

struct cachemix_question {
    when_t ttl;        /* microseconds */
    when_t slack;      /* a visit this much too early is not early */
    when_t resolution; /* of the stamps, for the draws */
    when_t visit_gap;  /* events this close were collapsed; negative: none were */
    size_t none_draws; /* behind p_none, at most: 99 tell CACHEMIX_ALPHA; 0: p_none is not asked, and p_fit by the gain alone */
    size_t draws;      /* behind p_fit, at most: drawing stops when it is known well enough */
};

struct cachemix {
    double share;          /* of the visits that passed the cache */
    double demand;         /* at the cache, an hour of observation */
    double gain;           /* log likelihood over no cache */
    double p_none, p_fit, p_gaps, p_memory;
    double beyond;         /* long waits for each that demand makes: much above 1 where lines were lost */
    double *passed;        /* probability of each visit; n of them, owned */
};

#define CACHEMIX_NONE { NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NULL } /* nothing known */

#define CACHEMIX_GAIN 10   /* log likelihood over no cache, and */
#define CACHEMIX_ALPHA .01 /* p_none, that make a cache; and p_fit below which it is none */
#define CACHEMIX_LEAST 20  /* visits that passed it */

/* Whether part of N visits is what a cache leaves of a demand. */
bool cachemix_holds(const struct cachemix *m, size_t n);

/* TIMES ascend and lie in O.  False where there are too few visits, or too many for the filter; then everything is NAN.
   Release in any case. */
bool cachemix_of(struct cachemix *m, const when_t *times, size_t n, const struct observed *o,
                 const struct cachemix_question *q, gsl_rng *rng);
void cachemix_release(struct cachemix *m);

#endif
