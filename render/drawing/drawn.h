/* drawn.h -- do a figure's pictures stand already as they would be drawn?

   A night draws the same figure as the night before where nothing new came to what it shows: statistics that cost much look up to a
   closing day (pipeline/case/lookback.h).  So the file KNOWN keeps a hash of all that the pictures came from (what is fed here, and the
   programs that draw: this one, gnuplot, cairo, pango, poppler) and of their bytes.  Where neither is other now, drawing would write
   the same bytes again: they only need the date of these data.  A picture that was cut short, damaged or edited, and a run that was killed at any
   moment, are found out by the bytes, whatever was written first.

   Not known: whether a font was replaced, or a library that shapes and rasterises text or packs pictures (FreeType, HarfBuzz, FriBidi,
   fontconfig, zlib, libpng).  They are seen when the figure is next drawn. */

#ifndef DIELOG_DRAWN_H
#define DIELOG_DRAWN_H

#include "base/buf.h"
#include "base/err.h"
#include "base/when.h"

struct drawn;

/* Of the pictures STEM.svg, .pdf, .png and -slide.png; KNOWN NULL: nothing is remembered, and they never stand.  Both are borrowed.  NULL on error. */
struct drawn *drawn_new(const char *known, const char *stem, struct err *err) MUST_USE;
void drawn_free(struct drawn *d); /* accepts NULL */

/* What the pictures come from, piece by piece, all of it before the first question. */
void drawn_feed(struct drawn *d, struct text piece);

/* False too where they cannot be read, or where it is not known which gnuplot would draw them (none in PATH, or behind a folder of it that
   is not absolute): then they are drawn anew. */
bool drawn_stands(struct drawn *d);

/* Gives them the date STAMP and new time stamps: for make they were made now. */
bool drawn_renew(struct drawn *d, when_t stamp, struct err *err) MUST_USE;

/* Remembers the pictures as they stand now. */
bool drawn_keep(struct drawn *d, struct err *err) MUST_USE;

#endif
