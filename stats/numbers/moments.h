/* moments.h -- mean and standard deviation that keep their digits: two passes,
   compensated sums (sums.h).  What there is not enough data for is NAN, which is
   written as missing. */

#ifndef DIELOG_MOMENTS_H
#define DIELOG_MOMENTS_H

#include <stddef.h>

struct moments {
    size_t n;
    double mean; /* NAN for n = 0 */
    double sd;   /* with n - 1; NAN for n < 2 */
};

struct moments moments_of(const double *x, size_t n);

/* What is left when the mean is taken away, the mean being known to about 30
   digits, so that the differences of large numbers are right too.  EXPOSURE is
   NULL, or a number a value: then X holds counts, and out[i] is the rate
   x[i] / exposure[i] minus the mean rate sum(x) / sum(exposure); 0 where the
   exposure is 0.  OUT may be X. */
void moments_deviations(const double *x, const double *exposure, size_t n, double *out);

#endif
