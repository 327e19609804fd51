/* table.h -- a table of the report: a head, rows, and how each column stands.  table_layout.h
   sets it on a page; other papers write it in their own way. */

#ifndef DIELOG_TABLE_H
#define DIELOG_TABLE_H

#include "rich.h"

enum column_kind {
    COLUMN_TEXT,   /* left; as wide as its widest cell */
    COLUMN_WRAP,   /* left; shares what is left, breaks into lines */
    COLUMN_NUMBER, /* on the decimal point, right of it what is there */
};

#define TABLE_COLUMNS 12

struct table;

struct column {
    enum column_kind kind;
    const char *head;
};

struct table *table_new(void);
struct table *table_of(const struct column *columns, size_t n); /* new, with these columns */
#define TABLE_OF(columns) table_of(columns, sizeof(columns) / sizeof *(columns))
void table_free(struct table *t);
void table_column(struct table *t, enum column_kind kind, const char *head); /* before the first row */

/* Cells left to right; a row is full after as many as there are columns. */
void table_cell(struct table *t, unsigned look, const char *text);
void table_cell_rich(struct table *t, struct rich *cell); /* takes the content */

size_t table_columns(const struct table *t);
size_t table_rows(const struct table *t); /* full rows */
enum column_kind table_kind(const struct table *t, size_t column);
const struct rich *table_head(const struct table *t, size_t column);
const struct rich *table_at(const struct table *t, size_t row, size_t column);

#endif
