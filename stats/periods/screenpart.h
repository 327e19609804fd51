/* screenpart.h -- a screen in parts: what was seen of some of its pairs, before anything that rests on all of them.

   A part's table begins with a row for each shard that it holds (shard, shards, run, pairs), then has one for each pair, in
   order of the name, with all that dielog-screen's own table is made from but the p adjusted over all pairs, the verdict and
   the rank.  Parts add up, in any order and grouping, to the bytes of one part.  `run` is a fingerprint of how the pairs were
   judged: parts of different runs do not add up. */

#ifndef DIELOG_SCREENPART_H
#define DIELOG_SCREENPART_H

#include "cadence_rows.h"
#include "rows/inputs.h"

#define SCREENPART_SHARDS 100000

struct screenpart;

struct screenpart *screenpart_new(void);
void screenpart_free(struct screenpart *p); /* NULL is accepted */

/* N pairs that were judged now, as the SHARD-th (from 1) of SHARDS, into an empty part.  It owns ROWS from then on; groups are
   copied, times and posteriors must have been freed. */
void screenpart_take(struct screenpart *p, int64_t shard, int64_t shards, const struct cadence_how *how, const struct observed *o,
                     struct cadence_row *rows, size_t n);

/* Adds written parts.  Fails on one of another run, on a pair that two of them have, and where pairs are fewer than were written. */
bool screenpart_read(struct screenpart *p, const struct inputs *in, struct err *err) MUST_USE;

/* Is every shard here?  Where the input was divided (1 of 1, several times) nobody can tell. */
bool screenpart_whole(const struct screenpart *p, struct err *err) MUST_USE;

void screenpart_write(const struct screenpart *p, struct csv_writer *w);

/* The pairs, in order of the name; the part's, to be adjusted and ranked. */
struct cadence_row *screenpart_rows(struct screenpart *p, size_t *n);

#endif
