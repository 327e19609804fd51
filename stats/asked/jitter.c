/* jitter.c -- see jitter.h. */

#include "jitter.h"

#include "base/err.h"
#include <math.h>
#include <stdlib.h>

#define ENOUGH_DRAWN 10
#define TRIES 50 /* to find a place in observed time, apart from the others of the cell */

const double jitter_distances[JITTER_DISTANCES] = { 1, 2, 5, 10, 20, 40, 90, 200, 450 };

struct episodes {
    when_t *at;
    size_t n;
};

static struct episodes episodes_of(const when_t *times, size_t n, const struct observed *o)
{
    struct episodes e = { mem_alloc((n + 1) * sizeof *e.at), 0 };

    for (size_t i = 0; i < n; i++) {
        if ((i == 0 || times[i] - times[i - 1] >= JITTER_APART) && observed_at(o, times[i]))
            e.at[e.n++] = times[i];
    }
    return e;
}

/* Distance to the nearest of ascending AT; *K is a hint that ascends. */
static when_t nearest(const struct episodes *e, size_t *k, when_t t)
{
    when_t before, after;

    while (*k < e->n && e->at[*k] < t)
        ++*k;
    after = *k < e->n ? e->at[*k] - t : WHEN_MAX;
    before = *k > 0 ? t - e->at[*k - 1] : WHEN_MAX;
    return before < after ? before : after;
}

static void count(const struct episodes *a, const struct episodes *b, double c[JITTER_DISTANCES])
{
    size_t k = 0;

    memset(c, 0, JITTER_DISTANCES * sizeof *c);
    for (size_t i = 0; i < a->n; i++) {
        when_t near = nearest(b, &k, a->at[i]);

        for (int d = JITTER_DISTANCES - 1; d >= 0 && near <= (when_t)(jitter_distances[d] * (double)WHEN_SECOND); d--)
            c[d]++;
    }
}

/* --- drawing ---------------------------------------------------------------------------------- */

static int by_time(const void *a, const void *b)
{
    when_t x = *(const when_t *)a, y = *(const when_t *)b;

    return (x > y) - (x < y);
}

static bool is_free(const when_t *placed, size_t n, when_t t)
{
    for (size_t i = 0; i < n; i++) {
        if (llabs(placed[i] - t) < JITTER_APART)
            return false;
    }
    return true;
}

/* A place within [cell, cell + J); where none is found, the one it had. */
static when_t place(when_t cell, when_t old, const when_t *placed, size_t n, const struct observed *o, int64_t tick, gsl_rng *rng)
{
    for (int i = 0; i < TRIES; i++) {
        when_t t = when_floor(cell + (when_t)(gsl_rng_uniform(rng) * (double)JITTER_CELL), tick);

        if (observed_at(o, t) && is_free(placed, n, t))
            return t;
    }
    return old;
}

/* Puts T where it belongs among the N that ascend. */
static void insert(when_t *placed, size_t n, when_t t)
{
    for (; n > 0 && placed[n - 1] > t; n--)
        placed[n] = placed[n - 1];
    placed[n] = t;
}

static void draw(const struct episodes *a, const struct observed *o, int64_t tick, gsl_rng *rng, struct episodes *out)
{
    when_t offset = (when_t)(gsl_rng_uniform(rng) * (double)JITTER_CELL), last = WHEN_MIN;
    size_t first = 0;

    out->n = a->n;
    for (size_t i = 0; i < a->n; i++) {
        when_t cell = when_floor(a->at[i] - offset, JITTER_CELL) + offset;

        first = cell != last ? i : first;
        last = cell;
        insert(out->at + first, i - first, place(cell, a->at[i], out->at + first, i - first, o, tick, rng));
    }
}

/* --- judging ---------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void moments(struct jitter *j, const double *drawn)
{
    double column[JITTER_PILOT];

    for (int d = 0; d < JITTER_DISTANCES; d++) {
        double sum = 0, squares = 0;

        for (int i = 0; i < JITTER_PILOT; i++) {
            column[i] = drawn[i * JITTER_DISTANCES + d];
            sum += column[i];
        }
        j->mean[d] = sum / JITTER_PILOT;
        for (int i = 0; i < JITTER_PILOT; i++)
            squares += pow(column[i] - j->mean[d], 2);
        j->sd[d] = sqrt(squares / JITTER_PILOT + .1); /* a tenth of an event: rare distances may never be drawn */
        mem_sort(column, JITTER_PILOT, sizeof *column, by_value);
        j->lo[d] = column[(JITTER_PILOT + 1) / 40 - 1];
        j->hi[d] = column[JITTER_PILOT - (JITTER_PILOT + 1) / 40];
    }
}

