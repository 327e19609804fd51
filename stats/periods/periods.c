/* periods.c -- see periods.h. */

#include "periods.h"

#include "caches/cachefit.h"
#include "period_draws.h"
#include "period_family.h"
#include "rows/resolution.h"
#include "rows/series.h"
#include <math.h>
#include <stdlib.h>

#define POINTS 4000
#define CACHE_SHORTER .1   /* share of gaps below the TTL, at most, with which one cache is taken at its word */
#define TTL_LEAST 30       /* s: shorter ones are not looked for */
#define RANGE .002         /* of the first H: below it all is the first's own imperfection */
#define SHORTEST_SPAN 7200 /* s: observed, at least */

struct periods {
    struct period_options options;
    const struct observed *observed;
    const char *refusal;
    double shortest, longest, span, resolution_s;
    struct nulls *null;      /* (a) */
    int caches;              /* 0: the stream is behind none */
    double ttl;              /* seconds */
    struct cachemodel model; /* (b), when there are caches */
    struct period_draws diurnal, cache;
    struct spectrum *spectrum[PERIOD_COHERENCES];
    struct phase *phase;
    struct period_family family[PERIODS_MOST];
    struct period at[PERIODS_MOST];
    size_t n;
    struct period_point *point;
    size_t points;
};

/* --- scanning ------------------------------------------------------------------------------ */

static void fill(struct periods *p, const when_t *times, size_t n)
{
    for (int i = 0; i < PERIOD_COHERENCES; i++)
        spectrum_fill(p->spectrum[i], p->null, times, n);
}

/* What belongs to the families that were found. */
static bool is_known(const void *context, double f, double coherent_s)
{
    const struct periods *p = context;

    return period_family_has(p->family, p->n, f, coherent_s);
}

static void find_families(struct periods *p)
{
    while (p->n < PERIODS_MOST) {
        const struct spectrum *home = NULL;
        struct peak peak = period_spectra_best(p->spectrum, &home);
        struct period *r = &p->at[p->n];
        struct period_family *family = &p->family[p->n];

        if (!(peak.h > 0))
            break;
        *family = period_family_of(home, peak, p->span);
        r->h = peak.h;
        r->harmonics = family->m;
        r->coherent_s = family->coherent_s;
        r->stacked = family->coherent_s < p->span;
        p->n++;
        for (int i = 0; i < PERIOD_COHERENCES; i++)
            spectrum_erase(p->spectrum[i], is_known, p);
    }
}

/* --- the nulls ----------------------------------------------------------------------------- */

static struct period_null null_of(const struct periods *p, bool cache, const char *name)
{
    return (struct period_null){ .diurnal = p->null, .cache = cache ? &p->model : NULL, .observed = p->observed,
                                 .shortest_s = p->shortest, .longest_s = p->longest, .resolution_s = p->resolution_s,
                                 .gap = p->options.gap, .seed = p->options.seed, .name = name, .jobs = p->options.jobs };
}

static bool draw_all(struct periods *p, bool cache, const char *name, struct err *err)
{
    struct period_null null = null_of(p, cache, name);
    double first = p->options.all_draws ? INFINITY : p->n > 0 ? p->at[0].h : -INFINITY;

    return period_draws_make(cache ? &p->cache : &p->diurnal, &null, (size_t)p->options.draws, first, err);
}

static enum period_verdict verdict(const struct period *r, const struct period_family *family)
{
    if (r->p_diurnal > PERIODS_ALPHA)
        return PERIOD_DIURNAL;
    if (family->rhythm)
        return PERIOD_RHYTHM;
    return r->p_cache > PERIODS_ALPHA ? PERIOD_CACHE : PERIOD_NONE;
}

static void judge(struct periods *p)
{
    size_t kept = 0;

    for (size_t i = 0; i < p->n; i++) {
        struct period *r = &p->at[i];

        r->p_diurnal = period_draws_p(&p->diurnal, r->h);
        r->p_cache = period_draws_p(&p->cache, r->h);
        r->verdict = verdict(r, &p->family[i]);
        if (i > 0 && (r->p_diurnal > PERIODS_ALPHA || r->h < RANGE * p->at[0].h))
            break;
        r->fit = phase_refine(p->phase, p->family[i].f, p->family[i].m, r->coherent_s);
        kept = i + 1;
    }
    p->n = kept;
}

