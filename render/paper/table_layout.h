/* table_layout.h -- a table on the page: how wide its columns are, how high its rows, and the
   drawing of them.  The page engine (layout.h) breaks it between rows. */

#ifndef DIELOG_TABLE_LAYOUT_H
#define DIELOG_TABLE_LAYOUT_H

#include "driver.h"
#include "words/table.h"

#define TABLE_GAP 9.0

/* Widths for a table WIDTH wide, asked of the driver; `point` is how far right of a number
   column's left edge the decimal points stand. */
struct table_layout {
    double x[TABLE_COLUMNS], width[TABLE_COLUMNS], point[TABLE_COLUMNS];
    bool wraps[TABLE_COLUMNS]; /* cells break into lines */
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
