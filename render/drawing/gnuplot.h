/* gnuplot.h -- a described chart drawn by gnuplot: STEM.pdf, STEM.svg, STEM.png (300 dpi, a column wide) and
   STEM-slide.png (1920 by 1080, of a description of its own), and the folder STEM, in which "gnuplot draw.gp" draws again
   the SVG and the PDF, from which the PNGs are made.

   gnuplot runs without a shell, in a folder of its own, on fixed scripts; it is handed numbers
   and columns.  It exits 0 on a full disk, so each product is read to its end before it
   is published; and when it could not read data, a script or a font, so it draws twice, and
   only what came out the same is published.  The PDF's clock is set to STAMP: same inputs, same bytes. */

#ifndef DIELOG_GNUPLOT_H
#define DIELOG_GNUPLOT_H

#include "base/err.h"
#include "base/when.h"
#include "charts/plot.h"

/* The folder with the .gp files: $DIELOG_RENDER, or render/ beside the running program.
   The caller frees it; NULL on error. */
char *gnuplot_scripts(struct err *err) MUST_USE;

struct gnuplot_way {
    const char *scripts; /* the folder with the .gp files */
    const char *known;   /* the file that remembers what stands at STEM (drawn.h), or NULL */
    when_t stamp;
};

bool gnuplot_draw(const struct plot *p, const struct plot *slide, const struct gnuplot_way *way, const char *stem, struct err *err) MUST_USE;

#endif
