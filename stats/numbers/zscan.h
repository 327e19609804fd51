/* zscan.h -- Z^2_m and the H-test on event times, unbinned and exact.

   With phases phi_j = 2 pi f t_j of n events,

       Z^2_m(f) = 2/n sum_{k=1..m} [ (sum_j cos k phi_j)^2 + (sum_j sin k phi_j)^2 ]
       H(f)     = max over m = 1..20 of Z^2_m - 4 m + 4

   (Buccheri et al. 1983; de Jager, Raubenheimer & Swanepoel 1989).  Where nothing is periodic Z^2_m is
   chi-square with 2 m degrees of freedom, and P(H > h) = exp(-0.398405 h) (Kerr 2011; de Jager & Buesching
   2010 say exp(-0.4 h)), at one frequency chosen beforehand and for a rate that is constant over many
   periods. */

#ifndef DIELOG_ZSCAN_H
#define DIELOG_ZSCAN_H

#include <stddef.h>

#define ZSCAN_HARMONICS 20

/* Z^2_1 (M 1) or Z^2_2 (M 2) at the frequencies F0 + i DF, i < COUNT, into Z2; T in seconds, from near the
   middle or start of the span.  Every event is turned by one complex product a frequency, from phases
   computed anew every thousand: right to 1e-12, at 1 ns an event and frequency. */
void zscan_z2(const double *t, size_t n, double f0, double df, size_t count, int m, double *z2);

struct hstat {
    double h;
    int m;                         /* where the maximum is */
    double z2[ZSCAN_HARMONICS];    /* Z^2_m for m = 1.. */
};

struct hstat zscan_h(const double *t, size_t n, double f);

double zscan_h_p(double h);

/* The scan, thinned for a table or a figure. */
struct zpeak {
    double f, z2; /* Z^2_2 */
    struct hstat h;
};

/* Where Z^2_2 is largest in each of CELLS equal cells of log f between F0 and F1 (0 < F0 < F1), of all frequencies
   F0 + i DF; cells that hold none are left out.  OUT has room for CELLS; returns how many, frequencies rise. */
size_t zscan_peaks(const double *t, size_t n, double f0, double f1, double df, size_t cells, struct zpeak *out);

#endif
