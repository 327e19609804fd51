/* mixdays.h -- what the days say of a pair of zones: on some days the people of only one of them are there.

   A histogram of all visits does not know which of them go together; days do.  q_A and q_B are the hours of either zone's people
   (twohours.h), a and b the same given the day (UTC): their sum over the day's half hours is 1.  Of a day's visits A makes the
   share v = w q_A(day) / (w q_A(day) + (1 - w) q_B(day)), w that of all.  With a share u of days on which one zone's people are alone,
   visits on the cells i have, given the day and their number,

       L(day) = u (v prod a_i + (1 - v) prod b_i) + (1 - u) prod (v a_i + (1 - v) b_i).

   A visit counts once an hour: what goes together within the hour is no evidence.  Days are taken as watched whole.  u and w are equally
   probable on a grid.  The gain is the log of L over all days, less the same with u = 0, which is what the histogram holds
   already. */

#ifndef DIELOG_MIXDAYS_H
#define DIELOG_MIXDAYS_H

#include "localweek.h"

struct mixdays;

/* Of a long stream every so many-th day, so that some thousand visits are left. */
struct mixdays *mixdays_new(const struct localweek *week, const struct zonegroups *groups);
void mixdays_free(struct mixdays *d);

size_t mixdays_n(const struct mixdays *d); /* visits used */

/* The gain of people of two GROUPS whose hours are Q_A and Q_B (twohours_rates). */
double mixdays_gain(const struct mixdays *d, size_t group_a, size_t group_b, const double q_a[PROFILE_CELLS],
                    const double q_b[PROFILE_CELLS]);

#endif
