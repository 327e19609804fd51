/* slices.h -- the records of one batch, a file a UTC day:
   <work>/slices/<day>/<batch>.csv.

   Records may come in any order of time; within a day they keep the order in
   which they came.  While they are taken they lie in a private folder,
   <work>/batches/<batch>.tmp-<where>-<pid> (base/outfile.h), which a run that was killed leaves behind and
   the next run of the batch on this machine clears (of a batch that is named as the plan names them: a name of 230 letters would be cut); after a restart of the machine, which <where> tells, only the next report does, as it
   does what other machines left.  slices_publish moves them to their places,
   leaves alone what has not changed, and removes slices of the batch from days
   that it no longer touches.  That looks into every day, so only a batch that was
   published before (its rejects are, before its slices) pays for it.

   No slice is held open: each day has a buffer that is appended to its file
   when it is full, so ten years in one file need no more than one at a time. */

#ifndef DIELOG_SLICES_H
#define DIELOG_SLICES_H

#include "base/err.h"
#include "observation.h"

#define SLICES_MAX_DAYS 20000

struct slices;

/* WORK and BATCH go into a makefile and must not hold what make reads. */
struct slices *slices_new(const char *work, const char *batch, struct err *err) MUST_USE;

/* The sink's verb (normalize.h). */
bool slices_take(void *slices, const struct observation *o, struct err *err) MUST_USE;

bool slices_publish(struct slices *s, struct err *err) MUST_USE;

/* The make fragment that names the slices, one line a day in order of time. */
void slices_fragment(const struct slices *s, struct buf *b);

/* <batch>.late: how late the rows of large slices are (slicetimes.h); nothing when none is large. */
void slices_late(const struct slices *s, struct buf *b);

/* Frees; removes what was not published.  NULL is accepted. */
void slices_free(struct slices *s);

#endif
