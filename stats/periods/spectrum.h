/* spectrum.h -- how periodic a stream is at every frequency, when it may have lost its phase: a score that is
   chi-square with two degrees of freedom (in each harmonic) wherever the stream is as its rate says.

   1. Events are spread over bins of a quarter of the shortest period of a band by a quadratic spline (Hockney & Eastwood
      1988), and what the null's rate expects of each bin is taken away, so that the day, the week, the level and the observed
      intervals leave no line.
   2. A band is transformed in segments of CYCLES to 2 CYCLES periods (the whole span, where it has fewer), with zeros behind
      that halve the steps of frequency, and the segments' powers are added without their phases: a clock that drifts by less than
      a period in a segment, or jumps a few times, keeps most of its power.  P = 2 sum |A_s|^2 / n.
   3. P is divided by the background: the median of P over the frequencies nearby, over the median that noise would have.  So
      bursts and busy days, which raise whole ranges of frequencies, raise no score.
   4. x = -2 log(tail of the gamma distribution that P / 2 has with S segments): chi-square with 2
      degrees of freedom for any S (to half a percent of S, so that tables serve).  With one segment x = P.

   From there H(f) = max over m of sum_{k<=m} x(k f) - 4 m + 4, as in zscan.h; sums of x are chi-square (Fisher
   1932), so that H means the same at every coherence. */

#ifndef DIELOG_SPECTRUM_H
#define DIELOG_SPECTRUM_H

#include "nulls.h"

struct spectrum;

/* Periods from SHORTEST_S to LONGEST_S in the span of O.  SAME: the transforms give the same digits on
   every machine, at twice the time: for scores that are published, not for those that are only compared. */
struct spectrum *spectrum_new(const struct observed *o, double shortest_s, double longest_s, int cycles, bool same);
void spectrum_free(struct spectrum *s);

/* Computes the scores of a stream, less the rate that was fitted to it; TIMES ascend.  Allocates nothing but, at first, tables. */
void spectrum_fill(struct spectrum *s, const struct nulls *fitted, const when_t *times, size_t n);

/* The score at the frequency nearest to F (Hz); NAN outside. */
double spectrum_score(const struct spectrum *s, double f);

/* Length of the segments there, seconds. */
double spectrum_coherent(const struct spectrum *s, double f);

struct peak {
    double f, h; /* h -INFINITY: none */
    int m;       /* harmonics that h sums */
    double coherent_s;
};

/* H at one frequency. */
struct peak spectrum_h(const struct spectrum *s, double f);

/* The frequency with the largest H.  H is looked at in steps of an eighth of the grid's, where the first harmonic's
   score is at least SPECTRUM_PROMISE. */
#define SPECTRUM_PROMISE 7
struct peak spectrum_best(const struct spectrum *s);

/* Frequencies that say nothing: their score is 0, from now on in every stream (shut) or in the present one
   only (erase), in harmonics too.  COHERENT_S is the length of the segments there. */
typedef bool spectrum_mask(const void *context, double f, double coherent_s);
void spectrum_shut(struct spectrum *s, spectrum_mask *mask, const void *context);
void spectrum_erase(struct spectrum *s, spectrum_mask *mask, const void *context);

/* Calls SEE for every frequency of the grid. */
void spectrum_each(const struct spectrum *s, void (*see)(void *context, double f, double score), void *context);

#endif
