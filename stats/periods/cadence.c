/* cadence.c -- see cadence.h. */

#include "cadence.h"

#include "caches/livetime.h"
#include "cadence_parts.h"
#include "numbers/stream.h"
#include "rows/arrivals.h"
#include "rows/resolution.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_GAPS 4.     /* the shortest period, in visit gaps */
#define LEAST_TICKS 8.    /* and in ticks of the stamps */
#define LEAST_PACE .05    /* and in mean gaps of the hours that have visits */
#define PAIRS_A_VISIT 300.
#define PAIRS 6e6
#define SHUT_MOST .1       /* of the visits: found a cache shut that is said to be there */
#define ENOUGH_ABOVE 10   /* draws above the data after which p is known well enough */

/* --- the series as seconds ------------------------------------------------------------- */

static double busy_seconds(const when_t *times, size_t n)
{
    when_t hour = WHEN_MIN;
    double hours = 0;

    for (size_t i = 0; i < n; i++) {
        when_t h = when_floor(times[i], WHEN_HOUR);

        hours += h != hour;
        hour = h;
    }
    return hours * 3600;
}

/* Seconds since ORIGIN; coarse stamps get a random place within their tick, or the tick itself were a cadence. */
static void to_seconds(const when_t *times, size_t n, when_t origin, double tick_s, gsl_rng *rng, double *t)
{
    for (size_t i = 0; i < n; i++)
        t[i] = (double)(times[i] - origin) / 1e6 + (tick_s >= 1 ? tick_s * gsl_rng_uniform(rng) : 0);
    for (size_t i = 1; i < n; i++) {
        double x = t[i];
        size_t k = i;

        for (; k > 0 && t[k - 1] > x; k--)
            t[k] = t[k - 1];
        t[k] = x;
    }
}

static void ranges(struct search *s, const struct cadence *c, const struct cadence_how *how)
{
    double span = s->t[s->n - 1] - s->t[0], n = (double)s->n, pairs = fmin(PAIRS_A_VISIT, PAIRS / n);
    double busy = fmin(busy_seconds(c->times, c->n), span);

    s->shortest = fmax(LEAST_GAPS * how->visit_gap_s, LEAST_TICKS * c->resolution_s);
    s->shortest = fmax(fmax(s->shortest, LEAST_PACE * busy / n), 1e-3);
    s->longest = fmin(CADENCE_LONGEST, span / 10);
    s->lag_longest = fmin(s->longest, pairs * span / n / 1.7);
}

/* --- lags against draws ------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* P of the largest of M draws' statistics Z (ascending order is made here): counted where a draw is above the
   data, else by the exponential tail of the highest quarter (Knijnenburg et al. 2009 do so with a generalised
   Pareto tail; the maximum of nearly normal z has a lighter one, so this errs on the safe side). */
double cadence_tail(double *z, size_t m, double data)
{
    size_t above = 0, top = m / 4;
    double u, excess = 0;

    for (size_t i = 0; i < m; i++)
        above += z[i] >= data;
    if (above > 0 || m < 40)
        return (double)(above + 1) / (double)(m + 1);
    mem_sort(z, m, sizeof *z, by_value);
    u = z[m - top - 1];
    for (size_t i = m - top; i < m; i++)
        excess += z[i] - u;
    return fmin(1, (double)top * exp(-(data - u) * (double)top / fmax(excess, 1e-9))) / (double)(m + 1);
}

/* The statistic of one draw, treated as the series was: visits, seconds, weights by a rate that was fitted to
   it.  With the series' own rate the draws would lie above it: a rate fits best what it was fitted to. */
static double draw_z(struct search *s, const struct backdrop *b, const struct cadence_how *how, gsl_rng *rng)
{
    struct nulls_stream *x = &s->stream;
    struct backdrop own;
    struct err err = { 0 };
    size_t n;

    backdrop_draw(b, rng, x);
    n = s->visits ? series_visits(x->at, x->n, (int64_t)(how->visit_gap_s * 1e6), x->at) : x->n;
    if (n > s->room) {
        s->room = 2 * n;
        s->draw_t = mem_resize(s->draw_t, s->room * sizeof *s->draw_t);
        s->draw_w = mem_resize(s->draw_w, s->room * sizeof *s->draw_w);
    }
    to_seconds(x->at, n, b->origin, s->tick_s, rng, s->draw_t);
    if (!backdrop_init(&own, x->at, n, b->observed, s->tick_s, rng, &err))
        return -INFINITY;
    backdrop_weights(&own, s->draw_t, n, s->draw_w);
    backdrop_release(&own);
    return lagscan_max(s->lags, s->draw_t, s->draw_w, n).z;
}

