/* cachemix.c -- see cachemix.h. */

#include "cachemix.h"

#include "cachemodel.h"
#include "exponential.h"
#include "hourrate.h"
#include "series.h"
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#define ROUNDS 15      /* of EM */
#define NONE_DRAWS 99  /* for p_none: its least is CACHEMIX_ALPHA */
#define ENOUGH 10      /* draws beyond the data after which p is known well enough */
#define LEAST_VISITS 20
#define WAITS_SHARE .8 /* of the waits, the shortest, that are tested: a visit that was lost makes one far too long */

/* --- steps: watched time cut at visits -------------------------------------------------------- */

/* Watched time from FROM to TO, with a visit at TO or none.  At FROM the cache is open, or shut by one of the
   visits [first, last), the youngest last; AT is where their weights stand, the open state's first. */
struct step {
    when_t from, to;
    bool visit;
    size_t first, last, at;
};

struct steps {
    const when_t *times;
    size_t n_visits;
    when_t shut; /* TTL less slack */
    struct step *s;
    size_t n, capacity, weights;
};

static void add_step(struct steps *p, when_t from, when_t to, bool visit, size_t *first, size_t last)
{
    while (*first < last && p->times[*first] + p->shut <= from) {
        ++*first;
    }
    p->s = mem_grow(p->s, &p->capacity, p->n + 1, sizeof *p->s);
    p->s[p->n++] = (struct step){ from, to, visit, *first, last, p->weights };
    p->weights += last - *first + 1;
}

static bool steps_init(struct steps *p, const when_t *times, size_t n, when_t shut, const struct observed *o)
{
    size_t i = 0, first = 0;
    *p = (struct steps){ .times = times, .n_visits = n, .shut = shut };
    for (size_t k = 0; k < o->n && (double)p->weights < CACHEMIX_PAIRS; k++) {
        when_t from = o->at[k].start;
        for (; i < n && times[i] < o->at[k].end && (double)p->weights < CACHEMIX_PAIRS; i++) {
            add_step(p, from, times[i], true, &first, i);
            from = times[i];
        }
        add_step(p, from, o->at[k].end, false, &first, i);
    }
    return (double)p->weights < CACHEMIX_PAIRS;
}

/* --- the filter --------------------------------------------------------------------------------- */

struct filter {
    const struct steps *p;
    const struct demand *others, *passed;
    double *forward, *backward; /* by weight: scaled to sum 1, and what can follow */
    double *lasts;              /* by weight: chance that nothing passes in the step */
    double *scale;              /* by step: the likelihood of its end, given all before */
};

static double expected(const struct demand *d, when_t from, when_t to)
{
    return to > from ? demand_integral(d, to) - demand_integral(d, from) : 0;
}

/* When state M of step S opens: state 0 is open, state m was shut by visit first + m - 1. */
static when_t opens(const struct steps *p, const struct step *s, size_t m)
{
    return m == 0 ? s->from : p->times[s->first + m - 1] + p->shut;
}

static size_t states(const struct step *s)
{
    return s->last - s->first + 1;
}

/* Where state M of a step goes in NEXT when nothing passes at its end: still shut, or open. */
static size_t heir(const struct step *s, const struct step *next, size_t m)
{
    size_t visit = s->first + m - 1;
    return m == 0 || visit < next->first ? 0 : visit - next->first + 1;
}

/* Densities of the visit at the step's end, both an hour. */
struct ends {
    double other, pass;
};

static struct ends ends_of(const struct filter *f, const struct step *s)
{
    return s->visit ? (struct ends){ demand_at(f->others, s->to), demand_at(f->passed, s->to) } : (struct ends){ 1, 0 };
}

/* The chance that no visit passes in a step, for each of its states. */
static void fill_lasts(struct filter *f, const struct step *s)
{
    double end = demand_integral(f->passed, s->to);
    for (size_t m = 0; m < states(s); m++) {
        when_t open = opens(f->p, s, m);
        f->lasts[s->at + m] =
            open >= s->to ? 1 : exp(demand_integral(f->passed, open > s->from ? open : s->from) - end);
    }
}

