#include "layout.h"
#include <math.h>
#include <stdlib.h>

/* What the driver said of a block: its table's columns, its figure's size. */
struct measure {
    struct table_layout table;
    double width, height;
};

struct layout {
    const struct doc *doc;
    double width, height, left, top, bottom;
    struct measure *measures; /* one a block */
    struct piece *pieces;
    size_t n_pieces, pieces_capacity;
    size_t pages;
    size_t in_full; /* findings from the first to this many */
};

struct flow {
    struct layout *l;
    struct driver *d;
    size_t page;
    double y, note_y; /* where the next block and the next note may begin */
};

#define BRIEF_GAP 2.0
#define FRONT_HIGHER (6 * MM)
#define SHORT_TABLE 9 /* rows */
#define BEGIN_ROWS 6
#define BEGIN_HEIGHT 140.0 /* points: some 5 cm */
#define WORTH_FILLING 60.0 /* points that are left below */

static double gap_before(const struct block *b)
{
    static const double gaps[BLOCK_KINDS] = { [BLOCK_SECTION] = 26, [BLOCK_TABLE] = 3, [BLOCK_FIGURE] = 3 };
    return b->kind == BLOCK_TEXT && b->type == TYPE_HEAD ? 8 : gaps[b->kind];
}

static double gap_after(const struct block *b)
{
    static const double gaps[BLOCK_KINDS + 1] = {
        [BLOCK_SECTION] = 7, [BLOCK_TEXT] = 6.5, [BLOCK_CAPTION] = 12, [BLOCK_TABLE] = 12, [BLOCK_FIGURE] = 12, [BLOCK_FINDING] = 6,
    };
    if (b->kind == BLOCK_FIGURE && b->wide)
        return 5;
    if (b->kind != BLOCK_TEXT)
        return gaps[b->kind];
    return b->type == TYPE_HEAD ? 3 : b->type == TYPE_TITLE ? 4 : b->type == TYPE_QUESTION ? 10 : gaps[BLOCK_TEXT];
}

double layout_text_width(const struct block *b)
{
    return b->kind == BLOCK_FINDING ? LAYOUT_FINDING
           : b->wide || b->type == TYPE_TITLE || b->type == TYPE_QUESTION ? LAYOUT_WIDE
                                                                        : LAYOUT_MAIN;
}

bool layout_is_brief(const struct layout *l, size_t block)
{
    size_t before = 0;
    for (size_t i = 0; i < block; i++)
        before += doc_block(l->doc, i)->kind == BLOCK_FINDING;
    return doc_block(l->doc, block)->brief.text.len > 0 && before >= l->in_full;
}

const struct rich *layout_text(const struct layout *l, size_t block)
{
    const struct block *b = doc_block(l->doc, block);
    return layout_is_brief(l, block) ? &b->brief : &b->text;
}

static size_t block_lines(struct flow *f, size_t i)
{
    const struct block *b = doc_block(f->l->doc, i);
    return f->d->class->lines(f->d, b->type, layout_text(f->l, i), layout_text_width(b));
}

static double note_height(struct flow *f, size_t i)
{
    const struct block *b = doc_block(f->l->doc, i);
    if (layout_is_brief(f->l, i))
        return type_style(TYPE_NOTE)->leading;
    double leading = type_style(TYPE_NOTE)->leading, height = b->kind == BLOCK_FINDING ? leading : 0;
    if (b->note.text.len > 0)
        height += (double) f->d->class->lines(f->d, TYPE_NOTE, &b->note, LAYOUT_MARGIN) * leading;
    return height;
}

/* As high as its text, its sketch and its note. */
static double finding_height(struct flow *f, size_t i)
{
    const struct block *b = doc_block(f->l->doc, i);
    double height = (double) block_lines(f, i) * type_style(b->type)->leading;
    return layout_is_brief(f->l, i) ? height : fmax(fmax(height, b->sketch.n > 0 ? SKETCH_HEIGHT : 0), note_height(f, i));
}

