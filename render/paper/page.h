/* page.h -- a document that has its layout, said to a driver page by page: running heads and
   feet, texts, tables, sketches and figures, with their structure, links and bookmarks. */

#ifndef DIELOG_PAGE_H
#define DIELOG_PAGE_H

#include "layout.h"

bool page_draw(const struct layout *l, struct driver *d, struct err *err) MUST_USE;

/* What stands before the first section, on one page by itself, which says that it is the first of WHOLE. */
bool page_draw_front(const struct layout *l, struct driver *d, const char *whole, struct err *err) MUST_USE;

#endif
