/* backdrop.h -- the rate that a series leads to expect at each moment, without knowing of a machine: what
   weights and likelihoods of cadence are taken against.

   It is the rate of nulls.h (hour of the week times slow level), by the half hour, joined by straight lines so that
   the hour's edge makes no step: a step an hour would look like a period of an hour.  The fit is made to
   times each smeared evenly by half an hour to either side, so that no cadence below an hour is in it. */

#ifndef DIELOG_BACKDROP_H
#define DIELOG_BACKDROP_H

#include "base/err.h"
#include "caches/open_demand.h"
#include "nulls.h"

struct backdrop {
    when_t origin;       /* second 0: the start of the first hour of the observed span */
    size_t n;            /* half hours */
    double *rate;        /* events a second of observed time, at the middle of each */
    double *seen;        /* seconds observed in each */
    struct nulls *nulls; /* what draws come from */
    double followed, lag; /* bursts: probability, and L in seconds */
    when_t tick;         /* of the stamps */
    const struct observed *observed;
    struct open_demand demand; /* behind a cache, where the TTL is above 0: then draws come from this */
};

#define BACKDROP_CELL 1800. /* seconds */

/* The rate.  TIMES ascend and lie in OBSERVED, which must outlive it.  RNG smears. */
bool backdrop_init(struct backdrop *b, const when_t *times, size_t n, const struct observed *observed,
                   double resolution_s, gsl_rng *rng, struct err *err) MUST_USE;

/* What draws need beyond the rate: bursts, or with TTL_S above 0 a demand behind a cache (open_demand.h). */
void backdrop_ready(struct backdrop *b, const when_t *times, size_t n, double ttl_s);
void backdrop_release(struct backdrop *b);

/* One draw of the null, bursts and all. */
void backdrop_draw(const struct backdrop *b, gsl_rng *rng, struct nulls_stream *out);

double backdrop_rate(const struct backdrop *b, double t); /* T: seconds since the origin */

/* 1 / rate at each of N times; the rate is never taken below a twentieth of its mean. */
void backdrop_weights(const struct backdrop *b, const double *t, size_t n, double *weight);

/* Expected events in [from, to), and what is left of them when RATE a second is taken from the rate, down to
   SHARE of it. */
double backdrop_left(const struct backdrop *b, double from, double to, double rate, double share);

double backdrop_seen(const struct backdrop *b, double from, double to); /* seconds observed */

#endif
