#include "table.h"
#include "palette.h"
#include <math.h>
#include <stdlib.h>

struct table {
    enum column_kind kinds[TABLE_COLUMNS];
    struct rich heads[TABLE_COLUMNS];
    size_t columns;
    struct rich *cells;
    size_t n_cells, capacity;
};

#define PAD 2.5 /* above and below a row's lines, together */

struct table *table_new(void)
{
    return mem_zero(sizeof(struct table));
}

void table_free(struct table *t)
{
    if (t == NULL)
        return;
    for (size_t i = 0; i < t->columns; i++)
        rich_release(&t->heads[i]);
    for (size_t i = 0; i < t->n_cells; i++)
        rich_release(&t->cells[i]);
    free(t->cells);
    free(t);
}

void table_column(struct table *t, enum column_kind kind, const char *head)
{
    if (t->columns == TABLE_COLUMNS)
        return;
    t->kinds[t->columns] = kind;
    t->heads[t->columns++] = rich_of(RICH_PLAIN, head);
}

void table_cell_rich(struct table *t, struct rich *cell)
{
    t->cells = mem_grow(t->cells, &t->capacity, t->n_cells + 1, sizeof *t->cells);
    t->cells[t->n_cells++] = rich_move(cell);
}

void table_cell(struct table *t, unsigned look, const char *text)
{
    struct rich cell = rich_of(look, text);
    table_cell_rich(t, &cell);
}

size_t table_columns(const struct table *t)
{
    return t->columns;
}

size_t table_rows(const struct table *t)
{
    return t->columns == 0 ? 0 : t->n_cells / t->columns;
}

enum column_kind table_kind(const struct table *t, size_t column)
{
    return t->kinds[column];
}

const struct rich *table_head(const struct table *t, size_t column)
{
    return &t->heads[column];
}

const struct rich *table_at(const struct table *t, size_t row, size_t column)
{
    return &t->cells[row * t->columns + column];
}

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
        double left = t->kinds[column] == COLUMN_NUMBER ? before_point(d, cell) : 0;
        widest = fmax(widest, width);
        before = fmax(before, left);
        after = fmax(after, width - left);
    }
    double head = d->class->width(d, TYPE_TABLE_HEAD, &t->heads[column]);
    double body = t->kinds[column] == COLUMN_NUMBER ? before + after : widest;
    out->width[column] = fmax(head, body) + .5;
    out->point[column] = before + fmax(head - body, 0);
}

/* What the columns that do not wrap leave is shared among those that do: who needs less than an
   even part gets what it needs, the others share the rest; what nobody needs they share too. */
static void share_width(const struct table *t, double width, struct table_layout *out)
{
    double left = width - TABLE_GAP * (double) (t->columns - 1);
    size_t wraps = 0, all;
    bool settled[TABLE_COLUMNS] = { false };
    for (size_t i = t->columns; i-- > 0;) {
        settled[i] = t->kinds[i] != COLUMN_WRAP;
        left -= settled[i] ? out->width[i] : 0;
        wraps += !settled[i];
    }
    all = wraps;
    for (size_t i = 0; i < t->columns && wraps > 0; i++)
        if (!settled[i] && out->width[i] <= left / (double) wraps) {
            settled[i] = true;
            left -= out->width[i];
            wraps--;
            i = (size_t) -1; /* the even part has grown: look again */
        }
    for (size_t i = 0; i < t->columns; i++)
        if (!settled[i])
            out->width[i] = fmax(left / (double) wraps, 24);
    for (size_t i = 0; i < t->columns && wraps == 0 && left > 0; i++)
        if (t->kinds[i] == COLUMN_WRAP)
            out->width[i] += left / (double) all;
}

void table_measure(const struct table *t, struct driver *d, double width, struct table_layout *out)
{
    double x = 0;
    for (size_t i = 0; i < t->columns; i++)
        measure_column(t, d, i, out);
    share_width(t, width, out);
    out->head_lines = 1;
    out->lines = mem_zero((table_rows(t) + 1) * sizeof *out->lines);
    for (size_t i = 0; i < t->columns; i++) {
        out->x[i] = x;
        x += out->width[i] + TABLE_GAP;
        size_t head = d->class->lines(d, TYPE_TABLE_HEAD, &t->heads[i], out->width[i]);
        out->head_lines = head > out->head_lines ? head : out->head_lines;
        for (size_t row = 0; row < table_rows(t); row++) {
            size_t lines = t->kinds[i] == COLUMN_WRAP
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
    for (size_t i = 0; i < t->columns; i++) {
        d->class->begin(d, "TD", NULL);
        d->class->text(d, TYPE_TABLE_HEAD, &t->heads[i], x + l->x[i], y + 1.8, l->width[i],
                       t->kinds[i] == COLUMN_NUMBER ? ALIGN_RIGHT : ALIGN_LEFT, 0, l->head_lines);
        d->class->end(d, "TD");
    }
    d->class->end(d, "TR");
    return height;
}

double table_draw_row(const struct table *t, const struct table_layout *l, struct driver *d, size_t row, double x,
                      double y)
{
    d->class->begin(d, "TR", NULL);
    for (size_t i = 0; i < t->columns; i++) {
        const struct rich *cell = table_at(t, row, i);
        double left = x + l->x[i];
        if (t->kinds[i] == COLUMN_NUMBER)
            left += l->point[i] - before_point(d, cell);
        d->class->begin(d, "TD", NULL);
        d->class->text(d, TYPE_TABLE, cell, left, y + PAD / 2, t->kinds[i] == COLUMN_WRAP ? l->width[i] : 1e4,
                       ALIGN_LEFT, 0, l->lines[row]);
        d->class->end(d, "TD");
    }
    d->class->end(d, "TR");
    return table_row_height(l, row);
}
