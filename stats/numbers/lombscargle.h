/* lombscargle.h -- the periodogram of values at uneven times: how much of the weighted scatter a sinusoid
   with a mean of its own takes away.

       power(f) = 1 - chi2(mean + sinusoid) / chi2(mean)                      0..1

   the floating-mean form of Zechmeister & Kuerster 2009 (eqs. 4 to 13), astropy's "standard" normalization with fit_mean;
   for white noise P(power > z) at one frequency is (1 - z)^((n - 3) / 2). */

#ifndef DIELOG_LOMBSCARGLE_H
#define DIELOG_LOMBSCARGLE_H

#include <stddef.h>

/* W: weights (1 / variance), NULL: all alike; a value of weight 0 is missing.  POWER gets COUNT values, at F0 + i DF; NAN when
   the values are constant.  O(n) a frequency. */
void lombscargle(const double *t, const double *y, const double *w, size_t n, double f0, double df, size_t count,
                 double *power);

/* P(power > z) at one frequency, N values. */
double lombscargle_p(double z, size_t n);

/* P(the largest power > z) of a search over WIDTH = (f1 - f0) sqrt(4 pi var t) (Baluev 2008, eqs. 5 to 7):
   1 - (1 - lombscargle_p) exp(-WIDTH g (1 - z)^((n - 4) / 2) sqrt((n - 1) z / 2)), g = sqrt(2 / (n - 1)) Gamma((n - 1) / 2)
   / Gamma(n / 2 - 1). */
double lombscargle_max_p(double z, size_t n, double width);

#endif