/* --- the periodogram ----------------------------------------------------------------------- */

struct thinning {
    struct periods *p;
    const struct spectrum *spectrum;
};

static void see(void *context, double f, double x)
{
    const struct thinning *t = context;
    struct periods *p = t->p;
    double at = log(f * p->longest) / log(p->longest / p->shortest) * POINTS, h = spectrum_h(t->spectrum, f).h;
    struct period_point *q = &p->point[at <= 0 ? 0 : at >= POINTS ? POINTS - 1 : (size_t)at];

    if (h > q->h)
        *q = (struct period_point){ f, x, h };
}

static void thin(struct periods *p)
{
    p->point = mem_alloc(POINTS * sizeof *p->point);
    for (size_t i = 0; i < POINTS; i++)
        p->point[i].h = -INFINITY;
    for (int i = 0; i < PERIOD_COHERENCES; i++)
        spectrum_each(p->spectrum[i], see, &(struct thinning){ p, p->spectrum[i] });
    for (size_t i = 0; i < POINTS; i++) {
        if (p->point[i].h > -INFINITY)
            p->point[p->points++] = p->point[i];
    }
}

/* --- the whole ----------------------------------------------------------------------------- */

static double limit(double x, double lo, double hi)
{
    return fmax(lo, fmin(hi, x));
}

/* From twice the resolution, a part of the mean gap, a part of the span, to a tenth of the span. */
static void set_range(struct periods *p, size_t n, double resolution_s)
{
    const struct period_options *o = &p->options;
    double watched = (double)observed_within(p->observed, observed_start(p->observed), observed_end(p->observed)) / 1e6;
    double least = fmax(2 * resolution_s, p->span / (8. * PERIODS_CYCLES));
    double usual = fmax(watched / (double)n / PERIODS_RARE, p->span / PERIODS_CYCLES);

    p->longest = o->longest_s > 0 ? limit(o->longest_s, 2 * least, p->span / 4) : p->span / 10;
    p->shortest = fmax(o->shortest_s > 0 ? o->shortest_s : usual, least);
    if (!(p->shortest * 2 <= p->longest))
        p->refusal = "cannot tell: the span is too short for the resolution";
}

/* A stream in which few gaps are shorter than the TTL may have been behind one such cache. */
static bool few_shorter(const when_t *times, size_t n, double ttl_s, double resolution_s)
{
    when_t least = (when_t)((ttl_s - resolution_s) * 1e6);
    size_t shorter = 0;

    for (size_t i = 1; i < n; i++)
        shorter += times[i] - times[i - 1] < least;
    return (double)shorter <= CACHE_SHORTER * (double)n;
}

/* How many caches, and of what TTL, by the gaps: dielog-cache's answer, with its bars.  One that is renewed at once is as
   well a timer; it is not taken where nobody said that there is a cache. */
static bool count_caches(struct periods *p, const when_t *times, size_t n, struct err *err)
{
    const int64_t tick = (int64_t)(p->resolution_s * 1e6);
    const bool sought = isnan(p->options.ttl_s);
    const struct cachesetting setting = { p->observed, p->options.ttl_s, 1,
                                          fmax(TTL_LEAST, CACHEFIT_TICKS * p->resolution_s), tick, tick + WHEN_SECOND };
    struct cachecount c;

    if (!cachecount_of(&c, &setting, times, n, err))
        return false;
    if (c.gain[c.best - 1] < (sought ? CACHEFIT_SEARCHED : CACHEFIT_GAIN))
        return true;
    p->caches = c.best;
    p->ttl = c.edge[c.best - 1].ttl;
    return true;
}

