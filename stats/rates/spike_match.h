/* spike_match.h -- of k spikes, m lie near an event; how many would by chance?

   A spike is near an event when their times overlap or are at most LAG apart, before or after.  Chance: all events
   together are moved by every number of whole weeks around the span, so that clock, weekday and their distances from
   each other stay; the spikes stay where they are.  Moves are compared by the number of near spikes, and where that is
   equal by the sum of the distances to the nearest event (at most MATCH_FAR each), so that ties are few.

       p = (1 + moves that are at least as near) / (1 + moves)

   The moves around a circle of whole weeks form a group: p is uniform on its steps when spikes know nothing of events,
   however both cluster.  Days beyond the last whole week of the span cannot go round and stay out. */

#ifndef DIELOG_SPIKE_MATCH_H
#define DIELOG_SPIKE_MATCH_H

#include "rows/observed.h"
#include <stddef.h>

#define MATCH_FAR (4 * WHEN_WEEK)
#define MATCH_ENOUGH 19 /* moves from which p can come down to .05 */

struct match {
    size_t spikes, events, near; /* that lie in the circle, and the near ones of these spikes */
    size_t moves;
    double expected; /* near ones, mean of all moves */
    double p;        /* NaN without spikes, events or moves */
};

struct match spike_match(const struct interval *spikes, size_t n, const struct interval *events, size_t m, when_t lag,
                         struct interval span);

/* Microseconds from the event to the spike: 0 when they overlap or touch, positive when the spike comes after, negative
   when it comes before. */
when_t spike_distance(struct interval spike, struct interval event);

#endif
