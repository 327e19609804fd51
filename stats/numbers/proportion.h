/* proportion.h -- X of N: limits of the share when events are independent.

   Where they come in bursts both are too narrow; see share.h. */

#ifndef DIELOG_PROPORTION_H
#define DIELOG_PROPORTION_H

#include "poisson.h"

/* Wilson 1927: score limits; right on average over shares.  R: prop.test(x, n, correct = FALSE). */
struct limits wilson_limits(double x, double n, double level);

/* Clopper & Pearson 1934: never covers less than LEVEL.  R: binom.test(x, n). */
struct limits exact_limits(double x, double n, double level);

#endif
