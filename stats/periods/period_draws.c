/* period_draws.c -- see period_draws.h. */

#include "period_draws.h"

#include "numbers/stream.h"
#include "numbers/workers.h"
#include "period_family.h"
#include "rows/series.h"
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#define ROUND 32 /* draws between two looks at whether to stop */

const int period_coherence[PERIOD_COHERENCES] = { 2048, 128 };

/* A stream that is drawn, under either null. */
struct drawn {
    struct nulls_stream diurnal;
    struct arrival_times cache;
    when_t *at; /* in one of them */
    size_t n;
};

/* What one thread works with, kept from round to round. */
struct bench {
    struct drawn stream;
    struct spectrum *spectrum[PERIOD_COHERENCES]; /* NULL until it is first wanted */
    struct err err;
};

struct crew {
    const struct period_null *null;
    double *h;
    size_t end; /* of the round */
    atomic_size_t next_draw, next_bench;
    struct bench *bench;
};

void period_spectra_new(const struct period_null *null, bool same, struct spectrum *out[PERIOD_COHERENCES])
{
    for (int i = 0; i < PERIOD_COHERENCES; i++) {
        out[i] = spectrum_new(null->observed, null->shortest_s, null->longest_s, period_coherence[i], same);
        spectrum_shut(out[i], period_family_clock, NULL);
    }
}

struct peak period_spectra_best(struct spectrum *const s[PERIOD_COHERENCES], const struct spectrum **home)
{
    struct peak most = { NAN, -INFINITY, 0, 0 };

    for (int i = 0; i < PERIOD_COHERENCES; i++) {
        struct peak one = spectrum_best(s[i]);

        if (one.h > most.h) {
            most = one;
            *home = s[i];
        }
    }
    return most;
}

static void draw(const struct period_null *u, size_t i, struct drawn *s)
{
    gsl_rng *rng = stream_nth(u->seed, u->cache != NULL ? "period cache" : "period diurnal", u->name, i);

    if (u->cache != NULL) {
        cachemodel_draw(u->cache, u->observed, (int64_t)(u->resolution_s * 1e6), rng, &s->cache);
        s->at = s->cache.at;
        s->n = s->cache.n;
    } else {
        nulls_draw(u->diurnal, rng, &s->diurnal);
        s->at = s->diurnal.at;
        s->n = s->diurnal.n;
    }
    gsl_rng_free(rng);
    if (u->gap >= 0)
        s->n = series_visits(s->at, s->n, u->gap, s->at);
}

/* The largest H of draw I; NAN on error. */
static double largest(const struct period_null *u, size_t i, struct bench *b)
{
    const struct spectrum *home;
    struct nulls *fitted;

    draw(u, i, &b->stream);
    fitted = nulls_rate(b->stream.at, b->stream.n, u->observed, &b->err);
    if (fitted == NULL)
        return NAN;
    for (int k = 0; k < PERIOD_COHERENCES; k++)
        spectrum_fill(b->spectrum[k], fitted, b->stream.at, b->stream.n);
    nulls_free(fitted);
    return period_spectra_best(b->spectrum, &home).h;
}

static void *work(void *context)
{
    struct crew *c = context;
    struct bench *b = &c->bench[atomic_fetch_add(&c->next_bench, 1)];
    size_t i;

    if (b->spectrum[0] == NULL)
        period_spectra_new(c->null, false, b->spectrum);
    while ((i = atomic_fetch_add(&c->next_draw, 1)) < c->end)
        c->h[i] = largest(c->null, i, b);
    return NULL;
}

static void bench_release(struct bench *b)
{
    for (int k = 0; k < PERIOD_COHERENCES; k++)
        spectrum_free(b->spectrum[k]);
    nulls_stream_release(&b->stream.diurnal);
    free(b->stream.cache.at);
}

/* Draws from D's last to MOST, by the round; where one more would not be looked at, it ends. */
static void make_rounds(struct period_draws *d, struct crew *c, size_t jobs, size_t most, double first)
{
    size_t reached = 0;

    while (d->n < most && !d->stopped) {
        c->end = d->n + ROUND < most ? d->n + ROUND : most;
        atomic_store(&c->next_draw, d->n);
        atomic_store(&c->next_bench, 0);
        workers_run(jobs, work, c);
        while (d->n < c->end && !d->stopped) {
            reached += d->h[d->n++] >= first;
            d->stopped = reached == PERIOD_STOP;
        }
    }
}

bool period_draws_make(struct period_draws *d, const struct period_null *null, size_t most, double first, struct err *err)
{
    size_t jobs = workers_wanted(null->jobs);
    struct crew c = { .null = null, .h = mem_alloc((most + 1) * sizeof *c.h), .bench = mem_zero(jobs * sizeof *c.bench) };

    *d = (struct period_draws){ .asked = true, .h = c.h };
    make_rounds(d, &c, jobs, most, first);
    for (size_t k = 0; k < jobs; k++) {
        if (c.bench[k].err.set && !err->set)
            *err = c.bench[k].err;
        bench_release(&c.bench[k]);
    }
    free(c.bench);
    gsl_sort(d->h, 1, d->n);
    return !err->set;
}

double period_draws_p(const struct period_draws *d, double h)
{
    size_t above = 0;

    if (!d->asked)
        return NAN;
    while (above < d->n && d->h[d->n - 1 - above] >= h)
        above++;
    if (d->stopped && above == PERIOD_STOP)
        return (double)above / (double)d->n;
    return (1 + (double)above) / (1 + (double)d->n);
}

double period_draws_band(const struct period_draws *d)
{
    size_t i = (size_t)ceil(.95 * ((double)d->n + 1));

    return d->n == 0 || i > d->n || d->stopped ? NAN : d->h[i - 1];
}