/* Stops early when the data are clearly nothing (Besag & Clifford 1991). */
static double p_of_lags(struct search *s, const struct backdrop *b, double data, const struct cadence_how *how,
                        gsl_rng *rng)
{
    double *z = mem_alloc((how->draws + 1) * sizeof *z), p;
    size_t m = 0, above = 0;

    while (m < how->draws && above < ENOUGH_ABOVE) {
        z[m] = draw_z(s, b, how, rng);
        above += z[m++] >= data;
    }
    p = above >= ENOUGH_ABOVE ? (double)above / (double)m : cadence_tail(z, m, data);
    free(z);
    return p;
}

/* --- the visits ----------------------------------------------------------------------------- */

static void measure(struct cadence *c, const struct series *s, const struct observed *o,
                    const struct cadence_how *how, struct search *search)
{
    struct arrivals a;
    struct clockface face;

    arrivals_init(&a, s, o, (int64_t)(how->visit_gap_s * 1e6));
    *c = (struct cadence){ .events = s->n, .n = a.n, .times = arrivals_keep(&a), .p_lag = NAN, .p_clock = NAN, .p_cache = NAN,
                           .p_value = NAN, .beacon.period = NAN, .lo_s = NAN, .hi_s = NAN, .share = NAN,
                           .log_machine = NAN, .log_cache = NAN, .log_people = NAN, .lag.period = NAN };
    search->visits = a.visits;
    c->resolution_s = (double)resolution_of(c->times, a.n) / 1e6;
    c->gaps = gaps_of(c->times, a.n, o);
    clockface_init(&face, c->times, a.n, o);
    c->minute = clockface_minutes(&face);
    c->second = clockface_seconds(&face, c->resolution_s);
    c->artefact_minute = clockface_artefact(&face);
    c->state = c->artefact_minute >= 0 ? CADENCE_ARTEFACT : a.n < CADENCE_LEAST ? CADENCE_FEW : CADENCE_JUDGED;
}

static void search_release(struct search *s)
{
    lagscan_free(s->lags);
    backdrop_release(&s->backdrop);
    nulls_stream_release(&s->stream);
    free(s->t);
    free(s->w);
    free(s->draw_t);
    free(s->draw_w);
}

/* --- first sight --------------------------------------------------------------------------- */

static size_t blocks_for(size_t n)
{
    return n < 100 ? 8 : n < 1000 ? 16 : 48;
}

/* 1 / rate by the hour of the day, each hour drawn towards the mean by one visit; in mean gaps. */
static void plain_weights(const struct cadence *c, double *w)
{
    double count[24] = { 0 }, mean = (double)c->n / 24;

    for (size_t i = 0; i < c->n; i++)
        count[((c->times[i] / WHEN_HOUR) % 24 + 24) % 24]++;
    for (size_t i = 0; i < c->n; i++)
        w[i] = (mean + 1) / (count[((c->times[i] / WHEN_HOUR) % 24 + 24) % 24] + 1);
}

struct lagpeak cadence_first_sight(struct cadence *c, const struct series *series, const struct observed *o,
                                   const struct cadence_how *how)
{
    struct lagpeak peak = { -INFINITY, NAN, NAN };
    struct search s = { .stream = NULLS_STREAM_INIT };
    gsl_rng *rng;
    double gap;

    measure(c, series, o, how, &s);
    if (c->state != CADENCE_JUDGED)
        return peak;
    s.n = c->n;
    s.t = mem_alloc(s.n * sizeof *s.t);
    s.w = mem_alloc(s.n * sizeof *s.w);
    rng = stream_new(how->seed, how->program, series->name);
    to_seconds(c->times, c->n, c->times[0], c->resolution_s, rng, s.t);
    plain_weights(c, s.w);
    ranges(&s, c, how);
    gap = (s.t[s.n - 1] - s.t[0]) / (double)(s.n - 1);
    for (size_t i = 0; i < s.n; i++)
        s.w[i] *= gap;
    s.lags = lagscan_new(s.shortest, s.lag_longest, blocks_for(s.n));
    peak = lagscan_max(s.lags, s.t, s.w, s.n);
    if (s.n >= CADENCE_CLOCK_SIGHT)
        c->clock = phasescan(s.t, s.w, s.n, o, c->times[0], s.shortest / 2, s.longest);
    gsl_rng_free(rng);
    search_release(&s);
    return peak;
}

