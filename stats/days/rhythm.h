/* rhythm.h -- the hours of the week: events, observed time and the rate of both.

   Hour h of the week is 24 * weekday + hour, weekday 0 Monday, of the local clock of a
   zone; changes of that clock move events and observed time alike, so the rate is
   per hour of observation whatever the clock did. */

#ifndef DIELOG_RHYTHM_H
#define DIELOG_RHYTHM_H

#include "base/tz.h"
#include "rows/observed.h"
#include <stddef.h>

#define RHYTHM_HOURS 168

struct rhythm {
    int64_t count[RHYTHM_HOURS];     /* events while observed; others are left out */
    double exposure_s[RHYTHM_HOURS]; /* seconds observed */
};

/* ZONE NULL: UTC. */
void rhythm_of(struct rhythm *r, const when_t *times, size_t n, const struct observed *o,
               const struct tz *zone);

/* Events an hour of observation; NAN when the hour was not observed. */
double rhythm_rate(const struct rhythm *r, int hour);

#endif
