/* acf.h -- autocorrelation of counts a bin, with gaps, bands and portmanteau tests.

   A series is n bins of equal length; bin t holds the count x[t] and was observed
   for exposure[t] (any unit; NULL: all alike).  A bin with exposure 0 is missing.
   With u = exposure / largest exposure, d = x/u - sum(x)/sum(u) (a rate minus the
   mean rate) and w = sqrt(u):

       c_k = (1 - k/n) sum w_t w_{t+k} d_t d_{t+k} / P_k,   P_k = sum w_t w_{t+k}
       r_k = c_k / c_0

   P_k are the pairs of bins that were observed (Parzen 1963 for gaps of 0 and 1).
   Without gaps P_k = n - k and r_k is R's acf(): the sum divided by n.  The
   weights give all bins one variance when a count's variance grows with its
   exposure, as a Poisson count's does.

   The null model of the bands and tests: bins without any correlation.  With q_k =
   P_k / (n - k), the part of the pairs that was observed (1 without gaps), and m = P_0:

       white noise band   +- z / sqrt(n q_k)          (R's ci.type "white")
       Bartlett's band    the same times sqrt(1 + 2 sum_{j<k} r_j^2)       ("ma":
                          no correlation from lag k on, Bartlett 1946)
       Box-Pierce 1970    n sum_{j<=k} q_j r_j^2
       Ljung-Box 1978     n^2 (m + 2)/m sum_{j<=k} q_j r_j^2 / (n - j);
                          without gaps n (n + 2) sum r_j^2 / (n - j)

   and the p-value of Ljung-Box's sum is that of chi-square with one degree of
   freedom a lag.  Answers that the data cannot give are NAN: fewer than two observed
   bins, a constant series, a lag at which no two bins were observed.

   What is left after the clock.  Where a mean rate was fitted to each cell of bins (each
   hour of the week) and taken away, the bins' variances still follow the clock, and
   each mean pulls the rests of its cell together.  Then (z = w d; g the cell's bins
   that were observed, s^2 = sum z^2/(g - 1) their variance; N bins in C cells in all)

       c_k   has the sum  sum z_t z_{t+k} + sum over pairs within a cell of s^2/g
       band  +- z sqrt(V_k)/c_0,  V_k = sum z_t^2 z_{t+k}^2 / (1 - C/N)
       Box-Pierce, Ljung-Box: sums of (r_j/band_j)^2, the first times (n - j)/n

   which needs no common variance (Dalla, Giraitis & Phillips 2020, with the degrees of
   freedom that the means take).

   Cost: O(n log n) (FFTW), plus sums at the first lags that keep all digits. */

#ifndef DIELOG_ACF_H
#define DIELOG_ACF_H

#include "base/err.h"
#include <stddef.h>

struct acf;

struct acf_row {
    double pairs; /* P_k */
    double r;
    double white, bartlett; /* half widths of the bands for z = 1 */
};

/* Lags 0 .. max_lag, at most n - 1.  NULL for n = 0 or a length no transform has. */
struct acf *acf_new(const double *x, const double *exposure, size_t n, size_t max_lag,
                    struct err *err) MUST_USE;
/* The same of the rests after the mean rate of each cell was taken away: cell[t] is bin
   t's, below CELLS. */
struct acf *acf_new_rest(const double *x, const double *exposure, const int *cell, size_t cells, size_t n,
                         size_t max_lag, struct err *err) MUST_USE;
void acf_free(struct acf *a);
size_t acf_max_lag(const struct acf *a);
const struct acf_row *acf_at(const struct acf *a, size_t lag);

/* The portmanteau sums, cumulated lag by lag from 1 on. */
struct acf_test {
    size_t lag; /* the last lag that is in the sums; begin with { 0 } */
    size_t df;  /* lags that had an answer */
    double box_pierce, ljung_box;
};

/* Adds the next lag to TEST (which must be less than acf_max_lag). */
void acf_test_next(const struct acf *a, struct acf_test *test);
double acf_test_p(const struct acf_test *test); /* of ljung_box; NAN when df = 0 */

/* The quantile z of the standard normal so that +-z holds LEVEL (0.95). */
double acf_z(double level);

#endif
