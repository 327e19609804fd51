/* observed.h -- the set of time intervals in which the sensors were observing.
   Every rate is events per observed time.

   Intervals are half open [start, end), sorted, disjoint, in when_t.  Written as
   CSV with the columns start,end (ISO 8601 or epoch seconds). */

#ifndef DIELOG_OBSERVED_H
#define DIELOG_OBSERVED_H

#include "base/err.h"
#include "base/when.h"

struct interval {
    when_t start, end;
};

struct observed {
    struct interval *at;
    size_t n, capacity;
};

void observed_init(struct observed *o);
void observed_release(struct observed *o);

/* Adds [start, end); overlapping and touching intervals melt together. */
void observed_add(struct observed *o, when_t start, when_t end);

/* Reads a CSV with columns start,end. */
bool observed_read(struct observed *o, const char *path, struct err *err) MUST_USE;

when_t observed_start(const struct observed *o); /* 0 when empty */
when_t observed_end(const struct observed *o);
bool observed_at(const struct observed *o, when_t t);

/* Observed microseconds in [a, b): O(log n + intervals touched). */
int64_t observed_within(const struct observed *o, when_t a, when_t b);

/* Seconds observed in each hour of the week, Monday 00-01 first, of the local
   clock that is UTC + OFFSET_S. */
void observed_week(const struct observed *o, int32_t offset_s, double hours[168]);

#endif
