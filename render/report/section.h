/* section.h -- what the sections of the report share: how each says a sentence, a note, a figure.  For report_*.c alone. */

#ifndef DIELOG_SECTION_H
#define DIELOG_SECTION_H

#include "cells.h"
#include "report.h"

void report_first(struct report *r); /* behind doc_section: where it is the first, a page begins, for page 1 stands alone */
void report_say(struct report *r, enum type type, const char *text);
void report_sentence(struct report *r, struct sentence *s); /* body text whose numbers are cited; releases it */
void report_note(struct report *r, const char *text);
/* Says through which day what follows looks, where a night's report closes it before the last (looked.csv). */
void report_closed(struct report *r);
/* A table that was cut says so, and which file has all of it. */
void report_rest(struct report *r, size_t shown, size_t of, const char *name);
/* The figure with its caption: beside it, or below a wide one.  A chart that has nothing to draw
   becomes its sentence. */
bool report_figure(struct report *r, const char *name, struct err *err) MUST_USE;

#endif
