/* daymask.h -- the seconds of one UTC day in which somebody observed: a list of ranges
   as span.mk states it, "0-3600,7200-86400", half open, ascending, disjoint. */

#ifndef DIELOG_DAYMASK_H
#define DIELOG_DAYMASK_H

#include "base/buf.h"
#include "base/err.h"
#include "base/when.h"

struct daymask {
    int64_t (*at)[2]; /* start, end in microseconds of the day */
    size_t n, capacity;
};

#define DAYMASK_INIT { NULL, 0, 0 }

/* TEXT may be empty: nothing observed.  Seconds may have a fraction. */
bool daymask_parse(struct daymask *m, struct text text, struct err *err) MUST_USE;
void daymask_release(struct daymask *m);

/* Microseconds observed in [START, START + LENGTH) of the day: integers, so that a sum
   of bins is exact. */
int64_t daymask_within(const struct daymask *m, int64_t start, int64_t length);

#endif
