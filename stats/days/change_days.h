/* change_days.h -- the days of a series as change.h wants them: visits, and what a day of that weekday is worth.

   The base of a day is its observed time (in days) times the factor of its weekday, the ratio of the
   weekday's visits to a centred mean of seven days.  A change of level moves the seven days' mean along, so that the weekdays do
   not take it up.  Where there are more than CHANGE_DAYS days, several make one bin. */

#ifndef DIELOG_CHANGE_DAYS_H
#define DIELOG_CHANGE_DAYS_H

#include "rows/observed.h"
#include <stddef.h>

#define CHANGE_DAYS 400

struct change_days {
    when_t start, step; /* of the bins */
    double *y, *b;
    double *seen; /* observed days of each bin; NULL where b has other reasons */
    size_t n;
};

/* TIMES ascend and lie in the observed set. */
void change_days_init(struct change_days *d, const when_t *times, size_t n, const struct observed *o);
void change_days_release(struct change_days *d);

/* The bases anew for the bins FROM to TO alone (not included), into B: after a change weekdays may weigh otherwise. */
void change_days_weigh(const struct change_days *d, size_t from, size_t to, double *b);

/* The bin of a time. */
size_t change_days_bin(const struct change_days *d, when_t t);

#endif
