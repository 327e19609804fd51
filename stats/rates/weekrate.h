/* weekrate.h -- how many events are to be expected when: hour of the week times slow level.

       rate(t) = level(day of t) x hod(hour of day) x dow(weekday) x cell(hour of week)

   in events per observed hour.  Days begin at the quietest hour of the UTC day, so that a working day of any zone is
   one day, and scatters as one; midnight UTC where no hour is surely quieter.  Weeks begin with the day that begins on Monday.
   It is fitted to the events outside the masked intervals only.

   Sparse series: each of the three profile factors is a group's count against what
   the coarser factors expect of it, shrunk towards 1 as a gamma prior does, with the
   prior's weight taken from the data (empirical Bayes by moments): where the groups
   differ no more than chance makes them differ, the factors stay close to 1.

   The level is a kernel average over days (Gaussian; width 7, 14, 28, 56 days or
   infinite), the widest that predicts left-out days about as well as the best does.

   Scatter: the variance of a count with mean m is  phi m + tau2 S + omega2 W,  S and W the
   sums over days and over weeks of the squared mean of each: bursts, days, and weeks that are busier
   or quieter as a whole (gamma frailty).  The three are estimated by moments from the residuals
   of hours, days and weeks against the level that the other weeks give, corrected for degrees of freedom
   and for the level's own error; phi >= 1, tau2 and omega2 >= 0. */

#ifndef DIELOG_WEEKRATE_H
#define DIELOG_WEEKRATE_H

#include "base/err.h"
#include "rows/observed.h"

struct weekrate;

/* TIMES ascend.  The observed set is borrowed and must outlive the fit.  MASK may be
   unsorted and may overlap.  Fails when nothing is observed or the span is longer than 100 years. */
struct weekrate *weekrate_fit(const when_t *times, size_t n, const struct observed *o,
                              const struct interval *mask, size_t n_mask, struct err *err) MUST_USE;
void weekrate_free(struct weekrate *r);

double weekrate_events(const struct weekrate *r); /* that the fit rests on */
double weekrate_days(const struct weekrate *r);   /* observed days that it rests on */
double weekrate_phi(const struct weekrate *r);
double weekrate_tau2(const struct weekrate *r);
double weekrate_omega2(const struct weekrate *r);
double weekrate_bandwidth(const struct weekrate *r); /* days; INFINITY */

/* The days of the span, in time order, from their beginning to the next one's. */
size_t weekrate_span_days(const struct weekrate *r);
struct interval weekrate_day(const struct weekrate *r, size_t i);

/* Expected events from the start of the span to T: the integral of the rate over
   observed time.  Differences of it rescale time. */
double weekrate_integral(const struct weekrate *r, when_t t);

/* What is expected of [a, b). */
struct forecast {
    double expected;
    double phi;      /* variance from bursts, per event */
    double days;     /* squared relative deviation from days and weeks: (tau2 S + omega2 W) / expected^2 */
    double baseline; /* squared relative error of the expected count itself: level, profile, and half of what the
                        level differs by before and after, as nobody knows when it changed */
    double freedom;  /* degrees of freedom of the variance (Satterthwaite 1946); INFINITY where days and weeks add nothing */
};

struct forecast weekrate_forecast(const struct weekrate *r, when_t a, when_t b);

/* The same with the days that [a, b) touches left out of the level: every place is
   then judged by its neighbours, as a masked one is. */
struct forecast weekrate_forecast_apart(const struct weekrate *r, when_t a, when_t b);

/* Every bin of HOURS hours (a divisor of 24) from the midnight (UTC) before the span on: their number, and what is
   expected of each with the days that it touches left out of the level, one at a time. */
size_t weekrate_bins(const struct weekrate *r, int hours);
void weekrate_forecast_bins(const struct weekrate *r, int hours, struct forecast *out);

/* What is expected of several intervals together. */
struct forecast weekrate_forecast_set(const struct weekrate *r, const struct observed *set);

/* Variance of a count whose mean is RATIO x expected: phi m + days m^2 (without the
   error of the baseline). */
double forecast_variance(const struct forecast *f, double ratio);

#endif
