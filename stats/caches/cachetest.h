/* cachetest.h -- is this what caches make of steady demand?  A p-value by simulation.

   Null model: demand is Poisson at a rate that follows the hour of the week, a slow level, and days
   busier or quieter as a whole, behind K caches of silence T.  Then the gaps between misses, rescaled by the fitted intensity (time-rescaling theorem:
   Brown et al. 2002), are exponential and do not remember.  Two statistics: A^2 of the rescaled gaps
   (exponential.h) and their memory.  Each draw of the null is fitted anew, its T too where T came from the
   gaps, so that the fit is paid for (Lilliefors 1969).

       p_gaps, p_memory   (1 + b) / (1 + draws)
       p                  twice the smaller, at most 1 (Bonferroni)

   The demand's interval comes from the same draws: estimate / quantiles of (refitted / true), the basic bootstrap of
   its logarithm (Davison & Hinkley 1997, section 5.2). */

#ifndef DIELOG_CACHETEST_H
#define DIELOG_CACHETEST_H

#include "cachecount.h"
#include "cachemodel.h"

struct cachemeasure {
    double ttl;    /* seconds: as the setting has it, or by the gaps */
    double a2, memory;
    double spread; /* sd over mean of the rescaled gaps: 1 when exponential, less in a timer, more in bursts */
    double demand; /* an hour of observation, at all caches together */
    size_t misses; /* of known time */
};

/* TTL is what holds where S seeks one and none shows.  MODEL is released by the caller, also after a failure. */
bool cachemeasure_of(struct cachemeasure *out, struct cachemodel *model, int caches, double ttl,
                     const struct cachesetting *s, const when_t *times, size_t n, struct err *err) MUST_USE;

/* Watched gaps, in bins of equal width; the last one is open. */
struct gaphist {
    double width; /* seconds */
    size_t bins;
    double *count, *expected;
};

void gaphist_init(struct gaphist *h, double ttl, const double *gaps, size_t n); /* counts them */
void gaphist_release(struct gaphist *h);

struct cachetest {
    double p, p_gaps, p_memory;
    double lo, hi; /* demand, 95 % */
};

/* HIST (or NULL) gets the mean counts of the draws. */
bool cachetest_run(struct cachetest *t, const struct cachemeasure *seen, const struct cachemodel *model,
                   const struct cachesetting *s, size_t draws, gsl_rng *rng, struct gaphist *hist,
                   struct err *err) MUST_USE;

#endif