/* --- both searches ----------------------------------------------------------------------- */

static void search_lags(struct cadence *c, struct search *s, const struct backdrop *b, const struct cadence_how *how,
                        gsl_rng *rng)
{
    s->lags = lagscan_new(s->shortest, s->lag_longest, blocks_for(s->n));
    c->lag = lagscan_max(s->lags, s->t, s->w, s->n);
    c->p_lag = isfinite(c->lag.z) ? p_of_lags(s, b, c->lag.z, how, rng) : NAN;
    s->trials = (double)lagscan_trials(s->lags);
}

static double least(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(a) ? b : a;
    return fmin(1, 2 * fmin(a, b));
}

/* The visits that a cache let through: when and how, as the clock's search wants them. */
struct passed {
    double *t, *w;
    size_t n;
    struct observed open; /* the time in which it was open */
};

static void passed_init(struct passed *p, const struct search *s, const when_t *times, const struct livetime *l,
                        const struct open_demand *demand)
{
    p->t = mem_alloc((l->n_arrivals + 1) * sizeof *p->t);
    p->w = mem_alloc((l->n_arrivals + 1) * sizeof *p->w);
    p->n = 0;
    observed_init(&p->open);
    for (size_t i = 0, j = 0; i < l->n_arrivals; i++, j++) {
        while (times[j] < l->arrivals[i].at)
            j++;
        if (l->arrivals[i].open == 0)
            continue;
        p->t[p->n] = s->t[j];
        p->w[p->n++] = 1 / open_demand_joined(demand, times[j]);
    }
    for (size_t i = 0; i < l->n_stretches; i++) {
        if (l->stretches[i].open > 0)
            observed_add(&p->open, l->stretches[i].from, l->stretches[i].to);
    }
}

static void passed_release(struct passed *p)
{
    free(p->t);
    free(p->w);
    observed_release(&p->open);
}

/* The clock's p against demand behind a cache.  What comes when the cache is shut knows the last visit, so visits are
   no Poisson stream, and their spectrum has ridges; but given the past their rate is demand while it is open, and none
   while it is shut.  Open time for observed time makes the score a martingale again.  Where the cache was shut for
   more than SHUT_MOST of the visits, it is no such cache, and all of them count as before. */
static double p_of_clock_behind(const struct cadence *c, const struct search *s, const struct observed *o,
                                const struct open_demand *demand)
{
    const int64_t tick = (int64_t)(s->tick_s * 1e6);
    struct livetime l;
    struct passed p;
    double value = c->p_clock;

    livetime_init(&l, 1, c->times, c->n, o, (int64_t)(demand->ttl_s * 1e6), WHEN_SECOND + tick);
    passed_init(&p, s, c->times, &l, demand);
    if ((double)(l.n_arrivals - p.n) <= SHUT_MOST * (double)l.n_arrivals)
        value = phasescan(p.t, p.w, p.n, &p.open, s->backdrop.origin, s->shortest / 2, s->longest).p;
    passed_release(&p);
    livetime_release(&l);
    return value;
}

/* The same searches against demand behind a cache. */
static bool against_cache(struct cadence *c, struct search *s, const struct observed *o,
                          const struct cadence_how *how, gsl_rng *rng, struct err *err)
{
    struct backdrop b;
    double p_clock;

    if (!backdrop_init(&b, c->times, c->n, o, c->resolution_s, rng, err))
        return false;
    backdrop_ready(&b, c->times, c->n, how->ttl_s);
    p_clock = p_of_clock_behind(c, s, o, &b.demand);
    c->p_cache = isfinite(c->lag.z) ? least(p_of_lags(s, &b, c->lag.z, how, rng), p_clock) : p_clock;
    c->p_value = fmax(c->p_value, c->p_cache);
    backdrop_release(&b);
    return true;
}

