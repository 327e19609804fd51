/* weighsettle.h -- what further data would settle what is open: a plain sentence. */

#ifndef DIELOG_WEIGHSETTLE_H
#define DIELOG_WEIGHSETTLE_H

#include "base/buf.h"
#include "weigh.h"

/* How many blocks like these it takes until the near end of the ratio's interval reaches a support of 10, if each leans as these do on average:
   n m - 1.96 s sqrt(n) = 1, m and s the mean and standard deviation of a block's log10 ratio, s from the interval.  INFINITY where they lean
   to neither side. */
double weighsettle_blocks(const struct weighratio *r);

/* Appends the sentence, without its full stop. */
void weighsettle(struct buf *out, const struct weigh *w, int block_days);

#endif
