#include "page.h"
#include "words/number.h"
#include "words/palette.h"

#define FRONT "findings" /* the first page, as sections link back to it */

/* Without a tag, for it is no part of what is read. */
static void draw_running(struct driver *d, struct rich text, double x, double y, double width, enum align align)
{
    d->class->text(d, TYPE_RUNNING, &text, x, y, width, align, 0, 1);
    rich_release(&text);
}

static struct rich page_number(const struct layout *l, size_t page)
{
    struct rich number = RICH_INIT;
    rich_add_format(&number, RICH_PLAIN, "%zu" NARROW_SPACE "/" NARROW_SPACE "%zu", page + 1, layout_pages(l));
    return number;
}

/* NUMBER: what stands for the page's number; taken over. */
static void draw_frame(const struct layout *l, struct driver *d, size_t page, struct rich number)
{
    const struct doc_words words = doc_words(layout_doc(l));
    double head = 11.5 * MM, foot = layout_height(l) - 12.5 * MM;
    double left = layout_left(l), margin = left + LAYOUT_MAIN + LAYOUT_GAP;
    if (page > 0) {
        draw_running(d, rich_of(RICH_PLAIN, words.title), left, head, LAYOUT_MAIN, ALIGN_LEFT);
        draw_running(d, rich_of(RICH_PLAIN, layout_page_section(l, page)), margin, head,
                   LAYOUT_MARGIN, ALIGN_RIGHT);
        d->class->rect(d, left, head + 12.5, LAYOUT_WIDE, .5, HAIRLINE);
    }
    draw_running(d, rich_of(RICH_PLAIN, words.foot), left, foot, LAYOUT_MAIN, ALIGN_LEFT);
    if (*words.warning != '\0')
        draw_running(d, rich_of(RICH_BOLD, words.warning), left + 60 * MM, foot, LAYOUT_MAIN,
                   ALIGN_LEFT);
    draw_running(d, number, margin, foot, LAYOUT_MARGIN, ALIGN_RIGHT);
}

static void draw_reference(const struct layout *l, struct driver *d, const struct block *b, double x, double y)
{
    const struct doc *doc = layout_doc(l);
    const struct block *section = doc_block(doc, doc_find_section(doc, b->target));
    struct rich words = RICH_INIT;
    rich_add_format(&words, RICH_LINK, "\xe2\x86\x92 %s, p." NARROW_SPACE "%zu", rich_text(&section->text),
                    layout_section_page(l, b->target) + 1);
    d->class->begin(d, "P", NULL);
    d->class->begin(d, "Link", b->target);
    d->class->text(d, TYPE_NOTE, &words, x, y, LAYOUT_MARGIN, ALIGN_LEFT, 0, 1);
    d->class->end(d, "Link");
    d->class->end(d, "P");
    rich_release(&words);
}

static void draw_note(const struct layout *l, struct driver *d, const struct block *b, const struct piece *p)
{
    size_t lines = b->note.text.len > 0 && !layout_is_brief(l, p->block) ? d->class->lines(d, TYPE_NOTE, &b->note, LAYOUT_MARGIN) : 0;
    if (lines > 0) {
        d->class->begin(d, "Note", NULL);
        d->class->text(d, TYPE_NOTE, &b->note, p->x, p->y, LAYOUT_MARGIN, ALIGN_LEFT, 0, lines);
        d->class->end(d, "Note");
    }
    if (b->kind == BLOCK_FINDING)
        draw_reference(l, d, b, p->x, p->y + (double) lines * type_style(TYPE_NOTE)->leading);
}

static void draw_sketch(struct driver *d, const struct sketch *s, double x, double y)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct sketch_shape *shape = &s->shapes[i];
        if (shape->dot)
            d->class->dot(d, x + shape->x, y + shape->y, shape->width, shape->colour);
        else
            d->class->rect(d, x + shape->x, y + shape->y, shape->width, shape->height, shape->colour);
    }
}

static void draw_finding(const struct layout *l, struct driver *d, const struct block *b, const struct piece *p)
{
    if (!layout_is_brief(l, p->block))
        draw_sketch(d, &b->sketch, p->x, p->y + 2);
    d->class->begin(d, "P", NULL);
    d->class->begin(d, "Link", b->target);
    d->class->text(d, b->type, layout_text(l, p->block), p->x + SKETCH_WIDTH + LAYOUT_SKETCH_GAP, p->y, layout_text_width(b), ALIGN_LEFT,
                   p->from, p->to);
    d->class->end(d, "Link");
    d->class->end(d, "P");
}

static void draw_table(struct driver *d, const struct block *b, const struct table_layout *layout, const struct piece *p)
{
    double width = b->wide ? LAYOUT_WIDE : LAYOUT_MAIN, y = p->y;
    d->class->begin(d, "Table", NULL);
    y += table_draw_head(b->table, layout, d, p->x, y, width);
    for (size_t row = p->from; row < p->to; row++)
        y += table_draw_row(b->table, layout, d, row, p->x, y);
    d->class->rect(d, p->x, y + .5, width, .5, HAIRLINE);
    d->class->end(d, "Table");
}