/* Demand behind the caches, from the visits of the time in which one was open. */
static bool fit_cache(struct periods *p, const when_t *times, size_t n, struct err *err)
{
    struct livetime l;
    bool good;

    livetime_init(&l, p->caches, times, n, p->observed, (int64_t)(p->ttl * 1e6),
                  (int64_t)(p->resolution_s * 1e6) + WHEN_SECOND);
    good = cachemodel_fit(&p->model, &l, p->ttl, p->observed, err);
    if (good)
        demand_sharpen(&p->model.demand, &l);
    livetime_release(&l);
    return good;
}

/* The second null, where there is one. */
static bool look_for_cache(struct periods *p, const when_t *times, size_t n, struct err *err)
{
    const double ttl = p->options.ttl_s;

    if (ttl == 0)
        return true;
    if (ttl > 0 && few_shorter(times, n, ttl, p->resolution_s)) {
        p->caches = 1;
        p->ttl = ttl;
    } else if (!count_caches(p, times, n, err))
        return false;
    if (p->caches == 0)
        return true;
    if (!fit_cache(p, times, n, err))
        return false;
    if (isnan(ttl) && cachefit_dense(p->caches, demand_mean(&p->model.demand, p->observed), p->resolution_s))
        p->caches = 0;
    return true;
}

static bool prepare(struct periods *p, const when_t *times, size_t n, struct err *err)
{
    double resolution_s = p->resolution_s = (double)resolution_of(times, n) / 1e6;

    p->span = (double)(observed_end(p->observed) - observed_start(p->observed)) / 1e6;
    if (n < PERIODS_EVENTS)
        p->refusal = "cannot tell: too few visits";
    else if (p->span < SHORTEST_SPAN)
        p->refusal = "cannot tell: less than two hours observed";
    else
        set_range(p, n, resolution_s);
    if (p->refusal != NULL)
        return true;
    p->null = nulls_new(times, n, p->observed, resolution_s, err);
    if (p->null == NULL)
        return false;
    if (!look_for_cache(p, times, n, err))
        return false;
    period_spectra_new(&(struct period_null){ .observed = p->observed, .shortest_s = p->shortest,
                                              .longest_s = p->longest }, true, p->spectrum);
    p->phase = phase_new(times, n, p->null, p->observed);
    return true;
}

struct periods *periods_find(const when_t *times, size_t n, const struct observed *o, const char *name,
                             const struct period_options *options, struct err *err)
{
    struct periods *p = mem_zero(sizeof *p);

    p->options = *options;
    p->observed = o;
    if (!prepare(p, times, n, err)) {
        periods_free(p);
        return NULL;
    }
    if (p->refusal != NULL)
        return p;
    fill(p, times, n);
    thin(p);
    find_families(p);
    if (!draw_all(p, false, name, err) || (p->caches > 0 && !draw_all(p, true, name, err))) {
        periods_free(p);
        return NULL;
    }
    judge(p);
    return p;
}

void periods_free(struct periods *p)
{
    if (p == NULL)
        return;
    phase_free(p->phase);
    for (int i = 0; i < PERIOD_COHERENCES; i++)
        spectrum_free(p->spectrum[i]);
    nulls_free(p->null);
    cachemodel_release(&p->model);
    free(p->diurnal.h);
    free(p->cache.h);
    free(p->point);
    free(p);
}

const char *periods_refusal(const struct periods *p)
{
    return p->refusal;
}

size_t periods_count(const struct periods *p)
{
    return p->n;
}

const struct period *periods_at(const struct periods *p, size_t i)
{
    return &p->at[i];
}

void periods_range(const struct periods *p, double *shortest_s, double *longest_s)
{
    *shortest_s = p->shortest;
    *longest_s = p->longest;
}

const struct phase *periods_phase(const struct periods *p)
{
    return p->phase;
}

size_t periods_points(const struct periods *p)
{
    return p->points;
}

struct period_point periods_point(const struct periods *p, size_t i)
{
    return p->point[i];
}

double periods_ttl(const struct periods *p, int *caches)
{
    *caches = p->caches;
    return p->caches > 0 ? p->ttl : NAN;
}

double periods_band(const struct periods *p, bool cache)
{
    return period_draws_band(cache ? &p->cache : &p->diurnal);
}
