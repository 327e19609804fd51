#include "table_layout.h"
#include "words/palette.h"
#include <math.h>
#include <stdlib.h>

#define WRAP_LEAST 170.0 /* points, of a long text */
#define WORDS_LEAST 55.0 /* of a few words */
#define PAD 2.5 /* above and below a row's lines, together */

/* The width of a number's part before its decimal point (all of it without one). */
static double before_point(struct driver *d, const struct rich *cell)
{
    const char *text = rich_text(cell);
    struct rich part = RICH_INIT;
    size_t n = strcspn(text, ".");
    buf_add(&part.text, text, n);
    double width = n == 0 ? 0 : d->class->width(d, TYPE_TABLE, &part);
    rich_release(&part);
    return width;
}

/* A column's natural width and the place of its point. */
static void measure_column(const struct table *t, struct driver *d, size_t column, struct table_layout *out)
{
    double widest = 0, before = 0, after = 0;
    for (size_t row = 0; row < table_rows(t); row++) {
        const struct rich *cell = table_at(t, row, column);
        double width = d->class->width(d, TYPE_TABLE, cell);
        double left = table_kind(t, column) == COLUMN_NUMBER ? before_point(d, cell) : 0;
        widest = fmax(widest, width);
        before = fmax(before, left);
        after = fmax(after, width - left);
    }
    double head = d->class->width(d, TYPE_TABLE_HEAD, table_head(t, column));
    double body = table_kind(t, column) == COLUMN_NUMBER ? before + after : widest;
    out->width[column] = fmax(head, body) + .5;
    out->point[column] = before + fmax(head - body, 0);
}

/* Columns that wrap need WRAP_LEAST each, several of them six tenths of the width together: where too little is left, the widest columns of text break into lines too. */
static void choose_wraps(const struct table *t, double width, struct table_layout *out)
{
    size_t long_texts = 0;
    for (size_t i = 0; i < table_columns(t); i++) {
        out->wraps[i] = table_kind(t, i) == COLUMN_WRAP;
        long_texts += out->wraps[i];
    }
    const double least = fmin(WRAP_LEAST, .6 * width / (double) (long_texts > 0 ? long_texts : 1));
    for (;;) {
        double left = width - TABLE_GAP * (double) (table_columns(t) - 1);
        size_t wraps = 0, widest = TABLE_COLUMNS;
        for (size_t i = 0; i < table_columns(t); i++) {
            left -= out->wraps[i] ? fmin(least, out->width[i]) : out->width[i];
            wraps += out->wraps[i];
            bool may = table_kind(t, i) == COLUMN_TEXT && !out->wraps[i] && out->width[i] > WORDS_LEAST;
            if (may && (widest == TABLE_COLUMNS || out->width[i] > out->width[widest]))
                widest = i;
        }
        if (left >= 0 || wraps == 0 || widest == TABLE_COLUMNS)
            return;
        out->wraps[widest] = true;
        out->width[widest] = fmax(out->width[widest] / 2, WORDS_LEAST);
    }
}

/* What the columns that do not wrap leave is shared among those that do: who needs less than an
   even part gets what it needs, the others share the rest; what nobody needs they share too. */
static void share_width(const struct table *t, double width, struct table_layout *out)
{
    double left = width - TABLE_GAP * (double) (table_columns(t) - 1);
    size_t wraps = 0, all;
    bool settled[TABLE_COLUMNS] = { false };
    for (size_t i = table_columns(t); i-- > 0;) {
        settled[i] = !out->wraps[i];
        left -= settled[i] ? out->width[i] : 0;
        wraps += !settled[i];
    }
    all = wraps;
    for (size_t i = 0; i < table_columns(t) && wraps > 0; i++)
        if (!settled[i] && out->width[i] <= left / (double) wraps) {
            settled[i] = true;
            left -= out->width[i];
            wraps--;
            i = (size_t) -1; /* the even part has grown: look again */
        }
    for (size_t i = 0; i < table_columns(t); i++)
        if (!settled[i])
            out->width[i] = fmax(left / (double) wraps, 24);
    for (size_t i = 0; i < table_columns(t) && wraps == 0 && left > 0; i++)
        if (out->wraps[i])
            out->width[i] += left / (double) all;
}

void table_measure(const struct table *t, struct driver *d, double width, struct table_layout *out)
{
    double x = 0;
    for (size_t i = 0; i < table_columns(t); i++)
        measure_column(t, d, i, out);
    choose_wraps(t, width, out);
    share_width(t, width, out);
    out->head_lines = 1;
    out->lines = mem_zero((table_rows(t) + 1) * sizeof *out->lines);
    for (size_t i = 0; i < table_columns(t); i++) {
        out->x[i] = x;
        x += out->width[i] + TABLE_GAP;
        size_t head = d->class->lines(d, TYPE_TABLE_HEAD, table_head(t, i), out->width[i]);
        out->head_lines = head > out->head_lines ? head : out->head_lines;
        for (size_t row = 0; row < table_rows(t); row++) {
            size_t lines = out->wraps[i]
                               ? d->class->lines(d, TYPE_TABLE, table_at(t, row, i), out->width[i])
                               : 1;
            out->lines[row] = lines > out->lines[row] ? lines : out->lines[row];
        }
    }
}

void table_layout_release(struct table_layout *l)
{
    free(l->lines);
    l->lines = NULL;
}

double table_head_height(const struct table_layout *l)
{
    return (double) l->head_lines * type_style(TYPE_TABLE_HEAD)->leading + 6;
}

double table_row_height(const struct table_layout *l, size_t row)
{
    return (double) l->lines[row] * type_style(TYPE_TABLE)->leading + PAD;
}

double table_draw_head(const struct table *t, const struct table_layout *l, struct driver *d, double x, double y,
                       double width)
{
    double height = table_head_height(l);
    d->class->rect(d, x, y, width, .5, HAIRLINE);
    d->class->rect(d, x, y + height - 2.5, width, .5, HAIRLINE);
    d->class->begin(d, "TR", NULL);
    for (size_t i = 0; i < table_columns(t); i++) {
        d->class->begin(d, "TH", NULL);
        d->class->text(d, TYPE_TABLE_HEAD, table_head(t, i), x + l->x[i], y + 1.8, l->width[i],
                       table_kind(t, i) == COLUMN_NUMBER ? ALIGN_RIGHT : ALIGN_LEFT, 0, l->head_lines);
        d->class->end(d, "TH");
    }
    d->class->end(d, "TR");
    return height;
}

/* A cell, as a link where it is an address. */
static void draw_cell(struct driver *d, const struct rich *cell, double x, double y, double width, size_t lines)
{
    const char *address = rich_address(cell);
    d->class->begin(d, "TD", NULL);
    if (address != NULL)
        d->class->begin(d, "Link", address);
    d->class->text(d, TYPE_TABLE, cell, x, y, width, ALIGN_LEFT, 0, lines);
    if (address != NULL)
        d->class->end(d, "Link");
    d->class->end(d, "TD");
}

double table_draw_row(const struct table *t, const struct table_layout *l, struct driver *d, size_t row, double x,
                      double y)
{
    d->class->begin(d, "TR", NULL);
    for (size_t i = 0; i < table_columns(t); i++) {
        const struct rich *cell = table_at(t, row, i);
        double left = x + l->x[i];
        if (table_kind(t, i) == COLUMN_NUMBER)
            left += l->point[i] - before_point(d, cell);
        draw_cell(d, cell, left, y + PAD / 2, l->wraps[i] ? l->width[i] : 1e4, l->lines[row]);
    }
    d->class->end(d, "TR");
    return table_row_height(l, row);
}
