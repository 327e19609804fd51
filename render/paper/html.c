#include "html.h"
#include "html_style.h"
#include "words/svg.h"

/* The page so far, and what is open in it. */
struct page {
    const struct doc *doc;
    struct buf *b;
    bool in_section, in_findings, has_nav;
    size_t findings, tables;
    const char *heading; /* the last one: what a table is about */
};

/* --- texts ------------------------------------------------------------------------------ */

static void add_run(struct buf *b, unsigned look, struct text text)
{
    bool bold = look & RICH_BOLD, light = look & RICH_LIGHT, italic = look & RICH_ITALIC;
    buf_add_text(b, light ? "<span class=\"light\">" : "");
    buf_add_text(b, italic ? "<i>" : "");
    buf_add_text(b, bold ? "<b>" : "");
    svg_text(b, text);
    buf_add_text(b, bold ? "</b>" : "");
    buf_add_text(b, italic ? "</i>" : "");
    buf_add_text(b, light ? "</span>" : "");
}

static void add_rich(struct buf *b, const struct rich *r)
{
    const char *text = rich_text(r);
    size_t at = 0;
    for (size_t i = 0; i < r->n_runs; i++) {
        const struct rich_run *run = &r->runs[i];
        svg_text(b, (struct text){ text + at, run->from - at });
        add_run(b, run->look, (struct text){ text + run->from, run->to - run->from });
        at = run->to;
    }
    svg_text(b, (struct text){ text + at, r->text.len - at });
}

/* As a link where it is an address. */
static void add_linked(struct buf *b, const struct rich *r)
{
    const char *address = rich_address(r);
    if (address != NULL) {
        buf_add_text(b, "<a rel=\"noreferrer\" href=\"");
        svg_text(b, text_of(address));
        buf_add_text(b, "\">");
    }
    add_rich(b, r);
    buf_add_text(b, address != NULL ? "</a>" : "");
}

static void add_element(struct buf *b, const char *start, const struct rich *r, const char *end)
{
    buf_add_text(b, start);
    add_rich(b, r);
    buf_add_text(b, end);
}

/* A block and its note side by side. */
static void begin_row(struct page *p, const struct block *block)
{
    if (!block->wide)
        buf_add_text(p->b, "<div class=\"row\"><div>");
}

static void end_row(struct page *p, const struct block *block)
{
    if (!block->wide)
        buf_add_text(p->b, "</div>");
    if (block->note.text.len > 0)
        add_element(p->b, "<aside class=\"note\">", &block->note, "</aside>");
    buf_add_text(p->b, block->wide ? "\n" : "</div>\n");
}

/* --- tables ------------------------------------------------------------------------------ */

/* How many characters of a number stand from its point on. */
static size_t after_point(const struct rich *cell)
{
    const char *point = strchr(rich_text(cell), '.');
    size_t n = 0;
    for (const char *at = point; at != NULL && *at != '\0'; at++)
        n += ((unsigned char) *at & 0xc0) != 0x80;
    return n;
}

static const char *column_class(enum column_kind kind)
{
    return kind == COLUMN_NUMBER ? "n" : kind == COLUMN_WRAP ? "w" : "t";
}

static void add_head(struct buf *b, const struct table *t)
{
    buf_add_text(b, "<thead><tr>");
    for (size_t i = 0; i < table_columns(t); i++) {
        buf_add_format(b, "<th scope=\"col\" class=\"%s\">", column_class(table_kind(t, i)));
        add_rich(b, table_head(t, i));
        buf_add_text(b, "</th>");
    }
    buf_add_text(b, "</tr></thead>\n<tbody>\n");
}

/* Numbers end at the right; those with fewer digits behind the point are moved in by as many, so that points stand
   below each other. */
static void add_cell(struct buf *b, const struct table *t, size_t row, size_t column, size_t behind)
{
    const struct rich *cell = table_at(t, row, column);
    const char *name = column == 0 ? "th" : "td";
    size_t own = after_point(cell);
    buf_add_format(b, "<%s%s class=\"%s\"", name, column == 0 ? " scope=\"row\"" : "", column_class(table_kind(t, column)));
    if (table_kind(t, column) == COLUMN_NUMBER && own < behind && cell->text.len > 0)
        buf_add_format(b, "><span style=\"padding-right:%zu%sch\">", own == 0 ? behind - 1 : behind - own, own == 0 ? ".5" : "");
    else
        buf_add_text(b, "><span>");
    add_linked(b, cell);
    buf_add_format(b, "</span></%s>", name);
}

static void add_rows(struct buf *b, const struct table *t)
{
    size_t behind[TABLE_COLUMNS] = { 0 };
    for (size_t row = 0; row < table_rows(t); row++)
        for (size_t i = 0; i < table_columns(t); i++) {
            size_t own = after_point(table_at(t, row, i));
            behind[i] = own > behind[i] ? own : behind[i];
        }
    for (size_t row = 0; row < table_rows(t); row++) {
        buf_add_text(b, "<tr>");
        for (size_t i = 0; i < table_columns(t); i++)
            add_cell(b, t, row, i, behind[i]);
        buf_add_text(b, "</tr>\n");
    }
}

