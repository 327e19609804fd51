/* page.h -- the page engine: blocks in order become pages.

   A page has a main column and, at its right, a margin for what explains without
   interrupting.  Blocks flow down the main column; a block's note stands beside it, or lower when
   the note above is still in the way.  A head never stands alone at the foot of a page; a
   paragraph leaves and takes at least two lines; a table breaks between rows and takes its head
   along; a figure is never cut.

   page_layout places everything, page_draw says it to the driver.  The document owns its
   blocks; texts and tables that are added are taken over. */

#ifndef DIELOG_PAGE_H
#define DIELOG_PAGE_H

#include "driver.h"
#include "sketch.h"
#include "table.h"

#define MM (72 / 25.4)

struct page_words {
    const char *title;   /* running head, left */
    const char *foot;    /* left of the foot: the run's id */
    const char *warning; /* in the middle of the foot on every page ("synthetic data"), or "" */
    bool letter;         /* else A4 */
};

struct doc;

struct doc *doc_new(const struct page_words *words); /* copies */
void doc_free(struct doc *doc);

/* A section begins a page, gives it its running head, and can be linked to by TARGET. */
void doc_section(struct doc *doc, const char *title, const char *target);
void doc_text(struct doc *doc, enum type type, struct rich *text);
void doc_table(struct doc *doc, struct table *t); /* in the main column */
void doc_wide_table(struct doc *doc, struct table *t);
void doc_figure(struct doc *doc, const char *path, bool wide);
void doc_space(struct doc *doc, double height);

/* Small text as wide as both columns: the caption of the wide figure or table above. */
void doc_caption(struct doc *doc, struct rich *text);

/* A sentence with its sketch; links to TARGET, whose section and page stand below the note. */
void doc_finding(struct doc *doc, struct sketch *sketch, struct rich *text, const char *target);

/* For the block that was added last. */
void doc_note(struct doc *doc, struct rich *note);
void doc_keep(struct doc *doc); /* on one page with the next block */

/* False when a figure cannot be read or a link leads nowhere. */
bool page_layout(struct doc *doc, struct driver *d, struct err *err) MUST_USE;
size_t page_count(const struct doc *doc);
bool page_draw(const struct doc *doc, struct driver *d, struct err *err) MUST_USE;

#endif
