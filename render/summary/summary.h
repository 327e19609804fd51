/* summary.h -- what was found, in plain sentences, from the result tables alone.

   Each finding is a sentence whose numbers know their cells (sentence.h), a note that says how to read it, a
   sketch, and the section that shows more.  Wording: consistent or not consistent with; never more.

   Page 1 has room for SUMMARY_FRONT of them: each question's first answer that speaks at all, then the strongest of the others. */

#ifndef DIELOG_SUMMARY_H
#define DIELOG_SUMMARY_H

#include "facts/facts.h"
#include "facts/results.h"
#include "paper/doc.h"
#include "sentence.h"
#include "words/sketch.h"

#define FINDINGS_MOST 16
#define SUMMARY_FRONT 7

struct finding {
    const char *id;     /* summary.c has the table of them */
    const char *target; /* the section: who, rhythm, machine, zone, events, spikes, coverage, asked, together */
    struct sentence said;
    struct rich note;
    struct buf brief; /* a few plain words for summary.txt */
    struct sketch sketch;
    double strength;  /* how strongly it speaks, as log10 of a likelihood ratio (summary_strength_p); 0 when it only describes */
    bool front;       /* stands on page 1 */
};

struct summary {
    struct sentence data; /* the data in one line */
    struct finding findings[FINDINGS_MOST]; /* what answers the question first */
    size_t n;
    struct sentence *unknown; /* what these data cannot tell */
    size_t n_unknown;
};

void summary_init(struct summary *s, const struct facts *f, struct results *r);
void summary_release(struct summary *s);

/* What the finding is about, in a word or three; what its brief begins with where it stands by itself, or "". */
const char *summary_about(const struct finding *f);
const char *summary_lead(const struct finding *f);

/* findings.json, with the SHA-256 of what was STATED and the sentences of the sections of DOC; the same numbers as CSV, a row a number; and
   exactly five lines of plain text. */
void summary_json(const struct summary *s, const struct facts *f, struct result *stated, const struct doc *doc, struct buf *b);
void summary_csv(const struct summary *s, const struct doc *doc, struct buf *b);
void summary_lines(const struct summary *s, const struct facts *f, struct buf *b);

#endif
