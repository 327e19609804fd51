/* window.h -- one declared window of one series: more events than expected, or fewer?

   Expected: weekrate.h, fitted outside all declared windows.  The count is taken to
   be negative binomial with mean R x expected and variance

       phi m + (days + baseline) m^2,     m = R x expected

   so bursts, days that differ as a whole and the error of the baseline itself
   all widen it.  For a series without overdispersion this is the conditional exact
   test of two rates against a baseline of 1 / baseline effective events; lo and hi
   are then Clopper and Pearson's limits.

   Shifts: the window moved by every number of whole weeks that keeps it inside the
   span and off every declared window.  Same clock, same weekday; each place is
   compared with what its neighbours predict for it, after the mean over all
   places was put to 1.  Free of the model of scatter, but coarse: p >= 1 / (1 + shifts). */

#ifndef DIELOG_WINDOW_H
#define DIELOG_WINDOW_H

#include "weekrate.h"

enum window_state {
    WINDOW_MEASURED,
    WINDOW_OUTSIDE,     /* of the observed span: nothing was measured */
    WINDOW_HARDLY_SEEN, /* observed for less than half of its length */
    WINDOW_FEW_EVENTS,  /* fewer than WINDOW_EVENTS outside the windows */
    WINDOW_SHORT_SPAN,  /* less than WINDOW_DAYS observed outside the windows */
    WINDOW_BLIND,       /* not even a threefold rate would show */
};

#define WINDOW_EVENTS 20
#define WINDOW_DAYS 14
#define WINDOW_BLIND_RATIO 3
#define WINDOW_ALPHA .05
#define WINDOW_POWER .8

struct window_result {
    enum window_state state;
    double observed, expected, ratio, lo, hi;
    double p_exact; /* as if events came independently of each other */
    double p_shift; /* NaN without shifts */
    double p_tail;  /* overdispersed; the one to adjust and to believe */
    size_t shifts;
    double dispersion; /* variance / mean of the count when nothing happens */
    double mdr;        /* smallest ratio > 1 that is found (p_tail <= .05) with 80 % power */
};

/* TIMES ascend and lie in the observed set.  DECLARED are all windows of the
   case, this one among them.  RATE may be NULL where nothing was observed at all.  Missing numbers are NaN. */
struct window_result window_test(const struct weekrate *rate, const when_t *times, size_t n,
                                 const struct observed *o, struct interval window,
                                 const struct interval *declared, size_t n_declared);

/* The verdict in words, from the adjusted p; a constant string. */
const char *window_verdict(const struct window_result *r, double p_adjusted);

#endif
