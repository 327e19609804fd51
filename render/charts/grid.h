/* grid.h -- where the panels of a figure stand.

   In a column of the report: as many beside each other as the chart says, rows of the chart's own height.  On a slide
   (facts.h), which is 16 by 9 and as wide as both columns: in as few columns as leave the rows two thirds of that height, and
   as high as there is room for.  The same panels either way. */

#ifndef DIELOG_GRID_H
#define DIELOG_GRID_H

#include "facts/facts.h"
#include "plot.h"

#define SLIDE_MM (PLOT_WIDE_MM * 9 / 16) /* the height of a slide */

struct grid_wish {
    double width_mm;                 /* of the figure in the report */
    double top_mm, row_mm, end_mm;   /* above the first row; a row with its axis; below the last, or less than none */
    size_t columns, slide_columns;   /* beside each other; on a slide at most */
};

struct grid {
    double width_mm, height_mm; /* of the figure */
    double top_mm, row_mm;
    size_t n, columns;
};

struct grid grid_of(const struct facts *f, const struct grid_wish *wish, size_t n);

/* The Ith panel's place, from 0, row by row; what it keeps free for its axis is the chart's. */
double grid_left(const struct grid *g, size_t i);
double grid_right(const struct grid *g, size_t i);
double grid_top(const struct grid *g, size_t i);
bool grid_is_lowest(const struct grid *g, size_t i); /* none stands below it */
bool grid_is_first(const struct grid *g, size_t i);  /* none stands at its left */

/* The width of a figure without panels. */
double grid_width(const struct facts *f, double width_mm);

#endif