/* A short table is not broken; of a longer one a third begins it, BEGIN_ROWS at most, and of high rows as many as reach BEGIN_HEIGHT. */
static size_t rows_together(const struct flow *f, size_t i)
{
    const struct table_layout *t = &f->l->measures[i].table;
    size_t n = table_rows(doc_block(f->l->doc, i)->table), begin = n / 3 < BEGIN_ROWS ? n / 3 : BEGIN_ROWS, row = 0;
    double height = 0;
    while (row < begin && height < BEGIN_HEIGHT)
        height += table_row_height(t, row++);
    return n <= SHORT_TABLE ? n : row;
}

/* The least height that must be on one page: of a table its head and the rows that begin it. */
static double least_height(struct flow *f, size_t i)
{
    const struct block *b = doc_block(f->l->doc, i);
    const struct measure *measure = &f->l->measures[i];
    double height = 0;
    switch (b->kind) {
    case BLOCK_SECTION:
    case BLOCK_CAPTION:
        return (double) block_lines(f, i) * type_style(b->type)->leading;
    case BLOCK_TEXT: {
        size_t lines = block_lines(f, i);
        return (double) (lines > 3 && !b->keep ? 2 : lines) * type_style(b->type)->leading;
    }
    case BLOCK_FINDING:
        return finding_height(f, i);
    case BLOCK_TABLE:
        height = table_head_height(&measure->table);
        for (size_t row = 0; row < rows_together(f, i); row++)
            height += table_row_height(&measure->table, row);
        return height;
    case BLOCK_FIGURE:
        return measure->height;
    case BLOCK_SPACE:
        return b->height;
    case BLOCK_KINDS:
        break;
    }
    return 0;
}

static void new_page(struct flow *f)
{
    f->page++;
    f->y = f->note_y = f->l->top;
}

static bool at_top(const struct flow *f)
{
    return f->y <= f->l->top;
}

static void put(struct flow *f, size_t block, double x, double y, size_t from, size_t to, bool note)
{
    struct layout *l = f->l;
    l->pieces = mem_grow(l->pieces, &l->pieces_capacity, l->n_pieces + 1, sizeof *l->pieces);
    l->pieces[l->n_pieces++] = (struct piece){ f->page, block, from, to, x, y, note };
}

/* What a caption below block I takes. */
static double caption_height(struct flow *f, size_t i)
{
    const struct doc *doc = f->l->doc;
    if (i + 1 == doc_blocks(doc) || doc_block(doc, i + 1)->kind != BLOCK_CAPTION)
        return 0;
    return gap_after(doc_block(doc, i)) + least_height(f, i + 1);
}

/* Room for the block and whatever must stay with it, and for its note; else a new page. */
static void make_room(struct flow *f, size_t i)
{
    const struct layout *l = f->l;
    const struct block *b = doc_block(l->doc, i);
    double need = 0, note = note_height(f, i);
    for (size_t k = i; k < doc_blocks(l->doc); k++) {
        const struct block *next = doc_block(l->doc, k);
        need += least_height(f, k) + (k > i ? gap_before(next) : 0);
        if (!next->keep) {
            need += next->kind == BLOCK_TABLE && table_rows(next->table) <= SHORT_TABLE ? caption_height(f, k) : 0;
            break;
        }
        need += gap_after(next);
    }
    bool late = b->kind == BLOCK_SECTION && f->y > l->top + .8 * (l->bottom - l->top);
    if (!at_top(f) && (b->fresh || late || f->y + need > l->bottom || f->note_y + note > l->bottom))
        new_page(f);
}

static void place_note(struct flow *f, size_t i, double y)
{
    double height = note_height(f, i);
    if (height <= 0)
        return;
    double at = fmax(y, f->note_y);
    if (at + height > f->l->bottom)
        at = fmax(f->note_y, f->l->bottom - height);
    put(f, i, f->l->left + LAYOUT_MAIN + LAYOUT_GAP, at, 0, 0, true);
    f->note_y = at + height + (layout_is_brief(f->l, i) ? 0 : 7);
}

