#include "markdown.h"
#include "base/csv.h"
#include "base/num.h"
#include "words/number.h"
#include <float.h>

/* --- texts ------------------------------------------------------------------------------ */

static void add_escaped(struct buf *b, struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (strchr("\\`*_[]<>#|~&$@!", text.at[i]) != NULL && text.at[i] != '\0')
            buf_add_char(b, '\\');
        buf_add_char(b, text.at[i]);
    }
}

/* Emphasis only holds where it touches its text. */
static void add_run(struct buf *b, unsigned look, struct text text)
{
    const char *mark = look & RICH_BOLD ? "**" : look & RICH_ITALIC ? "*" : "";
    size_t before = 0, after = 0;
    while (before < text.len && text.at[before] == ' ')
        before++;
    while (after < text.len - before && text.at[text.len - after - 1] == ' ')
        after++;
    if (text.len == before + after)
        mark = "";
    buf_add_format(b, "%.*s%s", (int) before, text.at, mark);
    add_escaped(b, (struct text){ text.at + before, text.len - before - after });
    buf_add_format(b, "%s%.*s", mark, (int) after, text.at + text.len - after);
}

static void add_rich(struct buf *b, const struct rich *r)
{
    const char *text = rich_text(r);
    size_t at = 0;
    if (r->n_runs == 0 || r->runs[0].from > 0) /* a text that begins as a list does */
        buf_add_text(b, *text == '+' || *text == '-' || *text == '=' ? "\\" : "");
    for (size_t i = 0; i < r->n_runs; i++) {
        const struct rich_run *run = &r->runs[i];
        add_escaped(b, (struct text){ text + at, run->from - at });
        add_run(b, run->look, (struct text){ text + run->from, run->to - run->from });
        at = run->to;
    }
    add_escaped(b, (struct text){ text + at, r->text.len - at });
}

/* As a link where it is an address. */
static void add_linked(struct buf *b, const struct rich *r)
{
    if (rich_address(r) != NULL)
        buf_add_format(b, "<%s>", rich_address(r));
    else
        add_rich(b, r);
}

static void add_line(struct buf *b, const char *start, const struct rich *r, const char *end)
{
    if (r->text.len == 0)
        return;
    buf_add_text(b, start);
    add_rich(b, r);
    buf_add_text(b, end);
}

/* --- tables ------------------------------------------------------------------------------ */

static void add_table(struct buf *b, const struct table *t)
{
    size_t n = table_columns(t);
    for (size_t i = 0; i < n; i++) {
        buf_add_text(b, "| ");
        add_rich(b, table_head(t, i));
        buf_add_char(b, ' ');
    }
    buf_add_text(b, "|\n");
    for (size_t i = 0; i < n; i++)
        buf_add_text(b, table_kind(t, i) == COLUMN_NUMBER ? "|--:" : "|---");
    buf_add_text(b, "|\n");
    for (size_t row = 0; row < table_rows(t); row++) {
        for (size_t i = 0; i < n; i++) {
            buf_add_text(b, "| ");
            add_linked(b, table_at(t, row, i));
            buf_add_char(b, ' ');
        }
        buf_add_text(b, "|\n");
    }
}

static void add_named_table(const struct doc *doc, struct buf *b, size_t i)
{
    struct buf name = BUF_INIT;
    doc_name(doc, i, &name);
    add_table(b, doc_block(doc, i)->table);
    buf_add_format(b, "\nAs CSV: [tables/%s.csv](tables/%s.csv)\n\n", name.at, name.at);
    add_line(b, "> ", &doc_block(doc, i)->note, "\n\n");
    buf_release(&name);
}

/* TEXT as a number that a spreadsheet reads: "3 554" as 3554, "79.3 %" as 79.3%; false when it is none. */
static bool plain_number(struct buf *b, const char *text)
{
    struct buf plain = BUF_INIT;
    struct err ignored = { .set = false };
    double x;
    number_plain(&plain, text);
    for (size_t i = 0; i < plain.len; i++)
        if (plain.at[i] != ' ')
            buf_add_char(b, plain.at[i]);
    buf_release(&plain);
    bool percent = b->len > 0 && b->at[b->len - 1] == '%';
    return num_double((struct text){ b->at, b->len - percent }, -DBL_MAX, DBL_MAX, &x, &ignored);
}

