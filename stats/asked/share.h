/* share.h -- who makes how much of all: counts and shares of each key, within groups.

   With counts x_i of the keys of one group, p_i = x_i / sum x:

       share             p_i, from counts with repeats resolved; share_raw from raw counts
       effective number  1 / sum p_i^2 (Hill number of order 2; inverse Simpson 1949)
       Gini              sum_i (2 i - k - 1) x_(i) / (k sum x), x sorted upwards, k keys

   and three intervals of p_i.  Which to use: the day-block bootstrap (Efron 1979; blocks as
   in Künsch 1989).  It resamples whole UTC days, so bursts, sessions and days that
   differ widen it as they should; it needs many days (30 give about the stated level, under
   7 there is no answer) and says nothing of drifts longer than a day.  Wilson's and the exact
   interval hold only when each event falls to a key independently of the others, which logs
   seldom do: take them as the least uncertainty there can be, and for single events. */

#ifndef DIELOG_SHARE_H
#define DIELOG_SHARE_H

#include "base/buf.h"
#include "numbers/poisson.h"
#include <gsl/gsl_rng.h>
#include <stdint.h>

#define SHARE_DAYS_MIN 7      /* fewer days: no bootstrap */
#define SHARE_NO_DAY INT64_MIN /* the time is not known */

struct share;

struct share *share_new(void);
void share_free(struct share *s);

/* COUNT events (RAW before repeats were resolved) of KEY in group WITHIN on a day (since 1970-01-01).
   LABEL is kept from the key's first row.  One call without a day leaves all groups without
   bootstrap and days. */
void share_add(struct share *s, struct text within, struct text key, struct text label,
               int64_t count, int64_t raw, int64_t day);

/* After the last share_add: puts groups (group_order) and keys (count downwards, then bytes)
   in order and computes what belongs to a group. */
void share_end(struct share *s);

size_t share_groups(const struct share *s);
const char *share_group(const struct share *s, size_t g);
size_t share_keys(const struct share *s, size_t g);

struct share_row {
    const char *within, *key, *label;
    int64_t count, raw, n, n_raw; /* n: sum of the group */
    double share, share_raw;      /* NAN where n is 0 */
    struct limits wilson, exact;
    int64_t days;                 /* on which the key was seen; -1: not known */
    double effective_number, gini; /* of the group */
};

struct share_row share_row(const struct share *s, size_t g, size_t key, double level);

/* The bootstrap of one group: percentile interval (type 7 quantiles) of each key over DRAWS
   resamples of its days, into OUT[share_keys].  NAN: days not known, fewer than
   SHARE_DAYS_MIN, or every resample alike. */
void share_bootstrap(const struct share *s, size_t g, gsl_rng *rng, size_t draws, double level,
                     struct limits *out);

#endif
