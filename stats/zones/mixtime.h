/* mixtime.h -- how the mixture of two zones changes over time.

   The visits are cut into calendar months (UTC); a month with few is joined to the next.  In each block
   the weight of zone A has a posterior of its own (uniform before, on a grid), given the hours that
   both zones keep in the whole span (twohours.h): an interval is for the change from
   block to block, not for the level, which hangs on those hours.  Visits are worth 1 / dispersion.

   p_change: twice the log likelihood that the blocks gain by weights of their own, as chi-squared with
   one degree of freedom fewer than there are blocks. */

#ifndef DIELOG_MIXTIME_H
#define DIELOG_MIXTIME_H

#include "twohours.h"

#define MIXTIME_LEAST 30 /* visits of a block */
#define MIXTIME_MOST 36  /* blocks, about */

struct mixblock {
    when_t start, end; /* half open */
    size_t n;
    double weight, lo95, hi95; /* of zone A: posterior median, central 95 % */
};

struct mixtime {
    struct mixblock *at;
    size_t n, capacity;
    double p_change; /* NaN for fewer than two blocks */
};

/* T is the fit of the groups ZONE_A and ZONE_B to the whole WEEK, by PEOPLE. */
void mixtime_init(struct mixtime *m, const struct twohours *t, const struct twohours_people *people,
                  const struct localweek *week, const struct zonegroups *groups, size_t zone_a, size_t zone_b,
                  const struct observed *observed, double dispersion);
void mixtime_release(struct mixtime *m);

#endif
