/* cachemodel.h -- what arrives behind K caches: event times under a known demand.

   Each of K caches is asked by a Poisson stream of rate l(t) / K and answers by itself for T after a miss (Jung, Berger
   & Balakrishnan 2003; dead time: Cox 1962, chapter 6).  What arrives has the intensity

       l(t) open(t) / K,     open(t) = K - misses in (t - T, t]       (livetime.h)

   For one cache and constant l: gaps T + Exp(1/l), rate of misses m = l / (1 + l T). */

#ifndef DIELOG_CACHEMODEL_H
#define DIELOG_CACHEMODEL_H

#include "demand.h"
#include <gsl/gsl_rng.h>

struct cachemodel {
    struct demand demand; /* at all caches together */
    int caches;
    double silence; /* T, seconds */
};

/* The fit to L, which livetime_init made for these caches and this silence.  Release also after a failure. */
bool cachemodel_fit(struct cachemodel *m, const struct livetime *l, double silence, const struct observed *o,
                    struct err *err) MUST_USE;
void cachemodel_release(struct cachemodel *m);

/* Intensity integrated over the known time between one miss and the next: Exp(1) and independent under the model.  U
   has room for l->n_arrivals; returns how many there are. */
size_t cachemodel_rescale(const struct cachemodel *m, const struct livetime *l, double *u);

/* Log likelihood of the arrivals of known time when beside the caches' misses others come at SHARE of the
   rate ALL (every arrival as if there were no cache). */
double cachemodel_log_likelihood(const struct cachemodel *m, const struct livetime *l, const struct demand *all,
                                 double share);

/* The same without any cache: intensity ALL. */
double demand_log_likelihood(const struct demand *all, const struct livetime *l);

/* Share answered by one cache, homogeneous: l T / (1 + l T), with l an hour and T in seconds. */
double cache_hit_share(double demand, double ttl);

/* Demand from a homogeneous rate of misses at one cache, both an hour: m / (1 - m T).  INFINITY where m T >= 1. */
double cache_demand(double misses, double ttl);

struct arrival_times {
    when_t *at; /* ascending */
    size_t n, capacity;
};

/* One draw, as a sensor with stamps of RESOLUTION microseconds would have logged it: rounded down, and only what
   O holds.  Each cache is empty when the span begins.  OUT is reused: begin with zeros, free(out->at). */
void cachemodel_draw(const struct cachemodel *m, const struct observed *o, int64_t resolution, gsl_rng *rng,
                     struct arrival_times *out);

#endif
