/* markdown.h -- the document as Markdown with tables (GitHub's), for those who paste it into a
   document of their own, and its tables as CSV.

   report.md shows the figures of figures/ and names the CSV of each table in tables/.  Every
   character that Markdown could take for its own is escaped: what is in a log stays text. */

#ifndef DIELOG_MARKDOWN_H
#define DIELOG_MARKDOWN_H

#include "doc.h"

void markdown_write(const struct doc *doc, struct buf *b);

/* T with plain numbers, a spreadsheet's formulas guarded. */
void markdown_table_csv(const struct table *t, struct buf *b);

#endif
