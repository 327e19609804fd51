/* window.h -- one declared window of one series, or several together: more events than expected, or fewer?

   Expected: weekrate.h, fitted outside all declared windows.  The count is held against its forecast (forecast.h): bursts,
   days that differ as a whole and the error of the baseline itself all widen it.

   Shifts: the window moved by every number of whole weeks that keeps it inside the
   span and off every declared window (shifts.h).  Same clock, same weekday; each place is
   compared with what its neighbours predict for it, after the mean over all
   places was put to 1.  Free of the model of scatter, but coarse: p >= 1 / (1 + shifts).
   Several windows together are each moved to a place that is drawn from its own, WINDOW_DRAWS times. */

#ifndef DIELOG_WINDOW_H
#define DIELOG_WINDOW_H

#include "weekrate.h"
#include <gsl/gsl_rng.h>

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
#define WINDOW_DRAWS 1999

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

/* The windows of GROUP together, as one question; shifts counts the places of all. */
struct window_result window_test_group(const struct weekrate *rate, const when_t *times, size_t n,
                                       const struct observed *o, const struct observed *group,
                                       const struct interval *declared, size_t n_declared, gsl_rng *rng);

/* Can this row be called at all?  The others are no part of the family of questions: what decides is what was
   seen outside the windows. */
bool window_answerable(const struct window_result *r);

/* The verdict in words, from the adjusted p; a constant string.  Of an EXPLORATORY window a finding says that it is one. */
const char *window_verdict(const struct window_result *r, double p_adjusted, bool exploratory);

#endif
