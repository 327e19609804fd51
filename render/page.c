#include "page.h"
#include "palette.h"
#include "number.h"
#include <math.h>
#include <stdlib.h>

enum kind { SECTION, TEXT_BLOCK, TABLE_BLOCK, FIGURE, SPACE, FINDING };

struct block {
    enum kind kind;
    enum type type;
    struct rich text, note;
    struct table *table;
    struct table_layout layout;
    struct sketch sketch;
    char *path, *target; /* target: of a section its name, of a finding where it leads */
    bool wide, keep;
    double width, height; /* of a figure; the height of a space */
};

/* Something placed: a block's lines or rows FROM to TO, or its note. */
struct piece {
    size_t page, block, from, to;
    double x, y;
    bool note;
};

struct doc {
    char *title, *foot, *warning;
    double width, height, left, top, bottom;
    struct block *blocks;
    size_t n_blocks, blocks_capacity;
    struct piece *pieces;
    size_t n_pieces, pieces_capacity;
    size_t pages;
};

#define MAIN (122 * MM)
#define GAP (6 * MM)
#define MARGIN (40 * MM)
#define WIDE (MAIN + GAP + MARGIN)
#define SKETCH_GAP 11.0

struct doc *doc_new(const struct page_words *words)
{
    struct doc *doc = mem_zero(sizeof *doc);
    doc->title = mem_text(words->title);
    doc->foot = mem_text(words->foot);
    doc->warning = mem_text(words->warning);
    doc->width = words->letter ? 612 : 210 * MM;
    doc->height = words->letter ? 792 : 297 * MM;
    doc->left = words->letter ? 24 * MM : 22 * MM;
    doc->top = 22 * MM;
    doc->bottom = doc->height - 18 * MM;
    return doc;
}

void doc_free(struct doc *doc)
{
    if (doc == NULL)
        return;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        struct block *b = &doc->blocks[i];
        rich_release(&b->text);
        rich_release(&b->note);
        table_free(b->table);
        table_layout_release(&b->layout);
        sketch_release(&b->sketch);
        free(b->path);
        free(b->target);
    }
    free(doc->blocks);
    free(doc->pieces);
    free(doc->title);
    free(doc->foot);
    free(doc->warning);
    free(doc);
}

static struct block *add_block(struct doc *doc, enum kind kind)
{
    doc->blocks = mem_grow(doc->blocks, &doc->blocks_capacity, doc->n_blocks + 1, sizeof *doc->blocks);
    struct block *b = &doc->blocks[doc->n_blocks++];
    *b = (struct block){ .kind = kind };
    return b;
}

void doc_section(struct doc *doc, const char *title, const char *target)
{
    struct block *b = add_block(doc, SECTION);
    b->type = TYPE_SECTION;
    b->text = rich_of(RICH_PLAIN, title);
    b->target = mem_text(target);
    b->keep = true;
}

void doc_text(struct doc *doc, enum type type, struct rich *text)
{
    struct block *b = add_block(doc, TEXT_BLOCK);
    b->type = type;
    b->text = rich_move(text);
    b->keep = type == TYPE_HEAD;
}

void doc_caption(struct doc *doc, struct rich *text)
{
    doc_text(doc, TYPE_NOTE, text);
    doc->blocks[doc->n_blocks - 1].wide = true;
}

void doc_table(struct doc *doc, struct table *t)
{
    add_block(doc, TABLE_BLOCK)->table = t;
}

void doc_wide_table(struct doc *doc, struct table *t)
{
    struct block *b = add_block(doc, TABLE_BLOCK);
    b->table = t;
    b->wide = true;
}

void doc_figure(struct doc *doc, const char *path, bool wide)
{
    struct block *b = add_block(doc, FIGURE);
    b->path = mem_text(path);
    b->wide = wide;
}

void doc_space(struct doc *doc, double height)
{
    add_block(doc, SPACE)->height = height;
}

