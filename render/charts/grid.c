#include "grid.h"
#include <math.h>

#define BETWEEN_MM 4.0 /* columns */
#define LOWEST (2 / 3.)  /* a row of a slide to one of the report */
#define HIGHEST 2.4

double grid_width(const struct facts *f, double width_mm)
{
    return f->slide ? PLOT_WIDE_MM : width_mm;
}

static double rows_of(size_t n, size_t columns)
{
    size_t rows = (n + columns - 1) / columns;
    return (double) rows;
}

static double slide_row(const struct grid_wish *wish, size_t n, size_t columns)
{
    return (SLIDE_MM - wish->top_mm - wish->end_mm) / rows_of(n, columns);
}

struct grid grid_of(const struct facts *f, const struct grid_wish *wish, size_t n)
{
    struct grid g = { .width_mm = grid_width(f, wish->width_mm), .top_mm = wish->top_mm, .row_mm = wish->row_mm, .n = n, .columns = wish->columns };
    if (f->slide) {
        g.columns = 1;
        while (g.columns < wish->slide_columns && slide_row(wish, n, g.columns) < LOWEST * wish->row_mm)
            g.columns++;
        g.row_mm = fmin(slide_row(wish, n, g.columns), HIGHEST * wish->row_mm);
    }
    g.height_mm = g.top_mm + g.row_mm * rows_of(n, g.columns) + wish->end_mm;
    return g;
}

static double column_mm(const struct grid *g)
{
    return (g->width_mm - BETWEEN_MM * (double) (g->columns - 1)) / (double) g->columns;
}

double grid_left(const struct grid *g, size_t i)
{
    return (double) (i % g->columns) * (column_mm(g) + BETWEEN_MM);
}

double grid_right(const struct grid *g, size_t i)
{
    return grid_left(g, i) + column_mm(g);
}

double grid_top(const struct grid *g, size_t i)
{
    size_t row = i / g->columns;
    return g->top_mm + g->row_mm * (double) row;
}

bool grid_is_lowest(const struct grid *g, size_t i)
{
    return i + g->columns >= g->n;
}

bool grid_is_first(const struct grid *g, size_t i)
{
    return i % g->columns == 0;
}
