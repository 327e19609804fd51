/* hourrate.h -- a rate by the hour of the clock, fitted to weighted counts and to exposure that need not be whole: the
   M-step of a mixture of streams.

   rate = cell (24 hours of weekdays, 24 of weekends) x level (Gaussian kernel over days) x the day's own factor, the
   posterior mean of a gamma frailty whose variance is read from the days by moments.  The result is laid into a
   demand (demand.h), which integrates and inverts it. */

#ifndef DIELOG_HOURRATE_H
#define DIELOG_HOURRATE_H

#include "demand.h"
#include "open_demand.h"

struct hourrate;

/* For the grid of D, which must be laid out (demand_lay). */
struct hourrate *hourrate_new(const struct demand *d);
void hourrate_free(struct hourrate *r);

/* Sets the rates of D, of the same grid, from COUNT and EXPOSURE (hours) by hour. */
void hourrate_fit(struct hourrate *r, const double *count, const double *exposure, struct demand *d);

/* The rates of the 48 hours (open_demand_hour) from the visits and the hours of exposure in each: drawn by three events towards hour and
   neighbours, weighed 1:2:1, and those by one towards the mean. */
void hourrate_cells(const double count[OPEN_DEMAND_HOURS], const double exposure[OPEN_DEMAND_HOURS],
                    double cell[OPEN_DEMAND_HOURS]);

#endif
