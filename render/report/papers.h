/* papers.h -- the papers that are made of one report: report.pdf, and beside it brief.pdf (its front by
   itself), report.html, report.md with tables/, findings.json, findings.csv and summary.txt.

   All are made before the first is published: what cannot be drawn leaves what stood there as it was.  The PDF comes last: when it
   stands, so do the others.  One that goes to standard output ("-") goes alone, with the words that are asked for by name. */

#ifndef DIELOG_PAPERS_H
#define DIELOG_PAPERS_H

#include "report.h"

struct papers {
    const char *report;             /* the PDF, or "-" */
    const char *summary, *findings; /* summary.txt and findings.json; NULL: beside the PDF */
    when_t made;                    /* the date that the PDF carries */
};

/* R's document must be built. */
bool papers_write(const struct report *r, const struct papers *where, struct err *err) MUST_USE;

#endif
