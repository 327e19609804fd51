#include "base/csv.h"
#include "base/utf8.h"
#include "charts/plot.h"
#include "drawing/glyphs.h"
#include "drawing/picture.h"
#include "facts/result.h"
#include "paper/driver_text.h"
#include "paper/html.h"
#include "paper/markdown.h"
#include "paper/page.h"
#include "readers.h"
#include "words/label.h"
#include "words/svg.h"
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define law reader_law

static struct text all_of(const struct buf *b) { return (struct text){ b->at ? b->at : "", b->len }; }

/* --- labels -------------------------------------------------------------------------------- */

static size_t characters(struct text t)
{
    size_t n = 0;
    for (size_t i = 0; i < t.len; i++)
        n += (t.at[i] & 0xc0) != 0x80;
    return n;
}

static void clean_holds(struct text t)
{
    law(utf8_valid(t.at, t.len), "a label is no UTF-8");
    for (size_t i = 0; i < t.len; i++)
        law((unsigned char) t.at[i] >= ' ' && t.at[i] != 0x7f, "a label has a control character");
}

static void hold_label(struct text bytes)
{
    struct buf once = BUF_INIT, twice = BUF_INIT, cut = BUF_INIT, words = BUF_INIT;
    label_add(&once, bytes, 0);
    label_add(&twice, all_of(&once), 0);
    label_add(&cut, bytes, 12);
    clean_holds(all_of(&once));
    clean_holds(all_of(&cut));
    law(once.len == twice.len && (once.len == 0 || memcmp(once.at, twice.at, once.len) == 0), "a label of a label is another");
    law(characters(all_of(&cut)) <= 12 * 10, "a label that was cut is long"); /* an escape is a character that is shown so */
    struct rich r = rich_of(RICH_BOLD, all_of(&once).at);
    rich_words(&r, &words);
    law(words.len == once.len && (once.len == 0 || memcmp(words.at, once.at, once.len) == 0), "words are lost between the isolates");
    glyphs_replace(&words);
    law(utf8_valid(all_of(&words).at, words.len), "what a figure shows is no UTF-8");
    rich_release(&r);
    buf_release(&once);
    buf_release(&twice);
    buf_release(&cut);
    buf_release(&words);
}

/* --- a document from lines: a letter says what the rest of the line becomes ----------------------

     S section  T text  H head  Q question  N note of the block above  C caption  K keep  R fresh page  W wide
     F finding  B its brief  g figure  t table row (cells between tabs)  w row of a wide table */

struct maker {
    struct doc *doc;
    struct table *table;
    bool wide, figures, plain; /* of the table; with figures; texts without what markup is made of */
    size_t blocks, sections;
};

static const struct doc_words words = { "A case", "run 0", "synthetic data" };

static void end_table(struct maker *m)
{
    if (!m->table)
        return;
    if (m->wide)
        doc_wide_table(m->doc, m->table);
    else
        doc_table(m->doc, m->table);
    m->table = NULL;
    m->blocks++;
}

static const char special[] = "\\`*_[]<>#|~&$@!\"";

/* The caller frees it. */
static char *said(const struct maker *m, struct text t)
{
    struct buf b = BUF_INIT;
    label_add(&b, t, 0);
    for (size_t i = 0; m->plain && i < b.len; i++)
        if (strchr(special, b.at[i]))
            b.at[i] = 'x';
    return buf_detach(&b);
}

/* A rich text of three looks. */
static struct rich rich_said(const struct maker *m, struct text t)
{
    static const unsigned looks[] = { RICH_PLAIN, RICH_BOLD, RICH_ITALIC };
    struct rich r = RICH_INIT;
    for (size_t i = 0; i < 3; i++) {
        size_t third = t.len / 3, from = i * third;
        char *text = said(m, (struct text){ t.at + from, i == 2 ? t.len - from : third });
        rich_add(&r, looks[i], text);
        free(text);
    }
    return r;
}

static void table_row(struct maker *m, bool wide, struct text t)
{
    static const struct column columns[] = { { COLUMN_TEXT, "a" }, { COLUMN_WRAP, "b" }, { COLUMN_NUMBER, "c" } };
    if (m->table && m->wide != wide)
        end_table(m);
    m->table = m->table ? m->table : TABLE_OF(columns);
    m->wide = wide;
    for (size_t i = 0; i < 3; i++) {
        const char *stop = t.len > 0 ? memchr(t.at, '\t', t.len) : NULL;
        size_t n = stop ? (size_t) (stop - t.at) : t.len, step = n + (stop != NULL);
        struct rich cell = rich_said(m, (struct text){ t.at, n });
        table_cell_rich(m->table, &cell);
        t = (struct text){ t.at + step, t.len - step };
    }
}

