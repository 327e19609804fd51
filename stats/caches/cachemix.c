/* cachemix.c -- see cachemix.h. */

#include "cachemix.h"

#include "cachefilter.h"
#include "cachemodel.h"
#include "hourrate.h"
#include "numbers/exponential.h"
#include "rows/series.h"
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#define ROUNDS 15      /* of EM */
#define ENOUGH 10      /* draws beyond the data after which p is known well enough */
#define LEAST_VISITS 20
#define WAITS_SHARE .8 /* of the waits, the shortest, that are tested: a visit that was lost makes one far too long */

/* --- the fit ------------------------------------------------------------------------------------- */

struct mixture {
    struct demand others, passed, all; /* all: every visit, without a cache */
    struct hourrate *fitter;
    double *watched;                   /* hours, by hour of the grid */
    double gain, share;
    double *posterior;
    double a2, memory, beyond; /* of the waits, as drawn once */
};

static void mixture_release(struct mixture *x)
{
    demand_release(&x->others);
    demand_release(&x->passed);
    demand_release(&x->all);
    hourrate_free(x->fitter);
    free(x->watched);
    free(x->posterior);
}

static double plain_likelihood(const struct mixture *x, const when_t *times, size_t n, const struct observed *o)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += log(demand_at(&x->all, times[i]));
    }
    for (size_t k = 0; k < o->n; k++) {
        sum -= demand_integral(&x->all, o->at[k].end) - demand_integral(&x->all, o->at[k].start);
    }
    return sum;
}

static void sums_init(struct cachesums *e, const struct mixture *x)
{
    size_t h = x->all.n_hours;
    e->others = mem_zero(3 * h * sizeof(double));
    e->passed = e->others + h;
    e->open = e->passed + h;
    e->posterior = x->posterior;
}

/* A start: half of each rate for the others, and what passes as often as if half of all did, over open time. */
static void start(struct mixture *x, double ttl_h)
{
    size_t hours = x->all.n_hours;
    for (size_t h = 0; h < hours; h++) {
        double half = x->all.rate[h] / 2;
        x->others.rate[h] = half;
        x->passed.rate[h] = half / fmax(1 - half * ttl_h, .1);
    }
    demand_sum(&x->others);
    demand_sum(&x->passed);
}

static double em(struct mixture *x, struct cachefilter *f)
{
    struct cachesums e;
    double log_likelihood;
    sums_init(&e, x);
    for (int round = 0; round < ROUNDS; round++) {
        (void)cachefilter_run(f, &x->others, &x->passed);
        cachefilter_sums(f, &e);
        hourrate_fit(x->fitter, e.others, x->watched, &x->others);
        hourrate_fit(x->fitter, e.passed, e.open, &x->passed);
    }
    log_likelihood = cachefilter_run(f, &x->others, &x->passed);
    cachefilter_sums(f, &e);
    free(e.others);
    return log_likelihood;
}

static void lay_out(struct mixture *x, const when_t *times, size_t n, const struct observed *o)
{
    demand_lay(&x->others, o);
    demand_lay(&x->passed, o);
    demand_lay(&x->all, o);
    x->watched = mem_zero(x->all.n_hours * sizeof(double));
    x->posterior = mem_zero((n + 1) * sizeof(double));
    double *count = mem_zero(x->all.n_hours * sizeof(double));
    for (size_t k = 0; k < o->n; k++) {
        demand_add_time(&x->all, x->watched, o->at[k].start, o->at[k].end, 1);
    }
    for (size_t i = 0; i < n; i++) {
        count[demand_hour(&x->all, times[i])]++;
    }
    x->fitter = hourrate_new(&x->all);
    hourrate_fit(x->fitter, count, x->watched, &x->all);
    free(count);
}

static void weigh(struct mixture *x, const struct cachefilter *f, size_t n, gsl_rng *rng)
{
    double *waits = mem_alloc((n + 1) * sizeof *waits), passed = 0;
    size_t n_waits = cachefilter_waits(f, rng, waits);
    x->a2 = exponential_a2_below(waits, n_waits, WAITS_SHARE, &x->beyond);
    x->memory = exponential_memory(waits, n_waits);
    for (size_t i = 0; i < n; i++) {
        passed += x->posterior[i];
    }
    x->share = passed / (double)n;
    free(waits);
}

/* False when the stream is too dense.  Release in any case. */
static bool mixture_fit(struct mixture *x, const when_t *times, size_t n, const struct observed *o,
                        const struct cachemix_question *q, gsl_rng *rng)
{
    struct cachefilter *f = cachefilter_new(times, n, q->ttl - q->slack, o);
    *x = (struct mixture){ 0 };
    if (f == NULL) {
        return false;
    }
    lay_out(x, times, n, o);
    start(x, (double)q->ttl / (double)WHEN_HOUR);
    x->gain = em(x, f) - plain_likelihood(x, times, n, o);
    weigh(x, f, n, rng);
    cachefilter_free(f);
    return true;
}

/* --- draws ------------------------------------------------------------------------------------------ */

static void push(struct arrival_times *a, when_t t)
{
    a->at = mem_grow(a->at, &a->capacity, a->n + 1, sizeof *a->at);
    a->at[a->n++] = t;
}

/* Arrivals of rate D, each shutting it for SHUT microseconds (0: never). */
static void draw_stream(const struct demand *d, when_t shut, const struct observed *o, gsl_rng *rng, struct arrival_times *a)
{
    when_t open = observed_start(o), end = observed_end(o);
    size_t hour = 0;
    while (open < end) {
        when_t t = demand_reach(d, demand_integral(d, open) + gsl_ran_exponential(rng, 1), &hour);
        if (t >= end) {
            return;
        }
        push(a, t);
        open = t + (shut > 0 ? shut : 1);
    }
}

