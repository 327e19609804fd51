/* cachefilter.h -- which visits passed a cache and which came straight, given the rate of either: a filter over which
   visit shut the cache last.

   Others come as Poisson of rate e(t).  While the cache is open visits pass it at rate l(t), and each shuts it for a time T.
   Given the visits so far, the cache is open, or one of the visits of the last T shut it: those are the states.  In a step
   without visit only l's silence tells them apart; at a visit each open state splits in two.  Forward and backward
   recursion (Rabiner 1989; the chain is semi-Markov, a state's age its own) give the likelihood, each visit's probability
   to have passed, and the expected open time; sampling backward gives one way that it can have been (Carter & Kohn 1994).

   Time that was not watched is taken to hide no visit that shut the cache. */

#ifndef DIELOG_CACHEFILTER_H
#define DIELOG_CACHEFILTER_H

#include "demand.h"
#include <gsl/gsl_rng.h>

struct cachefilter;

/* TIMES (kept, not copied) ascend and lie in O; SHUT in microseconds.  NULL where the stream is too dense: more than
   CACHEFILTER_PAIRS states in all. */
#define CACHEFILTER_PAIRS 4e6
struct cachefilter *cachefilter_new(const when_t *times, size_t n, when_t shut, const struct observed *o);
void cachefilter_free(struct cachefilter *f);

/* The log likelihood of the visits.  The rates (an hour, above 0) are kept by address for what is asked below. */
double cachefilter_run(struct cachefilter *f, const struct demand *others, const struct demand *passed);

/* After a run: what an EM step needs, by hour of the rates' grid (all hours are set), and each visit's probability. */
struct cachesums {
    double *others, *passed; /* visits */
    double *open;            /* hours in which the cache was open */
    double *posterior;       /* by visit */
};

void cachefilter_sums(struct cachefilter *f, struct cachesums *sums);

/* After a run: draws which visits passed, and writes the demand expected between the cache's opening and each of them
   (room for n): Exp(1) and independent when demand is Poisson (Brown et al. 2002).  Waits that hold time nobody watched are left
   out.  Returns their number. */
size_t cachefilter_waits(const struct cachefilter *f, gsl_rng *rng, double *waits);

#endif
