/* change.h -- where a level changes for good: the split of a series into segments of constant level.

   A series has for each bin a value y and a base b (exposure, number of trials, weight; a bin with b = 0 is not there).
   With Y and B the sums over a segment its cost is -2 log likelihood of the best constant level, less what all splits share:

       CHANGE_POISSON    -2 (Y log(Y/B) - Y)                       counts y at a rate per base
       CHANGE_BINOMIAL   -2 (Y log(Y/B) + (B - Y) log(1 - Y/B))    y of b
       CHANGE_NORMAL     -Y^2 / B                                  values y whose variance is proportional to b, per unit of
                                                                   it (y = b x: a weighed mean of x)

   Overdispersion divides the gain of a split (change_scale.h).  PELT (Killick, Fearnhead & Eckley 2012) finds the split that
   minimises the sum of costs + penalty x number of changes, exactly. */

#ifndef DIELOG_CHANGE_H
#define DIELOG_CHANGE_H

#include <stddef.h>

enum change_family { CHANGE_POISSON, CHANGE_BINOMIAL, CHANGE_NORMAL };

struct change_series {
    enum change_family family;
    const double *y, *b;
    size_t n;
};

double change_cost(enum change_family family, double y, double b);

/* Into BREAKS (room for n) the first bins of the second, third ... segment of the best split; returns their number.
   Every segment has at least LEAST bins. */
size_t change_pelt(const struct change_series *s, double penalty, size_t least, size_t *breaks);

/* The best single split of the bins FROM to TO (not included): the second part's first bin, and the gain, in
   *GAIN: cost of the whole less that of the two; 0 and TO when there is no room for two. */
size_t change_single(const struct change_series *s, size_t from, size_t to, size_t least, double *gain);

/* The largest mean gain of a change, (cost of one segment - cost of k + 1) / k, k = 1 .. CHANGE_DEPTH: the penalty from
   which on up to so many changes are not worth it. */
#define CHANGE_DEPTH 4
double change_worth(const struct change_series *s, size_t least);

#endif
