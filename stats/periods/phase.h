/* phase.h -- a period on the event times themselves: the best frequency near a given one, its interval, and how
   much of the stream keeps to it.

   The span is cut into segments of a given length, phases are summed within each and powers over all:
   P_k = 2/n sum_s |A_ks|^2, where A_ks is the sum of exp(2 pi i k f t) over the segment's events minus what the null's rate
   expects of it (left out below PHASE_SHORT, where it is nothing).

   Interval: each segment and harmonic knows the frequency to a variance of 1 / ((2 pi k)^2 Var(t) P), Var(t) of the times in the
   segment and P the power above noise's 2; the information adds up.  For one segment of even times and one
   harmonic this is sd(f) = sqrt(3 / P) / (pi T).  Where the phase of parts of the segments wanders by more than its noise (a drift, a
   jump), the variance is raised by the mean square of that. */

#ifndef DIELOG_PHASE_H
#define DIELOG_PHASE_H

#include "nulls.h"
#include "numbers/circular.h"

#define PHASE_SHORT 7200 /* s */

struct phase; /* the points of a stream */

/* TIMES are borrowed. */
struct phase *phase_new(const when_t *times, size_t n, const struct nulls *null, const struct observed *o);
void phase_free(struct phase *p);

struct phase_fit {
    double f, lo, hi;  /* Hz, 95 %; lo and hi NAN when there is no information */
    double amplitude;  /* mean resultant length within segments: 1 when every event keeps to one phase, 0 for none */
};

/* The frequency near F at which the first M harmonics have most power, in segments of COHERENT_S. */
struct phase_fit phase_refine(const struct phase *p, double f, int m, double coherent_s);

/* Events by phase, BINS of them from phase 0 at 00:00 UTC of the first day, and what the null's rate expects of each. */
void phase_fold(const struct phase *p, double f, size_t bins, double *count, double *expected);

/* Where in the period the events gather, one phase kept throughout: direction 2 pi is a whole period. */
struct circular phase_gather(const struct phase *p, double f);

#endif