static double run_forward(struct filter *f)
{
    const struct steps *p = f->p;
    double log_likelihood = 0;
    for (size_t i = 0; i < p->weights; i++) {
        f->forward[i] = 0;
    }
    f->forward[0] = 1;
    for (size_t k = 0; k < p->n; k++) {
        const struct step *s = &p->s[k], *next = k + 1 < p->n ? s + 1 : s;
        struct ends end = ends_of(f, s);
        double sum = 0;
        fill_lasts(f, s);
        for (size_t m = 0; m < states(s); m++) {
            double w = f->forward[s->at + m] * f->lasts[s->at + m];
            bool open = opens(p, s, m) <= s->to;
            sum += w * (end.other + (open ? end.pass : 0));
            if (next != s) {
                f->forward[next->at + heir(s, next, m)] += w * end.other;
                f->forward[next->at + states(next) - 1] += s->visit && open ? w * end.pass : 0;
            }
        }
        f->scale[k] = sum;
        log_likelihood += log(sum) - expected(f->others, s->from, s->to);
        for (size_t m = 0; next != s && m < states(next); m++) {
            f->forward[next->at + m] /= sum;
        }
    }
    return log_likelihood;
}

/* The E-step's sums, by hour of the grid. */
struct sums {
    double *others, *passed;   /* visits */
    double *open;              /* hours in which the cache was open */
    double *posterior;         /* by visit */
};

static size_t hour_of(const struct demand *d, when_t t)
{
    int64_t h = when_floor(t, WHEN_HOUR) / WHEN_HOUR - d->first_hour;
    return h < 0 ? 0 : h < (int64_t)d->n_hours ? (size_t)h : d->n_hours - 1;
}

static void add_open(const struct demand *d, double *open, when_t from, when_t to, double weight)
{
    while (from < to) {
        when_t next = when_floor(from, WHEN_HOUR) + WHEN_HOUR;
        next = next < to ? next : to;
        open[hour_of(d, from)] += weight * (double)(next - from) / (double)WHEN_HOUR;
        from = next;
    }
}

static void run_backward(struct filter *f, struct sums *e)
{
    const struct steps *p = f->p;
    size_t visit = p->n_visits;
    for (size_t k = p->n; k-- > 0;) {
        const struct step *s = &p->s[k], *next = k + 1 < p->n ? s + 1 : s;
        struct ends end = ends_of(f, s);
        double passed = 0;
        for (size_t m = 0; m < states(s); m++) {
            when_t open = opens(p, s, m);
            double w = f->lasts[s->at + m], stays = next == s ? end.other : end.other * f->backward[next->at + heir(s, next, m)];
            double goes = !s->visit || open > s->to ? 0
                          : end.pass * (next == s ? 1 : f->backward[next->at + states(next) - 1]);
            f->backward[s->at + m] = w * (stays + goes) / f->scale[k];
            passed += f->forward[s->at + m] * w * goes / f->scale[k];
            add_open(f->passed, e->open, open > s->from ? open : s->from, s->to,
                     f->forward[s->at + m] * f->backward[s->at + m]);
        }
        if (s->visit) {
            size_t h = hour_of(f->passed, s->to);
            e->posterior[--visit] = passed;
            e->passed[h] += passed;
            e->others[h] += 1 - passed;
        }
    }
}

/* --- one way that it can have been ------------------------------------------------------------ */

/* Steps backward: given the state after step K (as NEXT has it), the state before it, and whether the visit at its
   end passed; with the probability that the filter gives. */
static size_t step_back(const struct filter *f, size_t k, size_t after, gsl_rng *rng, bool *passed)
{
    const struct step *s = &f->p->s[k], *next = k + 1 < f->p->n ? s + 1 : s;
    struct ends end = ends_of(f, s);
    bool newest = s->visit && next != s && after == states(next) - 1;
    double sum = 0, at;
    *passed = newest;
    for (int pass = 0; pass < 2; pass++) {
        at = pass == 0 ? INFINITY : sum * gsl_rng_uniform(rng);
        sum = 0;
        for (size_t m = 0; m < states(s); m++) {
            double w = f->forward[s->at + m] * f->lasts[s->at + m];
            bool can = newest ? opens(f->p, s, m) <= s->to : next == s || heir(s, next, m) == after;
            sum += can ? w * (newest ? end.pass : end.other) : 0;
            if (can && sum >= at) {
                return m;
            }
        }
    }
    return 0;
}

/* Draws which visits passed (forward filtering, backward sampling: Carter & Kohn 1994), and writes the demand expected
   between the cache's opening and each of them: Exp(1) and independent when demand is Poisson.  Waits that hold time
   nobody watched are left out.  Returns their number. */
