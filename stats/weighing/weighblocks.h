/* weighblocks.h -- the span cut into blocks of time, each of which a model is judged on without having seen it.

   Whole weeks where there are WEIGHBLOCKS_LEAST_WEEKS of them, else whole days (UTC), from the first observed day on; what is left over at
   the end belongs to the last block, and a block in which nobody watched is none.  Blocks are dealt out to
   WEIGHBLOCKS_FOLDS folds in turn: what is scored in a fold was fitted on the others. */

#ifndef DIELOG_WEIGHBLOCKS_H
#define DIELOG_WEIGHBLOCKS_H

#include "rows/observed.h"

#define WEIGHBLOCKS_LEAST_WEEKS 10
#define WEIGHBLOCKS_FOLDS 4

struct weighblocks {
    struct interval *at; /* ascending, touching where nothing was left out */
    size_t n;
    int days; /* a block's length: 7 or 1; 0 when there are none */
};

/* OBSERVED may be empty: then there are none. */
void weighblocks_init(struct weighblocks *b, const struct observed *observed);
void weighblocks_release(struct weighblocks *b);

/* The block that T, an observed time, is in. */
size_t weighblocks_of(const struct weighblocks *b, when_t t);

int weighblocks_fold(size_t block);

#endif
