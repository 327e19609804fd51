/* cachemodel.c -- see cachemodel.h. */

#include "cachemodel.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

bool cachemodel_fit(struct cachemodel *m, const struct livetime *l, double silence, const struct observed *o,
                    struct err *err)
{
    *m = (struct cachemodel){ .caches = l->caches, .silence = silence };
    return demand_fit(&m->demand, l, false, o, err);
}

void cachemodel_release(struct cachemodel *m)
{
    demand_release(&m->demand);
}

static double expected(const struct demand *d, when_t from, when_t to)
{
    return demand_integral(d, to) - demand_integral(d, from);
}

size_t cachemodel_rescale(const struct cachemodel *m, const struct livetime *l, double *u)
{
    double sum = 0, last = 0;
    size_t n = 0, k = 0;
    for (size_t i = 0; i < l->n_arrivals; i++) {
        for (; k < l->n_stretches && l->stretches[k].to <= l->arrivals[i].at; k++) {
            const struct stretch *s = &l->stretches[k];
            sum += s->open > 0 ? s->open * expected(&m->demand, s->from, s->to) / m->caches : 0;
        }
        if (l->arrivals[i].open > 0) {
            u[n++] = sum - last;
            last = sum;
        }
    }
    return n;
}

double cachemodel_log_likelihood(const struct cachemodel *m, const struct livetime *l, const struct demand *all,
                                 double share)
{
    double sum = 0;
    for (size_t i = 0; i < l->n_arrivals; i++) {
        const struct arrival *a = &l->arrivals[i];
        sum += log(demand_at(&m->demand, a->at) * a->open / m->caches + share * demand_at(all, a->at));
    }
    for (size_t i = 0; i < l->n_stretches; i++) {
        const struct stretch *s = &l->stretches[i];
        sum -= expected(&m->demand, s->from, s->to) * s->open / m->caches + share * expected(all, s->from, s->to);
    }
    return sum;
}

double demand_log_likelihood(const struct demand *all, const struct livetime *l)
{
    double sum = 0;
    for (size_t i = 0; i < l->n_arrivals; i++) {
        sum += log(demand_at(all, l->arrivals[i].at));
    }
    for (size_t i = 0; i < l->n_stretches; i++) {
        sum -= expected(all, l->stretches[i].from, l->stretches[i].to);
    }
    return sum;
}

double cache_hit_share(double demand, double ttl)
{
    double in_silence = demand * ttl / 3600;
    return in_silence / (1 + in_silence);
}

double cache_demand(double misses, double ttl)
{
    double silent = misses * ttl / 3600;
    return silent < 1 ? misses / (1 - silent) : INFINITY;
}

/* --- drawing ------------------------------------------------------------------------------------- */

static void push(struct arrival_times *out, when_t t)
{
    out->at = mem_grow(out->at, &out->capacity, out->n + 1, sizeof *out->at);
    out->at[out->n++] = t;
}

static void draw_one(const struct cachemodel *m, when_t start, when_t end, gsl_rng *rng, struct arrival_times *out)
{
    const struct demand *d = &m->demand;
    when_t silence = (when_t)(m->silence * (double)WHEN_SECOND), live = start;
    size_t hour = 0;
    while (live < end) {
        when_t t = demand_reach(d, demand_integral(d, live) + m->caches * gsl_ran_exponential(rng, 1), &hour);
        if (t >= end) {
            return;
        }
        push(out, t);
        live = t + silence;
    }
}

static int by_time(const void *a, const void *b)
{
    when_t x = *(const when_t *)a, y = *(const when_t *)b;
    return (x > y) - (x < y);
}

static void log_them(struct arrival_times *out, const struct observed *o, int64_t resolution)
{
    size_t kept = 0, part = 0;
    for (size_t i = 0; i < out->n; i++) {
        when_t t = when_floor(out->at[i], resolution);
        while (part < o->n && o->at[part].end <= t) {
            part++;
        }
        if (part < o->n && o->at[part].start <= t) {
            out->at[kept++] = t;
        }
    }
    out->n = kept;
}

void cachemodel_draw(const struct cachemodel *m, const struct observed *o, int64_t resolution, gsl_rng *rng,
                     struct arrival_times *out)
{
    out->n = 0;
    for (int k = 0; k < m->caches; k++) {
        draw_one(m, observed_start(o), observed_end(o), rng, out);
    }
    if (m->caches > 1) {
        mem_sort(out->at, out->n, sizeof *out->at, by_time);
    }
    log_them(out, o, resolution);
}
