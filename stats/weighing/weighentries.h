/* weighentries.h -- a stream's visits, each with the entry of a cache that it is for.

   Visits are those of arrivals.h; one is for the question of its first event.  The WEIGH_ENTRIES - 1 questions that are asked for in the most
   visits, at least WEIGHENTRIES_LEAST each, are entries; all others are WEIGH_REST.  A stream of one question has one entry. */

#ifndef DIELOG_WEIGHENTRIES_H
#define DIELOG_WEIGHENTRIES_H

#include "weighfilter.h"
#include "weighstreams.h"

#define WEIGHENTRIES_LEAST 8 /* visits: less, and a cache of an hour would hardly hold one back in weeks */

struct weighentries {
    when_t *times; /* owned, as the entries are */
    unsigned char *entry;
    size_t n, entries; /* visits; entries with the rest */
};

void weighentries_init(struct weighentries *v, const struct weighclient *client, const struct observed *observed, double visit_gap_s);
/* Seconds from each visit for ENTRY to the next, into GAPS (room for n); returns how many. */
size_t weighentries_gaps(const struct weighentries *v, size_t entry, double *gaps);

void weighentries_release(struct weighentries *v);

#endif
