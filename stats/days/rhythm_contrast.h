/* rhythm_contrast.h -- are some days busier or quieter than the others: weekends against weekdays, holidays
   against ordinary days of the same weekday?

   Blocks are whole local days.  Each marked day d is expected to have m_d = hours observed x the rate of the
   unmarked days of its base (weekend: all weekdays; holiday: the same weekday; where a base has
   no unmarked day, the class of weekdays or of weekend days).  With C and M the
   marked days' sums, ratio = C/M.

   Interval: C as negative binomial of mean R M and variance R M + R^2 (tau2 sum m_d^2 + v), tau2 the variance of a day's
   factor among the unmarked days (by moments, >= 0) and v the variance of M: each tail 2.5 %.

   p: marks are dealt out anew ROUNDS times, holidays among the days of their class (weekdays, weekend days), weekends
   by turning each week's marks around by a number of days drawn at random, so that the two stay together.
   Statistic: C - M for holidays; for weekends C less their share of each week's events by observed time.  Twice the
   smaller tail, (1 + b)/(1 + m).  Exact when the days of a class (but for the weekday's rate), or of a week, are exchangeable.

   Observed time is weighed hour by hour by the rate of the clock, so half a day counts for what it has. */

#ifndef DIELOG_RHYTHM_CONTRAST_H
#define DIELOG_RHYTHM_CONTRAST_H

#include "daybins.h"
#include "numbers/poisson.h"

enum contrast_kind { CONTRAST_WEEKEND, CONTRAST_HOLIDAY };

struct contrast {
    double ratio, p; /* NAN: no marked or no unmarked day, or nothing expected */
    struct limits ratio95;
    size_t marked, others; /* days with observed time */
};

/* HOLIDAYS: days since 1970-01-01, ascending, by the clock of D; for CONTRAST_HOLIDAY. */
struct contrast contrast_of(const struct daybins *d, enum contrast_kind kind, const int64_t *holidays, size_t n_holidays,
                            size_t rounds, uint64_t seed, const char *series);

#endif
