/* periods.c -- see periods.h. */

#include "periods.h"

#include "cachemodel.h"
#include "period_family.h"
#include "resolution.h"
#include "series.h"
#include "spectrum.h"
#include "stream.h"
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

#define COHERENCES 2
#define STOP 10
#define POINTS 4000
#define CACHE_SHORTER .1   /* share of gaps below the TTL, at most, with which a cache is thought of */
#define RANGE .002         /* of the first H: below it all is the first's own imperfection */
#define SHORTEST_SPAN 7200 /* s: observed, at least */

static const int coherence[COHERENCES] = { 2048, 128 };

/* What was drawn under one null: the largest H of each stream. */
struct draws {
    bool asked;
    double *h;
    size_t n;
    bool stopped; /* at the STOPth that reached the first family's */
};

/* Storage of a stream that is drawn, under either null. */
struct stream {
    struct nulls_stream diurnal;
    struct arrival_times cache;
    when_t *at; /* in one of them */
    size_t n;
};

struct periods {
    struct period_options options;
    const struct observed *observed;
    const char *refusal;
    double shortest, longest, span, resolution_s;
    struct nulls *null;      /* (a) */
    bool cached;
    struct cachemodel model; /* (b), when the stream may be cached */
    struct draws diurnal, cache;
    struct spectrum *spectrum[COHERENCES];
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
    for (int i = 0; i < COHERENCES; i++)
        spectrum_fill(p->spectrum[i], times, n);
}

/* The best peak, and the spectrum that it is in. */
static struct peak best(const struct periods *p, const struct spectrum **home)
{
    struct peak most = { NAN, -INFINITY, 0, 0 };

    for (int i = 0; i < COHERENCES; i++) {
        struct peak one = spectrum_best(p->spectrum[i]);

        if (one.h > most.h) {
            most = one;
            *home = p->spectrum[i];
        }
    }
    return most;
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
        struct peak peak = best(p, &home);
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
        for (int i = 0; i < COHERENCES; i++)
            spectrum_erase(p->spectrum[i], is_known, p);
    }
}

/* --- the nulls ----------------------------------------------------------------------------- */

static void draw_stream(const struct periods *p, bool cache, gsl_rng *rng, struct stream *s)
{
    if (cache) {
        cachemodel_draw(&p->model, p->observed, (int64_t)(p->resolution_s * 1e6), rng, &s->cache);
        s->at = s->cache.at;
        s->n = s->cache.n;
    } else {
        nulls_draw(p->null, rng, &s->diurnal);
        s->at = s->diurnal.at;
        s->n = s->diurnal.n;
    }
    if (p->options.gap >= 0)
        s->n = series_visits(s->at, s->n, p->options.gap, s->at);
}

/* The largest H of a stream; NAN on error.  The rate that is taken from it is fitted to it, as the real stream's was: what a
   fit takes away of the noise is then missing in both. */
static double largest(struct periods *p, const struct stream *s, struct err *err)
{
    const struct spectrum *home;
    struct nulls *fitted = nulls_rate(s->at, s->n, p->observed, err);

    if (fitted == NULL)
        return NAN;
    for (int i = 0; i < COHERENCES; i++)
        spectrum_expect(p->spectrum[i], fitted);
    fill(p, s->at, s->n);
    nulls_free(fitted);
    return best(p, &home).h;
}

static void draw_all(struct periods *p, bool cache, const char *name, struct err *err)
{
    struct draws *d = cache ? &p->cache : &p->diurnal;
    gsl_rng *rng = stream_new(p->options.seed, cache ? "period cache" : "period diurnal", name);
    struct stream s = { NULLS_STREAM_INIT, { NULL, 0, 0 }, NULL, 0 };
    double first = p->n > 0 ? p->at[0].h : -INFINITY;
    size_t reached = 0;

    d->asked = true;
    d->h = mem_alloc(((size_t)p->options.draws + 1) * sizeof *d->h);
    while (d->n < (size_t)p->options.draws && !d->stopped && !err->set) {
        draw_stream(p, cache, rng, &s);
        d->h[d->n] = largest(p, &s, err);
        reached += d->h[d->n++] >= first;
        d->stopped = reached == STOP && !p->options.all_draws;
    }
    gsl_sort(d->h, 1, d->n);
    nulls_stream_release(&s.diurnal);
    free(s.cache.at);
    gsl_rng_free(rng);
}

static double p_of(const struct draws *d, double h)
{
    size_t above = 0;

    if (!d->asked)
        return NAN;
    while (above < d->n && d->h[d->n - 1 - above] >= h)
        above++;
    if (d->stopped && above == STOP)
        return (double)above / (double)d->n;
    return (1 + (double)above) / (1 + (double)d->n);
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

        r->p_diurnal = p_of(&p->diurnal, r->h);
        r->p_cache = p_of(&p->cache, r->h);
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
    for (int i = 0; i < COHERENCES; i++)
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

/* A stream in which more than a few gaps are shorter than the TTL was not behind such a cache. */
static bool may_be_cached(const when_t *times, size_t n, double ttl_s, double resolution_s)
{
    when_t least = (when_t)((ttl_s - resolution_s) * 1e6);
    size_t shorter = 0;

    for (size_t i = 1; i < n; i++)
        shorter += times[i] - times[i - 1] < least;
    return ttl_s > 0 && (double)shorter <= CACHE_SHORTER * (double)n;
}

/* Demand behind a cache of the TTL, from the visits of the time in which it was open. */
static bool fit_cache(struct periods *p, const when_t *times, size_t n, struct err *err)
{
    struct livetime l;
    bool good;

    livetime_init(&l, 1, times, n, p->observed, (int64_t)(p->options.ttl_s * 1e6),
                  (int64_t)(p->resolution_s * 1e6) + WHEN_SECOND);
    good = cachemodel_fit(&p->model, &l, p->options.ttl_s, p->observed, err);
    if (good)
        demand_sharpen(&p->model.demand, &l);
    livetime_release(&l);
    return good;
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
    p->cached = may_be_cached(times, n, p->options.ttl_s, resolution_s);
    if (p->cached && !fit_cache(p, times, n, err))
        return false;
    for (int i = 0; i < COHERENCES; i++) {
        p->spectrum[i] = spectrum_new(p->null, p->observed, p->shortest, p->longest, coherence[i]);
        spectrum_shut(p->spectrum[i], period_family_clock, NULL);
    }
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
    draw_all(p, false, name, err);
    if (p->cached)
        draw_all(p, true, name, err);
    if (err->set) {
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
    for (int i = 0; i < COHERENCES; i++)
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

double periods_band(const struct periods *p, bool cache)
{
    const struct draws *d = cache ? &p->cache : &p->diurnal;
    size_t i = (size_t)ceil(.95 * ((double)d->n + 1));

    return d->n == 0 || i > d->n || d->stopped ? NAN : d->h[i - 1];
}
