/* cosinor.h -- a cosine of 24 hours, or of 24 and 12, fitted to hourly rates; what can be said of it
   when days differ.

   Rate of hour h:  mesor + sum_j A_j cos(2 pi (t - acrophase_j) j / 24),  j = 1 or 1, 2 (Halberg; Nelson et al.
   1979; Cornelissen 2014), by least squares weighed by observed time; a cosine is averaged over its
   hour, so hours do not flatten the amplitude.

   Inference is by days, since the hours of a day go together: the covariance of the coefficients is
   the sandwich of the days' scores, times D/(D - 1). When every day is whole this is the
   population-mean cosinor of D single-day fits (Bingham et al. 1982), and zero amplitude is
   tested by Hotelling's T^2: (D - q)/(q (D - 1)) T^2 as F(q, D - q), q = 2 a component. D is the number of days,
   (sum u)^2 / sum u^2 where they were observed unequally.  Intervals: delta method, t with D - 1.
   f_hours is the classic test, which takes the hours for independent: for comparison only. */

#ifndef DIELOG_COSINOR_H
#define DIELOG_COSINOR_H

#include "daybins.h"
#include "numbers/poisson.h"

#define COSINOR_DAYS 7 /* fewer: no intervals, no p */

struct cosinor_wave {
    double amplitude; /* events an hour */
    struct limits amplitude95;
    double acrophase; /* hours of the clock, 0 to 24/j: when it is highest (first time of the day) */
    struct limits acrophase95; /* around acrophase, so perhaps below 0; missing when the amplitude's lower limit is 0 */
    double p;         /* of zero amplitude of this wave */
};

struct cosinor {
    int waves;     /* 1 or 2 */
    double days;   /* D */
    size_t hours;  /* that were observed, at least in part */
    double mesor;
    struct limits mesor95;
    struct cosinor_wave wave[2];
    double explained;        /* R^2 of the hourly rates, weighed */
    double f_hours, p_hours; /* all amplitudes zero, hours independent: R's lm */
    double f, p;             /* the same, by days */
    double peak;             /* hour of the fitted curve's maximum (orthophase) */
    struct limits peak95;
};

/* D has 24 bins.  NAN for what cannot be told: a clock hour that was never observed, a constant series. */
struct cosinor cosinor_fit(const struct daybins *d, int waves);

#endif
