/* gaps.h -- what the gaps between visits look like, one number at a time.

   A gap is the time between two consecutive visits; one that holds time in which nobody
   watched is none.  Of g_1 ... g_k:

     cv          sd / mean, sd with k - 1; 1 for a Poisson process, 0 for a clock
     burstiness  Kim & Jo 2016, eq. 22, the finite-size form of (sd - mean) / (sd + mean) of Goh & Barabasi 2008:
                 (sqrt(k+1) r - sqrt(k-1)) / ((sqrt(k+1) - 2) r + sqrt(k-1)), r = cv with sd over k;
                 -1 for a clock, 0 for a Poisson process, 1 at most
     memory      Goh & Barabasi 2008: Pearson's correlation of g_i with g_{i+1}
     rita        the timestamp score of RITA 5 (Active Countermeasures): the mean of 1 - |Bowley's skewness| and
                 (median - MAD) / median, rounded to 3 digits, of the gaps above 0 of stamps cut to whole
                 seconds; quartiles are medians of the halves.  For comparison; it knows no chance level

   What there is not enough data for is NAN. */

#ifndef DIELOG_GAPS_H
#define DIELOG_GAPS_H

#include "base/when.h"
#include "rows/observed.h"
#include <stddef.h>

struct gaps {
    size_t n;            /* gaps */
    double mean, median; /* seconds */
    double cv, burstiness, memory;
    double rita;
};

/* TIMES ascend.  O may be NULL: everything between the first and the last was watched. */
struct gaps gaps_of(const when_t *times, size_t n, const struct observed *o);

/* The parts of RITA's score, of values that ascend (N >= 3, else NAN). */
double rita_skew(const double *sorted, size_t n); /* Bowley's; 0 where the quartiles are less than 10 apart */
double rita_mad(const double *sorted, size_t n);  /* median absolute deviation from the median */
double rita_mad_score(const double *sorted, size_t n);
double rita_score(const double *sorted, size_t n);

/* RITA's score of a histogram's bars: how alike they are (1 - cv, sd over n), not below 0. */
double rita_bars_score(const double *counts, size_t n);

/* RITA's bimodal score: FREQUENCIES says how many of TOTAL bars share a height; the two commonest
   heights over all bars but one, at most 1. */
double rita_bimodal_score(const double *frequencies, size_t n, size_t total);

#endif
