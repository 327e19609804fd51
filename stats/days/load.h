/* load.h -- is the daily load what somebody expects?

   The observed time is cut into weeks from its start; week w has n_w events in e_w observed days, and weeks of less than half a day observed are
   left out.  rate = sum n / sum e.  Weeks of one series are neither alike nor Poisson, so the variance comes from them: with
   z_w = n_w - rate e_w,

       var(log rate) = W/(W - 1) sum z_w^2 / (sum n)^2,   interval: log rate -+ t_{W-1} times its root

   and p, one-sided, that the rate is at least LOW, or at most HIGH, by the same t.  Of two series the log of the ratio has
   z_w = n_w / sum n - m_w / sum m, which takes along what both share of a busy week.  With fewer than LOAD_WEEKS weeks days take
   their place, if there are LOAD_DAYS. */

#ifndef DIELOG_LOAD_H
#define DIELOG_LOAD_H

#include "rows/observed.h"
#include <stddef.h>

#define LOAD_WEEKS 6
#define LOAD_DAYS 10

/* The events of a series, counted by day from the start of the observed time; days without any take no room. */
struct load_events {
    struct load_day *days;
    size_t n, capacity;
    double sum;
};

/* COUNT events at T.  Times ascend and are START or later. */
void load_add(struct load_events *e, when_t start, when_t t, double count);
void load_release(struct load_events *e);

struct load {
    double days;           /* observed */
    size_t blocks;         /* weeks, or days; 0: too few */
    bool weeks;
    double rate, lo, hi;   /* a day; the 95 % interval is NAN without blocks */
    double p_low, p_high;  /* one-sided: rate >= LOW, rate <= HIGH; NAN where that is not stated */
};

/* LOW, HIGH: NAN, or events a day. */
struct load load_of(const struct load_events *e, const struct observed *o, double low, double high);

/* The ratio of the first series' rate to the second's, in the same fields; `days` as above.  LOW and HIGH bound the ratio. */
struct load load_ratio(const struct load_events *e, const struct load_events *other, const struct observed *o, double low, double high);

#endif
