/* fieldrow.h -- a record from the texts of its fields, for the dialects that a case
   describes itself: csv names columns, pattern names groups. */

#ifndef DIELOG_FIELDROW_H
#define DIELOG_FIELDROW_H

#include "formats.h"

struct fieldrow {
    const struct format_input *input;
    struct buf cleaned[OBSERVATION_COLUMNS];
};

void fieldrow_release(struct fieldrow *f);

/* VALUE holds a text a column, an empty one where the line has none.  The time is
   epoch seconds, ISO 8601, or text by a strptime layout, as input->time_format
   says (NULL: by its looks).  A client that is an address is brought to canonical
   form, another name to lower case; the other texts stay as they are, cleaned.
   Bytes and count that are empty or "-" are not there. */
enum format_verdict fieldrow_read(struct fieldrow *f, const struct text value[OBSERVATION_COLUMNS],
                                  struct observation *o, const char **reason);

/* The same where the time was read already. */
enum format_verdict fieldrow_read_at(struct fieldrow *f, const struct stamp *time,
                                     const struct text value[OBSERVATION_COLUMNS], struct observation *o,
                                     const char **reason);

#endif