static void place_text(struct flow *f, size_t i)
{
    const struct block *b = doc_block(f->l->doc, i);
    double leading = type_style(b->type)->leading;
    size_t n = block_lines(f, i), from = 0;
    place_note(f, i, f->y + fmax(0, (leading - 10) / 2 + .7));
    while (from < n) {
        size_t room = f->l->bottom > f->y ? (size_t) ((f->l->bottom - f->y) / leading + 1e-6) : 0;
        size_t rest = n - from, take = rest <= room ? rest : rest - room == 1 ? room - (room > 0) : room;
        if (take == 0 || (take < rest && take < 2)) {
            if (at_top(f))
                take = rest;
            else {
                new_page(f);
                continue;
            }
        }
        put(f, i, f->l->left, f->y, from, from + take, false);
        f->y += (double) take * leading;
        from += take;
        if (from < n)
            new_page(f);
    }
}

static void place_table(struct flow *f, size_t i)
{
    const struct block *b = doc_block(f->l->doc, i);
    const struct measure *measure = &f->l->measures[i];
    size_t from = 0, n = table_rows(b->table);
    place_note(f, i, f->y + 2);
    do {
        size_t to = from;
        double y = f->y + table_head_height(&measure->table);
        while (to < n && (y + table_row_height(&measure->table, to) <= f->l->bottom || (to == from && at_top(f))))
            y += table_row_height(&measure->table, to++);
        bool alone = to + 1 == n, no_caption = to == n && y + caption_height(f, i) > f->l->bottom;
        for (size_t back = 0; back < 2 && (alone || no_caption) && to > from + 2; back++) /* no row or caption alone */
            y -= table_row_height(&measure->table, --to);
        if (to > from || n == 0) {
            put(f, i, f->l->left, f->y, from, to, false);
            f->y = y;
        }
        from = to;
        if (from < n)
            new_page(f);
    } while (from < n);
}

static void place(struct flow *f, size_t i)
{
    const struct block *b = doc_block(f->l->doc, i);
    if (b->wide || b->kind == BLOCK_SECTION) /* clear of the notes above */
        f->y = fmax(f->y, f->note_y);
    if (!at_top(f))
        f->y += gap_before(b);
    make_room(f, i);
    switch (b->kind) {
    case BLOCK_SECTION:
    case BLOCK_TEXT:
    case BLOCK_CAPTION:
        place_text(f, i);
        break;
    case BLOCK_TABLE:
        place_table(f, i);
        break;
    case BLOCK_FINDING:
        place_note(f, i, f->y + 2);
        put(f, i, f->l->left, f->y, 0, block_lines(f, i), false);
        f->y += finding_height(f, i);
        break;
    case BLOCK_FIGURE:
        place_note(f, i, f->y + 2);
        put(f, i, f->l->left, f->y, 0, 0, false);
        f->y += f->l->measures[i].height;
        break;
    case BLOCK_SPACE:
        f->y += b->height;
        break;
    case BLOCK_KINDS:
        break;
    }
    f->y += layout_is_brief(f->l, i) ? BRIEF_GAP : gap_after(b);
    if (b->wide)
        f->note_y = f->y;
}

/* --- full pages ---------------------------------------------------------------- */

/* Past the last block of the group that begins with block I: what is kept together, and captions and words below tables. */
static size_t group_end(const struct doc *doc, size_t i)
{
    bool below = false; /* a table, whose words follow it */
    for (; i < doc_blocks(doc); i++) {
        const struct block *b = doc_block(doc, i), *next = i + 1 < doc_blocks(doc) ? doc_block(doc, i + 1) : NULL;
        below = below || b->kind == BLOCK_TABLE;
        bool goes_on = next != NULL && (b->keep || next->kind == BLOCK_CAPTION || (below && next->kind == BLOCK_TEXT && next->type != TYPE_HEAD));
        if (!goes_on)
            return i + 1;
    }
    return i;
}

static double full_height(struct flow *f, size_t i)
{
    const struct block *b = doc_block(f->l->doc, i);
    const struct measure *measure = &f->l->measures[i];
    double height = b->kind == BLOCK_TEXT || b->kind == BLOCK_CAPTION ? (double) block_lines(f, i) * type_style(b->type)->leading
                                                                       : least_height(f, i);
    for (size_t row = b->kind == BLOCK_TABLE ? rows_together(f, i) : 0; b->kind == BLOCK_TABLE && row < table_rows(b->table); row++)
        height += table_row_height(&measure->table, row);
    return fmax(height, note_height(f, i)) + gap_before(b) + gap_after(b);
}

