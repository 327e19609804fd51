/* granger.h -- does what one series did help to foretell another, beyond its own past?  (Granger 1969, Econometrica 37: 424.)

   y_t on a constant, y_{t-1} ... y_{t-k} and x_{t-1} ... x_{t-k}, by least squares on the n = T - k rows:

       F = [(RSS_0 - RSS_1)/k] / [RSS_1/(n - 2k - 1)],   against F(k, n - 2k - 1), RSS_0 without the x

   as R's lmtest::grangertest and statsmodels' ssr_ftest have it.  Counts of logs vary more when they are large, so F's level does not
   hold for them; granger_robust is a Wald test with White's (1980) variance in the form HC1, over k, against the same F. */

#ifndef DIELOG_GRANGER_H
#define DIELOG_GRANGER_H

#include <stddef.h>

struct granger {
    size_t n;         /* rows; 0: too few, or a series that is constant */
    double df;
    double f, p;
};

/* Rows in which a value (NAN) is missing are left out. */
struct granger granger_test(const double *y, const double *x, size_t n, size_t lags);
struct granger granger_robust(const double *y, const double *x, size_t n, size_t lags);

#endif
