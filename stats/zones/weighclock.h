/* weighclock.h -- the clock that people's hours go by: a zone with its changes, and the weekend that is kept there (base/weekend.h).

   Hours are those of open_demand.h, by local time: 24 of weekdays and 24 of weekends.  A country's own weekend is taken where the zone database gives
   the zone a country, else Saturday and Sunday. */

#ifndef DIELOG_WEIGHCLOCK_H
#define DIELOG_WEIGHCLOCK_H

#include "base/err.h"
#include "base/when.h"
#include <stddef.h>

struct weighclock;

struct weighclock *weighclock_open(const char *zone, struct err *err) MUST_USE;
void weighclock_free(struct weighclock *c); /* NULL is accepted */
const char *weighclock_zone(const struct weighclock *c); /* of NULL: "UTC" */

/* CLOCK NULL: UTC. */
size_t weighclock_hour(const struct weighclock *c, when_t t);
when_t weighclock_next(const struct weighclock *c, when_t t); /* when the hour of T ends, by the clock or in UTC, or the clock changes */

#endif
