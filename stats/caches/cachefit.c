/* cachefit.c -- see cachefit.h. */

#include "cachefit.h"

#include "numbers/proportion.h"
#include "rows/resolution.h"
#include <math.h>
#include <stdlib.h>

#define ENOUGH_FOR_NONE 100 /* gaps without an edge that say that there is none */
#define WAIT_LEAST 5        /* s */
#define PREFETCH_P .001
#define PREFETCH_GAPS 10
#define STEADY_BELOW .05    /* share of short gaps up to which an edge is one cache's */

struct work {
    struct cachefit *f;
    const struct cachefit_question *q;
    const when_t *times;
    size_t n;
    double *gaps; /* seconds, ascending */
    struct cachesetting setting;
    struct cachecount count;
};

static bool end_with(struct cachefit *f, enum cachefit_verdict verdict, enum cachefit_reason reason)
{
    f->verdict = verdict;
    f->reason = reason;
    return false;
}

/* --- TTL and short gaps ---------------------------------------------------------------------- */

static bool searched(const struct work *w)
{
    return isnan(w->q->ttl);
}

static bool count_caches(struct work *w, struct err *err)
{
    struct cachefit *f = w->f;
    if (!cachecount_of(&w->count, &w->setting, w->times, w->n, err)) {
        return false;
    }
    f->best = w->count.best;
    f->gain = w->count.gain[f->best - 1];
    f->caches = w->count.told ? f->best : 0;
    return true;
}

static bool take_ttl(struct work *w)
{
    struct cachefit *f = w->f;
    const struct ttledge *e = &w->count.edge[f->best - 1];
    if (searched(w) && f->gain < CACHEFIT_SEARCHED) {
        bool many = f->n_gaps >= ENOUGH_FOR_NONE;
        f->caches = f->best = 0;
        return end_with(f, many ? CACHEFIT_NOT : CACHEFIT_CANNOT, CACHEFIT_NO_EDGE);
    }
    f->ttl = e->ttl;
    f->ttl_lo = e->lo;
    f->ttl_hi = e->hi;
    struct ttledge at;
    ttledge_at(w->gaps, f->n_gaps, f->ttl, f->resolution, &at);
    f->before = at.before * 3600;
    f->after = at.after * 3600;
    return true;
}

/* Gaps that end in [FROM, TO), and the time that gaps were at risk there. */
static double count_between(const struct work *w, double from, double to, double *at_risk)
{
    double count = 0;
    *at_risk = 0;
    for (size_t i = 0; i < w->f->n_gaps; i++) {
        double g = w->gaps[i];
        count += g >= from && g < to;
        *at_risk += fmax(fmin(g, to) - from, 0);
    }
    return count;
}

static void look_below(struct work *w, double ttl)
{
    struct cachefit *f = w->f;
    double slack = (double)f->slack / (double)WHEN_SECOND;
    double edge = ttl - slack, early = CACHEFIT_PREFETCH * ttl - slack, at_first, at_last;
    double first = count_between(w, 0, early, &at_first), last = count_between(w, early, edge, &at_last);
    f->share_below = (first + last) / (double)f->n_gaps;
    f->below_limits = wilson_limits(first + last, (double)f->n_gaps, .95);
    if (first + last > 0 && at_last > 0 && at_first > 0) {
        f->prefetch_p = ratio_test(last, at_last, first, at_first, 1).greater;
    }
    if (!searched(w) && f->prefetch_p < PREFETCH_P && last >= PREFETCH_GAPS) {
        w->setting.early = CACHEFIT_PREFETCH;
    }
}

/* --- the verdict -------------------------------------------------------------------------------- */

static bool tell_from_none(const struct work *w)
{
    struct cachefit *f = w->f;
    if (f->gain < -CACHEFIT_GAIN) {
        return end_with(f, CACHEFIT_NOT, CACHEFIT_SHORT);
    }
    if (f->gain < (searched(w) ? CACHEFIT_SEARCHED : CACHEFIT_GAIN)) {
        return end_with(f, CACHEFIT_CANNOT, CACHEFIT_FAINT);
    }
    return true;
}

bool cachefit_dense(int caches, double demand, double resolution)
{
    return 3600 * caches / demand < fmax(CACHEFIT_TICKS * resolution, WAIT_LEAST);
}

static void judge(struct work *w)
{
    struct cachefit *f = w->f;
    bool rejected = f->test.p <= CACHEFIT_ALPHA;
    if (!tell_from_none(w)) {
        return;
    }
    if (cachefit_dense(f->best, f->seen.demand, f->resolution)) {
        end_with(f, CACHEFIT_CANNOT, CACHEFIT_DENSE);
    } else if (rejected && f->seen.spread > 1 && f->share_below < STEADY_BELOW) {
        end_with(f, CACHEFIT_CANNOT, CACHEFIT_UNSTEADY);
    } else if (rejected) {
        end_with(f, CACHEFIT_NOT, f->seen.spread < 1 ? CACHEFIT_REGULAR : CACHEFIT_SHAPE);
    } else {
        end_with(f, CACHEFIT_CACHE, CACHEFIT_FITS);
    }
}

