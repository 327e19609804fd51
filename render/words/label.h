/* label.h -- text from outside, made fit to be seen.

   Control bytes, bytes that are no UTF-8, characters that XML forbids and characters that
   turn the direction of writing or show nothing are written as visible escapes (\x1b,
   \u202e): what is on the page is what is in the log, and nothing else.  The result is
   valid UTF-8 on one line, so pango, cairo's PDF and SVG all take it. */

#ifndef DIELOG_LABEL_H
#define DIELOG_LABEL_H

#include "base/buf.h"

/* Appends T.  More than LIMIT characters (0: no limit) end in an ellipsis. */
void label_add(struct buf *b, struct text t, size_t limit);

/* Appends TEXT, valid UTF-8, with each run of words that are written from right to left isolated (UAX 9): it would
   draw the numbers behind it over to its other side.  For what is to be set; text that goes through label_add again
   must not have been. */
#define LABEL_ISOLATE "\xe2\x81\xa8"
#define LABEL_ISOLATE_END "\xe2\x81\xa9"
#define LABEL_LEFT_TO_RIGHT "\xe2\x80\x8e" /* a mark that says how the text runs */
void label_isolate(struct buf *b, const char *text);

/* As a new string, the caller's to free. */
char *label_new(const char *text, size_t limit);

/* TEXT, valid UTF-8, with an ellipsis in its middle where it has more than MOST columns (a wide letter, as of Chinese, takes two, a mark
   over another none): the ends tell names apart.  What was cut short at its end is cut there again.  A new string. */
char *label_middle(const char *text, size_t most);

#endif
