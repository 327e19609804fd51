/* runs.h -- sorted runs of rows that memory has no room for, and their merge.

   All runs lie in one file without a name beside the output: nothing finds it, and the
   system takes it back when the program ends, however it ends. */

#ifndef DIELOG_RUNS_H
#define DIELOG_RUNS_H

#include "base/err.h"
#include "dayrow.h"

struct runs;

/* FOLDER is where the file goes.  NULL on failure. */
struct runs *runs_new(const char *folder, struct err *err) MUST_USE;
void runs_free(struct runs *r); /* NULL is accepted */

/* The next row of a run, in the order of dayrow_compare_batch; then its end. */
bool runs_put(struct runs *r, const struct dayrow *row, struct err *err) MUST_USE;
bool runs_end(struct runs *r, struct err *err) MUST_USE;
size_t runs_count(const struct runs *r);

/* Begins the merge of all runs; their buffers take about MEMORY bytes together, or
   4 KiB a run where that is more. */
bool runs_merge(struct runs *r, size_t memory, struct err *err) MUST_USE;

/* *ROW is the next row of all, valid until the second call after this one; NULL: none
   is left. */
bool runs_next(struct runs *r, const struct dayrow **row, struct err *err) MUST_USE;

#endif