static size_t draw_waits(const struct filter *f, gsl_rng *rng, double *waits)
{
    const struct steps *p = f->p;
    size_t n = 0, visit = p->n_visits, state = SIZE_MAX;
    when_t later = WHEN_MAX; /* the visit that passed next */
    for (size_t k = p->n; k-- > 0;) {
        bool passed, cut = k + 1 < p->n && p->s[k + 1].from != p->s[k].to;
        later = cut ? WHEN_MAX : later;
        state = step_back(f, k, state, rng, &passed);
        visit -= p->s[k].visit;
        if (!passed) {
            continue;
        }
        if (later != WHEN_MAX) {
            waits[n++] = expected(f->passed, p->times[visit] + p->shut, later);
        }
        later = p->times[visit];
    }
    return n;
}

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
        sum -= expected(&x->all, o->at[k].start, o->at[k].end);
    }
    return sum;
}

static void sums_init(struct sums *e, const struct mixture *x)
{
    size_t h = x->all.n_hours;
    e->others = mem_zero(3 * h * sizeof(double));
    e->passed = e->others + h;
    e->open = e->passed + h;
    e->posterior = x->posterior;
}

static void sums_clear(struct sums *e, size_t hours)
{
    for (size_t h = 0; h < 3 * hours; h++) {
        e->others[h] = 0;
    }
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

static void em(struct mixture *x, struct filter *f, struct sums *e, double *log_likelihood)
{
    for (int round = 0; round <= ROUNDS; round++) {
        *log_likelihood = run_forward(f);
        sums_clear(e, x->all.n_hours);
        run_backward(f, e);
        if (round < ROUNDS) {
            hourrate_fit(x->fitter, e->others, x->watched, &x->others);
            hourrate_fit(x->fitter, e->passed, e->open, &x->passed);
        }
    }
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
        add_open(&x->all, x->watched, o->at[k].start, o->at[k].end, 1);
    }
    for (size_t i = 0; i < n; i++) {
        count[hour_of(&x->all, times[i])]++;
    }
    x->fitter = hourrate_new(&x->all);
    hourrate_fit(x->fitter, count, x->watched, &x->all);
    free(count);
}

/* False when the stream is too dense.  Release in any case. */
static bool mixture_fit(struct mixture *x, const when_t *times, size_t n, const struct observed *o,
                        const struct cachemix_question *q, gsl_rng *rng)
{
    struct steps p;
    struct sums e;
    double log_likelihood, passed = 0;
    *x = (struct mixture){ 0 };
    bool good = steps_init(&p, times, n, q->ttl - q->slack, o);
    if (good) {
        lay_out(x, times, n, o);
        sums_init(&e, x);
        start(x, (double)q->ttl / (double)WHEN_HOUR);
        double *room = mem_alloc((3 * p.weights + p.n) * sizeof *room), *waits = mem_alloc((n + 1) * sizeof *waits);
        struct filter f = { &p, &x->others, &x->passed, room, room + p.weights, room + 2 * p.weights,
                            room + 3 * p.weights };
        em(x, &f, &e, &log_likelihood);
        size_t n_waits = draw_waits(&f, rng, waits);
        x->a2 = exponential_a2_below(waits, n_waits, WAITS_SHARE, &x->beyond);
        x->memory = exponential_memory(waits, n_waits);
        for (size_t i = 0; i < n; i++) {
            passed += x->posterior[i];
        }
        x->share = passed / (double)n;
        x->gain = log_likelihood - plain_likelihood(x, times, n, o);
        free(waits);
        free(room);
        free(e.others);
    }
    free(p.s);
    return good;
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

static double p_of_none(const struct mixture *seen, const struct observed *o, const struct cachemix_question *q, gsl_rng *rng)
{
    struct arrival_times a = { NULL, 0, 0 };
    size_t beyond = 0, drawn = 0;
    while (drawn < NONE_DRAWS && beyond < ENOUGH) {
        struct mixture x;
        a.n = 0;
        draw_stream(&seen->all, 0, o, rng, &a);
        beyond += fit_draw(&x, &a, o, q, rng) && x.gain >= seen->gain;
        mixture_release(&x);
        drawn++;
    }
    free(a.at);
    return p_of(beyond, drawn);
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
        m->p_none = p_of_none(&x, o, q, rng);
        if (m->gain >= CACHEMIX_GAIN && m->p_none <= CACHEMIX_ALPHA) {
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
