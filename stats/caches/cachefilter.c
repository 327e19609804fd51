/* cachefilter.c -- see cachefilter.h. */

#include "cachefilter.h"

#include <math.h>
#include <stdlib.h>

/* --- steps: watched time cut at visits -------------------------------------------------------- */

/* Watched time from FROM to TO, with a visit at TO or none.  At FROM the cache is open (state 0), or was shut by one of the
   visits [first, last) (state 1 and on, the youngest last); AT is where the weights of the states stand. */
struct step {
    when_t from, to;
    bool visit;
    size_t first, last, at;
};

struct cachefilter {
    const when_t *times;
    size_t n_visits;
    when_t shut;
    struct step *steps;
    size_t n, capacity, weights;
    const struct demand *others, *passed;
    double *forward, *backward; /* by weight: scaled to sum 1, and what can follow */
    double *lasts;              /* by weight: the chance that nothing passes in the step */
    double *scale;              /* by step: the likelihood of its end, given all before */
};

static void add_step(struct cachefilter *f, when_t from, when_t to, bool visit, size_t *first, size_t last)
{
    while (*first < last && f->times[*first] + f->shut <= from) {
        ++*first;
    }
    f->steps = mem_grow(f->steps, &f->capacity, f->n + 1, sizeof *f->steps);
    f->steps[f->n++] = (struct step){ from, to, visit, *first, last, f->weights };
    f->weights += last - *first + 1;
}

static bool is_dense(const struct cachefilter *f)
{
    return (double)f->weights > CACHEFILTER_PAIRS;
}

static void cut_steps(struct cachefilter *f, const struct observed *o)
{
    size_t i = 0, first = 0;
    for (size_t k = 0; k < o->n && !is_dense(f); k++) {
        when_t from = o->at[k].start;
        for (; i < f->n_visits && f->times[i] < o->at[k].end && !is_dense(f); i++) {
            add_step(f, from, f->times[i], true, &first, i);
            from = f->times[i];
        }
        add_step(f, from, o->at[k].end, false, &first, i);
    }
}

struct cachefilter *cachefilter_new(const when_t *times, size_t n, when_t shut, const struct observed *o)
{
    struct cachefilter *f = mem_zero(sizeof *f);
    f->times = times;
    f->n_visits = n;
    f->shut = shut;
    cut_steps(f, o);
    if (is_dense(f)) {
        cachefilter_free(f);
        return NULL;
    }
    f->forward = mem_alloc((3 * f->weights + f->n) * sizeof(double));
    f->backward = f->forward + f->weights;
    f->lasts = f->backward + f->weights;
    f->scale = f->lasts + f->weights;
    return f;
}

void cachefilter_free(struct cachefilter *f)
{
    if (f == NULL) {
        return;
    }
    free(f->steps);
    free(f->forward);
    free(f);
}

/* --- states --------------------------------------------------------------------------------------- */

static size_t states(const struct step *s)
{
    return s->last - s->first + 1;
}

/* When the cache opens that is in state M at the step's start. */
static when_t opens(const struct cachefilter *f, const struct step *s, size_t m)
{
    return m == 0 ? s->from : f->times[s->first + m - 1] + f->shut;
}

static const struct step *after(const struct cachefilter *f, size_t k)
{
    return k + 1 < f->n ? &f->steps[k + 1] : NULL;
}

/* Where state M of a step goes in NEXT when nothing passes at its end: still shut, or open. */
static size_t heir(const struct step *s, const struct step *next, size_t m)
{
    size_t visit = s->first + m - 1;
    return m == 0 || visit < next->first ? 0 : visit - next->first + 1;
}

/* The state in NEXT when the visit between the two passed. */
static size_t newest(const struct step *next)
{
    return states(next) - 1;
}

/* Densities of a visit at the step's end, an hour; without one 1, for nothing happens there. */
struct ends {
    double other, pass;
};

static struct ends ends_of(const struct cachefilter *f, const struct step *s)
{
    return s->visit ? (struct ends){ demand_at(f->others, s->to), demand_at(f->passed, s->to) } : (struct ends){ 1, 0 };
}

/* --- forward --------------------------------------------------------------------------------------- */

static void fill_lasts(struct cachefilter *f, const struct step *s)
{
    double end = demand_integral(f->passed, s->to);
    for (size_t m = 0; m < states(s); m++) {
        when_t open = opens(f, s, m);
        f->lasts[s->at + m] =
            open >= s->to ? 1 : exp(demand_integral(f->passed, open > s->from ? open : s->from) - end);
    }
}

