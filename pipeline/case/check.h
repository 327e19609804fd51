/* check.h -- what would come of a case, found in seconds: each log's first lines
   through its dialect, and what the tables say held against them.

   Looked at are the first CHECK_LINES lines of each log and, of a log that is not
   compressed, its last ones; what lies between is not known, and what is said of
   it says so. */

#ifndef DIELOG_CHECK_H
#define DIELOG_CHECK_H

#include "batches.h"
#include "parties.h"

#define CHECK_LINES 100000

struct check;

/* Reads what is needed of the case; check_free.  NULL when the case itself has a mistake:
   the message tells it with FILE:LINE. */
struct check *check_new(const struct casefile *c, struct err *err) MUST_USE;
void check_free(struct check *k);

/* Looks into one log and adds what it found to INTO, a few lines. */
void check_log(struct check *k, const struct batch *b, struct buf *into);

/* After all logs: the parties that never occurred, the events outside the span. */
bool check_tables(struct check *k, struct buf *into, struct err *err) MUST_USE;

/* How many mistakes: things without which the case cannot run. */
size_t check_mistakes(const struct check *k);

/* How many doubts: things that may be meant so. */
size_t check_doubts(const struct check *k);

#endif
