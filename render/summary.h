/* summary.h -- what was found, in plain sentences, from the result tables alone.

   Each finding is a sentence with its numbers and interval, a note that says how to read it, a
   sketch, the section that shows more, and its evidence: which cell of which table
   each number came from.  Wording: consistent or not consistent with; never more. */

#ifndef DIELOG_SUMMARY_H
#define DIELOG_SUMMARY_H

#include "evidence.h"
#include "facts.h"
#include "results.h"
#include "rich.h"
#include "sketch.h"

#define FINDINGS_MOST 16

struct finding {
    const char *id;     /* share, rhythm, machine, cache, weigh, zone, mixture, window, spikes, change, silence, names, service, together, status */
    const char *target; /* the section: who, rhythm, machine, zone, events, spikes, coverage, asked, together */
    struct rich text, note;
    struct buf brief; /* a few plain words for summary.txt */
    struct sketch sketch;
    struct evidence *evidence;
    size_t n_evidence;
};

struct summary {
    struct rich data; /* the data in one line */
    struct finding findings[FINDINGS_MOST]; /* what answers the question first */
    size_t n;
    char **unknown; /* what these data cannot tell, sentence by sentence */
    size_t n_unknown;
};

void summary_init(struct summary *s, const struct facts *f, struct results *r);
void summary_release(struct summary *s);

/* findings.json, with the SHA-256 of what was STATED; the same numbers as CSV, a row a number; and exactly five lines of plain text. */
void summary_json(const struct summary *s, const struct facts *f, struct result *stated, struct buf *b);
void summary_csv(const struct summary *s, struct buf *b);
void summary_lines(const struct summary *s, const struct facts *f, struct buf *b);

#endif
