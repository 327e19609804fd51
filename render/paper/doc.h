/* doc.h -- the document: what the report says, block by block, before it becomes paper.

   Sections add blocks in reading order; back-ends walk them: the page engine (layout.h, page.h),
   and whatever else is made of the same report.  Nothing here knows a page, a font or a file
   format.  The document owns its blocks: texts, tables and sketches that are added are
   taken over. */

#ifndef DIELOG_DOC_H
#define DIELOG_DOC_H

#include "base/err.h"
#include "words/evidence.h"
#include "words/rich.h"
#include "words/sketch.h"
#include "words/table.h"
#include "words/type.h"

struct doc_words {
    const char *title;   /* the case's */
    const char *foot;    /* the run's id */
    const char *warning; /* what every page says ("synthetic data"), or "" */
};

enum block_kind {
    BLOCK_SECTION, BLOCK_TEXT, BLOCK_CAPTION, BLOCK_TABLE, BLOCK_FIGURE, BLOCK_SPACE, BLOCK_FINDING, BLOCK_KINDS,
};

struct block {
    enum block_kind kind;
    enum type type;       /* of a text, section or finding */
    struct rich text;     /* of a figure: what stands for it where it cannot be seen */
    struct rich brief;    /* of a finding: what stands for it where room is short, or empty */
    struct rich note;     /* explains beside the block; of a figure in the main column its caption */
    struct table *table;
    struct sketch sketch;
    struct evidence *evidence; /* of a finding or text: where its numbers stand */
    size_t n_evidence;
    char *target;         /* of a section its name, of a finding the section where it leads */
    char *path;           /* of a figure: its file without the suffix */
    bool wide;            /* as wide as main column and margin together */
    bool keep;            /* on one page with the next block */
    bool fresh;           /* begins a page */
    double height;        /* of a space, in points */
};

struct doc;

struct doc *doc_new(const struct doc_words *words); /* copies */
void doc_free(struct doc *doc);

/* A section gives its pages their running head, and can be linked to by TARGET. */
void doc_section(struct doc *doc, const char *title, const char *target);
void doc_text(struct doc *doc, enum type type, struct rich *text);
void doc_table(struct doc *doc, struct table *t);
void doc_wide_table(struct doc *doc, struct table *t);
void doc_figure(struct doc *doc, const char *stem, const char *seen, bool wide); /* SEEN: what it shows, in words */
void doc_space(struct doc *doc, double height);

/* Small text below the wide figure or table above. */
void doc_caption(struct doc *doc, struct rich *text);

/* A sentence with its sketch; links to the section TARGET. */
void doc_finding(struct doc *doc, struct sketch *sketch, struct rich *text, const char *target);

/* For the block that was added last. */
void doc_brief(struct doc *doc, struct rich *text); /* takes it over */
void doc_fresh(struct doc *doc);
void doc_wide(struct doc *doc);
void doc_note(struct doc *doc, struct rich *note);
void doc_evidence(struct doc *doc, const struct evidence *evidence, size_t n); /* copies */
void doc_keep(struct doc *doc);

/* Reading. */
struct doc_words doc_words(const struct doc *doc); /* the document's own: they live as long as it does */
size_t doc_blocks(const struct doc *doc);
const struct block *doc_block(const struct doc *doc, size_t i);
size_t doc_find_section(const struct doc *doc, const char *target); /* doc_blocks() when none is called so */

/* A table's or figure's name apart from where it stands: "who-2" for the second table of the section who
   ("front" before the first section), "raster" for a figure. */
void doc_name(const struct doc *doc, size_t i, struct buf *b);

/* What stands below or beside a figure or table: the caption that follows it, or else its note. */
const struct rich *doc_caption_of(const struct doc *doc, size_t i);
bool doc_has_caption(const struct doc *doc, size_t i); /* a caption follows it */

/* False when a finding leads nowhere. */
bool doc_check_links(const struct doc *doc, struct err *err) MUST_USE;

#endif