static double group_height(struct flow *f, size_t from, size_t to)
{
    double height = -gap_after(doc_block(f->l->doc, to - 1));
    for (size_t i = from; i < to; i++)
        height += full_height(f, i);
    return height;
}

static double room(const struct flow *f)
{
    return f->l->bottom - fmax(f->y, f->note_y);
}

static double page_height(const struct flow *f)
{
    return f->l->bottom - f->l->top;
}

/* Whether the table I, whose group ends before NEXT, may begin where LEFT is left: it has more rows than are kept together, and below
   the FIGURE on the next page it would be broken, too. */
static bool may_begin(struct flow *f, size_t i, size_t next, double left, double figure)
{
    const struct block *b = doc_block(f->l->doc, i);
    return b->kind == BLOCK_TABLE && rows_together(f, i) < table_rows(b->table) && group_height(f, i, next) > page_height(f) - figure &&
           gap_before(b) + least_height(f, i) <= left;
}

/* A figure that must wait for the next page lets what follows it, up to the next head, go before. */
static void fill_pages(struct flow *f, size_t figure, bool *placed)
{
    const struct doc *doc = f->l->doc;
    size_t next = group_end(doc, figure), page = f->page;
    double height = group_height(f, figure, next);
    if (doc_block(doc, figure)->kind != BLOCK_FIGURE || at_top(f) || room(f) < WORTH_FILLING ||
        height <= room(f))
        return;
    for (size_t i = next; i < doc_blocks(doc) && f->page == page; i = next) {
        const struct block *b = doc_block(doc, i);
        next = group_end(doc, i);
        if (b->kind == BLOCK_SECTION || b->fresh || (b->kind == BLOCK_TEXT && b->type == TYPE_HEAD))
            return;
        if (placed[i] || (group_height(f, i, next) > room(f) && !may_begin(f, i, next, room(f), height)))
            continue;
        for (; i < next; i++) {
            place(f, i);
            placed[i] = true;
        }
    }
    if (f->page != page) /* the last that was placed goes on there */
        fill_pages(f, figure, placed);
}

/* Whether a section here would be a head and a few words, the figure that they lead to on the next page and nothing to fill this one. */
static bool is_lonely(struct flow *f, size_t section)
{
    const struct doc *doc = f->l->doc;
    size_t figure = section + 1;
    while (figure < doc_blocks(doc) && doc_block(doc, figure)->kind == BLOCK_TEXT)
        figure++;
    if (figure == doc_blocks(doc) || doc_block(doc, figure)->kind != BLOCK_FIGURE)
        return false;
    double lead = group_height(f, section, figure), left = room(f) - lead;
    size_t next = group_end(doc, figure);
    double height = group_height(f, figure, next);
    if (height <= left || height + lead > page_height(f))
        return false;
    for (size_t i = next; i < doc_blocks(doc) && doc_block(doc, i)->kind != BLOCK_SECTION; i = next) {
        next = group_end(doc, i);
        if (group_height(f, i, next) <= left || may_begin(f, i, next, left, height))
            return false;
    }
    return true;
}

/* Blocks up to END. */
static void place_blocks(struct flow *f, size_t from, size_t end, bool *placed)
{
    for (size_t i = from; i < end; i++) {
        if (placed[i])
            continue;
        if (doc_block(f->l->doc, i)->kind == BLOCK_SECTION && !at_top(f) && is_lonely(f, i))
            new_page(f);
        fill_pages(f, i, placed);
        place(f, i);
    }
}

/* The first page has no running head. */
static void begin(struct layout *l, struct flow *f, bool *placed)
{
    f->page = 0;
    f->y = f->note_y = l->top - FRONT_HIGHER;
    l->n_pieces = 0;
    memset(placed, 0, doc_blocks(l->doc) * sizeof *placed);
}