/* Words and ranges stay as they are. */
static void csv_cell(struct buf *b, const struct table *t, size_t row, size_t column)
{
    struct buf number = BUF_INIT, guard = BUF_INIT, words = BUF_INIT;
    const struct rich *cell = table_at(t, row, column);
    bool plain = table_kind(t, column) == COLUMN_NUMBER && plain_number(&number, rich_text(cell));
    rich_words(cell, &words);
    csv_quote(b, plain ? (struct text){ number.at, number.len } : csv_guard(&guard, text_of(words.at == NULL ? "" : words.at)));
    buf_release(&number);
    buf_release(&words);
    buf_release(&guard);
}

void markdown_table_csv(const struct table *t, struct buf *b)
{
    for (size_t i = 0; i < table_columns(t); i++) {
        buf_add_text(b, i > 0 ? "," : "");
        csv_quote(b, text_of(rich_text(table_head(t, i))));
    }
    buf_add_char(b, '\n');
    for (size_t row = 0; row < table_rows(t); row++) {
        for (size_t i = 0; i < table_columns(t); i++) {
            buf_add_text(b, i > 0 ? "," : "");
            csv_cell(b, t, row, i);
        }
        buf_add_char(b, '\n');
    }
}

/* --- blocks ------------------------------------------------------------------------------ */

static void add_text(struct buf *b, const struct block *block, bool in_section)
{
    const char *start = block->type == TYPE_TITLE ? "# " : block->type != TYPE_HEAD ? "" : in_section ? "### " : "## ";
    const char *mark = block->type == TYPE_QUESTION ? "*" : "";
    buf_add_format(b, "%s%s", start, mark);
    add_rich(b, &block->text);
    buf_add_format(b, "%s\n\n", mark);
    add_line(b, "> ", &block->note, "\n\n");
}

static void add_finding(const struct doc *doc, struct buf *b, const struct block *block, size_t n)
{
    const struct block *section = doc_block(doc, doc_find_section(doc, block->target));
    buf_add_format(b, "%zu. ", n);
    add_rich(b, &block->text);
    add_line(b, " (", &block->note, ")");
    buf_add_text(b, " [\xe2\x86\x92 ");
    add_rich(b, &section->text);
    buf_add_format(b, "](#%s)\n\n", block->target);
}

static void add_figure(const struct doc *doc, struct buf *b, size_t i)
{
    struct buf name = BUF_INIT;
    doc_name(doc, i, &name);
    add_line(b, "![", &doc_block(doc, i)->text, "]");
    buf_add_format(b, "(figures/%s.png)\n\n", name.at);
    add_line(b, "> ", &doc_block(doc, i)->note, "\n\n");
    buf_release(&name);
}

static void add_section(struct buf *b, const struct block *block)
{
    buf_add_format(b, "<a id=\"%s\"></a>\n\n", block->target);
    add_line(b, "## ", &block->text, "\n\n");
}

void markdown_write(const struct doc *doc, struct buf *b)
{
    const struct doc_words words = doc_words(doc);
    size_t findings = 0, in_section = doc_blocks(doc);
    for (size_t i = 0; i < doc_blocks(doc); i++) {
        const struct block *block = doc_block(doc, i);
        switch (block->kind) {
        case BLOCK_SECTION:
            in_section = i;
            add_section(b, block);
            break;
        case BLOCK_TEXT:
            add_text(b, block, in_section < i);
            break;
        case BLOCK_CAPTION:
            add_line(b, "> ", &block->text, "\n\n");
            break;
        case BLOCK_TABLE:
            add_named_table(doc, b, i);
            break;
        case BLOCK_FIGURE:
            add_figure(doc, b, i);
            break;
        case BLOCK_FINDING:
            add_finding(doc, b, block, ++findings);
            break;
        case BLOCK_SPACE:
        case BLOCK_KINDS:
            break;
        }
    }
    buf_add_text(b, "---\n\n");
    add_escaped(b, text_of(words.foot));
    buf_add_text(b, *words.warning != '\0' ? ", " : "");
    add_escaped(b, text_of(words.warning));
    buf_add_char(b, '\n');
}