static void finding(struct maker *m, struct rich *text)
{
    struct sketch sketch = { NULL, 0 };
    sketch_dot(&sketch, 1, 1, 1, 0);
    doc_finding(m->doc, &sketch, text, "s0");
}

static void block_text(struct maker *m, char letter, struct text t)
{
    struct rich r = rich_said(m, t);
    if (letter == 'F')
        finding(m, &r);
    else if (letter == 'C')
        doc_caption(m->doc, &r);
    else
        doc_text(m->doc, letter == 'H' ? TYPE_HEAD : letter == 'Q' ? TYPE_QUESTION : TYPE_BODY, &r);
    rich_release(&r);
    m->blocks++;
}

static void section(struct maker *m, struct text t)
{
    char *text = said(m, t), target[16];
    snprintf(target, sizeof target, "s%zu", m->sections++);
    doc_section(m->doc, text, target);
    free(text);
    m->blocks++;
}

static void figure(struct maker *m, struct text t)
{
    char *seen = said(m, t), size[24];
    snprintf(size, sizeof size, "%zux%zu", 1 + t.len % 168, 1 + t.len % 240);
    doc_figure(m->doc, size, seen, t.len % 2 == 0);
    free(seen);
    m->blocks++;
}

/* For the block above. */
static void attach(struct maker *m, char letter, struct text t)
{
    struct rich text = rich_said(m, t);
    const struct block *above = doc_block(m->doc, m->blocks - 1);
    if (letter == 'N')
        doc_note(m->doc, &text);
    else if (letter == 'K')
        doc_keep(m->doc);
    else if (letter == 'R')
        doc_fresh(m->doc);
    else if (letter == 'W' && above->kind == BLOCK_TEXT)
        doc_wide(m->doc);
    else if (letter == 'B' && above->kind == BLOCK_FINDING)
        doc_brief(m->doc, &text);
    rich_release(&text);
}

static void take_line(struct maker *m, char letter, struct text t)
{
    if (letter == 't' || letter == 'w') {
        table_row(m, letter == 'w', t);
        return;
    }
    end_table(m);
    if (strchr("THQCF", letter))
        block_text(m, letter, t);
    else if (letter == 'S')
        section(m, t);
    else if (letter == 'g' && m->figures)
        figure(m, t);
    else if (m->blocks > 0 && strchr("NKRWB", letter))
        attach(m, letter, t);
}

static struct doc *doc_from(struct text bytes, bool figures, bool plain)
{
    struct maker m = { .doc = doc_new(&words), .figures = figures, .plain = plain };
    while (bytes.len > 0) {
        const char *stop = memchr(bytes.at, '\n', bytes.len);
        size_t n = stop ? (size_t) (stop - bytes.at) : bytes.len, step = n + (stop != NULL);
        if (n > 0 && bytes.at[0] != '\0')
            take_line(&m, bytes.at[0], (struct text){ bytes.at + 1, n - 1 });
        bytes = (struct text){ bytes.at + step, bytes.len - step };
    }
    end_table(&m);
    section(&m, TEXT("The end"));
    return m.doc;
}

/* --- the layout: all is placed, once, on a page ---------------------------------------------- */

/* Lines and rows are placed in order, none twice and none left out. */
static void pieces_hold(const struct layout *l, const struct doc *doc)
{
    size_t *next = calloc(doc_blocks(doc) + 1, sizeof *next);
    law(next != NULL, "no memory");
    for (size_t i = 0; i < layout_pieces(l); i++) {
        const struct piece *p = layout_piece(l, i);
        law(p->page < layout_pages(l) && p->block < doc_blocks(doc), "a piece is nowhere");
        law(isfinite(p->x) && isfinite(p->y) && p->x >= 0 && p->x < layout_width(l) && p->y > 0 && p->y < layout_height(l), "a piece is off the page");
        law(p->note || (p->from == next[p->block] && p->to >= p->from), "lines are not in order");
        if (!p->note)
            next[p->block] = p->to;
    }
    for (size_t i = 0; i < doc_blocks(doc); i++)
        if (doc_block(doc, i)->kind == BLOCK_TABLE)
            law(next[i] == table_rows(doc_block(doc, i)->table), "a row is left out");
    free(next);
}

