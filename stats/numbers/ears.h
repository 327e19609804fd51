/* ears.h -- the three thresholds of CDC's Early Aberration Reporting System (Hutwagner, Thompson, Seeman & Treadwell
   2003; Fricker, Hegler & Dunfal 2008): the count of a day against the mean and standard deviation (n - 1)
   of seven days shortly before.

       C1(t) = (x_t - mean) / sd over t-7 .. t-1         alarm above 3
       C2(t) = the same over t-9 .. t-3                  alarm above 3
       C3(t) = sum over t-2 .. t of max(0, C2 - 1)       alarm above 2

   They know no weekday and no overdispersion, and are here for comparison: many who watch counts know them. */

#ifndef DIELOG_EARS_H
#define DIELOG_EARS_H

#include <stddef.h>

#define EARS_DAYS 7

struct ears {
    double c1, c2, c3;
};

/* What X (one value a day, NaN: missing) says at T; NaN where the days before are not there or do not
   vary. */
struct ears ears_at(const double *x, size_t t);

/* Mean + Z sd of the EARS_DAYS days that end LAG days before T - 1: the bound that C1 (lag 0) or C2 (lag 2) puts
   on x_t.  NaN where they are not there. */
double ears_bound(const double *x, size_t t, size_t lag, double z);

#endif
