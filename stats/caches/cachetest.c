/* cachetest.c -- see cachetest.h. */

#include "cachetest.h"

#include "numbers/exponential.h"
#include "numbers/moments.h"
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#define FEWEST 3 /* misses of a draw that are worth a statistic */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(struct cachemeasure *out, const struct cachemodel *m, const struct livetime *l,
                    const struct observed *o)
{
    double *u = mem_alloc((l->n_arrivals + 1) * sizeof *u);
    out->misses = cachemodel_rescale(m, l, u);
    struct moments about = moments_of(u, out->misses);
    out->a2 = exponential_a2(u, out->misses);
    out->memory = exponential_memory(u, out->misses);
    out->spread = about.sd / about.mean;
    out->demand = demand_mean(&m->demand, o);
    free(u);
}

bool cachemeasure_of(struct cachemeasure *out, struct cachemodel *model, int caches, double ttl,
                     const struct cachesetting *s, const when_t *times, size_t n, struct err *err)
{
    struct ttledge edge;
    struct livetime l;
    bool found = cache_edge(&edge, caches, s, times, n);
    *out = (struct cachemeasure){ .ttl = found ? edge.ttl : ttl };
    double silence = s->early * out->ttl;
    livetime_init(&l, caches, times, n, s->observed, (int64_t)(silence * (double)WHEN_SECOND), s->slack);
    bool good = cachemodel_fit(model, &l, silence, s->observed, err);
    if (good) {
        measure(out, model, &l, s->observed);
    }
    livetime_release(&l);
    return good;
}

/* --- the histogram ---------------------------------------------------------------------------- */

#define HIST_STEPS 20 /* bins up to the TTL, unless gaps are much longer than that */
#define HIST_MOST 200

static void hist_add(const struct gaphist *h, double *to, const double *gaps, size_t n, double weight)
{
    for (size_t i = 0; i < n; i++) {
        double bin = floor(gaps[i] / h->width + 1e-9);
        to[bin < (double)(h->bins - 1) ? (size_t)bin : h->bins - 1] += weight;
    }
}

void gaphist_init(struct gaphist *h, double ttl, const double *gaps, size_t n)
{
    double far = n > 0 ? gaps[(size_t)(.95 * (double)(n - 1))] : ttl;
    double steps = fmin(fmax(floor(ttl * HIST_MOST / 2 / far), 1), HIST_STEPS);
    h->width = ttl / steps;
    h->bins = (size_t)fmin(fmax(ceil(far / h->width), 2 * steps), HIST_MOST) + 1;
    h->count = mem_zero(h->bins * sizeof(double));
    h->expected = mem_zero(h->bins * sizeof(double));
    hist_add(h, h->count, gaps, n, 1);
}

void gaphist_release(struct gaphist *h)
{
    free(h->count);
    free(h->expected);
    *h = (struct gaphist){ 0 };
}

static void hist_expect(struct gaphist *h, const struct arrival_times *a, const struct observed *o, double weight)
{
    size_t n;
    double *gaps = gap_seconds(a->at, a->n, 1, o, &n);
    hist_add(h, h->expected, gaps, n, weight);
    free(gaps);
}

/* --- the simulation ------------------------------------------------------------------------------ */

struct nulldraws {
    double *a2, *memory, *demand; /* demand: log of refitted over true */
    size_t n;
};

static void nulldraws_init(struct nulldraws *d, size_t draws)
{
    *d = (struct nulldraws){ mem_alloc((draws + 1) * sizeof(double)), mem_alloc((draws + 1) * sizeof(double)),
                             mem_alloc((draws + 1) * sizeof(double)), 0 };
}

static void nulldraws_release(struct nulldraws *d)
{
    free(d->a2);
    free(d->memory);
    free(d->demand);
}

static bool add_draw(struct nulldraws *d, const struct arrival_times *a, const struct cachemodel *model,
                     const struct cachesetting *s, double truth, struct err *err)
{
    struct cachemeasure m;
    struct cachemodel refit = { .caches = 0 };
    bool good = cachemeasure_of(&m, &refit, model->caches, model->silence / s->early, s, a->at, a->n, err);
    cachemodel_release(&refit);
    if (good && m.misses >= FEWEST && m.demand > 0 && isfinite(m.a2)) {
        d->a2[d->n] = m.a2;
        d->memory[d->n] = m.memory;
        d->demand[d->n++] = log(m.demand / truth);
    }
    return good;
}

static double tail(const double *drawn, size_t n, double centre, double seen)
{
    size_t beyond = 0;
    for (size_t i = 0; i < n; i++) {
        beyond += fabs(drawn[i] - centre) >= fabs(seen - centre);
    }
    return (1 + (double)beyond) / (1 + (double)n);
}

static void conclude(struct cachetest *t, const struct cachemeasure *seen, struct nulldraws *d)
{
    t->p_gaps = tail(d->a2, d->n, 0, seen->a2); /* A^2 is positive: beyond is above */
    t->p_memory = tail(d->memory, d->n, moments_of(d->memory, d->n).mean, seen->memory);
    t->p = fmin(1, 2 * fmin(t->p_gaps, t->p_memory));
    mem_sort(d->demand, d->n, sizeof(double), ascending);
    t->lo = seen->demand / exp(gsl_stats_quantile_from_sorted_data(d->demand, 1, d->n, .975));
    t->hi = seen->demand / exp(gsl_stats_quantile_from_sorted_data(d->demand, 1, d->n, .025));
}

bool cachetest_run(struct cachetest *t, const struct cachemeasure *seen, const struct cachemodel *model,
                   const struct cachesetting *s, size_t draws, gsl_rng *rng, struct gaphist *hist, struct err *err)
{
    struct nulldraws d;
    struct arrival_times a = { NULL, 0, 0 };
    bool good = true;
    nulldraws_init(&d, draws);
    *t = (struct cachetest){ NAN, NAN, NAN, NAN, NAN };
    for (size_t i = 0; good && i < draws; i++) {
        cachemodel_draw(model, s->observed, s->resolution, rng, &a);
        good = add_draw(&d, &a, model, s, seen->demand, err);
        if (hist != NULL) {
            hist_expect(hist, &a, s->observed, 1 / (double)draws);
        }
    }
    if (good && d.n > 0) {
        conclude(t, seen, &d);
    }
    free(a.at);
    nulldraws_release(&d);
    return good;
}