static void hold_layout(struct text bytes)
{
    struct err err = { 0 };
    struct doc *doc = doc_from(bytes, true, false);
    struct driver *d = driver_text_new();
    struct layout *l = layout_new(doc, bytes.len % 2 ? PAPER_LETTER : PAPER_A4, d, &err);
    law(l != NULL && page_draw(l, d, &err), "a document has no layout");
    pieces_hold(l, doc);
    law(utf8_valid(driver_text_said(d), strlen(driver_text_said(d))), "a line is cut within a character");
    layout_free(l);
    driver_text_free(d);
    doc_free(doc);
}

/* --- markup: what is in a text makes none ----------------------------------------------------
   The same document with each special character of its texts replaced by x is, but for the escapes, the same page. */

static void html_unescape(struct buf *b, struct text page)
{
    static const char *const escapes[] = { "&amp;", "&lt;", "&gt;", "&quot;" };
    for (size_t i = 0; i < page.len;) {
        size_t k = 0;
        while (k < 4 && strncmp(page.at + i, escapes[k], strlen(escapes[k])) != 0)
            k++;
        buf_add_char(b, k < 4 ? 'x' : page.at[i]);
        i += k < 4 ? strlen(escapes[k]) : 1;
    }
}

/* What svg_text leaves as it is makes no markup in HTML: of it the plain text has an x all the same. */
static void html_level(struct buf *b, struct text page)
{
    struct buf once = BUF_INIT;
    html_unescape(&once, page);
    for (size_t i = 0; i < once.len; i++)
        buf_add_char(b, once.at[i] != '<' && once.at[i] != '>' && once.at[i] != '"' && once.at[i] != '&' && strchr(special, once.at[i]) ? 'x' : once.at[i]);
    buf_release(&once);
}

static void markdown_level(struct buf *b, struct text page)
{
    for (size_t i = 0; i < page.len; i++) {
        bool escaped = page.at[i] == '\\' && i + 1 < page.len && page.at[i + 1] != '"' && strchr(special, page.at[i + 1]);
        i += escaped;
        buf_add_char(b, escaped || page.at[i] == '"' ? 'x' : page.at[i]);
    }
}

static void level_holds(const struct buf *rich, const struct buf *plain, void (*level)(struct buf *b, struct text page), const char *what)
{
    struct buf a = BUF_INIT, b = BUF_INIT;
    level(&a, all_of(rich));
    level(&b, all_of(plain));
    law(a.len == b.len && memcmp(a.at, b.at, a.len) == 0, what);
    buf_release(&a);
    buf_release(&b);
}

static void tables_hold(const struct doc *doc)
{
    for (size_t i = 0; i < doc_blocks(doc); i++) {
        if (doc_block(doc, i)->kind != BLOCK_TABLE)
            continue;
        struct buf b = BUF_INIT;
        struct err err = { 0 };
        size_t rows = 0;
        markdown_table_csv(doc_block(doc, i)->table, &b);
        struct csv_reader *r = csv_open(reader_file(0, all_of(&b)), ',', &err);
        for (; r && csv_next(r, &err) == CSV_ROW; rows++)
            for (size_t k = 0; k < csv_columns(r); k++)
                law(!csv_must_guard(csv_field(r, k)), "a cell is a formula");
        law(r && csv_close(r, &err) && rows == table_rows(doc_block(doc, i)->table), "a table's CSV does not read back");
        buf_release(&b);
    }
}

static void hold_markup(struct text bytes)
{
    struct err err = { 0 };
    struct doc *doc = doc_from(bytes, false, false), *plain = doc_from(bytes, false, true);
    struct buf a = BUF_INIT, b = BUF_INIT;
    law(html_write(doc, &a, &err) && html_write(plain, &b, &err), "no web page");
    level_holds(&a, &b, html_level, "a text makes markup in HTML");
    buf_clear(&a);
    buf_clear(&b);
    markdown_write(doc, &a);
    markdown_write(plain, &b);
    level_holds(&a, &b, markdown_level, "a text makes markup in Markdown");
    tables_hold(doc);
    buf_release(&a);
    buf_release(&b);
    doc_free(doc);
    doc_free(plain);
}

