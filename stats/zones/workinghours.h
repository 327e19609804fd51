/* workinghours.h -- how much of a series falls into working hours: 9 to 17 h by the clock of a zone, on the days that are no
   weekend there (weighclock.h).

   The interval is share.h's bootstrap of UTC days.  An office whose visits were spread evenly over the week would have 24 % there
   (5 x 8 of 168 hours), when every hour was observed. */

#ifndef DIELOG_WORKINGHOURS_H
#define DIELOG_WORKINGHOURS_H

#include "numbers/poisson.h"
#include "rows/observed.h"
#include "rows/series.h"
#include "weighclock.h"

#define WORKING_FROM_H 9 /* by local time, here and for sessions that are handed over */
#define WORKING_TO_H 17

struct workinghours {
    double share;         /* of the events in observed time; NAN: there are none */
    struct limits limits; /* 95 %; NAN under SHARE_DAYS_MIN days with events, or where every day is alike */
    double days;          /* with events */
};

/* CLOCK NULL: UTC.  ROUNDS draws of a stream of SEED and the series: the same days for each clock. */
struct workinghours workinghours_of(const struct series *s, const struct observed *o, const struct weighclock *clock, uint64_t seed, size_t rounds);

#endif
