/* outputs.h -- the tables that a program writes: all opened before the work, all published after it.

   Each goes to a file of its own (base/outfile.h).  None has its final name before every one is whole, and the first of
   them gets its name last: when it stands, everything stands.  A table that was not asked for has no path and no rows. */

#ifndef DIELOG_OUTPUTS_H
#define DIELOG_OUTPUTS_H

#include "base/csv.h"
#include "base/err.h"

struct outputs;

/* PATHS: N of them, NULL where a table is not asked for; "-" is standard output.  NULL when one of them cannot be written, or
   when two are the same file.  The caller's, until outputs_free. */
struct outputs *outputs_open(const char *const *paths, size_t n, struct err *err) MUST_USE;

/* Where the rows of table K go, its header first; NULL where it was not asked for. */
struct csv_writer *outputs_rows(struct outputs *t, size_t k);

/* Once, after the last row.  False: one is not whole or cannot have its name; outputs_free removes what has none. */
bool outputs_publish(struct outputs *t, struct err *err) MUST_USE;

/* Leaves no trace of what was not published.  NULL is accepted. */
void outputs_free(struct outputs *t);

#endif
