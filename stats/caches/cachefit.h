/* cachefit.h -- is the cycle of a stream what a cache of TTL T makes of steady demand?

   The whole answer for one stream: TTL (ttledge.h, or stated), short gaps, prefetch, how many caches
   (cachecount.h), demand behind them, p (cachetest.h), and the verdict.

       cache         gaps below T are missing, and the gaps beyond it are those of steady demand
       not a cache   no such edge is there, short gaps are as common as without one, or p < .01: what lies
                     beyond T is not what demand leaves (a timer's jitter is too even, say)
       cannot tell   with the reason */

#ifndef DIELOG_CACHEFIT_H
#define DIELOG_CACHEFIT_H

#include "base/buf.h"
#include "cachecount.h"
#include "cachetest.h"
#include "numbers/poisson.h"

#define CACHEFIT_GAPS 20  /* fewer watched gaps: no answer */
#define CACHEFIT_GAIN 5   /* log likelihood over no cache that makes one; less than -5: none */
#define CACHEFIT_SEARCHED 10 /* the same for an edge that was searched for */
#define CACHEFIT_ALPHA .01
#define CACHEFIT_TICKS 5     /* of the stamps: what is shorter cannot be told from none */
#define CACHEFIT_PREFETCH .9 /* of the TTL, as unbound does it */

enum cachefit_verdict { CACHEFIT_CACHE, CACHEFIT_NOT, CACHEFIT_CANNOT };

enum cachefit_reason {
    CACHEFIT_FITS,
    CACHEFIT_FEW,      /* gaps */
    CACHEFIT_NO_EDGE,  /* no TTL shows in the gaps */
    CACHEFIT_FAINT,    /* too few gaps to tell a cache from none */
    CACHEFIT_SHORT,    /* short gaps as without a cache */
    CACHEFIT_DENSE,    /* renewed as soon as it expires: a timer or a busy cache */
    CACHEFIT_UNSTEADY, /* an edge, but the demand beyond it comes in bursts */
    CACHEFIT_REGULAR,  /* what lies beyond the edge is too regular for demand */
    CACHEFIT_SHAPE,    /* or otherwise not demand's */
};

struct cachefit_question {
    double ttl;   /* seconds; NAN: from the gaps */
    double least; /* seconds: shorter TTLs are not looked for */
    size_t draws;
    bool histogram;
};

/* What is not known is NAN. */
struct cachefit {
    enum cachefit_verdict verdict;
    enum cachefit_reason reason;
    size_t n, n_gaps;      /* arrivals; watched gaps between neighbours */
    double resolution;     /* seconds */
    int64_t slack;         /* microseconds: how much too short a gap may look */
    double ttl, ttl_lo, ttl_hi;
    double silence;        /* seconds: TTL, or .9 of it with prefetch */
    double share_below;
    struct limits below_limits;
    double before, after;  /* hazard of the next arrival below and from the TTL on, an hour */
    double prefetch_p;     /* more gaps between .9 T and T than below: one-sided */
    double gain;           /* log likelihood over no cache */
    int best;              /* caches; 0 without a TTL */
    int caches;            /* 0: cannot tell how many */
    struct cachemeasure seen;
    struct cachetest test;
    double hit_share;      /* of the demand, answered by the cache */
    struct cachemodel model;
    struct gaphist hist;   /* bins 0 without histogram */
};

/* Is the mean wait K / l at an open cache so short (CACHEFIT_TICKS, or five seconds: networks and clocks are no better) that a
   timer and a busy cache look alike?  DEMAND an hour at all CACHES, RESOLUTION in seconds. */
bool cachefit_dense(int caches, double demand, double resolution);

/* TIMES ascend and lie in O.  Release also after a failure. */
bool cachefit_of(struct cachefit *f, const when_t *times, size_t n, const struct observed *o,
                 const struct cachefit_question *q, gsl_rng *rng, struct err *err) MUST_USE;
void cachefit_release(struct cachefit *f);

const char *cachefit_verdict(const struct cachefit *f); /* "cache", "not a cache", "cannot tell" */

/* The reason, ready to follow the verdict and a colon; a constant string. */
const char *cachefit_reason(const struct cachefit *f);

/* "this cycle is what a cache of TTL 3600 s makes of steady demand of 0.7 an hour (p = 0.4)", or that it is not; empty
   where nothing can be said. */
void cachefit_sentence(const struct cachefit *f, struct buf *out);

#endif
