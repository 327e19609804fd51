/* table.h -- a table for the page: a head, rows, and how each column stands.  The page
   engine (page.h) gives it widths and breaks it between rows. */

#ifndef DIELOG_TABLE_H
#define DIELOG_TABLE_H

#include "driver.h"
#include "rich.h"

enum column_kind {
    COLUMN_TEXT,   /* left; as wide as its widest cell */
    COLUMN_WRAP,   /* left; shares what is left, breaks into lines */
    COLUMN_NUMBER, /* on the decimal point, right of it what is there */
};

#define TABLE_COLUMNS 12
#define TABLE_GAP 9.0

struct table;

struct table *table_new(void);
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

/* Widths for a table WIDTH wide, asked of the driver; `point` is how far right of a number
   column's left edge the decimal points stand. */
struct table_layout {
    double x[TABLE_COLUMNS], width[TABLE_COLUMNS], point[TABLE_COLUMNS];
    size_t head_lines;
    size_t *lines; /* a row's height in lines; table_layout_release */
};

void table_measure(const struct table *t, struct driver *d, double width, struct table_layout *out);
void table_layout_release(struct table_layout *l);

/* Draws the head (lines and rules) at Y, or row ROW; returns the height taken. */
double table_draw_head(const struct table *t, const struct table_layout *l, struct driver *d, double x, double y,
                       double width);
double table_draw_row(const struct table *t, const struct table_layout *l, struct driver *d, size_t row, double x,
                      double y);
double table_head_height(const struct table_layout *l);
double table_row_height(const struct table_layout *l, size_t row);

#endif
