/* plain.h -- the fields of a plain CSV line (lines.h), found where they stand.

   What libcsv does with such a line, without its step a byte: a field ends at the
   separator, and blanks and tabs around it do not belong to it.  tests hold the
   two against each other. */

#ifndef DIELOG_PLAIN_H
#define DIELOG_PLAIN_H

#include "buf.h"

#define PLAIN_BEHIND 64

/* Splits the LEN bytes AT into at most MAX fields, each followed by NUL: separators
   are written over, and so is AT[LEN].  PLAIN_BEHIND bytes from AT[LEN] on must be
   there to be looked at, and tell nothing.  Returns how many fields there are in all,
   at least 1, which may be more. */
size_t plain_split(char *at, size_t len, char separator, struct text *fields, size_t max);

#endif
