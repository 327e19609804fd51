/* png.h -- the page of a PDF as a PNG, eight bits a colour.

   The PNG of a figure is drawn from its PDF, so one run of gnuplot gives both, and both show the same.  The lines go out
   unfiltered: cairo and libpng try five filters on each, which takes twice the time and, for flat colours, more room
   (PNG, 2nd edition, 12.8). */

#ifndef DIELOG_PNG_H
#define DIELOG_PNG_H

#include "base/buf.h"
#include "base/err.h"

/* The first page of PDF, which PATH names in messages, at so many dots an inch, which the PNG says.  Appended to PNG. */
bool png_at(struct text pdf, const char *path, double dpi, struct buf *png, struct err *err) MUST_USE;

/* The same as large as WIDTH by HEIGHT have room for, in their middle, on white. */
bool png_fit(struct text pdf, const char *path, int width, int height, struct buf *png, struct err *err) MUST_USE;

#endif