static void add_table(struct page *p, size_t i)
{
    const struct block *block = doc_block(p->doc, i);
    struct buf name = BUF_INIT;
    doc_name(p->doc, i, &name);
    begin_row(p, block);
    buf_add_format(p->b, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"table-%zu\"><table><caption "
                         "class=\"unseen\" id=\"table-%zu\">Table %zu: ", p->tables + 1, p->tables + 1, p->tables + 1);
    p->tables++;
    svg_text(p->b, text_of(p->heading));
    buf_add_text(p->b, "</caption>\n");
    add_head(p->b, block->table);
    add_rows(p->b, block->table);
    buf_add_format(p->b, "</tbody></table></div><p class=\"files\"><a href=\"tables/%s.csv\">CSV</a></p>", name.at);
    end_row(p, block);
    buf_release(&name);
}

/* --- figures ------------------------------------------------------------------------------ */

static bool add_figure(struct page *p, size_t i, struct err *err)
{
    const struct block *block = doc_block(p->doc, i);
    struct buf path = BUF_INIT, name = BUF_INIT;
    buf_add_format(&path, "%s.svg", block->path);
    doc_name(p->doc, i, &name);
    buf_add_format(p->b, "<figure class=\"%s\" id=\"figure-%s\"><div class=\"plate\" tabindex=\"0\">", block->wide ? "wide" : "row", name.at);
    bool good = svg_inline(p->b, path.at, name.at, rich_text(&block->text), err);
    buf_add_text(p->b, "</div>");
    add_element(p->b, "<figcaption>", doc_caption_of(p->doc, i), "");
    buf_add_format(p->b, " <span class=\"files\"><a href=\"figures/%s.png\">PNG</a> <a href=\"figures/%s.svg\">SVG</a> "
                         "<a href=\"figures/%s/draw.gp\">script</a></span></figcaption></figure>\n",
                   name.at, name.at, name.at);
    buf_release(&path);
    buf_release(&name);
    return good;
}

/* --- findings ------------------------------------------------------------------------------ */

static void add_evidence(struct buf *b, const struct block *block)
{
    if (block->n_evidence == 0)
        return;
    buf_add_text(b, "<details><summary>Where the numbers stand</summary><table><thead><tr><th scope=\"col\">table</th><th scope=\"col\" "
                    "class=\"n\">line</th><th scope=\"col\">column</th><th scope=\"col\" class=\"n\">value</th><th scope=\"col\">said</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < block->n_evidence; i++) {
        const struct evidence *e = &block->evidence[i];
        buf_add_format(b, "<tr><td><a href=\"data/%s.csv\">data/%s.csv</a></td><td class=\"n\">", e->file, e->file);
        if (e->line > 0)
            buf_add_format(b, "%zu", e->line);
        buf_add_format(b, "%s</td><td>%s</td><td class=\"n\">", e->lines != NULL ? e->lines : e->line > 0 ? "" : e->as, e->column);
        if (e->cell != NULL)
            svg_text(b, text_of(e->cell));
        else
            buf_add_format(b, "%.6g", e->value);
        buf_add_text(b, "</td><td>");
        svg_text(b, text_of(e->shown));
        buf_add_text(b, "</td></tr>\n");
    }
    buf_add_text(b, "</tbody></table></details>");
}

/* The way to the sections, once, before the first thing that leads to one. */
static void need_nav(struct page *p)
{
    if (p->has_nav)
        return;
    p->has_nav = true;
    buf_add_text(p->b, "<nav aria-label=\"Sections\"><ul>\n");
    for (size_t i = 0; i < doc_blocks(p->doc); i++) {
        const struct block *block = doc_block(p->doc, i);
        if (block->kind != BLOCK_SECTION)
            continue;
        buf_add_format(p->b, "<li><a href=\"#%s\">", block->target);
        add_element(p->b, "", &block->text, "</a></li>\n");
    }
    buf_add_text(p->b, "</ul></nav>\n");
}

static void add_finding(struct page *p, const struct block *block)
{
    const struct block *section = doc_block(p->doc, doc_find_section(p->doc, block->target));
    struct buf *b = p->b;
    need_nav(p);
    if (!p->in_findings)
        buf_add_text(b, "<ol class=\"findings\">\n");
    p->in_findings = true;
    buf_add_format(b, "<li id=\"finding-%zu\" class=\"row\"><div class=\"found\">", ++p->findings);
    svg_sketch(b, &block->sketch);
    add_element(b, "<p>", &block->text, "</p>");
    add_evidence(b, block);
    add_element(b, "</div><aside class=\"note\">", &block->note, " ");
    buf_add_format(b, "<a href=\"#%s\">\xe2\x86\x92\xc2\xa0", block->target);
    add_rich(b, &section->text);
    buf_add_text(b, "</a></aside></li>\n");
}

