/* picture.h -- is this file a whole picture?  Each check reads to the end. */

#ifndef DIELOG_PICTURE_H
#define DIELOG_PICTURE_H

#include "base/buf.h"
#include "base/err.h"
#include <stdint.h>

bool picture_check_svg(struct text content, const char *path, struct err *err) MUST_USE; /* well-formed, root <svg> */

/* Opens, has one page, ends; every font is in the file, and each of FACES (PostScript names, NULL behind the last) is one of them.  A font
   that cannot be read leaves no trace, or another in its place; scripts that the house's face lacks have fonts beside it. */
bool picture_check_pdf(struct text content, const char *path, const char *const *faces, struct err *err) MUST_USE;

/* Puts TITLE and DESCRIPTION into the elements of these names with which an SVG of gnuplot begins. */
void picture_say_svg(struct buf *content, const char *title, const char *description);

/* Overwrites the date that a PDF's maker stamped (same length, so offsets hold) with
   SECONDS since 1970. */
void picture_date_pdf(struct buf *content, int64_t seconds);

#endif
