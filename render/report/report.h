/* report.h -- the report's content: which sections, texts, figures and tables, in which
   order.  Knows no page and no cairo, but asks a driver how many lines a text takes; what it builds is a document (doc.h). */

#ifndef DIELOG_REPORT_H
#define DIELOG_REPORT_H

#include "facts/facts.h"
#include "facts/results.h"
#include "paper/doc.h"
#include "paper/driver.h"
#include "summary/summary.h"

struct report {
    struct doc *doc;
    const struct facts *facts;
    struct results *results;
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

/* What the sections share. */
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

/* Cells. */
void cell_count(struct table *t, double n);
void cell_fixed(struct table *t, double x, int decimals);
void cell_significant(struct table *t, double x, int digits);
void cell_percent(struct table *t, double fraction);
void cell_interval(struct table *t, double lo, double hi, double scale, int decimals); /* light; empty when missing */
void cell_p(struct table *t, double p);
void cell_label(struct table *t, unsigned look, const char *text, size_t limit); /* text from outside */
void cell_group(struct table *t, const struct facts *f, const char *group);
void cell_moment(struct table *t, when_t when);
void cell_offset(struct table *t, double hours);
void cell_offsets(struct table *t, double lo, double hi);

#endif
