/* collect.h -- the slices of one day become one record: merged, in time order, repeats
   resolved.

   Batches overlap and rotated logs are copied twice, yet a real log holds true
   duplicates.  So within a sensor the record is the multiset union of its batches:
   a row that batch A shows twice and batch B three times happened three times,
   `count` 3 and `raw` 5.  Rows of different sensors are different rows.  A batch is
   one log, whose slices may be several: what its pieces show adds up.  Because a
   maximum and a sum know no order, neither does the result: the same slices in any
   order give the same bytes.  Nor any grouping: a day that was collected is a slice, too,
   of a batch of its own, with its raw counts.

   Rows are sorted by time, then by the bytes of sensor, client, action, target,
   status, transport, then by size (missing first).

   Slices are merged as they are read.  A look at their times has told how late each
   one's rows can be (slicetimes.h); a row is held until no slice can show an earlier
   one, which for logs in order of time is a moment.

   Memory: what collect_new is given, and some 128 KiB for each slice that is open, at
   most 128 at once.  Where more rows must be held, because slices are in no order or
   all of one time, all that follow are sorted and put aside in a temporary file
   (runs.h) and merged at the end; the bytes written are the same. */

#ifndef DIELOG_COLLECT_H
#define DIELOG_COLLECT_H

#include "base/err.h"
#include "base/progress.h"
#include "case/parties.h"
#include <stdint.h>
#include <stdio.h>

struct collect;

/* MEMORY in bytes for rows; FOLDER for the temporary file, kept by the caller. */
struct collect *collect_new(size_t memory, const char *folder);
void collect_free(struct collect *c);

/* Takes note of one more slice, of the batch with this number, and looks at its times;
   one that shows none, such as a stream, is read to its end.  After a failure C can only
   be freed. */
bool collect_add(struct collect *c, uint32_t batch, const char *path, struct err *err) MUST_USE;

/* The batch in the path of a slice, <day>/<batch>[@<piece>].csv; a piece is what one
   night read of a log. */
struct text collect_batch_of(const char *path);

/* The bytes of the slices count in BAR, which must live until the day is written, as they are merged; NULL: none.  Before
   the first collect_add. */
void collect_show(struct collect *c, struct progress *bar);

/* Reads the slices and writes the day with header; then C can only be freed. */
bool collect_write(struct collect *c, const struct parties *parties, FILE *to, struct err *err) MUST_USE;

#endif
