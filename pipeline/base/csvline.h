/* csvline.h -- the fields of a CSV record that is already in memory as one line, by
   libcsv (RFC 4180, strict).  For logs, of which one bad line must not end the
   reading; whole files of ours are read by csv.h.

   A record ends with its line.  Blanks belong to the field (RFC 4180, section
   2.4).  A quote inside an unquoted field and a quoted field that does not end
   are errors. */

#ifndef DIELOG_CSVLINE_H
#define DIELOG_CSVLINE_H

#include "buf.h"

struct csvline;

struct csvline *csvline_new(void);
void csvline_free(struct csvline *c); /* NULL is accepted */

/* Splits LINE (without its end) into at most MAX fields, which are valid until
   the next call.  Returns how many there are in all, which may be more; 0 when
   the line is malformed or empty. */
size_t csvline_split(struct csvline *c, struct text line, struct text *fields, size_t max);

#endif
