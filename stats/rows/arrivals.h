/* arrivals.h -- what a statistic that assumes independent events counts: the visits of
   a series in observed time.

   A visit is a burst of events collapsed to its first (series_visits).  In a dense
   series independent events fall within the gap of each other by chance, and collapsing
   would eat demand: where that would happen to more than ARRIVALS_CHANCE of the events
   (each hour's rate taken as it is), the events are kept as they are. */

#ifndef DIELOG_ARRIVALS_H
#define DIELOG_ARRIVALS_H

#include "observed.h"
#include "series.h"

#define ARRIVALS_CHANCE .1

struct arrivals {
    const when_t *times; /* ascending, all observed */
    size_t n;
    bool visits; /* collapsed? */
    when_t *own; /* NULL where the times are the series' own: nothing was collapsed, and all of them are observed */
};

/* How many events would be collapsed by chance, event by event. */
struct arrivals_chance {
    when_t hour;     /* of the events that are counted now */
    size_t in_hour, n;
    double merged;
};

void arrivals_chance_add(struct arrivals_chance *c, when_t t, int64_t gap); /* T ascends; begin with zeros */
double arrivals_chance_of(const struct arrivals_chance *c, int64_t gap);     /* share of the events */

/* GAP in microseconds; negative: never collapse.  The series lives as long. */
void arrivals_init(struct arrivals *a, const struct series *s, const struct observed *o, int64_t gap);
void arrivals_release(struct arrivals *a);

/* The times as the caller's own; in place of arrivals_release. */
when_t *arrivals_keep(struct arrivals *a);

/* How many of the ascending TIMES lie in [a, b). */
size_t arrivals_within(const when_t *times, size_t n, when_t a, when_t b);

#endif
