/* glyphs.h -- keeps out of figures what no installed font can draw. */

#ifndef DIELOG_GLYPHS_H
#define DIELOG_GLYPHS_H

#include "base/buf.h"

/* Rewrites the UTF-8 text in B: a character without a glyph in any font becomes '?', a space
   beyond ASCII a no-break space.  For pango draws a box that has no outline, and poppler, which
   draws a figure again on a page, loses its size and covers the figure with it. */
void glyphs_replace(struct buf *b);

#endif
