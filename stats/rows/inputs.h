/* inputs.h -- the CSV files that a statistic reads, one after the other: operands,
   then the files that a list names; standard input when there are neither.
   Columns are found by name in each file, so files of different layouts mix. */

#ifndef DIELOG_INPUTS_H
#define DIELOG_INPUTS_H

#include "base/csv.h"
#include "base/err.h"
#include "base/when.h"

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
