/* html.h -- the document as one web page: a file that needs no other, no script and no
   network.

   Figures are inline SVG, on a white card where the page is dark; tables scroll by themselves
   where a screen is narrow; what stands in the margin on paper stands beside or below.  Findings
   link to their section and to the cells that their numbers come from, sections link back. */

#ifndef DIELOG_HTML_H
#define DIELOG_HTML_H

#include "doc.h"

/* False when a figure's SVG cannot be read. */
bool html_write(const struct doc *doc, struct buf *b, struct err *err) MUST_USE;

#endif
