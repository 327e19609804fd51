/* slicetimes.h -- what can be known of a slice's times before its rows are needed.

   A log is written as time goes by, so its slices are in order of time, or nearly: the
   threads of a server write a little late.  How late at most is found by a look at the
   times alone; it tells how long rows must be held back until none can come that is
   earlier.

   Of large slices normalize has said so already, <work>/batches/<batch>.late: day, first,
   lateness_us, bytes.  That is believed of a slice that has so many bytes. */

#ifndef DIELOG_SLICETIMES_H
#define DIELOG_SLICETIMES_H

#include "base/buf.h"
#include "base/err.h"
#include "base/when.h"

struct slicetimes {
    bool known;       /* not of a stream, nor of a file where some line does not begin with a time */
    when_t first;     /* no row is earlier */
    int64_t lateness; /* nor earlier by more than this than one before it, microseconds */
};

#define SLICETIMES_WORTH ((int64_t) 1 << 20) /* bytes of a slice, before it is worth the while to say it */

/* One row more, behind one of the time *NEWEST, the latest so far. */
static inline void slicetimes_see(struct slicetimes *t, when_t *newest, when_t time)
{
    if (time >= *newest) {
        *newest = time;
        return;
    }
    if (*newest - time > t->lateness)
        t->lateness = *newest - time;
    if (time < t->first)
        t->first = time;
}

/* A row of <batch>.late, or with T NULL its header. */
void slicetimes_state(struct buf *b, int64_t day, const struct slicetimes *t, int64_t bytes);

/* What is wrong with a file is left to its reader to tell, but when it cannot be read to
   its end. */
bool slicetimes_of(const char *path, struct slicetimes *t, struct err *err) MUST_USE;

/* No row behind one of the time NEWEST, the latest so far, is earlier than this. */
when_t slicetimes_bound(const struct slicetimes *t, when_t newest);

#endif