void doc_finding(struct doc *doc, struct sketch *sketch, struct rich *text, const char *target)
{
    struct block *b = add_block(doc, FINDING);
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

void doc_keep(struct doc *doc)
{
    doc->blocks[doc->n_blocks - 1].keep = true;
}

/* --- placing ------------------------------------------------------------------ */

struct flow {
    struct doc *doc;
    struct driver *d;
    size_t page;
    double y, note_y; /* where the next block and the next note may begin */
};

static double gap_before(const struct block *b)
{
    static const double gaps[] = {
        [SECTION] = 26, [TEXT_BLOCK] = 0, [TABLE_BLOCK] = 3, [FIGURE] = 3, [SPACE] = 0, [FINDING] = 0,
    };
    return b->kind == TEXT_BLOCK && b->type == TYPE_HEAD ? 8 : gaps[b->kind];
}

static double gap_after(const struct block *b)
{
    static const double gaps[] = {
        [SECTION] = 7, [TEXT_BLOCK] = 6.5, [TABLE_BLOCK] = 12, [FIGURE] = 12, [SPACE] = 0, [FINDING] = 13,
    };
    if (b->kind == TEXT_BLOCK && b->wide)
        return 15;
    if (b->kind == FIGURE && b->wide)
        return 5;
    if (b->kind != TEXT_BLOCK)
        return gaps[b->kind];
    return b->type == TYPE_HEAD ? 3 : b->type == TYPE_TITLE ? 4 : b->type == TYPE_QUESTION ? 10 : gaps[TEXT_BLOCK];
}

static double text_width(const struct block *b)
{
    return b->kind == FINDING ? MAIN - SKETCH_WIDTH - SKETCH_GAP
           : b->wide || b->type == TYPE_TITLE || b->type == TYPE_QUESTION ? WIDE
                                                                        : MAIN;
}

static size_t block_lines(struct flow *f, const struct block *b)
{
    return f->d->class->lines(f->d, b->type, &b->text, text_width(b));
}

static double note_height(struct flow *f, const struct block *b)
{
    double leading = type_style(TYPE_NOTE)->leading, height = b->kind == FINDING ? leading : 0;
    if (b->note.text.len > 0)
        height += (double) f->d->class->lines(f->d, TYPE_NOTE, &b->note, MARGIN) * leading;
    return height;
}

/* The least height that must be on one page: of a table its head and two rows. */
static double least_height(struct flow *f, const struct block *b)
{
    double height = 0;
    switch (b->kind) {
    case SECTION:
        return (double) block_lines(f, b) * type_style(b->type)->leading;
    case TEXT_BLOCK: {
        size_t lines = block_lines(f, b);
        return (double) (lines > 3 && !b->keep ? 2 : lines) * type_style(b->type)->leading;
    }
    case FINDING:
        return fmax((double) block_lines(f, b) * type_style(b->type)->leading, SKETCH_HEIGHT);
    case TABLE_BLOCK:
        height = table_head_height(&b->layout);
        for (size_t i = 0; i < 2 && i < table_rows(b->table); i++)
            height += table_row_height(&b->layout, i);
        return height;
    case FIGURE:
    case SPACE:
        return b->height;
    }
    return 0;
}

static void new_page(struct flow *f)
{
    f->page++;
    f->y = f->note_y = f->doc->top;
}

static bool at_top(const struct flow *f)
{
    return f->y <= f->doc->top;
}

static void put(struct flow *f, size_t block, double x, double y, size_t from, size_t to, bool note)
{
    struct doc *doc = f->doc;
    doc->pieces = mem_grow(doc->pieces, &doc->pieces_capacity, doc->n_pieces + 1, sizeof *doc->pieces);
    doc->pieces[doc->n_pieces++] = (struct piece){ f->page, block, from, to, x, y, note };
}

/* Room for the block and whatever must stay with it, and for its note; else a new page. */
static void make_room(struct flow *f, size_t i)
{
    const struct doc *doc = f->doc;
    const struct block *b = &doc->blocks[i];
    double need = 0, note = note_height(f, b);
    for (size_t k = i; k < doc->n_blocks; k++) {
        need += least_height(f, &doc->blocks[k]) + (k > i ? gap_before(&doc->blocks[k]) : 0);
        if (!doc->blocks[k].keep)
            break;
        need += gap_after(&doc->blocks[k]);
    }
    bool late = b->kind == SECTION && f->y > doc->top + .8 * (doc->bottom - doc->top);
    if (!at_top(f) && (late || f->y + need > doc->bottom || f->note_y + note > doc->bottom))
        new_page(f);
}

static void place_note(struct flow *f, size_t i, double y)
{
    const struct block *b = &f->doc->blocks[i];
    double height = note_height(f, b);
    if (height <= 0)
        return;
    double at = fmax(y, f->note_y);
    if (at + height > f->doc->bottom)
        at = fmax(f->note_y, f->doc->bottom - height);
    put(f, i, f->doc->left + MAIN + GAP, at, 0, 0, true);
    f->note_y = at + height + 7;
}

static void place_text(struct flow *f, size_t i)
{
    const struct block *b = &f->doc->blocks[i];
    double leading = type_style(b->type)->leading;
    size_t n = block_lines(f, b), from = 0;
    place_note(f, i, f->y + fmax(0, (leading - 10) / 2 + .7));
    while (from < n) {
        size_t room = f->doc->bottom > f->y ? (size_t) ((f->doc->bottom - f->y) / leading + 1e-6) : 0;
        size_t rest = n - from, take = rest <= room ? rest : rest - room == 1 ? room - (room > 0) : room;
        if (take == 0 || (take < rest && take < 2)) {
            if (at_top(f))
                take = rest;
            else {
                new_page(f);
                continue;
            }
        }
        put(f, i, f->doc->left, f->y, from, from + take, false);
        f->y += (double) take * leading;
        from += take;
        if (from < n)
            new_page(f);
    }
}

static void place_table(struct flow *f, size_t i)
{
    const struct block *b = &f->doc->blocks[i];
    size_t from = 0, n = table_rows(b->table);
    place_note(f, i, f->y + 2);
    do {
        size_t to = from;
        double y = f->y + table_head_height(&b->layout);
        while (to < n && (y + table_row_height(&b->layout, to) <= f->doc->bottom || (to == from && at_top(f))))
            y += table_row_height(&b->layout, to++);
        if (to > from || n == 0) {
            put(f, i, f->doc->left, f->y, from, to, false);
            f->y = y;
        }
        from = to;
        if (from < n)
            new_page(f);
    } while (from < n);
}

static void place(struct flow *f, size_t i)
{
    const struct block *b = &f->doc->blocks[i];
    if (b->wide || b->kind == SECTION) /* clear of the notes above */
        f->y = fmax(f->y, f->note_y);
    if (!at_top(f))
        f->y += gap_before(b);
    make_room(f, i);
    switch (b->kind) {
    case SECTION:
    case TEXT_BLOCK:
        place_text(f, i);
        break;
    case TABLE_BLOCK:
        place_table(f, i);
        break;
    case FINDING:
        place_note(f, i, f->y + 3);
        put(f, i, f->doc->left, f->y, 0, block_lines(f, b), false);
        f->y += least_height(f, b);
        break;
    case FIGURE:
        place_note(f, i, f->y + 2);
        put(f, i, f->doc->left, f->y, 0, 0, false);
        f->y += b->height;
        break;
    case SPACE:
        f->y += b->height;
        break;
    }
    f->y += gap_after(b);
    if (b->wide)
        f->note_y = f->y;
}

static bool measure(struct doc *doc, struct driver *d, struct err *err)
{
    for (size_t i = 0; i < doc->n_blocks; i++) {
        struct block *b = &doc->blocks[i];
        if (b->kind == TABLE_BLOCK)
            table_measure(b->table, d, b->wide ? WIDE : MAIN, &b->layout);
        if (b->kind == FIGURE && !d->class->figure_size(d, b->path, &b->width, &b->height, err))
            return false;
    }
    return true;
}

static const struct block *find_target(const struct doc *doc, const char *name)
{
    for (size_t i = 0; i < doc->n_blocks; i++)
        if (doc->blocks[i].kind == SECTION && strcmp(doc->blocks[i].target, name) == 0)
            return &doc->blocks[i];
    return NULL;
}

static bool check_links(const struct doc *doc, struct err *err)
{
    for (size_t i = 0; i < doc->n_blocks; i++)
        if (doc->blocks[i].kind == FINDING && find_target(doc, doc->blocks[i].target) == NULL)
            return err_set(err, "a link leads to \"%s\", which no section is called", doc->blocks[i].target);
    return true;
}

bool page_layout(struct doc *doc, struct driver *d, struct err *err)
{
    struct flow f = { .doc = doc, .d = d, .y = doc->top, .note_y = doc->top };
    if (!measure(doc, d, err) || !check_links(doc, err))
        return false;
    for (size_t i = 0; i < doc->n_blocks; i++)
        place(&f, i);
    doc->pages = f.page + 1;
    return true;
}

size_t page_count(const struct doc *doc)
{
    return doc->pages;
}

/* --- drawing ------------------------------------------------------------------ */

static size_t page_of_section(const struct doc *doc, const struct block *section)
{
    for (size_t i = 0; i < doc->n_pieces; i++)
        if (&doc->blocks[doc->pieces[i].block] == section)
            return doc->pieces[i].page;
    return 0;
}

/* The section that PAGE begins with, or that begins on it. */
static const char *section_of_page(const struct doc *doc, size_t page)
{
    const char *title = "";
    bool first = true;
    for (size_t i = 0; i < doc->n_pieces && doc->pieces[i].page <= page; i++) {
        const struct block *b = &doc->blocks[doc->pieces[i].block];
        bool here = doc->pieces[i].page == page;
        if (b->kind == SECTION && (!here || first))
            title = rich_text(&b->text);
        first = first && !here;
    }
    return title;
}

static void draw_words(struct driver *d, const char *tag, enum type type, struct rich text, double x, double y,
                       double width, enum align align)
{
    d->class->begin(d, tag, NULL);
    d->class->text(d, type, &text, x, y, width, align, 0, 1);
    d->class->end(d, tag);
    rich_release(&text);
}

static void draw_frame(const struct doc *doc, struct driver *d, size_t page)
{
    double head = 11.5 * MM, foot = doc->height - 12.5 * MM;
    struct rich number = RICH_INIT;
    rich_add_format(&number, RICH_PLAIN, "%zu" NARROW_SPACE "/" NARROW_SPACE "%zu", page + 1, doc->pages);
    if (page > 0) {
        draw_words(d, "P", TYPE_RUNNING, rich_of(RICH_PLAIN, doc->title), doc->left, head, MAIN, ALIGN_LEFT);
        draw_words(d, "P", TYPE_RUNNING, rich_of(RICH_PLAIN, section_of_page(doc, page)), doc->left + MAIN + GAP,
                   head, MARGIN, ALIGN_RIGHT);
        d->class->rect(d, doc->left, head + 12.5, WIDE, .5, HAIRLINE);
    }
    draw_words(d, "P", TYPE_RUNNING, rich_of(RICH_PLAIN, doc->foot), doc->left, foot, MAIN, ALIGN_LEFT);
    if (*doc->warning != '\0')
        draw_words(d, "P", TYPE_RUNNING, rich_of(RICH_BOLD, doc->warning), doc->left + 60 * MM, foot, MAIN,
                   ALIGN_LEFT);
    draw_words(d, "P", TYPE_RUNNING, rich_move(&number), doc->left + MAIN + GAP, foot, MARGIN, ALIGN_RIGHT);
}

static void draw_reference(const struct doc *doc, struct driver *d, const struct block *b, double x, double y)
{
    const struct block *section = find_target(doc, b->target);
    struct rich words = RICH_INIT;
    rich_add_format(&words, RICH_LINK, "\xe2\x86\x92 %s, page %zu", rich_text(&section->text),
                    page_of_section(doc, section) + 1);
    d->class->begin(d, "P", NULL);
    d->class->begin(d, "Link", b->target);
    d->class->text(d, TYPE_NOTE, &words, x, y, MARGIN, ALIGN_LEFT, 0, 1);
    d->class->end(d, "Link");
    d->class->end(d, "P");
    rich_release(&words);
}

static void draw_note(const struct doc *doc, struct driver *d, const struct block *b, const struct piece *p)
{
    size_t lines = b->note.text.len > 0 ? d->class->lines(d, TYPE_NOTE, &b->note, MARGIN) : 0;
    if (lines > 0) {
        d->class->begin(d, "P", NULL);
        d->class->text(d, TYPE_NOTE, &b->note, p->x, p->y, MARGIN, ALIGN_LEFT, 0, lines);
        d->class->end(d, "P");
    }
    if (b->kind == FINDING)
        draw_reference(doc, d, b, p->x, p->y + (double) lines * type_style(TYPE_NOTE)->leading);
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

static void draw_finding(struct driver *d, const struct block *b, const struct piece *p)
{
    draw_sketch(d, &b->sketch, p->x, p->y + 2);
    d->class->begin(d, "P", NULL);
    d->class->begin(d, "Link", b->target);
    d->class->text(d, b->type, &b->text, p->x + SKETCH_WIDTH + SKETCH_GAP, p->y, text_width(b), ALIGN_LEFT,
                   p->from, p->to);
    d->class->end(d, "Link");
    d->class->end(d, "P");
}

static void draw_table(struct driver *d, const struct block *b, const struct piece *p)
{
    double width = b->wide ? WIDE : MAIN, y = p->y;
    d->class->begin(d, "Table", NULL);
    y += table_draw_head(b->table, &b->layout, d, p->x, y, width);
    for (size_t row = p->from; row < p->to; row++)
        y += table_draw_row(b->table, &b->layout, d, row, p->x, y);
    d->class->rect(d, p->x, y + .5, width, .5, HAIRLINE);
    d->class->end(d, "Table");
}

static void draw_text(struct driver *d, const struct block *b, const struct piece *p)
{
    const char *tag = b->kind == SECTION || b->type == TYPE_TITLE ? "H1" : b->type == TYPE_HEAD ? "H2" : "P";
    if (b->kind == SECTION) {
        d->class->target(d, b->target, p->x, p->y);
        d->class->bookmark(d, rich_text(&b->text), b->target);
    }
    d->class->begin(d, tag, NULL);
    d->class->text(d, b->type, &b->text, p->x, p->y, text_width(b), ALIGN_LEFT, p->from, p->to);
    d->class->end(d, tag);
}

static bool draw_piece(const struct doc *doc, struct driver *d, const struct piece *p, struct err *err)
{
    const struct block *b = &doc->blocks[p->block];
    bool good = true;
    if (p->note) {
        draw_note(doc, d, b, p);
        return true;
    }
    switch (b->kind) {
    case SECTION:
    case TEXT_BLOCK:
        draw_text(d, b, p);
        break;
    case TABLE_BLOCK:
        draw_table(d, b, p);
        break;
    case FINDING:
        draw_finding(d, b, p);
        break;
    case FIGURE:
        d->class->begin(d, "Figure", NULL);
        good = d->class->figure(d, b->path, p->x, p->y, err);
        d->class->end(d, "Figure");
        break;
    case SPACE:
        break;
    }
    return good;
}

bool page_draw(const struct doc *doc, struct driver *d, struct err *err)
{
    size_t next = 0;
    for (size_t page = 0; page < doc->pages; page++) {
        d->class->page(d, doc->width, doc->height);
        draw_frame(doc, d, page);
        for (; next < doc->n_pieces && doc->pieces[next].page == page; next++)
            if (!draw_piece(doc, d, &doc->pieces[next], err))
                return false;
    }
    return true;
}
