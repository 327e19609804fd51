/* ttledge.h -- the TTL that a cache writes into the gaps: where their hazard jumps up.

   Hazard a below T, b from T on, b > a; both by maximum likelihood, so that

       log L(T) = s log(s / A) + (n - s) log((n - s) / B) - n

   with s gaps below T, A = sum min(gap, T), B = sum max(gap - T, 0) (Matthews & Farewell 1982;
   Loader 1991).  A few short gaps move a, not T.  L jumps down at each gap, so T is sought at the
   gaps.  Interval: the T with log L within log(40) of the best.  To either side of the true
   T the likelihood ratio is a martingale of mean 1 when a and b are known, so each side exceeds 40 with
   probability 1/40 at most (Ville 1939): at least 95 % in all, and not the chi-square of a regular problem.
   Stamps that tick in steps of RESOLUTION widen it by a step on both sides. */

#ifndef DIELOG_TTLEDGE_H
#define DIELOG_TTLEDGE_H

#include <stdbool.h>
#include <stddef.h>

#define TTLEDGE_GAPS 10 /* at least so many must lie above it */

struct ttledge {
    double ttl, lo, hi;   /* seconds */
    double gain;          /* log likelihood over that of one hazard for all gaps */
    double before, after; /* hazards a and b, a second */
};

/* GAPS: seconds, ascending.  Only T from FROM on are looked at.  False when no T makes b > a. */
bool ttledge_find(const double *gaps, size_t n, double from, double resolution, struct ttledge *out);

/* The same numbers at a T that is known: no search, lo and hi equal it; gain is negative where b < a. */
void ttledge_at(const double *gaps, size_t n, double ttl, double resolution, struct ttledge *out);

#endif
