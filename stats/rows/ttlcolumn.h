/* ttlcolumn.h -- TTLs that the log itself has: by group, the value that most rows show. */

#ifndef DIELOG_TTLCOLUMN_H
#define DIELOG_TTLCOLUMN_H

#include "inputs.h"

struct ttlcolumn;

/* GROUP NULL: one group, "all".  COLUMN holds seconds; rows where it is empty are passed over.  WITH_ALL: "all"
   has the value of most rows of all groups.  NULL on failure: a file cannot be read, a column lacks, a value is
   not a number from 1 to 2^31 - 1 (RFC 2181, section 8). */
struct ttlcolumn *ttlcolumn_read(const struct inputs *in, const char *group, const char *column, bool with_all,
                                 struct err *err) MUST_USE;
void ttlcolumn_free(struct ttlcolumn *t);

/* Seconds; NAN where the group has none. Of two values that are as common, the smaller. */
double ttlcolumn_of(const struct ttlcolumn *t, const char *group);

#endif
