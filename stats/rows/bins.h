/* bins.h -- counts a bin by group, read from CSV, laid on an even grid of bins.

   With a time column the grid runs from the first to the last bin in steps of
   the greatest common divisor of the distances; without one each row of a group is
   its next bin.  A bin without a row, with an empty value or with exposure 0 is
   missing.  There is one exception, the layout of the pipeline's counts: where
   there is a time column and a group named "all", its rows say which bins were
   observed and for how long, and a bin that another group lacks is zero there. */

#ifndef DIELOG_BINS_H
#define DIELOG_BINS_H

#include "base/err.h"
#include "base/when.h"
#include "inputs.h"

struct bins_source {
    struct inputs in;
    const char *column;   /* the values */
    const char *exposure; /* column name; NULL: 1 for every row */
    const char *time;     /* column name (a bin's start), or NULL */
    const char *group;    /* column name; NULL: one group, "all" */
    const char *only;     /* COLUMN=VALUE[,VALUE...]: other rows are passed over; or NULL */
};

struct bins;

struct bins *bins_read(const struct bins_source *source, struct err *err) MUST_USE;
void bins_free(struct bins *b);

size_t bins_groups(const struct bins *b);
const char *bins_name(const struct bins *b, size_t group); /* in group_order */
size_t bins_length(const struct bins *b, size_t group);
when_t bins_start(const struct bins *b); /* of the first bin; with a time column only */
when_t bins_step(const struct bins *b);  /* microseconds; at least 1 */

/* The group's values and exposures (0: missing), bins_length of each.  Fails on two
   rows for one bin, and on a row in a bin that "all" lacks. */
bool bins_fill(const struct bins *b, size_t group, double *x, double *exposure,
               struct err *err) MUST_USE;

/* Takes the mean rate of its hour of the week (UTC) from every bin: x becomes
   x - exposure * rate.  Hours that were observed in fewer than two weeks become missing: there
   the clock cannot be told from the week.  Sets cell[i], where it is wanted, to the hour
   of the week, below BINS_HOURS. */
#define BINS_HOURS 168
void bins_remove_hour_of_week(when_t start, when_t step, size_t n, double *x, double *exposure, int *cell);

#endif
