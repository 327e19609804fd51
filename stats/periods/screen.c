/* screen.c -- see screen.h. */

#include "screen.h"

#include "numbers/stream.h"
#include "numbers/workers.h"
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#define SIZES 7
#define DRAWS 400
#define PASSING .005
#define TAIL 4 /* a quarter of the draws make the tail */

/* The bar lies where so many even streams pass, by number of visits. */
static const size_t sizes[SIZES] = { 12, 25, 50, 99, 200, 500, 999 };

struct screen {
    const struct series_set *set;
    const struct observed *observed;
    struct cadence_how how;
    struct cadence_row *rows;
    double bar[SIZES];
    atomic_size_t next, next_size;
    atomic_flag failing;
    struct err *err;
};

/* --- the bars ------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* An even stream of N visits, ten minutes apart on average. */
static double even_z(const struct screen *s, size_t n, gsl_rng *rng, when_t *times)
{
    struct series series = { "even", times, n };
    struct observed o;
    struct cadence c;
    double at = 0, z;

    for (size_t i = 0; i < n; i++) {
        at += gsl_ran_exponential(rng, 600);
        times[i] = (when_t)(at * 1e6);
    }
    observed_init(&o);
    observed_add(&o, 0, times[n - 1] + 1);
    z = cadence_first_sight(&c, &series, &o, &s->how).z;
    cadence_release(&c);
    observed_release(&o);
    return z;
}

/* The place that PASSING of the draws exceed, by the exponential tail of the highest quarter. */
static double upper(const double z[DRAWS])
{
    size_t from = DRAWS - DRAWS / TAIL;
    double sum = 0;

    for (size_t i = from; i < DRAWS; i++)
        sum += z[i] - z[from - 1];
    return z[from - 1] + sum / (double)(DRAWS - from) * log(1.0 / TAIL / PASSING);
}

static void set_bar(struct screen *s, size_t k)
{
    gsl_rng *rng = stream_new(s->how.seed + k, s->how.program, "even");
    when_t *times = mem_alloc(sizes[k] * sizeof *times);
    double z[DRAWS];

    for (size_t i = 0; i < DRAWS; i++)
        z[i] = even_z(s, sizes[k], rng, times);
    mem_sort(z, DRAWS, sizeof *z, by_value);
    s->bar[k] = upper(z);
    free(times);
    gsl_rng_free(rng);
}

/* Between two sizes the lower bar. */
static double bar_of(const struct screen *s, size_t n)
{
    double bar = s->bar[SIZES - 1];

    for (size_t k = 0; k + 1 < SIZES; k++) {
        if (n < sizes[k + 1])
            return fmin(s->bar[k], s->bar[k + 1]);
    }
    return bar;
}

/* --- series ------------------------------------------------------------------------------------ */

static void set_aside(struct cadence *c)
{
    free(c->times);
    c->times = NULL;
    if (c->state != CADENCE_JUDGED)
        return;
    c->state = CADENCE_PLAIN;
    c->p_value = 1;
}

/* A clock of wide jitter makes no lag common, but keeps its phase. */
static bool ticks(const struct cadence *c)
{
    return c->n >= CADENCE_CLOCK_SIGHT && c->clock.p <= PASSING;
}

static bool judge(struct screen *s, size_t i, struct err *err)
{
    const struct series *series = series_at(s->set, i);
    struct cadence *c = &s->rows[i].c;
    struct lagpeak peak = cadence_first_sight(c, series, s->observed, &s->how);

    s->rows[i].group = series->name;
    if (c->state != CADENCE_JUDGED || (peak.z < bar_of(s, c->n) && !ticks(c))) {
        set_aside(c);
        return true;
    }
    cadence_release(c);
    if (!cadence_init(c, series, s->observed, &s->how, err))
        return false;
    free(c->posterior);
    c->posterior = NULL;
    free(c->times);
    c->times = NULL;
    return true;
}

static void *bars(void *context)
{
    struct screen *s = context;
    size_t k;

    while ((k = atomic_fetch_add(&s->next_size, 1)) < SIZES)
        set_bar(s, k);
    return NULL;
}

static void *look(void *context)
{
    struct screen *s = context;
    size_t i;

    while ((i = atomic_fetch_add(&s->next, 1)) < series_count(s->set)) {
        struct err err = { 0 };

        if (!judge(s, i, &err) && !atomic_flag_test_and_set(&s->failing))
            *s->err = err;
    }
    return NULL;
}

bool screen_run(const struct series_set *set, const struct observed *o, const struct cadence_how *how, size_t jobs,
                struct cadence_row *rows, struct err *err)
{
    struct screen s = { .set = set, .observed = o, .how = *how, .rows = rows, .failing = ATOMIC_FLAG_INIT, .err = err };

    workers_run(jobs, bars, &s);
    workers_run(jobs, look, &s);
    return !err->set;
}