/* The first page with as many findings in full as it holds, and then the others. */
static void place_all(struct layout *l, struct flow *f)
{
    size_t n = doc_blocks(l->doc), front = 0;
    bool *placed = mem_alloc((n + 1) * sizeof *placed);
    while (front < n && !doc_block(l->doc, front)->fresh)
        front++;
    l->in_full = LAYOUT_FINDINGS_MOST + 1;
    do {
        l->in_full--;
        begin(l, f, placed);
        place_blocks(f, 0, front, placed);
    } while (f->page > 0 && l->in_full > LAYOUT_FINDINGS_LEAST && front < n);
    place_blocks(f, front, n, placed);
    l->pages = f->page + 1;
    free(placed);
}

/* The pictures of pages are PDF. */
static bool measure_figure(const struct block *b, struct driver *d, struct measure *m, struct err *err)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s.pdf", b->path);
    bool good = d->class->figure_size(d, path.at, &m->width, &m->height, err);
    buf_release(&path);
    return good;
}

static bool measure(struct layout *l, struct driver *d, struct err *err)
{
    for (size_t i = 0; i < doc_blocks(l->doc); i++) {
        const struct block *b = doc_block(l->doc, i);
        struct measure *m = &l->measures[i];
        if (b->kind == BLOCK_TABLE)
            table_measure(b->table, d, b->wide ? LAYOUT_WIDE : LAYOUT_MAIN, &m->table);
        if (b->kind == BLOCK_FIGURE && !measure_figure(b, d, m, err))
            return false;
    }
    return true;
}

static struct layout *new_layout(const struct doc *doc, enum paper paper)
{
    bool letter = paper == PAPER_LETTER;
    struct layout *l = mem_zero(sizeof *l);
    l->doc = doc;
    l->width = letter ? 612 : 210 * MM;
    l->height = letter ? 792 : 297 * MM;
    l->left = letter ? 24 * MM : 22 * MM;
    l->top = 22 * MM;
    l->bottom = l->height - 18 * MM;
    l->measures = mem_zero((doc_blocks(doc) + 1) * sizeof *l->measures);
    return l;
}

struct layout *layout_new(const struct doc *doc, enum paper paper, struct driver *d, struct err *err)
{
    struct layout *l = new_layout(doc, paper);
    struct flow f = { .l = l, .d = d };
    if (!measure(l, d, err) || !doc_check_links(doc, err)) {
        layout_free(l);
        return NULL;
    }
    place_all(l, &f);
    return l;
}

void layout_free(struct layout *l)
{
    if (l == NULL)
        return;
    for (size_t i = 0; i < doc_blocks(l->doc); i++)
        table_layout_release(&l->measures[i].table);
    free(l->measures);
    free(l->pieces);
    free(l);
}

/* --- reading ------------------------------------------------------------------ */

const struct doc *layout_doc(const struct layout *l)
{
    return l->doc;
}

double layout_width(const struct layout *l)
{
    return l->width;
}

double layout_height(const struct layout *l)
{
    return l->height;
}

double layout_left(const struct layout *l)
{
    return l->left;
}

size_t layout_pages(const struct layout *l)
{
    return l->pages;
}

size_t layout_pieces(const struct layout *l)
{
    return l->n_pieces;
}

const struct piece *layout_piece(const struct layout *l, size_t i)
{
    return &l->pieces[i];
}

const struct table_layout *layout_table(const struct layout *l, size_t block)
{
    return &l->measures[block].table;
}

size_t layout_section_page(const struct layout *l, const char *target)
{
    size_t section = doc_find_section(l->doc, target);
    for (size_t i = 0; i < l->n_pieces; i++)
        if (l->pieces[i].block == section)
            return l->pieces[i].page;
    return 0;
}

const char *layout_page_section(const struct layout *l, size_t page)
{
    const char *title = "";
    bool first = true;
    for (size_t i = 0; i < l->n_pieces && l->pieces[i].page <= page; i++) {
        const struct block *b = doc_block(l->doc, l->pieces[i].block);
        bool here = l->pieces[i].page == page;
        if (b->kind == BLOCK_SECTION && (!here || first))
            title = rich_text(&b->text);
        first = first && !here;
    }
    return title;
}
