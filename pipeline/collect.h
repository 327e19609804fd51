/* collect.h -- the slices of one day become one record: merged, in time order, repeats
   resolved.

   Batches overlap and rotated logs are copied twice, yet a real log holds true
   duplicates.  So within a sensor the record is the multiset union of its batches:
   a row that batch A shows twice and batch B three times happened three times,
   `count` 3 and `raw` 5.  Rows of different sensors are different rows.  A batch is
   one log, whose slices may be several: what its pieces show adds up.  Because a
   maximum and a sum know no order, neither does the result: the same slices in any
   order give the same bytes.

   Rows are sorted by time, then by the bytes of sensor, client, action, target,
   status, transport, then by size (missing first).

   Memory: what collect_new is given, whatever the day.  Rows that do not fit are
   sorted and put aside in a temporary file (runs.h), and merged while writing; the
   bytes written are the same. */

#ifndef DIELOG_COLLECT_H
#define DIELOG_COLLECT_H

#include "base/csv.h"
#include "base/err.h"
#include "parties.h"

struct collect;

/* MEMORY in bytes for rows; FOLDER for the temporary file, kept by the caller. */
struct collect *collect_new(size_t memory, const char *folder);
void collect_free(struct collect *c);

/* Reads one more slice to its end: rows of the batch with this number.  After a
   failure C can only be freed. */
bool collect_read(struct collect *c, uint32_t batch, struct csv_reader *slice, struct err *err) MUST_USE;

/* The batch in the path of a slice, <day>/<batch>[@<piece>].csv; a piece is what one
   night read of a log. */
struct text collect_batch_of(const char *path);

/* What is written counts in BAR: BYTES for all rows.  BAR must live until then. */
void collect_show(struct collect *c, struct progress *bar, int64_t bytes);

/* Resolves what was read and writes the day with header; then C can only be freed. */
bool collect_write(struct collect *c, const struct parties *parties, FILE *to, struct err *err) MUST_USE;

#endif
