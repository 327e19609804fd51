/* periods.h -- the periods of a stream of events: which there are, how sure, and what else would make them.

   The stream is scanned with two coherences (spectrum.h): segments of 2048 and of 128 periods.  The largest H over all
   periods and both coherences is the first family's; its harmonics, sub-harmonics and beats (with the day, the week, and
   other families) are barred, and the largest H of what is left is the next one's.

   Significance: the same scan is made of streams drawn under each null (nulls.h; behind a cache, cachemodel.h with the demand
   that the visits of open time tell), each less the rate that is fitted to itself, as the real one is.  p = (1 + b) / (1 + m)
   with b of m maxima at least as large.  So the search is paid for whatever was searched.  For a first family that is ordinary, drawing
   stops at the tenth such maximum and p = 10 / m (Besag & Clifford 1991), valid as well.  A later family is
   judged by the same maxima, though fewer periods are left for it: its p is too large if anything. */

#ifndef DIELOG_PERIODS_H
#define DIELOG_PERIODS_H

#include "nulls.h"
#include "phase.h"

#define PERIODS_MOST 5
#define PERIODS_EVENTS 30 /* fewer: nothing is said */
#define PERIODS_ALPHA .05
#define PERIODS_RARE 32        /* shortest period by default: this part of the mean observed gap, */
#define PERIODS_CYCLES 131072  /* and of the span */

struct period_options {
    double shortest_s, longest_s; /* 0: the default: see periods_range */
    double ttl_s;                 /* 0: no second null; NAN: with the TTL that the gaps show, if they show one */
    int64_t gap;                  /* repeats up to this were collapsed, in microseconds; negative: none were */
    int64_t draws;
    bool all_draws;               /* never stop early: for bands */
    uint64_t seed;
    size_t jobs;                  /* threads; 0: one a processor */
};

enum period_verdict {
    PERIOD_DIURNAL, /* the first null makes such a peak by itself */
    PERIOD_CACHE,   /* the second does */
    PERIOD_NONE,    /* neither does: a period */
    PERIOD_RHYTHM,  /* a part of the day or of the week, sharper than the null's hours */
};

struct period {
    struct phase_fit fit;
    double h;
    int harmonics;
    double coherent_s;
    bool stacked; /* segments were added without their phases */
    double p_diurnal, p_cache; /* NAN: no second null, or the gaps are not a cache's */
    enum period_verdict verdict;
};

/* A point of the periodogram: the largest H in a cell of frequencies, and the first harmonic's score there. */
struct period_point {
    double f, x, h;
};

struct periods;

/* TIMES ascend and lie in OBSERVED; NAME seeds the draws. */
struct periods *periods_find(const when_t *times, size_t n, const struct observed *o, const char *name,
                             const struct period_options *options, struct err *err) MUST_USE;
void periods_free(struct periods *p);

/* Why there is no answer, or NULL. */
const char *periods_refusal(const struct periods *p);

/* The families, most significant first: those with p_diurnal <= PERIODS_ALPHA and an H of at least a five hundredth of the
   first's; at least one. */
size_t periods_count(const struct periods *p);
const struct period *periods_at(const struct periods *p, size_t i);

void periods_range(const struct periods *p, double *shortest_s, double *longest_s);
const struct phase *periods_phase(const struct periods *p);

/* At most 4,000 points, peaks kept; frequencies rise. */
size_t periods_points(const struct periods *p);
struct period_point periods_point(const struct periods *p, size_t i);

/* The TTL behind p_cache, NAN without one, and how many caches. */
double periods_ttl(const struct periods *p, int *caches);

/* What 95 in 100 streams of the null stay below at every period together; NAN: no such null, or too few draws. */
double periods_band(const struct periods *p, bool cache);

#endif
