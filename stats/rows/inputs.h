/* inputs.h -- the CSV files that a statistic reads, one after the other: operands,
   then the files that a list names; standard input when there are neither.
   Columns are found by name in each file, so files of different layouts mix. */

#ifndef DIELOG_INPUTS_H
#define DIELOG_INPUTS_H

#include "base/csv.h"
#include "base/err.h"
#include "base/when.h"
#include <sys/stat.h>

struct inputs {
    const char *const *files; /* operands; "-" is standard input */
    size_t n_files;
    const char *files_from; /* a file that lists files, one a line; or NULL */
    char separator;         /* ',' or '\t'; 0: comma */
};

/* Opens each file in turn, lets VISIT read it to its end, closes it.  VISIT
   returns false (with *err set) to give up. */
bool inputs_each(const struct inputs *in,
                 bool (*visit)(struct csv_reader *r, void *context, struct err *err),
                 void *context, struct err *err) MUST_USE;

/* May they be read more than once?  Regular files may; standard input, a pipe, and what cannot be looked at may not. */
bool inputs_again(const struct inputs *in);

/* What the files were when they were first looked at; starts as { 0 }. */
struct inputs_mark {
    struct stat *at; /* in order, the list last */
    size_t n, capacity;
    bool taken;
};

/* For files that are read more than once: they must hold still.  The first call remembers device, inode, size and time of
   change of each; every other one, between the readings and behind the last, fails, and names the file, where one is
   another now.  What keeps all four, as a change within one tick of the file system's clock may, is not noticed. */
bool inputs_still(const struct inputs *in, struct inputs_mark *mark, struct err *err) MUST_USE;
void inputs_mark_release(struct inputs_mark *mark);

/* The column NAME of this file; with NAME NULL the column FALLBACK where the
   file has it, else -1.  A NAME that is not there is an error. */
bool inputs_column(const struct csv_reader *r, const char *name, const char *fallback, int *column,
                   struct err *err) MUST_USE;

/* The row's multiplicity: 1 when COLUMN is -1, else a whole number from 0 to 2^32. */
bool inputs_count(const struct csv_reader *r, int column, int64_t *count, struct err *err) MUST_USE;

/* The row's time, with FILE:LINE and the column's name in the message. */
bool inputs_time(const struct csv_reader *r, size_t column, when_t *t, struct err *err) MUST_USE;

/* The order in which groups are written: "all" first, then by bytes. */
int group_order(const char *a, const char *b);

#endif