/* --- pictures --------------------------------------------------------------------------------- */

static void element(GMarkupParseContext *context, const gchar *name, const gchar **names, const gchar **values, gpointer data, GError **error)
{
    (void) context, (void) data, (void) error;
    static const char *const kept[] = { "svg", "g", "defs", "path", "polygon", "polyline", "line", "rect", "circle", "ellipse", "use", "clipPath",
                                        "text", "tspan", NULL };
    law(g_strv_contains((const gchar *const *) kept, name), "an element that no figure has");
    for (size_t i = 0; names[i]; i++) {
        law(strncmp(names[i], "on", 2) != 0 && strcmp(names[i], "style") != 0 && strcmp(names[i], "class") != 0, "an attribute that no figure has");
        law(strcmp(names[i], "href") != 0 || strncmp(values[i], "#p-", 3) == 0, "a link out of the picture");
        const char *url = strcasestr(values[i], "url(");
        law(strcmp(names[i], "aria-label") == 0 || !url || strncmp(url, "url(#", 5) == 0, "something from elsewhere");
    }
}

static void hold_svg(struct text bytes)
{
    static const GMarkupParser parser = { .start_element = element };
    struct buf b = BUF_INIT;
    struct err err = { 0 };
    if (svg_inline(&b, reader_file(0, bytes), "p", "seen <b> & \"so\"", &err) && b.len > 0) {
        GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, NULL, NULL);
        law(g_markup_parse_context_parse(context, b.at, (gssize) b.len, NULL) && g_markup_parse_context_end_parse(context, NULL), "no whole element");
        g_markup_parse_context_free(context);
    }
    buf_release(&b);
}

static void hold_picture(struct text bytes)
{
    struct err err = { 0 };
    struct buf b = BUF_INIT;
    buf_add(&b, bytes.at, bytes.len);
    (void) !picture_check_svg(bytes, "svg", &err);
    picture_date_pdf(&b, 1462339426);
    law(b.len == bytes.len, "a date has another length");
    buf_release(&b);
}

/* --- results, and what gnuplot is given -------------------------------------------------------- */

static void hold_result(struct text bytes)
{
    static const char *const columns[] = { "group", "n", "p_value", "start", "date" };
    struct err err = { 0 };
    const char *folder = reader_folder(1, "result.csv");
    reader_file(1, bytes);
    struct result *r = result_read(folder, "result", "group", "all", &err);
    law(r || err.text[0], "a failure says nothing");
    for (size_t row = 0; r && row < result_rows(r); row++)
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
            (void) result_int(r, row, columns[i]);
            (void) result_when(r, row, columns[i]);
            double x = result_number(r, row, columns[i]);
            law(isnan(x) || isfinite(x), "a number that is none");
            law(!result_is(r, row, "group", "all"), "a row that was to be left away");
        }
    if (r)
        law(result_sound(r, &err) || err.text[0], "a failure says nothing");
    result_free(r);
}

/* A block's texts come out as the cells that gnuplot reads: a row a line, quotes closed, no backslash alone. */
static void hold_plot(struct text bytes)
{
    struct plot *p = plot_new("raster", 122, 60);
    struct buf b = BUF_INIT;
    char *label = said(&(struct maker){ .plain = false }, bytes);
    plot_block(p, "rows");
    plot_put(p, 1.5);
    plot_put_text(p, label);
    plot_end(p);
    plot_write_block(p, 0, &b);
    size_t quotes = 0, lines = 0, slashes = 0;
    for (size_t i = 0; i < b.len; i++) {
        quotes += b.at[i] == '"';
        lines += b.at[i] == '\n';
        slashes = b.at[i] == '\\' ? slashes + 1 : 0;
        law(slashes % 2 == 0 || b.at[i + 1] == '\\', "a backslash alone");
    }
    law(quotes % 2 == 0 && lines == 2, "a text ends its cell");
    plot_write_numbers(p, &b);
    plot_free(p);
    buf_release(&b);
    free(label);
}

const struct reader paper_readers[] = {
    { "paper-label", hold_label }, { "paper-layout", hold_layout }, { "paper-markup", hold_markup }, { "paper-svg", hold_svg },
    { "paper-picture", hold_picture }, { "paper-result", hold_result }, { "paper-plot", hold_plot }, { NULL, NULL },
};
