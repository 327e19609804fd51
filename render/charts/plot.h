/* plot.h -- a chart as it is described, before anybody draws it.

   A plot is numbers with a name, arrays of numbers, and blocks of rows whose cells are
   numbers or texts; and words: title, caption, and, when there is nothing to draw, the
   sentence that says so.  chart_*.c fill it and know no gnuplot; tests read it; gnuplot.c hands
   it to a fixed script.  Lengths are millimetres from the top left corner of the
   figure.  Names are the script's variables: constants in the code, never data. */

#ifndef DIELOG_PLOT_H
#define DIELOG_PLOT_H

#include "base/buf.h"
#include <stdbool.h>
#include <stddef.h>

struct plot;

#define PLOT_MAIN_MM 122.0 /* the main column */
#define PLOT_WIDE_MM 168.0 /* both columns */

struct plot *plot_new(const char *script, double width_mm, double height_mm);
void plot_free(struct plot *p);

const char *plot_script(const struct plot *p); /* "raster": raster.gp */
double plot_width(const struct plot *p);
double plot_height(const struct plot *p);
void plot_resize(struct plot *p, double height_mm);

/* The words.  Setting replaces; the plot keeps a copy.  "" when never set. */
enum plot_word { PLOT_TITLE, PLOT_CAPTION, PLOT_EMPTY, PLOT_WORDS };
void plot_say(struct plot *p, enum plot_word which, const char *text);
const char *plot_said(const struct plot *p, enum plot_word which);
bool plot_is_empty(const struct plot *p); /* PLOT_EMPTY was said */

/* Numbers and arrays.  Arrays grow by one with every push; gnuplot counts them from 1. */
void plot_set(struct plot *p, const char *name, double x);
void plot_push(struct plot *p, const char *array, double x);
double plot_get(const struct plot *p, const char *name); /* NaN when never set */

/* Blocks: open one (anew or again), put cells, end the row. */
void plot_block(struct plot *p, const char *name);
void plot_put(struct plot *p, double x);
void plot_put_text(struct plot *p, const char *text);
void plot_end(struct plot *p);
void plot_row(struct plot *p, const char *block, const double *cells, size_t n); /* all in one */
#define PLOT_ROW(p, block, ...) \
    plot_row(p, block, (double[]){ __VA_ARGS__ }, sizeof((double[]){ __VA_ARGS__ }) / sizeof(double))

/* Text at (x, y): y is the base line.  A style is a size and weight. */
enum plot_style { PLOT_TEXT, PLOT_TEXT_BOLD, PLOT_HEADING, PLOT_SMALL, PLOT_STYLES };
enum plot_align { PLOT_LEFT, PLOT_CENTRE, PLOT_RIGHT };
void plot_text(struct plot *p, double x, double y, enum plot_style style, enum plot_align align,
               unsigned colour, const char *text);
bool plot_writes(const struct plot *p, bool bold); /* a letter or digit of ASCII in a text of that weight */

/* Reading back. */
size_t plot_rows(const struct plot *p, const char *block);
double plot_cell(const struct plot *p, const char *block, size_t row, size_t column);
const char *plot_cell_text(const struct plot *p, const char *block, size_t row, size_t column);
size_t plot_blocks(const struct plot *p);
const char *plot_block_name(const struct plot *p, size_t i);

/* As gnuplot reads it: "name = 1.5" and arrays, a line each; a block as CSV with a header row, where a
   backslash within a text is written twice. */
void plot_write_numbers(const struct plot *p, struct buf *b);
void plot_write_block(const struct plot *p, size_t i, struct buf *b);

#endif
