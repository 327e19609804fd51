/* ticks.h -- where an axis has its marks: arithmetic, no drawing.

       0        50       100      150          linear: steps of 1, 2, 5 times a power of ten
       |---------|---------|---------|
       .1   .2    .5   1    2    5   10        log: 1, 2, 5 a decade (or powers alone)
       |-----|----|----|----|----|----|
       2 May      9 May     16 May             days: whole weeks on a Monday, then months
       |---------|---------|---------| */

#ifndef DIELOG_TICKS_H
#define DIELOG_TICKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TICKS_MAX 64

struct ticks {
    size_t n;
    double at[TICKS_MAX];
    int decimals; /* that a label needs (linear) */
};

/* The smallest of 1, 2, 5 x 10^k that is >= SPAN / MOST. */
double ticks_step(double span, int most);

/* Linear: at most MOST + 1 ticks within [lo, hi]. */
void ticks_linear(double lo, double hi, int most, struct ticks *out);

/* Log: within [lo, hi], lo > 0; 1-2-5 when that gives at most MOST, else powers of ten. */
void ticks_log(double lo, double hi, int most, struct ticks *out);

/* Log axis of time in seconds, lo > 0: the densest of three lists whose neighbours are APART decades apart, or
   the last: 1 2 5 10 30 s 1 5 10 30 min 1 3 6 12 h 1 2 7 28 days; 1 10 s 1 10 min 1 6 24 h 7 28 days;
   1 s 1 min 1 h 1 28 days. */
void ticks_durations(double lo, double hi, double apart, struct ticks *out);

/* The first round number (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 x 10^k) not below X, for the top of a scale. */
double ticks_ceiling(double x);

/* Days (since 1970-01-01) in [first, last]: every day, each Monday, each second or fourth
   Monday, the first of each month, of every second, third or sixth, or of years, whichever is the densest with at
   most MOST ticks. */
enum ticks_unit { TICKS_DAY, TICKS_WEEK, TICKS_MONTH, TICKS_YEAR };
enum ticks_unit ticks_days(int64_t first, int64_t last, int most, struct ticks *out);

#endif
