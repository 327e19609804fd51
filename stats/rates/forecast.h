/* forecast.h -- a count held against what was forecast for it (weekrate.h).

   The count is negative binomial with mean R x expected and variance phi m + (days + baseline) m^2.  The error of the
   baseline is that of an effective count N = 1 / baseline; as in Clopper and Pearson's limits the upper tail has
   N + 1.  The scatter is an estimate, so a tail's normal score is judged by Student's t with the forecast's degrees of freedom.
   Without overdispersion this is the conditional exact test of two rates (Przyborowski & Wilenski 1940). */

#ifndef DIELOG_FORECAST_H
#define DIELOG_FORECAST_H

#include "numbers/poisson.h"
#include "weekrate.h"

/* P(X <= n) and P(X >= n) at RATIO x expected. */
double forecast_less(const struct forecast *f, double n, double ratio);
double forecast_greater(const struct forecast *f, double n, double ratio);

/* Two-sided: twice the smaller tail at ratio 1, at most 1. */
double forecast_p(const struct forecast *f, double n);

/* The ratios that the count is consistent with: each tail has half of 1 - LEVEL. */
struct limits forecast_limits(const struct forecast *f, double n, double level);

/* The same forecast of events that come independently of each other: no bursts, no days. */
struct forecast forecast_plain(const struct forecast *f);

/* The smallest ratio > 1 that gives forecast_p <= ALPHA with probability POWER; NaN when there is none. */
double forecast_detectable(const struct forecast *f, double alpha, double power);

#endif