static bool search(struct cadence *c, struct search *s, const struct observed *o, const struct cadence_how *how,
                   gsl_rng *rng, struct err *err)
{
    if (!backdrop_init(&s->backdrop, c->times, c->n, o, c->resolution_s, rng, err))
        return false;
    backdrop_ready(&s->backdrop, c->times, c->n, 0);
    to_seconds(c->times, c->n, s->backdrop.origin, s->tick_s, rng, s->t);
    backdrop_weights(&s->backdrop, s->t, s->n, s->w);
    ranges(s, c, how);
    c->clock = phasescan(s->t, s->w, s->n, o, s->backdrop.origin, s->shortest / 2, s->longest);
    c->p_clock = c->clock.p;
    search_lags(c, s, &s->backdrop, how, rng);
    c->p_value = least(c->p_lag, c->p_clock);
    if (isnan(c->p_value))
        c->state = CADENCE_SHORT;
    return c->state != CADENCE_JUDGED || how->ttl_s <= 0 || against_cache(c, s, o, how, rng, err);
}

/* --- the whole ---------------------------------------------------------------------------- */

bool cadence_init(struct cadence *c, const struct series *series, const struct observed *o,
                  const struct cadence_how *how, struct err *err)
{
    struct search s = { .stream = NULLS_STREAM_INIT };
    gsl_rng *rng;
    bool good = true;

    measure(c, series, o, how, &s);
    if (c->state != CADENCE_JUDGED)
        return true;
    s.n = c->n;
    s.tick_s = c->resolution_s;
    s.t = mem_alloc((s.n + 1) * sizeof *s.t);
    s.w = mem_alloc((s.n + 1) * sizeof *s.w);
    rng = stream_new(how->seed, how->program, series->name);
    good = search(c, &s, o, how, rng, err);
    if (good && c->state == CADENCE_JUDGED && c->p_value <= how->tail)
        cadence_explain(c, &s, how);
    gsl_rng_free(rng);
    search_release(&s);
    return good;
}

void cadence_release(struct cadence *c)
{
    free(c->times);
    free(c->posterior);
    *c = (struct cadence){ 0 };
}

/* --- words ---------------------------------------------------------------------------------- */

static double capped(double log_ratio)
{
    double most = log(CADENCE_CAP);

    return isnan(log_ratio) ? NAN : exp(fmin(fmax(log_ratio, -most), most));
}

bool cadence_is_periodic(const struct cadence *c, size_t i)
{
    return c->posterior[i] > fmin(c->share, .5);
}

double cadence_lr_machine(const struct cadence *c)
{
    return capped(isnan(c->log_cache) ? c->log_machine : c->log_machine - fmax(0, c->log_cache));
}

double cadence_lr_cache(const struct cadence *c)
{
    return capped(c->log_cache - (isnan(c->log_machine) ? 0 : fmax(0, c->log_machine)));
}

double cadence_lr_people(const struct cadence *c)
{
    return capped(c->log_people);
}

/* There is a cadence, but a cache of the TTL would make it. */
static bool is_of_cache(const struct cadence *c)
{
    return c->p_value > CADENCE_ALPHA && least(c->p_lag, c->p_clock) <= CADENCE_ALPHA;
}

const char *cadence_verdict(const struct cadence *c, double q, const char **reason)
{
    static const char *const why[] = {
        [CADENCE_FEW] = "too few visits",
        [CADENCE_SHORT] = "too short",
        [CADENCE_PLAIN] = "nothing regular at first sight",
        [CADENCE_ARTEFACT] = "clock face: nearly all visits within one minute of the hour, spread over all of it",
    };

    if (c->state != CADENCE_JUDGED) {
        *reason = why[c->state];
        return "cannot tell";
    }
    if (q <= CADENCE_ALPHA && cadence_lr_machine(c) >= CADENCE_SUPPORT) {
        *reason = c->beacon.kind == BEACON_SLEEP ? "sleeps between visits"
                  : c->beacon.loss < CADENCE_GRID ? "keeps to a clock"
                                                  : "falls on a clock's grid, most of it unused";
        return c->share >= CADENCE_WHOLE ? "machine-like" : "mixed";
    }
    if (cadence_lr_cache(c) >= CADENCE_SUPPORT) {
        *reason = "silent for the TTL after each visit, then as demand has it";
        return "cache";
    }
    if (q <= CADENCE_ALPHA) {
        *reason = "a cadence, but no machine explains the visits better";
        return "cannot tell";
    }
    if (cadence_lr_people(c) >= CADENCE_SUPPORT) {
        *reason = is_of_cache(c) ? "no cadence but a cache's; the hours of people" : "no cadence; the hours of people";
        return "people-like";
    }
    *reason = is_of_cache(c) ? "no cadence but a cache's, and no hours of people either"
                             : "no cadence, and no hours of people either";
    return "cannot tell";
}