static void begin(struct work *w, struct cachefit *f, const struct observed *o)
{
    int64_t resolution = resolution_of(w->times, w->n);
    double tick = (double)resolution / (double)WHEN_SECOND;
    *f = (struct cachefit){ .n = w->n, .ttl = NAN, .ttl_lo = NAN, .ttl_hi = NAN, .silence = NAN, .share_below = NAN,
                            .before = NAN, .after = NAN, .prefetch_p = NAN, .hit_share = NAN, .gain = NAN };
    f->below_limits = (struct limits){ NAN, NAN };
    f->seen = (struct cachemeasure){ NAN, NAN, NAN, NAN, NAN, 0 };
    f->test = (struct cachetest){ NAN, NAN, NAN, NAN, NAN };
    f->resolution = tick;
    f->slack = resolution + WHEN_SECOND; /* caches count their TTL in whole seconds */
    w->f = f;
    w->gaps = gap_seconds(w->times, w->n, 1, o, &f->n_gaps);
    w->setting = (struct cachesetting){ o, w->q->ttl, 1, fmax(w->q->least, CACHEFIT_TICKS * tick), resolution, f->slack };
}

static double observed_hours(const struct observed *o)
{
    return (double)observed_within(o, observed_start(o), observed_end(o)) / (double)WHEN_HOUR;
}

static bool test(struct work *w, gsl_rng *rng, struct err *err)
{
    struct cachefit *f = w->f;
    struct gaphist *hist = w->q->histogram ? &f->hist : NULL;
    if (!cachemeasure_of(&f->seen, &f->model, f->best, f->ttl, &w->setting, w->times, w->n, err)) {
        return false;
    }
    f->silence = f->model.silence;
    f->hit_share = fmax(0, 1 - (double)f->n / (f->seen.demand * observed_hours(w->setting.observed)));
    if (hist != NULL) {
        gaphist_init(hist, f->ttl, w->gaps, f->n_gaps);
    }
    return cachetest_run(&f->test, &f->seen, &f->model, &w->setting, w->q->draws, rng, hist, err);
}

static bool fit(struct work *w, gsl_rng *rng, struct err *err)
{
    if (!searched(w)) {
        look_below(w, w->q->ttl); /* prefetch first: it shortens the silence of each number of caches */
    }
    if (!count_caches(w, err)) {
        return false;
    }
    if (!take_ttl(w)) {
        return true;
    }
    look_below(w, w->f->ttl);
    if (!test(w, rng, err)) {
        return false;
    }
    judge(w);
    return true;
}

bool cachefit_of(struct cachefit *f, const when_t *times, size_t n, const struct observed *o,
                 const struct cachefit_question *q, gsl_rng *rng, struct err *err)
{
    struct work w = { .q = q, .times = times, .n = n };
    bool good = true;
    begin(&w, f, o);
    if (f->n_gaps < CACHEFIT_GAPS) {
        end_with(f, CACHEFIT_CANNOT, CACHEFIT_FEW);
    } else {
        good = fit(&w, rng, err);
    }
    free(w.gaps);
    return good;
}

void cachefit_release(struct cachefit *f)
{
    cachemodel_release(&f->model);
    gaphist_release(&f->hist);
}

/* --- words ------------------------------------------------------------------------------------------ */

const char *cachefit_verdict(const struct cachefit *f)
{
    static const char *const words[] = {
        [CACHEFIT_CACHE] = "cache", [CACHEFIT_NOT] = "not a cache", [CACHEFIT_CANNOT] = "cannot tell"
    };
    return words[f->verdict];
}

const char *cachefit_reason(const struct cachefit *f)
{
    static const char *const words[] = {
        [CACHEFIT_FITS] = "gaps below the TTL are missing and those beyond it are of steady demand",
        [CACHEFIT_FEW] = "too few gaps",
        [CACHEFIT_NO_EDGE] = "no TTL shows in the gaps",
        [CACHEFIT_FAINT] = "too few gaps to tell a cache from none",
        [CACHEFIT_SHORT] = "gaps below the TTL are as common as without a cache",
        [CACHEFIT_DENSE] = "arrivals come as soon as the TTL is over: a timer and a busy cache look alike",
        [CACHEFIT_UNSTEADY] = "the gaps have a cache's edge but what lies beyond it comes in bursts",
        [CACHEFIT_REGULAR] = "the gaps beyond the edge are more regular than those of demand",
        [CACHEFIT_SHAPE] = "the gaps are not those that steady demand leaves",
    };
    return words[f->reason];
}

void cachefit_sentence(const struct cachefit *f, struct buf *out)
{
    if (isnan(f->test.p) || f->verdict == CACHEFIT_CANNOT) {
        return;
    }
    buf_add_format(out, "this cycle is %swhat %s of TTL %.0f s make%s of steady demand of %.3g an hour (p = %.2g)",
                   f->verdict == CACHEFIT_CACHE ? "" : "not ", f->caches == 1 ? "a cache" : "caches", f->ttl,
                   f->caches == 1 ? "s" : "", f->seen.demand, f->test.p);
}