/* Largest of SIGN x (c - mean) / sd. */
static double extreme(const struct jitter *j, const double *c, double sign, size_t *at)
{
    double most = -INFINITY;

    for (size_t d = 0; d < JITTER_DISTANCES; d++) {
        double z = sign * (c[d] - j->mean[d]) / j->sd[d];

        if (z > most) {
            most = z;
            *at = d;
        }
    }
    return most;
}

/* One side's sequential p. */
struct side {
    double seen, as_large, p;
};

static void look(struct side *s, double drawn, size_t k)
{
    s->as_large += isnan(s->p) && drawn >= s->seen - 1e-12;
    if (isnan(s->p) && s->as_large >= ENOUGH_DRAWN)
        s->p = s->as_large / (double)k;
}

static void draw_p(struct jitter *j, const struct episodes *a, const struct episodes *b, const struct observed *o, int64_t tick,
                   size_t draws, gsl_rng *rng, struct episodes *jittered)
{
    size_t fewest;
    struct side more = { extreme(j, j->seen, 1, &j->at), 0, NAN }, fewer = { extreme(j, j->seen, -1, &fewest), 0, NAN };
    double c[JITTER_DISTANCES];

    for (size_t k = 1; k <= draws && (isnan(more.p) || isnan(fewer.p)); k++) {
        size_t at;

        draw(a, o, tick, rng, jittered);
        count(jittered, b, c);
        look(&more, extreme(j, c, 1, &at), k);
        look(&fewer, extreme(j, c, -1, &at), k);
    }
    j->p_more = isnan(more.p) ? (1 + more.as_large) / (1 + (double)draws) : more.p;
    j->p_fewer = isnan(fewer.p) ? (1 + fewer.as_large) / (1 + (double)draws) : fewer.p;
    j->p = fmin(1, 2 * fmin(j->p_more, j->p_fewer));
}

/* Median of b - a over the coincidences within D. */
static double lead(const struct episodes *a, const struct episodes *b, when_t d)
{
    when_t *lags = mem_alloc((a->n + 1) * sizeof *lags);
    size_t n = 0, k = 0, lower, upper;
    double median;

    for (size_t i = 0; i < a->n; i++) {
        when_t near = nearest(b, &k, a->at[i]);

        if (near <= d)
            lags[n++] = k < b->n && b->at[k] - a->at[i] == near ? near : -near;
    }
    mem_sort(lags, n, sizeof *lags, by_time);
    upper = n / 2;
    lower = n > 0 ? (n - 1) / 2 : 0;
    median = n > 0 ? ((double)lags[upper] + (double)lags[lower]) / 2 / (double)WHEN_SECOND : NAN;
    free(lags);
    return median;
}

static void judge(struct jitter *j, const struct episodes *a, const struct episodes *b, const struct observed *o, int64_t tick,
                  size_t draws, gsl_rng *rng)
{
    double drawn[JITTER_PILOT * JITTER_DISTANCES];
    struct episodes jittered = { mem_alloc((a->n + 1) * sizeof *jittered.at), 0 };

    for (size_t i = 0; i < JITTER_PILOT; i++) {
        draw(a, o, tick, rng, &jittered);
        count(&jittered, b, drawn + i * JITTER_DISTANCES);
    }
    moments(j, drawn);
    draw_p(j, a, b, o, tick, draws, rng, &jittered);
    j->excess = (j->seen[j->at] - j->mean[j->at]) / (double)(a->n < b->n ? a->n : b->n);
    j->lead_s = lead(a, b, (when_t)(jitter_distances[j->at] * (double)WHEN_SECOND));
    free(jittered.at);
}

struct jitter jitter_test(const when_t *a, size_t n, const when_t *b, size_t m, const struct observed *o, int64_t tick, size_t draws,
                          gsl_rng *rng)
{
    struct episodes x = episodes_of(a, n, o), y = episodes_of(b, m, o);
    struct jitter j = { .n = x.n, .m = y.n, .excess = NAN, .p_more = NAN, .p_fewer = NAN, .p = NAN, .lead_s = NAN };

    count(&x, &y, j.seen);
    if (x.n >= JITTER_LEAST && y.n >= JITTER_LEAST)
        judge(&j, &x, &y, o, tick, draws, rng);
    free(x.at);
    free(y.at);
    return j;
}
