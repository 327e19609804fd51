/* weekregimes.h -- visits on the half hours of the week in UTC, apart for each stretch of
   time in which no candidate clock changed.

   Two zones change their clocks on different days, so a week under two clocks is no
   rotation of one week (localweek.h).  The span is cut wherever any group's clock changes;
   stretches in which every group has the same offset again are one regime.  Any two clocks
   then meet in a few hundred joint cells, however many visits there are.

   Exposure as in localweek.h: each week is taken given its number of visits. */

#ifndef DIELOG_WEEKREGIMES_H
#define DIELOG_WEEKREGIMES_H

#include "localweek.h"

struct weekregime {
    double counts[WEEK_HALVES], exposure[WEEK_HALVES]; /* Monday 00:00 UTC first */
    double visits; /* sum of the counts */
};

struct weekregimes {
    struct weekregime *at;
    size_t n, n_groups;
    int32_t *offsets; /* [regime][group], seconds east of UTC */
    enum weekend *weekends; /* of each group */
    double visits;
};

/* GROUPS are those of a span that holds WEEK's visits. */
void weekregimes_init(struct weekregimes *r, const struct localweek *week, const struct zonegroups *groups,
                      const struct observed *observed);
void weekregimes_release(struct weekregimes *r);

/* The group's offset at most of the visits, seconds; of equals the eastern one. */
int32_t weekregimes_usual(const struct weekregimes *r, size_t group);

/* Hours between the usual offsets of two, the shorter way round. */
double weekregimes_apart(const struct weekregimes *r, size_t group_a, size_t group_b);

/* What two clocks make of the week: cells of the same place in both local weeks. */
struct jointcells {
    struct jointcell {
        double count, exposure;
        unsigned char a, b; /* cells of profile.h by either clock */
    } *at;
    size_t n, capacity;
    double visits; /* sum of the counts */
};

/* Fills CELLS (begun as { 0 }, used again as it is) with the cells of two groups; for one clock A == B.
   Clocks off the half hour go to the nearest one. */
void jointcells_fill(struct jointcells *cells, const struct weekregimes *r, size_t group_a, size_t group_b);
void jointcells_release(struct jointcells *cells);

#endif
