/* strangers.h -- logs of servers that write none of their queries: known by their own
   wording, so that a file of theirs fails with a word on what to use instead, rather
   than with a thousand lines that do not parse. */

#ifndef DIELOG_STRANGERS_H
#define DIELOG_STRANGERS_H

#include "base/buf.h"
#include "stamp.h"

/* What to say of a file that holds LINE: a text that lives for ever, or NULL when
   the line is no such server's. */
const char *stranger_said(struct stamper *clock, struct text line);

#endif
