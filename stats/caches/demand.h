/* demand.h -- how often something is asked for, hour by hour of the clock: the rate that
   weekrate.h fits to the misses of open time, laid out over the whole span, watched or not; and
   days that are busier or quieter as a whole, as far as the misses of the day tell (gamma frailty, its
   posterior mean).  Busy days have little open time: one rate for all days would be too low. */

#ifndef DIELOG_DEMAND_H
#define DIELOG_DEMAND_H

#include "base/err.h"
#include "livetime.h"

struct demand {
    int64_t first_hour; /* since 1970 */
    size_t n_hours;
    double *rate; /* an hour */
    double *sum;  /* n_hours + 1: expected from the first hour's start to the beginning of each hour */
};

/* Demand at all caches of L together: misses over open time, an hour of which counts as open / caches.  ALL: each
   arrival of known time, over known time, as if there were no cache.  Release also after a failure. */
bool demand_fit(struct demand *d, const struct livetime *l, bool all, const struct observed *o,
                struct err *err) MUST_USE;
void demand_release(struct demand *d);

/* For who fits the rates by other means: a grid over the span of O with rates of 0, and the sums once the rates are
   set. */
void demand_lay(struct demand *d, const struct observed *o);
void demand_sum(struct demand *d);

/* The hour of the grid that T is in, the nearest one outside it; and WEIGHT times the hours of [from, to) added to each. */
size_t demand_hour(const struct demand *d, when_t t);
void demand_add_time(const struct demand *d, double *hours, when_t from, when_t to, double weight);

/* Takes back what the fit smoothed away.  A busy hour has little open time, and its rate is shrunk towards the others' by as much as
   if little were known of it: streams drawn from that are less regular than the one that was seen.  Each hour of the day (weekdays and
   weekends apart, 1:2:1 with its neighbours) is multiplied by its misses over those expected, one added to both; twice
   (twicing: Tukey 1977). */
void demand_sharpen(struct demand *d, const struct livetime *l);

double demand_at(const struct demand *d, when_t t);       /* an hour, at the nearest hour of the span */
double demand_integral(const struct demand *d, when_t t); /* expected from the start to T */
double demand_mean(const struct demand *d, const struct observed *o); /* an hour of observation */

/* The time at which the integral reaches SUM >= 0; the end of the span where it does not.  *HOUR is a hint,
   which must begin at 0 and serve sums that ascend. */
when_t demand_reach(const struct demand *d, double sum, size_t *hour);

#endif
