/* driver_cairo.h -- the page engine's answers by pango and cairo: a PDF on a stream.

   The document carries title, dates and structure; figures are placed as vectors by poppler.
   The faces that pages are set in must be installed, or no driver is made.  Same input, same
   bytes, as long as the fonts are the same.  A write that fails, text that is no UTF-8 and a
   broken figure are remembered and reported by driver_cairo_close. */

#ifndef DIELOG_DRIVER_CAIRO_H
#define DIELOG_DRIVER_CAIRO_H

#include "base/when.h"
#include "driver.h"
#include <stdio.h>

struct pdf_words {
    const char *title, *author, *subject, *keywords, *creator;
    when_t made; /* creation and modification date */
    /* The PDF beside it that links lead into, as addresses (cairo 1.16 spoils links to files); NULL: within this one. */
    const char *file;
};

/* Writes to OUT, which stays the caller's. */
struct driver *driver_cairo_new(FILE *out, const struct pdf_words *words, struct err *err) MUST_USE;

/* One that only measures: what it is told to draw goes nowhere. */
struct driver *driver_cairo_measure(struct err *err) MUST_USE;

/* Ends the document and frees the driver; false when anything failed on the way. */
bool driver_cairo_close(struct driver *d, struct err *err) MUST_USE;

/* "cairo 1.16.0, pango 1.50.12, poppler 22.12.0" */
const char *driver_cairo_versions(void);

#endif
