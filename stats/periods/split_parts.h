/* split_parts.h -- what the files of split share; nobody else includes it.

   split.c has the clock, split_chain.c the beacon that sleeps. */

#ifndef DIELOG_SPLIT_PARTS_H
#define DIELOG_SPLIT_PARTS_H

#include "split.h"

#define SPLIT_LEAST .03 /* of mu that always stays with the backdrop */
#define SPLIT_SLEEPS 4  /* sleeps that a gap may span */

/* The backdrop's density at visit I: with a beacon of RATE beside it; alone; and by how much the expected number
   differs between the two. */
double split_calm(const struct split_data *d, size_t i, double rate);
double split_alone(const struct split_data *d, size_t i);
double split_shift(const struct split_data *d, double rate);

/* Has a fit by rounds come to rest?  Its beacon before the last round and after it. */
bool split_rests(const struct beacon *was, const struct beacon *is);

bool chain_fit(const struct split_data *d, struct beacon *b);
double chain_gain(const struct split_data *d, const struct beacon *b, double *posterior);

#endif
