#include "table.h"
#include "base/err.h"
#include <stdlib.h>

struct table {
    enum column_kind kinds[TABLE_COLUMNS];
    struct rich heads[TABLE_COLUMNS];
    size_t columns;
    struct rich *cells;
    size_t n_cells, capacity;
};

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

struct table *table_of(const struct column *columns, size_t n)
{
    struct table *t = table_new();
    for (size_t i = 0; i < n; i++)
        table_column(t, columns[i].kind, columns[i].head);
    return t;
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
