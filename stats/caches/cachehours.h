/* cachehours.h -- the demand behind a cache by the hour of the day (UTC).

   Misses of an hour over the time in which the cache was open in it: with a rate of misses m an hour
   of observation this is l = m / (1 - m T / K), the dead time counted where it fell and not on average.
   One rate for all hours would be too low: busy hours have little open time (Li et al. 2013).  The limits
   are those of a Poisson count (Garwood 1936); days that differ from each other widen them beyond that. */

#ifndef DIELOG_CACHEHOURS_H
#define DIELOG_CACHEHOURS_H

#include "numbers/poisson.h"
#include "rows/observed.h"

struct cachehour {
    double misses;     /* while observed, extras and those of unknown state among them */
    double exposure_s; /* observed */
    double live_s;     /* of it with the cache known to be open; of several, on average over them */
    double rate;       /* misses an hour of observation; NAN without exposure */
    double demand;     /* an hour; NAN without live time */
    struct limits limits; /* 95 % */
};

void cachehours_of(struct cachehour hours[24], const when_t *times, size_t n, const struct observed *o, int caches,
                   double silence_s, int64_t slack);

#endif
