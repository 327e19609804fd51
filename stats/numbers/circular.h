/* circular.h -- angles: where they gather, how closely, and whether chance would do it.

   The P-th moment of n angles is the mean of exp(i p a): its direction, and its length between 0 (spread evenly) and 1 (all
   alike).  Of the first, direction is the mean, 1 - length the variance (Mardia & Jupp 2000, chapter 2). */

#ifndef DIELOG_CIRCULAR_H
#define DIELOG_CIRCULAR_H

#include <stddef.h>

struct circular {
    double direction; /* radians, 0 to 2 pi; NAN without angles */
    double length;
};

struct circular circular_moment(const double *angle, size_t n, int p);

/* P(a first moment as long as LENGTH) of N even angles, a whole number (Rayleigh's test; Zar 1999, eq. 27.4):
   exp(sqrt(1 + 4 n + 4 (n^2 - R^2)) - (1 + 2 n)), R = n LENGTH, in a form that keeps its digits. */
double circular_rayleigh(double n, double length);

/* Concentration of the von Mises distribution whose first moment has this length (Best & Fisher 1981: the root of
   I1 / I0 (kappa) = LENGTH to 1.1 %); at most CIRCULAR_MOST. */
#define CIRCULAR_MOST 1e7
double circular_kappa(double length);

/* Standard deviation sqrt(-2 log LENGTH), radians (Mardia 1972). */
double circular_sd(double length);

#endif
