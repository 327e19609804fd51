/* phasescan.h -- do visits keep to a clock?  The weighted Rayleigh power over a million frequencies at once.

   With w_j = 1 / mu(t_j), mu the rate expected at visit j, visits without a clock have density 1 in observed time, whatever
   the day does, and

       z(f) = |sum_j w_j exp(2 pi i f t_j) - c int exp(2 pi i f t) dt|^2 / sum_j w_j^2

   is Exp(1) at each f: the score test of mu(t) + e cos(2 pi f (t - t0)) at e = 0.  The integral is over the observed time, c
   is the sum of w over that time.  It is taken at all frequencies by one FFT of the weights in bins of a quarter of the
   shortest period, padded to twice the length.  "Observed" may be a random time that depends on the past, as that in which
   a cache is open: the score is a martingale all the same (Andersen, Borgan, Gill & Keiding 1993, chapter II).
   Bursts raise the power of whole ranges of frequency: z is divided by its local mean (median / log 2 over 512 neighbours)
   where that is clearly above 1.

   The largest of them pays for the search by the rate of upcrossings of a continuous search (Baluev 2008, eq. 5-6, as
   for Lomb and Scargle's power):

       p = 1 - (1 - e^-y) exp(-W sqrt(y) e^-y),   W = (f_high - f_low) sqrt(4 pi var t),

   y what z would be were it Exp(1) however few the visits and uneven the weights: the tail of the sum of vectors
   of lengths w in even directions by the saddlepoint in the plane (Daniels 1954).  With r = sqrt(z sum w^2),
   K(x) = sum log I0(w x), K'(x) = r,

       e^-y = sqrt(r / (x K'')) exp(K - x r).

   A sharp clock has power at all multiples of its frequency; the fundamental is the divisor f / m, m up to 20, whose
   first harmonics together stand out most (H-test, de Jager, Raubenheimer & Swanepoel 1989). */

#ifndef DIELOG_PHASESCAN_H
#define DIELOG_PHASESCAN_H

#include "rows/observed.h"
#include <stddef.h>

struct phasepeak {
    double z;         /* divided by the local mean */
    double period;    /* seconds, of the fundamental */
    int harmonics;    /* that stand out, 1 to 20 */
    double error;     /* standard error of the period (Ransom, Eikenberry & Middleditch 2002, eq. 14, for the power of all
                         harmonics) */
    double p;         /* the search paid for */
    double trials;    /* independent frequencies */
};

#define PHASESCAN_BINS (1u << 21) /* at most */

/* T ascends, seconds since ORIGIN (microseconds); W are weights.  Periods from SHORTEST to LONGEST; the shortest is
   raised where the span would need more than PHASESCAN_BINS.  z is NAN with fewer than 4 visits. */
struct phasepeak phasescan(const double *t, const double *w, size_t n, const struct observed *o, when_t origin,
                           double shortest, double longest);

#endif
