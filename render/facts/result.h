/* result.h -- a result CSV in memory: a small table of text with named columns.

   A file that is absent is a table without rows (a case without events has no
   window.csv); a file that is there but broken is an error.  A cell that ought to
   be a number and is not taints the table: result_number returns NaN, and
   result_sound says so at the end.  The table owns all text it hands out. */

#ifndef DIELOG_RESULT_H
#define DIELOG_RESULT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/when.h"
#include <stdint.h>

struct result;

/* Reads DIR/NAME.csv.  Rows whose column SKIP_COLUMN holds SKIP_VALUE are left away
   (NULL: none): daily.csv has a row a client, which no chart draws. */
struct result *result_read(const char *dir, const char *name, const char *skip_column,
                           const char *skip_value, struct err *err) MUST_USE;
void result_free(struct result *r);

const char *result_name(const struct result *r); /* "share" */
bool result_present(const struct result *r);     /* there was a file */
size_t result_rows(const struct result *r);
size_t result_line(const struct result *r, size_t row); /* in the file, from 1 */

/* By column name; an absent column gives "" and NaN. */
const char *result_text(const struct result *r, size_t row, const char *column);
bool result_is(const struct result *r, size_t row, const char *column, const char *value);
bool result_begins(const struct result *r, size_t row, const char *column, const char *start);
/* The first row whose COLUMN holds VALUE; past the last row when none does, where cells are "" and NaN. */
size_t result_find(const struct result *r, const char *column, const char *value);
double result_number(struct result *r, size_t row, const char *column);
int64_t result_int(struct result *r, size_t row, const char *column); /* 0 when missing */
when_t result_when(struct result *r, size_t row, const char *column); /* WHEN_MIN when missing */

/* False when a cell was no number or no time. */
bool result_sound(const struct result *r, struct err *err) MUST_USE;

#endif
