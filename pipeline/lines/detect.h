/* detect.h -- which dialect a log is, by its content: format = auto.

   Binary logs are told by their first bytes.  Of a text log every dialect that
   needs no description (csv and pattern do) reads the first lines; the one that
   keeps most of them, and of those that keep as many the one that rejects fewest,
   is it.  Two that do equally well are a tie, and a tie is refused: the case must
   say which. */

#ifndef DIELOG_DETECT_H
#define DIELOG_DETECT_H

#include "formats.h"

#define FORMAT_AUTO "auto"
#define DETECT_LINES 1000

/* *CHOSEN and, in WHY, the reason in a few words ("keeps 34 of the first 34 lines;
   no other dialect keeps any").  False with a message when nothing fits, or two
   do. */
bool detect(const char *path, const char *shown, const struct dialect **chosen, struct buf *why,
            struct err *err) MUST_USE;

#endif
