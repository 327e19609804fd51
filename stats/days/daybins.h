/* daybins.h -- events and observed time by local day and time of day: days down, bins of the day across,
   as an actogram shows them.

   Days are those of the local clock (localspan.h), bins are equal parts of 24 hours on that clock's face.
   Where the clock is put forward a bin has no observed time, where it is put back one has
   twice its length; a rate is right in both. */

#ifndef DIELOG_DAYBINS_H
#define DIELOG_DAYBINS_H

#include "base/tz.h"
#include "rows/observed.h"

struct daybins {
    int64_t first_day; /* since 1970-01-01, the first with observed time */
    size_t days;       /* up to the last such day; 0 when nothing was observed */
    size_t bins;       /* a day */
    int64_t *count;    /* [day * bins + bin]; events outside observed time are left out */
    int64_t *exposure; /* microseconds, likewise */
};

/* BINS must divide a day's microseconds.  TIMES ascend.  Fails when there would be more than 2^27 cells. */
bool daybins_init(struct daybins *d, const when_t *times, size_t n, const struct observed *o,
                  const struct tz *zone, size_t bins, struct err *err) MUST_USE;
void daybins_release(struct daybins *d);

/* Observed microseconds of a day. */
int64_t daybins_watched(const struct daybins *d, size_t day);

#endif
