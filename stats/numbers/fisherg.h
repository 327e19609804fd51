/* fisherg.h -- Fisher's g: is the largest ordinate of a periodogram larger than white noise makes it?

   For x_0..x_{n-1} minus their mean, I_k = |sum x_t exp(-2 pi i k t / n)|^2 / n at the Fourier frequencies k / n,
   k = 1..m, m = (n - 1) / 2 (without 0 and without 1/2), g = max I / sum I, and under white Gaussian noise

       P(g > x) = sum_{j = 1..1/x} (-1)^(j-1) C(m, j) (1 - j x)^(m-1)                  (Fisher 1929)

   exactly.  The series is not padded: a padded one has its largest ordinate elsewhere. */

#ifndef DIELOG_FISHERG_H
#define DIELOG_FISHERG_H

#include <stddef.h>

struct fisherg {
    size_t m, k;     /* ordinates; the largest one's number: its period is n / k */
    double ordinate; /* I_k */
    double g, p;     /* NAN when n < 5 or the series is constant */
};

struct fisherg fisherg_of(const double *x, size_t n);

double fisherg_p(double g, size_t m);

#endif