static int by_time(const void *a, const void *b)
{
    when_t x = *(const when_t *)a, y = *(const when_t *)b;
    return (x > y) - (x < y);
}

/* As the sensor would have logged it: watched, rounded down, and collapsed to visits. */
static void log_draw(struct arrival_times *a, const struct observed *o, const struct cachemix_question *q)
{
    size_t kept = 0;
    mem_sort(a->at, a->n, sizeof *a->at, by_time);
    for (size_t i = 0; i < a->n; i++) {
        when_t t = when_floor(a->at[i], q->resolution);
        if (observed_at(o, t)) {
            a->at[kept++] = t;
        }
    }
    a->n = q->visit_gap >= 0 ? series_visits(a->at, kept, q->visit_gap, a->at) : kept;
}

/* One draw of the null is fitted anew: into X, which the caller releases.  False when nothing came of it. */
static bool fit_draw(struct mixture *x, struct arrival_times *a, const struct observed *o,
                     const struct cachemix_question *q, gsl_rng *rng)
{
    *x = (struct mixture){ 0 };
    log_draw(a, o, q);
    return a->n >= LEAST_VISITS && mixture_fit(x, a->at, a->n, o, q, rng);
}

/* (1 + b)/(1 + m); or b/m where drawing stopped at b = ENOUGH (Besag & Clifford 1991). */
static double p_of(size_t beyond, size_t drawn)
{
    return beyond >= ENOUGH ? (double)beyond / (double)drawn : (1 + (double)beyond) / (1 + (double)drawn);
}

static double p_among(const struct mixture *seen, const struct demand *rate, const struct observed *o,
                      const struct cachemix_question *q, gsl_rng *rng)
{
    struct arrival_times a = { NULL, 0, 0 };
    size_t beyond = 0, drawn = 0;
    while (drawn < q->none_draws && beyond < ENOUGH) {
        struct mixture x;
        a.n = 0;
        draw_stream(rate, 0, o, rng, &a);
        beyond += fit_draw(&x, &a, o, q, rng) && x.gain >= seen->gain;
        mixture_release(&x);
        drawn++;
    }
    free(a.at);
    return p_of(beyond, drawn);
}

/* The larger of two: among streams of the fitted rate, and of a constant one.  A rate that is fitted to a stream without
   rhythm has a rhythm, and its streams gain less. */
static double p_of_none(const struct mixture *seen, const struct observed *o, const struct cachemix_question *q, gsl_rng *rng)
{
    struct demand even;
    double mean = demand_mean(&seen->all, o), p = p_among(seen, &seen->all, o, q, rng);
    demand_lay(&even, o);
    for (size_t h = 0; h < even.n_hours; h++) {
        even.rate[h] = mean;
    }
    demand_sum(&even);
    p = fmax(p, p_among(seen, &even, o, q, rng));
    demand_release(&even);
    return p;
}

static void p_of_fit(struct cachemix *m, const struct mixture *seen, const struct observed *o,
                     const struct cachemix_question *q, gsl_rng *rng)
{
    struct arrival_times a = { NULL, 0, 0 };
    size_t gaps = 0, memory = 0, of_gaps = 0, of_memory = 0;
    for (size_t i = 0; i < q->draws && (gaps < ENOUGH || memory < ENOUGH); i++) {
        struct mixture x;
        a.n = 0;
        draw_stream(&seen->others, 0, o, rng, &a);
        draw_stream(&seen->passed, q->ttl, o, rng, &a);
        if (fit_draw(&x, &a, o, q, rng)) {
            of_gaps += gaps < ENOUGH;
            of_memory += memory < ENOUGH;
            gaps += gaps < ENOUGH && x.a2 >= seen->a2;
            memory += memory < ENOUGH && fabs(x.memory) >= fabs(seen->memory);
        }
        mixture_release(&x);
    }
    m->p_gaps = p_of(gaps, of_gaps);
    m->p_memory = p_of(memory, of_memory);
    m->p_fit = fmin(1, 2 * fmin(m->p_gaps, m->p_memory));
    free(a.at);
}

bool cachemix_of(struct cachemix *m, const when_t *times, size_t n, const struct observed *o,
                 const struct cachemix_question *q, gsl_rng *rng)
{
    struct mixture x = { 0 };
    *m = (struct cachemix)CACHEMIX_NONE;
    bool good = n >= LEAST_VISITS && mixture_fit(&x, times, n, o, q, rng);
    if (good) {
        m->share = x.share;
        m->demand = demand_mean(&x.passed, o);
        m->gain = x.gain;
        m->beyond = x.beyond;
        m->passed = x.posterior;
        x.posterior = NULL;
        m->p_none = q->none_draws > 0 ? p_of_none(&x, o, q, rng) : NAN;
        if (m->gain >= CACHEMIX_GAIN && !(m->p_none > CACHEMIX_ALPHA)) {
            p_of_fit(m, &x, o, q, rng);
        }
    }
    mixture_release(&x);
    return good;
}

bool cachemix_holds(const struct cachemix *m, size_t n)
{
    return m->gain >= CACHEMIX_GAIN && m->p_none <= CACHEMIX_ALPHA && m->p_fit > CACHEMIX_ALPHA &&
           m->share * (double)n >= CACHEMIX_LEAST;
}

void cachemix_release(struct cachemix *m)
{
    free(m->passed);
    m->passed = NULL;
}
