/* open_demand.h -- what is asked of a cache, from what passes it.

   For TTL seconds after each visit nothing passes (what comes a little earlier, by other clocks, counts without open time: a shorter TTL would make
   all demand too small).  Demand by the hour of the day (UTC), weekdays and weekends apart where
   two weeks or more were watched, is then visits over the time in which the cache was open, hour and
   neighbours weighed 1:2:1: the maximum of the likelihood of a Poisson demand behind one cache, without inverting a
   rate (Jung, Berger & Balakrishnan 2003 give the inverse).  It grows without bound where the cache is never open; it
   is then held to one visit more than was seen. */

#ifndef DIELOG_OPEN_DEMAND_H
#define DIELOG_OPEN_DEMAND_H

#include "rows/observed.h"
#include <gsl/gsl_rng.h>
#include <stddef.h>

#define OPEN_DEMAND_HOURS 48 /* 24 of weekdays, 24 of weekends */

struct open_demand {
    double ttl_s;
    double rate[OPEN_DEMAND_HOURS]; /* a second */
};

/* Which of the hours T is in. */
size_t open_demand_hour(when_t t);

/* Sums of the 24 hours of a day, and their neighbours, weighed 1:2:1. */
void open_demand_smooth(const double x[24], double out[24]);

void open_demand_init(struct open_demand *d, const when_t *times, size_t n, const struct observed *o, double ttl_s);

double open_demand_at(const struct open_demand *d, when_t t);

/* The same, joined by straight lines from the middle of each hour to the next: without the steps at the hours' edges, which
   a search for periods would find. */
double open_demand_joined(const struct open_demand *d, when_t t);

/* The integral over the observed part of [a, b). */
double open_demand_within(const struct open_demand *d, const struct observed *o, when_t a, when_t b);

/* The first visit that passes at or after T, given an exponential AMOUNT of demand; WHEN_MAX: none in the span. */
when_t open_demand_next(const struct open_demand *d, const struct observed *o, when_t t, double amount);

#endif
