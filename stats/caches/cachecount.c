/* cachecount.c -- see cachecount.h. */

#include "cachecount.h"

#include "cachemodel.h"
#include <math.h>
#include <stdlib.h>

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double *gap_seconds(const when_t *times, size_t n, int steps, const struct observed *o, size_t *n_gaps)
{
    double *out = mem_alloc((n + 1) * sizeof *out);
    size_t part = 0;
    *n_gaps = 0;
    for (size_t i = (size_t)steps; i < n; i++) {
        when_t from = times[i - (size_t)steps];
        while (part < o->n && o->at[part].end <= from) {
            part++;
        }
        if (part < o->n && o->at[part].start <= from && times[i] < o->at[part].end) {
            out[(*n_gaps)++] = (double)(times[i] - from) / (double)WHEN_SECOND;
        }
    }
    mem_sort(out, *n_gaps, sizeof *out, ascending);
    return out;
}

bool cache_edge(struct ttledge *e, int caches, const struct cachesetting *s, const when_t *times, size_t n)
{
    const double tick = (double)s->resolution / (double)WHEN_SECOND;
    size_t n_gaps;
    double *gaps = gap_seconds(times, n, caches, s->observed, &n_gaps);
    bool found = true;
    if (isnan(s->ttl)) {
        found = ttledge_find(gaps, n_gaps, s->least, tick, e);
    } else {
        ttledge_at(gaps, n_gaps, s->ttl, tick, e);
    }
    free(gaps);
    return found;
}

static double likeliest(const struct cachemodel *m, const struct livetime *l, const struct demand *all)
{
    static const double shares[] = { .001, .003, .01, .03, .1 };
    double best = -INFINITY;
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        best = fmax(best, cachemodel_log_likelihood(m, l, all, shares[i]));
    }
    return best;
}

static bool gain_of(double *gain, double silence, int caches, const struct cachesetting *s, const when_t *times,
                    size_t n, struct err *err)
{
    struct livetime l;
    struct cachemodel m = { .caches = 0 };
    struct demand all = { 0 };
    livetime_init(&l, caches, times, n, s->observed, (int64_t)(silence * (double)WHEN_SECOND), s->slack);
    bool good = demand_fit(&all, &l, true, s->observed, err) && cachemodel_fit(&m, &l, silence, s->observed, err);
    if (good) {
        *gain = likeliest(&m, &l, &all) - demand_log_likelihood(&all, &l);
    }
    cachemodel_release(&m);
    demand_release(&all);
    livetime_release(&l);
    return good;
}

static void choose(struct cachecount *c)
{
    double second = -INFINITY;
    int best = 0;
    for (int k = 1; k < CACHECOUNT_MOST; k++) {
        best = c->gain[k] > c->gain[best] ? k : best;
    }
    for (int k = 0; k < CACHECOUNT_MOST; k++) {
        second = k != best ? fmax(second, c->gain[k]) : second;
    }
    c->best = best + 1;
    c->told = c->gain[best] >= second + CACHECOUNT_MARGIN;
}

bool cachecount_of(struct cachecount *c, const struct cachesetting *s, const when_t *times, size_t n,
                   struct err *err)
{
    bool good = true;
    for (int k = 0; good && k < CACHECOUNT_MOST; k++) {
        c->gain[k] = -INFINITY;
        if (cache_edge(&c->edge[k], k + 1, s, times, n)) {
            good = gain_of(&c->gain[k], s->early * c->edge[k].ttl, k + 1, s, times, n, err);
        }
    }
    choose(c);
    return good;
}
