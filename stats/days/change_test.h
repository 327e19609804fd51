/* change_test.h -- did the level of a series change, when, and is it more than a stationary series with days like
   these shows?

   The statistic is what one change is worth, change_worth() over the scale.  Its null distribution is drawn: stationary series
   with the level, the scatter and the memory of this one (change_scale.h), each measured anew in the same way,
   so that the search over all places and numbers of changes and the error of the scale are paid for.  Drawing ends at the
   tenth that is worth as much (p = 10/m; Besag & Clifford 1991) or after CHANGE_DRAWS of them (p = (1 + b)/(1 + m)).

   Where p <= alpha the series is split by PELT at the penalty that 1 - alpha of the draws stay below.  Each change has a p of its
   own, from its gain over the two segments that it parts, by the same draws; and an interval: series with
   the fitted levels and this scatter are drawn CHANGE_BOOTSTRAP times, and the change is sought again between its
   neighbours. */

#ifndef DIELOG_CHANGE_TEST_H
#define DIELOG_CHANGE_TEST_H

#include "change_scale.h"

#define CHANGE_DRAWS 999
#define CHANGE_BOOTSTRAP 399
#define CHANGE_LEAST 5  /* bins of a segment */
#define CHANGE_BINS 28  /* fewer cannot tell */
#define CHANGE_MOST 50  /* changes */

struct change {
    size_t at, lo, hi;     /* first bin of the new level, and its 95 % interval */
    double before, after;  /* levels of the two segments */
    double p;
};

struct change_result {
    double p;     /* that there is any; NaN where the series cannot tell */
    double scale; /* variance / basic variance of long sums */
    double worth, penalty;
    struct change at[CHANGE_MOST];
    size_t n;
};

void change_test(const struct change_series *s, double alpha, gsl_rng *rng, struct change_result *out);

#endif