/* The findings that led to the section TARGET. */
static void add_way_back(struct page *p, const char *target)
{
    size_t n = 0, found = 0;
    for (size_t i = 0; i < doc_blocks(p->doc); i++) {
        const struct block *block = doc_block(p->doc, i);
        if (block->kind != BLOCK_FINDING)
            continue;
        n++;
        if (strcmp(block->target, target) == 0)
            buf_add_format(p->b, "%s<a href=\"#finding-%zu\">\xe2\x86\x90\xc2\xa0" "finding %zu</a>", found++ > 0 ? ", " : "<p class=\"back\">", n, n);
    }
    buf_add_text(p->b, found > 0 ? "</p>" : "");
}

/* --- the page ------------------------------------------------------------------------------ */

static void begin_section(struct page *p, const struct block *block)
{
    need_nav(p);
    buf_add_text(p->b, p->in_section ? "</section>\n" : "");
    buf_add_format(p->b, "<section id=\"%s\" aria-labelledby=\"%s-title\">\n<header><h2 id=\"%s-title\">", block->target, block->target, block->target);
    add_rich(p->b, &block->text);
    buf_add_text(p->b, "</h2>");
    add_way_back(p, block->target);
    buf_add_text(p->b, "</header>\n");
    p->in_section = true;
    p->heading = rich_text(&block->text);
}

/* Heads lie one below the title or section that they stand under. */
static void add_text(struct page *p, const struct block *block)
{
    bool head = block->type == TYPE_HEAD;
    const char *element = block->type == TYPE_TITLE ? "h1" : !head ? "p" : p->in_section ? "h3" : "h2";
    const char *class = block->type == TYPE_QUESTION ? " class=\"question\"" : block->type == TYPE_NOTE ? " class=\"caption\"" : "";
    if (head)
        p->heading = rich_text(&block->text);
    begin_row(p, block);
    buf_add_format(p->b, "<%s%s>", element, class);
    add_rich(p->b, &block->text);
    buf_add_format(p->b, "</%s>", element);
    add_evidence(p->b, block);
    end_row(p, block);
}

static bool add_block(struct page *p, size_t i, struct err *err)
{
    const struct block *block = doc_block(p->doc, i);
    if (p->in_findings && block->kind != BLOCK_FINDING) {
        buf_add_text(p->b, "</ol>\n");
        p->in_findings = false;
    }
    switch (block->kind) {
    case BLOCK_SECTION:
        begin_section(p, block);
        break;
    case BLOCK_TEXT:
        add_text(p, block);
        break;
    case BLOCK_TABLE:
        add_table(p, i);
        break;
    case BLOCK_FIGURE:
        return add_figure(p, i, err);
    case BLOCK_CAPTION: /* a figure has taken its own */
        if (i == 0 || doc_block(p->doc, i - 1)->kind != BLOCK_FIGURE)
            add_element(p->b, "<p class=\"caption\">", &block->text, "</p>\n");
        break;
    case BLOCK_FINDING:
        add_finding(p, block);
        break;
    case BLOCK_SPACE:
    case BLOCK_KINDS:
        break;
    }
    return true;
}

/* Nothing may be loaded and nothing run, whatever a log holds. */
static void begin_page(struct page *p)
{
    const struct doc_words words = doc_words(p->doc);
    buf_add_text(p->b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta name=\"generator\" content=\"dielog " DIELOG_VERSION "\">\n<title>");
    svg_text(p->b, text_of(words.title));
    buf_add_format(p->b, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n", html_style);
    if (*words.warning != '\0') {
        buf_add_text(p->b, "<p class=\"warning\">");
        svg_text(p->b, text_of(words.warning));
        buf_add_text(p->b, "</p>\n");
    }
}

static void end_page(struct page *p)
{
    const struct doc_words words = doc_words(p->doc);
    buf_add_text(p->b, p->in_findings ? "</ol>\n" : "");
    buf_add_text(p->b, p->in_section ? "</section>\n" : "");
    buf_add_text(p->b, "</main>\n<footer>");
    svg_text(p->b, text_of(words.foot));
    buf_add_text(p->b, *words.warning != '\0' ? " \xc2\xb7 " : "");
    svg_text(p->b, text_of(words.warning));
    buf_add_text(p->b, "</footer>\n</body>\n</html>\n");
}

bool html_write(const struct doc *doc, struct buf *b, struct err *err)
{
    struct page p = { .doc = doc, .b = b, .heading = "" };
    bool good = doc_check_links(doc, err);
    begin_page(&p);
    for (size_t i = 0; i < doc_blocks(doc) && good; i++)
        good = add_block(&p, i, err);
    end_page(&p);
    return good;
}