/* Moves the weights of a step to the next; returns the likelihood of its end. */
static double advance(struct cachefilter *f, const struct step *s, const struct step *next)
{
    struct ends end = ends_of(f, s);
    double sum = 0;
    fill_lasts(f, s);
    for (size_t m = 0; m < states(s); m++) {
        double w = f->forward[s->at + m] * f->lasts[s->at + m], pass = opens(f, s, m) <= s->to ? end.pass : 0;
        sum += w * (end.other + pass);
        if (next != NULL) {
            f->forward[next->at + heir(s, next, m)] += w * end.other;
            f->forward[next->at + newest(next)] += w * pass;
        }
    }
    for (size_t m = 0; next != NULL && m < states(next); m++) {
        f->forward[next->at + m] /= sum;
    }
    return sum;
}

double cachefilter_run(struct cachefilter *f, const struct demand *others, const struct demand *passed)
{
    double log_likelihood = 0;
    f->others = others;
    f->passed = passed;
    for (size_t i = 0; i < f->weights; i++) {
        f->forward[i] = 0;
    }
    f->forward[0] = 1;
    for (size_t k = 0; k < f->n; k++) {
        const struct step *s = &f->steps[k];
        f->scale[k] = advance(f, s, after(f, k));
        log_likelihood += log(f->scale[k]) - (demand_integral(others, s->to) - demand_integral(others, s->from));
    }
    return log_likelihood;
}

/* --- backward -------------------------------------------------------------------------------------- */

/* Goes back over step K; returns the probability that the visit at its end passed. */
static double retreat(struct cachefilter *f, size_t k, double *open_hours)
{
    const struct step *s = &f->steps[k], *next = after(f, k);
    struct ends end = ends_of(f, s);
    double passed = 0;
    for (size_t m = 0; m < states(s); m++) {
        when_t open = opens(f, s, m);
        double lasts = f->lasts[s->at + m] / f->scale[k];
        double stays = end.other * (next == NULL ? 1 : f->backward[next->at + heir(s, next, m)]);
        double goes = open > s->to ? 0 : end.pass * (next == NULL ? 1 : f->backward[next->at + newest(next)]);
        f->backward[s->at + m] = lasts * (stays + goes);
        passed += f->forward[s->at + m] * lasts * goes;
        demand_add_time(f->passed, open_hours, open > s->from ? open : s->from, s->to,
                        f->forward[s->at + m] * f->backward[s->at + m]);
    }
    return passed;
}

void cachefilter_sums(struct cachefilter *f, struct cachesums *sums)
{
    size_t visit = f->n_visits;
    for (size_t h = 0; h < f->passed->n_hours; h++) {
        sums->others[h] = sums->passed[h] = sums->open[h] = 0;
    }
    for (size_t k = f->n; k-- > 0;) {
        double passed = retreat(f, k, sums->open);
        if (f->steps[k].visit) {
            size_t h = demand_hour(f->passed, f->steps[k].to);
            sums->posterior[--visit] = passed;
            sums->passed[h] += passed;
            sums->others[h] += 1 - passed;
        }
    }
}

/* --- one way that it can have been ------------------------------------------------------------------ */

/* Whether state M of step K can lead to state THEN of the next, with what weight: by a visit that passed, or not. */
static double leads(const struct cachefilter *f, size_t k, size_t m, size_t then, bool passed)
{
    const struct step *s = &f->steps[k], *next = after(f, k);
    struct ends end = ends_of(f, s);
    double w = f->forward[s->at + m] * f->lasts[s->at + m];
    if (passed) {
        return opens(f, s, m) <= s->to ? w * end.pass : 0;
    }
    return next == NULL || heir(s, next, m) == then ? w * end.other : 0;
}

/* The state before step K, given the one after it, with the probability that the filter gives. */
static size_t step_back(const struct cachefilter *f, size_t k, size_t then, bool passed, gsl_rng *rng)
{
    size_t n = states(&f->steps[k]), m = 0;
    double sum = 0, part = 0;
    for (size_t i = 0; i < n; i++) {
        sum += leads(f, k, i, then, passed);
    }
    double at = sum * gsl_rng_uniform(rng);
    while (m + 1 < n && (part += leads(f, k, m, then, passed)) <= at) {
        m++;
    }
    return m;
}

size_t cachefilter_waits(const struct cachefilter *f, gsl_rng *rng, double *waits)
{
    size_t n = 0, visit = f->n_visits, state = SIZE_MAX;
    when_t later = WHEN_MAX; /* the visit that passed next, over watched time */
    for (size_t k = f->n; k-- > 0;) {
        const struct step *s = &f->steps[k], *next = after(f, k);
        bool passed = s->visit && next != NULL && state == newest(next);
        if (next != NULL && next->from != s->to) {
            later = WHEN_MAX;
        }
        state = step_back(f, k, state, passed, rng);
        visit -= s->visit;
        if (!passed) {
            continue;
        }
        when_t open = f->times[visit] + f->shut;
        if (later != WHEN_MAX) {
            waits[n++] = demand_integral(f->passed, later) - demand_integral(f->passed, open < later ? open : later);
        }
        later = f->times[visit];
    }
    return n;
}
