/* csv.h -- CSV in and out (RFC 4180).  Reading is libcsv, strict, but for lines in
   which there is nothing to decide (plain.h); what it leaves to us is done here: a byte order mark is dropped, every row must have as many
   fields as the header, NUL bytes and bytes that are no UTF-8 are errors, and
   each error says FILE:LINE.

   Reader: ROW, END and FAIL are different answers; after FAIL every further
   call is FAIL.  The fields of a row are valid until the next csv_next.

   Writer: a field is quoted only when it must be (comma, quote, CR, LF, or a
   leading or trailing blank, which readers trim). */

#ifndef DIELOG_CSV_H
#define DIELOG_CSV_H

#include "buf.h"
#include "err.h"
#include "progress.h"
#include <stdint.h>
#include <stdio.h>

enum csv_status { CSV_ROW, CSV_END, CSV_FAIL };

struct csv_reader;

/* Opens PATH ("-": standard input) and reads the header row.  SEPARATOR is ','
   or '\t'.  NULL on failure (an empty file is one: it has no header). */
struct csv_reader *csv_open(const char *path, char separator, struct err *err) MUST_USE;

/* What is read from now on counts in BAR, which must live as long as R. */
void csv_show(struct csv_reader *r, struct progress *bar);

enum csv_status csv_next(struct csv_reader *r, struct err *err) MUST_USE;
size_t csv_columns(const struct csv_reader *r);
struct text csv_name(const struct csv_reader *r, size_t column);
struct text csv_field(const struct csv_reader *r, size_t column); /* NUL follows it */
const struct text *csv_row(const struct csv_reader *r); /* all of them, one a column */
bool csv_is_plain(const struct csv_reader *r); /* no field of the row needs quotes */
const char *csv_path(const struct csv_reader *r);
size_t csv_line(const struct csv_reader *r); /* of the current row's start, from 1 */

/* The column's place, or -1; csv_need fails with a message that lists the
   columns there are, or when two columns have that name. */
int csv_find(const struct csv_reader *r, const char *name);
bool csv_need(const struct csv_reader *r, const char *name, size_t *column, struct err *err) MUST_USE;

/* Fields as numbers, with FILE:LINE and the column's name in the message. */
bool csv_double(const struct csv_reader *r, size_t column, double *out, struct err *err) MUST_USE;
bool csv_int(const struct csv_reader *r, size_t column, int64_t *out, struct err *err) MUST_USE;
bool csv_int_between(const struct csv_reader *r, size_t column, int64_t min, int64_t max, int64_t *out, struct err *err) MUST_USE;

/* False when the reader had failed.  Frees it; NULL is accepted (true). */
bool csv_close(struct csv_reader *r, struct err *err) MUST_USE;

/* Writing: fields in order, then csv_put_end.  Errors stick in the FILE. */
struct csv_writer {
    FILE *to;
    bool started; /* the row has a field already */
};

void csv_put(struct csv_writer *w, struct text field);
void csv_put_text(struct csv_writer *w, const char *field);
void csv_put_double(struct csv_writer *w, double x); /* %.17g, missing when not finite */
void csv_put_int(struct csv_writer *w, int64_t x);
void csv_put_end(struct csv_writer *w);
void csv_put_header(struct csv_writer *w, const char *const *names, size_t n);
void csv_quote(struct buf *b, struct text field); /* one field, quoted if it must be */

/* For those who open it in a spreadsheet: a text that begins with = + - @, tab or carriage return
   and is no number gets an apostrophe before it, so that it is not run.  Points into FIELD or B. */
bool csv_must_guard(struct text field);
struct text csv_guard(struct buf *b, struct text field);

#endif
