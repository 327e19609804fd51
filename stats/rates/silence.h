/* silence.h -- gaps between visits that are longer than the series explains.

   Time is rescaled by the fitted rate (weekrate.h): the gap [a, b) is worth the visits
   x expected in its observed part, so nights, weekends and time when no sensor
   watched weigh little or nothing.  For each of the longest gaps, longest first,
   the rate is fitted again without it (and without the silences found before), and the
   chance q of no visit at all in it is the larger of two:

   - model:  (1 + c x / phi)^(-1 / c), c = days + baseline: bursts count once, days may be
     quiet as a whole, the rate is an estimate.  With c = 0, phi = 1: exp(-x).
   - tail:   the rescaled gaps above u = log(10) times their mean have an exponential tail with a
     rate of their own (renewal processes, clusters); from the N others with excesses
     of sum S, q = N / n (1 + y / S)^(-N), y = x - u, which pays for the rate's error.

   Of n gaps the longest is looked at: p = 1 - (1 - q)^n.  The first that is not
   below alpha ends the search. */

#ifndef DIELOG_SILENCE_H
#define DIELOG_SILENCE_H

#include "weekrate.h"

#define SILENCE_MOST 50   /* reported of one series */
#define SILENCE_ORDINARY 3 /* longest gaps reported when none is a silence */
#define SILENCE_EVENTS 30
#define SILENCE_DAYS 14

enum silence_state {
    SILENCE_JUDGED,
    SILENCE_FEW_EVENTS, /* fewer than SILENCE_EVENTS */
    SILENCE_SHORT_SPAN, /* less than SILENCE_DAYS observed */
};

struct silence {
    when_t start, end; /* from one visit to the next, or an edge of the observed span */
    double expected;   /* visits */
    double p;          /* of the longest of the series' gaps, or of what is left of them */
};

struct silences {
    enum silence_state state;
    size_t n, found; /* the first FOUND of the N have p <= alpha; p never falls along the list */
    struct silence at[SILENCE_MOST];
};

/* TIMES ascend and lie in the observed set. */
bool silences_find(const when_t *times, size_t n, const struct observed *o, double alpha, struct silences *out,
                   struct err *err) MUST_USE;

/* Was this (other) series silent there too?  EXPECTED gets what its rate expects in [a, b);
   true when one stretch without any event holds at least SILENCE_SHARE of that. */
#define SILENCE_SHARE .8
bool silence_shared(const struct weekrate *r, const when_t *times, size_t n, when_t a, when_t b,
                    double *expected);

#endif
