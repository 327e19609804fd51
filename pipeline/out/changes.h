/* changes.h -- what is other in the results of one night than in those of the night
   before, as a text for a mail.

   Both are folders of result tables (<out>/data).  Told are lines by fate and
   rejected lines by reason, new parties and clients, spikes and who made
   them, and verdicts
   (of windows, gaps, zones, cadence) that are new or other than they were.  Nothing is computed but
   differences. */

#ifndef DIELOG_CHANGES_H
#define DIELOG_CHANGES_H

#include "base/buf.h"
#include "base/err.h"
#include <stdint.h>

struct changes {
    int64_t logs, lines, kept, rejected; /* logs with new lines; new lines by fate */
    int64_t parties, clients, spikes;    /* new ones */
    int64_t verdicts;                    /* new or other ones */
    struct buf text;                     /* the body, whole lines */
};

/* OLD NULL: there was no night before; then all is new, and parties and clients are
   counted, not listed. */
bool changes_find(struct changes *c, const char *old, const char *new, struct err *err) MUST_USE;
void changes_release(struct changes *c);

/* "3 new clients, 1 verdict, 2 rejected lines", or "nothing new". */
void changes_subject(const struct changes *c, struct buf *into);

#endif
