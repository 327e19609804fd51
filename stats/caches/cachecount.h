/* cachecount.h -- one cache or several behind one address, or none?

   Under K caches the stream has the intensity of cachemodel.h, plus a share e of arrivals that are
   no business of the cache, spread as all arrivals are; e is one of .001 .003 .01 .03 .1, the likeliest.
   Each K is fitted (its TTL too, where it is sought: the edge of the times between an arrival and the
   Kth after it, which cannot be shorter than T), and compared with a stream without a cache over
   the same time.  The margins are stated, and not from chi-square, because the models are not nested. */

#ifndef DIELOG_CACHECOUNT_H
#define DIELOG_CACHECOUNT_H

#include "base/err.h"
#include "livetime.h"
#include "ttledge.h"

#define CACHECOUNT_MOST LIVETIME_MOST /* more caches look like none */
#define CACHECOUNT_MARGIN 3 /* log likelihood by which a number of caches must lead the others */

/* How a stream is looked at. */
struct cachesetting {
    const struct observed *observed;
    double ttl;   /* seconds; NAN: from the gaps */
    double early; /* the silence is this share of the TTL: 1, or less with prefetch */
    double least; /* seconds: no TTL below is looked for */
    int64_t resolution, slack; /* microseconds */
};

struct cachecount {
    double gain[CACHECOUNT_MOST]; /* of 1, 2 ... caches: log likelihood over no cache; -INFINITY without a TTL */
    struct ttledge edge[CACHECOUNT_MOST];
    int best;  /* 1 to CACHECOUNT_MOST */
    bool told; /* it leads by the margin */
};

/* Times, in seconds, from each arrival to the STEPth after it, where all of it was watched; ascending; the caller frees
   them. */
double *gap_seconds(const when_t *times, size_t n, int steps, const struct observed *o, size_t *n_gaps);

/* The TTL of CACHES caches as S has it, or by the gaps.  False when none shows. */
bool cache_edge(struct ttledge *e, int caches, const struct cachesetting *s, const when_t *times, size_t n);

bool cachecount_of(struct cachecount *c, const struct cachesetting *s, const when_t *times, size_t n,
                   struct err *err) MUST_USE;

#endif
