/* lagscan.h -- are some lags between visits commoner than those around them?

   For a period P and a width w the statistic adds, over all pairs of visits i < j,

       S = sum of k((t_j - t_i) / P) / mu(t_j),

   k = 1 within 1 +- w, -h on one side of that (as far again for w = .35, twice as far for w = .1), 0
   elsewhere, with h such that k integrates to 0; mu is the rate expected at t_j.  It is the score test of the
   self-exciting rate mu(t) + e sum_i k((t - t_i) / P) at e = 0 (Hawkes 1971; Ogata 1988).  There are two of
   them, against the shorter lags and against the longer ones, and the smaller counts: lags that grow
   rarer with their length, as rhythm of the day, changing levels and most bursts make them, give none.  Dividing by mu
   makes a pair of the night worth more than one of noon.  A clock, and a machine that sleeps a jittered time
   after each event, both make lags of P commoner; phase is not asked for.

   Variance: max(V0, B s2), V0 = sum(1 / mu) P int k^2 for a Poisson stream, s2 the variance of S over B
   blocks of equal numbers of visits: bursts and busy days count as what they are.  The statistic is the largest
   S / sqrt(V) over a grid of P and two widths (.35 and .1).  Its distribution is not known: compare
   with draws from the null (lagscan_max on each). */

#ifndef DIELOG_LAGSCAN_H
#define DIELOG_LAGSCAN_H

#include <stddef.h>

struct lagscan; /* the grid, and room to work in; one a thread */

/* Periods from SHORTEST to LONGEST seconds; BLOCKS from 4 to 64. */
struct lagscan *lagscan_new(double shortest, double longest, size_t blocks);
void lagscan_free(struct lagscan *s);
size_t lagscan_trials(const struct lagscan *s); /* periods tried */

struct lagpeak {
    double z;      /* the largest S / sqrt(V); -INFINITY without a grid or visits */
    double period; /* seconds, and the width as a share of it */
    double width;
};

/* T ascends, seconds; WEIGHT is 1 / mu at each, seconds a visit. */
struct lagpeak lagscan_max(struct lagscan *s, const double *t, const double *weight, size_t n);

/* The longest lag that is looked at: 1.7 LONGEST. */
double lagscan_reach(const struct lagscan *s);

#endif
