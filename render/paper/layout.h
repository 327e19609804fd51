/* layout.h -- the page engine: where each block of a document stands.

   A page has a main column and, at its right, a margin for what explains without
   interrupting.  Blocks flow down the main column; a block's note stands beside it, or lower when
   the note above is still in the way.  A head never stands alone at the foot of a page; a
   paragraph leaves and takes at least two lines; a table breaks between rows and takes its head
   along; a figure is never cut.  Where a figure must wait for the next page, what follows it below the same head
   and fits goes before it, so that pages are full; where nothing does, a section waits with the figure that it leads to.  A table of few rows and a caption
   are not broken; of a longer table a third begins it.  What stands before the first fresh block is one page where
   that can be: findings from the last one on shrink to their brief, down to LAYOUT_FINDINGS_LEAST.

   layout_new asks the driver for sizes and places everything; page.h draws.  The document must
   live as long as its layout. */

#ifndef DIELOG_LAYOUT_H
#define DIELOG_LAYOUT_H

#include "doc.h"
#include "driver.h"
#include "table_layout.h"

#define LAYOUT_MAIN (122 * MM)
#define LAYOUT_GAP (6 * MM)
#define LAYOUT_MARGIN (40 * MM)
#define LAYOUT_WIDE (LAYOUT_MAIN + LAYOUT_GAP + LAYOUT_MARGIN)
#define LAYOUT_SKETCH_GAP 11.0
#define LAYOUT_FINDING (LAYOUT_MAIN - SKETCH_WIDTH - LAYOUT_SKETCH_GAP) /* a finding's text, beside its sketch */
#define LAYOUT_FINDINGS_MOST 7 /* in full on the first page */
#define LAYOUT_FINDINGS_LEAST 1 /* three, but where names are very long */

enum paper { PAPER_A4, PAPER_LETTER };

/* Something placed: a block's lines or rows FROM to TO, or its note. */
struct piece {
    size_t page, block, from, to;
    double x, y;
    bool note;
};

struct layout;

/* NULL when a figure cannot be read or a link leads nowhere. */
struct layout *layout_new(const struct doc *doc, enum paper paper, struct driver *d, struct err *err) MUST_USE;
void layout_free(struct layout *l);

const struct doc *layout_doc(const struct layout *l);
double layout_width(const struct layout *l);  /* of the paper */
double layout_height(const struct layout *l);
double layout_left(const struct layout *l);   /* of the main column */

size_t layout_pages(const struct layout *l);
size_t layout_pieces(const struct layout *l); /* page by page */
const struct piece *layout_piece(const struct layout *l, size_t i);
const struct table_layout *layout_table(const struct layout *l, size_t block);

double layout_text_width(const struct block *b); /* that its lines are set in */
/* What is set of a block: its text, or a finding's brief. */
const struct rich *layout_text(const struct layout *l, size_t block);
bool layout_is_brief(const struct layout *l, size_t block);

/* A section's page, from 0; the section that PAGE begins with, or that begins on it. */
size_t layout_section_page(const struct layout *l, const char *target);
const char *layout_page_section(const struct layout *l, size_t page);

#endif
