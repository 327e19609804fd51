#include "doc.h"
#include <stdlib.h>

struct doc {
    char *title, *foot, *warning;
    struct block *blocks;
    size_t n_blocks, capacity;
};

struct doc *doc_new(const struct doc_words *words)
{
    struct doc *doc = mem_zero(sizeof *doc);
    doc->title = mem_text(words->title);
    doc->foot = mem_text(words->foot);
    doc->warning = mem_text(words->warning);
    return doc;
}

static void release_block(struct block *b)
{
    rich_release(&b->text);
    rich_release(&b->brief);
    rich_release(&b->note);
    table_free(b->table);
    sketch_release(&b->sketch);
    for (size_t i = 0; i < b->n_evidence; i++) {
        free(b->evidence[i].lines);
        free(b->evidence[i].shown);
    }
    free(b->evidence);
    free(b->path);
    free(b->target);
}

void doc_free(struct doc *doc)
{
    if (doc == NULL)
        return;
    for (size_t i = 0; i < doc->n_blocks; i++)
        release_block(&doc->blocks[i]);
    free(doc->blocks);
    free(doc->title);
    free(doc->foot);
    free(doc->warning);
    free(doc);
}

static struct block *add_block(struct doc *doc, enum block_kind kind)
{
    doc->blocks = mem_grow(doc->blocks, &doc->capacity, doc->n_blocks + 1, sizeof *doc->blocks);
    struct block *b = &doc->blocks[doc->n_blocks++];
    *b = (struct block){ .kind = kind };
    return b;
}

void doc_section(struct doc *doc, const char *title, const char *target)
{
    struct block *b = add_block(doc, BLOCK_SECTION);
    b->type = TYPE_SECTION;
    b->text = rich_of(RICH_PLAIN, title);
    b->target = mem_text(target);
    b->keep = true;
}

void doc_text(struct doc *doc, enum type type, struct rich *text)
{
    struct block *b = add_block(doc, BLOCK_TEXT);
    b->type = type;
    b->text = rich_move(text);
    b->keep = type == TYPE_HEAD;
}

void doc_caption(struct doc *doc, struct rich *text)
{
    struct block *b = add_block(doc, BLOCK_CAPTION);
    b->type = TYPE_NOTE;
    b->text = rich_move(text);
    b->wide = true;
}

void doc_table(struct doc *doc, struct table *t)
{
    add_block(doc, BLOCK_TABLE)->table = t;
}

void doc_wide_table(struct doc *doc, struct table *t)
{
    struct block *b = add_block(doc, BLOCK_TABLE);
    b->table = t;
    b->wide = true;
}

void doc_figure(struct doc *doc, const char *stem, const char *seen, bool wide)
{
    struct block *b = add_block(doc, BLOCK_FIGURE);
    b->path = mem_text(stem);
    b->text = rich_of(RICH_PLAIN, seen);
    b->wide = wide;
}

void doc_space(struct doc *doc, double height)
{
    add_block(doc, BLOCK_SPACE)->height = height;
}

void doc_finding(struct doc *doc, struct sketch *sketch, struct rich *text, const char *target)
{
    struct block *b = add_block(doc, BLOCK_FINDING);
    b->type = TYPE_FINDING;
    b->text = rich_move(text);
    b->target = mem_text(target);
    b->sketch = *sketch;
    *sketch = (struct sketch){ NULL, 0 };
}

void doc_note(struct doc *doc, struct rich *note)
{
    struct block *b = &doc->blocks[doc->n_blocks - 1];
    rich_release(&b->note);
    b->note = rich_move(note);
}

void doc_evidence(struct doc *doc, const struct evidence *evidence, size_t n)
{
    struct block *b = &doc->blocks[doc->n_blocks - 1];
    if (n == 0)
        return;
    b->evidence = mem_resize(b->evidence, n * sizeof *evidence);
    for (size_t i = 0; i < n; i++) {
        b->evidence[i] = evidence[i];
        b->evidence[i].lines = evidence[i].lines == NULL ? NULL : mem_text(evidence[i].lines);
        b->evidence[i].shown = mem_text(evidence[i].shown);
    }
    b->n_evidence = n;
}

void doc_brief(struct doc *doc, struct rich *text)
{
    struct block *b = &doc->blocks[doc->n_blocks - 1];
    rich_release(&b->brief);
    b->brief = rich_move(text);
}

void doc_fresh(struct doc *doc)
{
    doc->blocks[doc->n_blocks - 1].fresh = true;
}

void doc_wide(struct doc *doc)
{
    doc->blocks[doc->n_blocks - 1].wide = true;
}

void doc_keep(struct doc *doc)
{
    doc->blocks[doc->n_blocks - 1].keep = true;
}

/* --- reading ---------------------------------------------------------------------- */

struct doc_words doc_words(const struct doc *doc)
{
    return (struct doc_words){ doc->title, doc->foot, doc->warning };
}

size_t doc_blocks(const struct doc *doc)
{
    return doc->n_blocks;
}

const struct block *doc_block(const struct doc *doc, size_t i)
{
    return &doc->blocks[i];
}

size_t doc_find_section(const struct doc *doc, const char *target)
{
    size_t i = 0;
    while (i < doc->n_blocks && (doc->blocks[i].kind != BLOCK_SECTION || strcmp(doc->blocks[i].target, target) != 0))
        i++;
    return i;
}

void doc_name(const struct doc *doc, size_t i, struct buf *b)
{
    const struct block *block = &doc->blocks[i];
    size_t n = 1;
    if (block->kind == BLOCK_FIGURE) {
        const char *slash = strrchr(block->path, '/');
        buf_add_text(b, slash == NULL ? block->path : slash + 1);
        return;
    }
    for (; i > 0 && doc->blocks[i].kind != BLOCK_SECTION; i--)
        n += doc->blocks[i - 1].kind == BLOCK_TABLE;
    buf_add_format(b, "%s-%zu", doc->blocks[i].kind == BLOCK_SECTION ? doc->blocks[i].target : "front", n);
}

bool doc_has_caption(const struct doc *doc, size_t i)
{
    return i + 1 < doc->n_blocks && doc->blocks[i + 1].kind == BLOCK_CAPTION;
}

const struct rich *doc_caption_of(const struct doc *doc, size_t i)
{
    return doc_has_caption(doc, i) ? &doc->blocks[i + 1].text : &doc->blocks[i].note;
}

bool doc_check_links(const struct doc *doc, struct err *err)
{
    for (size_t i = 0; i < doc->n_blocks; i++) {
        const struct block *b = &doc->blocks[i];
        if (b->kind == BLOCK_FINDING && doc_find_section(doc, b->target) == doc->n_blocks)
            return err_set(err, "a link leads to \"%s\", which no section is called", b->target);
    }
    return true;
}
