/* jitter.h -- do two series come within moments of each other more often than what they have in common by the hour makes them?

   Visits of either series are reduced to episodes: those less than R = JITTER_APART after the one before it belong to it. With d a
   distance, C(d) is the number of episodes of the first series with one of the second at most d away. Null model: the first
   series' episodes fall anywhere within cells of length J (a grid whose offset is drawn anew each time), independently of the
   second: a jitter that keeps working hours, busy days and everything slower than J, and destroys what is faster (interval jitter: Amarasingham,
   Harrison, Hatsopoulos & Geman 2012, J Neurophysiol 107: 517).  Drawn episodes keep R apart within their cell and lie in observed time.

   For each d of a list (1 s to J/4) the excess is C(d) less its mean over JITTER_PILOT draws, in their standard deviations; the
   statistic is the largest excess, so the search over d is paid for, and so is the look at both sides: p is twice the smaller of the
   shares of further draws with a largest excess, or a largest lack, as large (at most 1).  Drawing ends for a side at its tenth such
   draw, and then its p is 10/m (Besag & Clifford 1991), so that most pairs cost little and the few that matter get a small p. */

#ifndef DIELOG_JITTER_H
#define DIELOG_JITTER_H

#include "rows/observed.h"
#include <gsl/gsl_rng.h>
#include <stddef.h>

#define JITTER_CELL (1800 * WHEN_SECOND) /* J */
#define JITTER_APART (180 * WHEN_SECOND)  /* R */
#define JITTER_DISTANCES 9
#define JITTER_PILOT 199
#define JITTER_LEAST 20 /* episodes of either, below which nothing is told */

extern const double jitter_distances[JITTER_DISTANCES]; /* seconds */

struct jitter {
    size_t n, m;                        /* episodes of the first and the second series */
    double seen[JITTER_DISTANCES];      /* C(d) */
    double mean[JITTER_DISTANCES], sd[JITTER_DISTANCES];
    double lo[JITTER_DISTANCES], hi[JITTER_DISTANCES]; /* 2.5 % and 97.5 % of the draws, each d by itself */
    size_t at;                          /* which d has the largest excess */
    double excess;                      /* share of the smaller series' episodes that coincide beyond chance at that d */
    double p_more, p_fewer, p;          /* NAN: too few episodes */
    double lead_s;                      /* median of second less first over the coincidences at that d; NAN without */
};

/* DRAWS: at most, after the pilot.  Times ascend; TICK: the resolution, to which drawn times are cut as logs cut them.  RNG of the pair's own. */
struct jitter jitter_test(const when_t *a, size_t n, const when_t *b, size_t m, const struct observed *o, int64_t tick, size_t draws,
                          gsl_rng *rng);

#endif