/* Right of a section's title the way back, where a finding leads here. */
static void draw_way_back(const struct layout *l, struct driver *d, const struct block *b, double y)
{
    const struct doc *doc = layout_doc(l);
    size_t i = 0;
    while (i < doc_blocks(doc) && (doc_block(doc, i)->kind != BLOCK_FINDING || strcmp(doc_block(doc, i)->target, b->target) != 0))
        i++;
    if (i == doc_blocks(doc))
        return;
    struct rich words = rich_of(RICH_LINK, "\xe2\x86\x90 Findings, page 1");
    d->class->begin(d, "P", NULL);
    d->class->begin(d, "Link", FRONT);
    d->class->text(d, TYPE_NOTE, &words, layout_left(l) + LAYOUT_MAIN + LAYOUT_GAP, y + 5, LAYOUT_MARGIN, ALIGN_LEFT, 0, 1);
    d->class->end(d, "Link");
    d->class->end(d, "P");
    rich_release(&words);
}

static void draw_text(const struct layout *l, struct driver *d, const struct block *b, const struct piece *p)
{
    const char *tag = b->type == TYPE_TITLE     ? "H1"
                      : b->kind == BLOCK_SECTION ? "H2"
                      : b->type == TYPE_HEAD     ? "H3"
                      : b->kind == BLOCK_CAPTION ? "Caption"
                                                 : "P";
    if (b->kind == BLOCK_SECTION) {
        d->class->target(d, b->target, p->x, p->y);
        d->class->bookmark(d, rich_text(&b->text), b->target);
    }
    d->class->begin(d, tag, NULL);
    d->class->text(d, b->type, &b->text, p->x, p->y, layout_text_width(b), ALIGN_LEFT, p->from, p->to);
    d->class->end(d, tag);
    if (b->kind == BLOCK_SECTION)
        draw_way_back(l, d, b, p->y);
}

static bool draw_figure(struct driver *d, const struct block *b, const struct piece *p, struct err *err)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s.pdf", b->path);
    d->class->begin(d, "Figure", NULL);
    bool good = d->class->figure(d, path.at, p->x, p->y, err);
    d->class->end(d, "Figure");
    buf_release(&path);
    return good;
}

static bool draw_piece(const struct layout *l, struct driver *d, const struct piece *p, struct err *err)
{
    const struct block *b = doc_block(layout_doc(l), p->block);
    if (p->note) {
        draw_note(l, d, b, p);
        return true;
    }
    switch (b->kind) {
    case BLOCK_SECTION:
    case BLOCK_TEXT:
    case BLOCK_CAPTION:
        draw_text(l, d, b, p);
        break;
    case BLOCK_TABLE:
        draw_table(d, b, layout_table(l, p->block), p);
        break;
    case BLOCK_FINDING:
        draw_finding(l, d, b, p);
        break;
    case BLOCK_FIGURE:
        return draw_figure(d, b, p, err);
    case BLOCK_SPACE:
    case BLOCK_KINDS:
        break;
    }
    return true;
}

/* The piece *NEXT and, where that is the note of the block behind it, the block first; *NEXT is then what follows. */
static bool draw_next(const struct layout *l, struct driver *d, size_t *next, struct err *err)
{
    const struct piece *p = layout_piece(l, *next), *behind = *next + 1 < layout_pieces(l) ? layout_piece(l, *next + 1) : NULL;
    bool swap = p->note && behind != NULL && behind->page == p->page && behind->block == p->block;
    *next += swap ? 2 : 1;
    return (!swap || draw_piece(l, d, behind, err)) && draw_piece(l, d, p, err);
}

static bool begins_section(const struct layout *l, size_t piece)
{
    const struct piece *p = layout_piece(l, piece);
    return !p->note && doc_block(layout_doc(l), p->block)->kind == BLOCK_SECTION;
}

bool page_draw(const struct layout *l, struct driver *d, struct err *err)
{
    size_t next = 0, sections = 0;
    bool good = true;
    for (size_t page = 0; page < layout_pages(l) && good; page++) {
        d->class->page(d, layout_width(l), layout_height(l));
        if (page == 0) {
            d->class->begin(d, "Document", NULL);
            d->class->target(d, FRONT, 0, 0);
            d->class->bookmark(d, "Findings", FRONT);
        }
        draw_frame(l, d, page, page_number(l, page));
        while (good && next < layout_pieces(l) && layout_piece(l, next)->page == page) {
            if (begins_section(l, next)) {
                if (sections++ > 0)
                    d->class->end(d, "Sect");
                d->class->begin(d, "Sect", NULL);
            }
            good = draw_next(l, d, &next, err);
        }
    }
    if (sections > 0)
        d->class->end(d, "Sect");
    d->class->end(d, "Document");
    return good;
}

bool page_draw_front(const struct layout *l, struct driver *d, const char *whole, struct err *err)
{
    struct rich number = RICH_INIT;
    bool good = true;
    rich_add_format(&number, RICH_PLAIN, "page 1 of %s", whole);
    d->class->page(d, layout_width(l), layout_height(l));
    d->class->begin(d, "Document", NULL);
    draw_frame(l, d, 0, number);
    for (size_t i = 0; good && i < layout_pieces(l) && layout_piece(l, i)->page == 0 && !begins_section(l, i);)
        good = draw_next(l, d, &i, err);
    d->class->end(d, "Document");
    return good;
}
