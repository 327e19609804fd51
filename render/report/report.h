/* report.h -- the report's content: which sections, texts, figures and tables, in which
   order.  Knows no page and no cairo, but asks a driver how many lines a text takes; what it builds is a document (doc.h). */

#ifndef DIELOG_REPORT_H
#define DIELOG_REPORT_H

#include "facts/facts.h"
#include "facts/results.h"
#include "facts/screened.h"
#include "paper/doc.h"
#include "paper/driver.h"
#include "summary/summary.h"

struct report {
    struct doc *doc;
    const struct facts *facts;
    struct results *results;
    const struct screened *screened; /* NULL where the case did not ask */
    const struct summary *summary;
    const char *data, *figures; /* folders */
    struct driver *measure;     /* says how many lines a text takes; draws nothing */
    const char *versions;       /* of what draws: "cairo 1.16.0, pango ..." */
};

/* Fills report->doc. */
bool report_build(struct report *r, struct err *err) MUST_USE;

/* The sections, in order; each adds to the document. */
bool report_findings(struct report *r, struct err *err) MUST_USE;
void report_further(struct report *r); /* what page 1 had no room for */
bool report_who(struct report *r, struct err *err) MUST_USE;
bool report_when(struct report *r, struct err *err) MUST_USE;
bool report_rhythm(struct report *r, struct err *err) MUST_USE;
bool report_machine(struct report *r, struct err *err) MUST_USE;
bool report_zone(struct report *r, struct err *err) MUST_USE;
bool report_weigh(struct report *r, struct err *err) MUST_USE;
bool report_events(struct report *r, struct err *err) MUST_USE;
bool report_spikes(struct report *r, struct err *err) MUST_USE;
bool report_asked(struct report *r, struct err *err) MUST_USE;
bool report_together(struct report *r, struct err *err) MUST_USE;
bool report_coverage(struct report *r, struct err *err) MUST_USE;
void report_methods(struct report *r);
bool report_provenance(struct report *r, struct err *err) MUST_USE;
void report_limits(struct report *r);
void report_integrity(struct report *r); /* within Coverage */
void report_parties(struct report *r);   /* within Who */
void report_screen(struct report *r);    /* within People or a machine */

#endif
