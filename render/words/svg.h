/* svg.h -- pictures within a web page.

   svg_inline takes a figure that gnuplot drew and gives the part of it that a page needs: shapes
   and texts, without titles that would show as tool tips, scripts, styles or links out of the
   picture.  Names are prefixed, so that the figures of one page do not name each other's parts. */

#ifndef DIELOG_SVG_H
#define DIELOG_SVG_H

#include "base/buf.h"
#include "base/err.h"
#include "sketch.h"

/* PATH as an <svg> element that says SEEN where it cannot be seen. */
bool svg_inline(struct buf *b, const char *path, const char *prefix, const char *seen, struct err *err) MUST_USE;

void svg_sketch(struct buf *b, const struct sketch *s); /* decoration: nothing is said for it */

/* TEXT with & < > " escaped, as HTML and XML want it. */
void svg_text(struct buf *b, struct text text);

#endif
