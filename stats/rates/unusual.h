/* unusual.h -- bins of a series that hold many more visits, or many fewer, than its clock, level and scatter
   explain.  Nothing is known of events.

   Each bin of 24, 6 or 1 hours is held against weekrate.h: hour of the week times slow level, with the day of the
   bin left out of the level, and negative binomial tails from the scatter of hours, days and weeks.  A scatter that was
   estimated from D days has longer tails: a p whose normal quantile is z becomes that of Student's with D - 7 degrees of
   freedom.  That is the regression of Farrington et al. (1996) and Noufaily et al. (2013) with a finer clock; they, too,
   take past outbreaks out of the baseline.  Here this is done as Rosner (1983) does it for outliers.  The most extreme bin
   is taken out of the fit and judged without it, then the next, for as long as

       m p <= UNUSUAL_LOOK        (m bins, p two-sided)

   so that many spikes do not hide each other.  The first K of them, K the last with m p <= UNUSUAL_ALPHA, stay out of the
   fit by which every bin is judged in the end; the next one keeps the p that it has by itself. */

#ifndef DIELOG_UNUSUAL_H
#define DIELOG_UNUSUAL_H

#include "weekrate.h"

#define UNUSUAL_EVENTS 30
#define UNUSUAL_DAYS 14
#define UNUSUAL_LOOK .5
#define UNUSUAL_ALPHA .05
#define UNUSUAL_MOST 400 /* bins taken out */

enum unusual_state {
    UNUSUAL_JUDGED,
    UNUSUAL_FEW_EVENTS, /* fewer than UNUSUAL_EVENTS */
    UNUSUAL_SHORT_SPAN, /* less than UNUSUAL_DAYS observed */
};

struct unusual_bin {
    when_t start;
    double observed;
    struct forecast expected;
    double p_more, p_fewer; /* NaN where nothing was observed or expected */
};

struct unusual {
    enum unusual_state state;
    int hours;
    struct unusual_bin *bin; /* in order of time; none unless judged */
    size_t n;
};

/* TIMES ascend and lie in the observed set, of which there must be some.  HOURS divides 24.  Release also after
   a failure. */
bool unusual_find(const when_t *times, size_t n, const struct observed *o, int hours, struct unusual *out,
                  struct err *err) MUST_USE;
void unusual_release(struct unusual *u);

#endif
