/* collect.h -- the slices of one day become one record: merged, in time order, repeats
   resolved.

   Batches overlap and rotated logs are copied twice, yet a real log holds true
   duplicates.  So within a sensor the record is the multiset union of its batches:
   a row that batch A shows twice and batch B three times happened three times,
   `count` 3 and `raw` 5.  Rows of different sensors are different rows.  A batch is
   a slice file.  Because a maximum and a sum know no order, neither does the
   result: the same slices in any order give the same bytes.

   Rows are sorted by time, then by the bytes of sensor, client, action, target,
   status, transport, then by size (missing first).

   Memory: about 64 bytes a row and each different text once. */

#ifndef DIELOG_COLLECT_H
#define DIELOG_COLLECT_H

#include "base/csv.h"
#include "base/err.h"
#include "parties.h"

struct collect;

struct collect *collect_new(void);
void collect_free(struct collect *c);

/* Reads one more slice to its end: the rows of one batch. */
bool collect_read(struct collect *c, struct csv_reader *slice, struct err *err) MUST_USE;

/* Resolves what was read and writes the day with header; then C can only be freed. */
void collect_write(struct collect *c, const struct parties *parties, FILE *to);

#endif
