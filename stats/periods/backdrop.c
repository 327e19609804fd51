/* backdrop.c -- see backdrop.h. */

#include "backdrop.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#define SMEAR (30 * 60 * WHEN_SECOND)
#define LEAST .05 /* of the mean rate */
#define CERTAIN 3.       /* standard errors from which bursts are believed */
#define FOLLOWED_MOST .9

static int by_time(const void *a, const void *b)
{
    when_t x = *(const when_t *)a, y = *(const when_t *)b;

    return (x > y) - (x < y);
}

/* A copy with each time moved by up to half an hour, unless that leads out of what was watched. */
static when_t *smeared(const when_t *times, size_t n, const struct observed *o, gsl_rng *rng)
{
    when_t *out = mem_alloc((n + 1) * sizeof *out);

    for (size_t i = 0; i < n; i++) {
        out[i] = times[i] + (when_t)((2 * gsl_rng_uniform(rng) - 1) * (double)SMEAR);
        if (!observed_at(o, out[i]))
            out[i] = times[i];
    }
    mem_sort(out, n, sizeof *out, by_time);
    return out;
}

static void tabulate(struct backdrop *b, const struct observed *o)
{
    when_t step = (when_t)BACKDROP_CELL * WHEN_SECOND, end = observed_end(o);
    double total, seconds = 0, mean;

    b->origin = when_floor(observed_start(o), WHEN_HOUR);
    b->n = (size_t)((end - b->origin) / step) + 1;
    b->rate = mem_alloc(b->n * sizeof *b->rate);
    b->seen = mem_alloc(b->n * sizeof *b->seen);
    for (size_t i = 0; i < o->n; i++)
        seconds += (double)(o->at[i].end - o->at[i].start) / 1e6;
    total = nulls_expected(b->nulls, end);
    mean = total / fmax(seconds, 1);
    for (size_t i = 0; i < b->n; i++) {
        when_t at = b->origin + (when_t)i * step, wide = at - step / 2;
        double seen = (double)observed_within(o, wide, wide + 2 * step) / 1e6;
        double events = nulls_expected(b->nulls, wide + 2 * step) - nulls_expected(b->nulls, wide);

        b->seen[i] = (double)observed_within(o, at, at + step) / 1e6;
        b->rate[i] = seen > 0 ? fmax(events / seen, LEAST * mean) : mean;
    }
}

/* --- bursts ---------------------------------------------------------------------------------- */

static const double lags[] = { 10, 20, 40, 80, 120, 200, 300, 400, 600 };

/* By how many gaps up to LAG exceed what the rate explains, in standard errors; FOLLOWED gets the share. */
static double excess(const struct backdrop *b, const when_t *times, size_t n, double lag, double *followed)
{
    double seen = 0, expected = 0, room = 0;

    for (size_t i = 0; i + 1 < n; i++) {
        double mean = lag * backdrop_rate(b, (double)(times[i] - b->origin) / 1e6 + lag / 2);

        seen += (double)(times[i + 1] - times[i]) / 1e6 <= lag;
        expected -= expm1(-mean);
        room += exp(-mean);
    }
    *followed = fmin(fmax((seen - expected) / fmax(room, 1), 0), FOLLOWED_MOST);
    return (seen - expected) / sqrt(expected + 1);
}

static void find_bursts(struct backdrop *b, const when_t *times, size_t n)
{
    double best = CERTAIN;

    for (size_t k = 0; k < sizeof lags / sizeof *lags; k++) {
        double followed, z = excess(b, times, n, lags[k], &followed);

        if (z > best) {
            best = z;
            b->followed = followed;
            b->lag = lags[k];
        }
    }
}

/* Each of the stream is kept with the chance that it is no follower, and followed. */
static void add_bursts(const struct backdrop *b, gsl_rng *rng, struct nulls_stream *out)
{
    size_t mothers = 0, n;

    for (size_t i = 0; i < out->n; i++) {
        if (gsl_rng_uniform(rng) >= b->followed)
            out->at[mothers++] = out->at[i];
    }
    n = mothers;
    for (size_t i = 0; i < mothers; i++) {
        when_t t = out->at[i];

        while (gsl_rng_uniform(rng) < b->followed) {
            t += (when_t)(gsl_rng_uniform(rng) * b->lag * 1e6);
            out->at = mem_grow(out->at, &out->capacity, n + 1, sizeof *out->at);
            out->at[n++] = b->tick > 0 ? when_floor(t, b->tick) : t;
        }
    }
    out->n = n;
    mem_sort(out->at, n, sizeof *out->at, by_time);
}

/* What passes the cache of one draw of the demand; unobserved visits close it too. */
static void draw_cached(const struct backdrop *b, gsl_rng *rng, struct nulls_stream *out)
{
    when_t closed = (when_t)(b->demand.ttl_s * 1e6), t = observed_start(b->observed);

    out->n = 0;
    while ((t = open_demand_next(&b->demand, b->observed, t, gsl_ran_exponential(rng, 1))) != WHEN_MAX) {
        when_t at = b->tick > 0 ? when_floor(t, b->tick) : t;

        out->at = mem_grow(out->at, &out->capacity, out->n + 1, sizeof *out->at);
        if (observed_at(b->observed, at))
            out->at[out->n++] = at;
        t += closed;
    }
}

void backdrop_draw(const struct backdrop *b, gsl_rng *rng, struct nulls_stream *out)
{
    if (b->demand.ttl_s > 0) {
        draw_cached(b, rng, out);
        return;
    }
    nulls_draw(b->nulls, rng, out);
    if (b->followed > 0)
        add_bursts(b, rng, out);
}

bool backdrop_init(struct backdrop *b, const when_t *times, size_t n, const struct observed *observed,
                   double resolution_s, gsl_rng *rng, struct err *err)
{
    when_t *smear = smeared(times, n, observed, rng);

    *b = (struct backdrop){ .tick = (when_t)(resolution_s * 1e6), .observed = observed };
    b->nulls = nulls_new(smear, n, observed, resolution_s, err);
    free(smear);
    if (b->nulls == NULL)
        return false;
    tabulate(b, observed);
    return true;
}

void backdrop_ready(struct backdrop *b, const when_t *times, size_t n, double ttl_s)
{
    if (ttl_s > 0)
        open_demand_init(&b->demand, times, n, b->observed, ttl_s);
    else
        find_bursts(b, times, n);
}

void backdrop_release(struct backdrop *b)
{
    nulls_free(b->nulls);
    free(b->rate);
    free(b->seen);
    *b = (struct backdrop){ 0 };
}

double backdrop_rate(const struct backdrop *b, double t)
{
    double x = t / BACKDROP_CELL - .5, last = (double)b->n - 1;
    size_t i;

    if (x <= 0)
        return b->rate[0];
    if (x >= last)
        return b->rate[b->n - 1];
    i = (size_t)x;
    return b->rate[i] + (x - (double)i) * (b->rate[i + 1] - b->rate[i]);
}

void backdrop_weights(const struct backdrop *b, const double *t, size_t n, double *weight)
{
    for (size_t i = 0; i < n; i++)
        weight[i] = 1 / backdrop_rate(b, t[i]);
}

/* The part of cell I that lies in [from, to). */
static double part_of(size_t i, double from, double to)
{
    double a = fmax(from, (double)i * BACKDROP_CELL), z = fmin(to, ((double)i + 1) * BACKDROP_CELL);

    return fmax(0, (z - a) / BACKDROP_CELL);
}

static size_t first_cell(double from)
{
    return from > 0 ? (size_t)(from / BACKDROP_CELL) : 0;
}

double backdrop_left(const struct backdrop *b, double from, double to, double rate, double share)
{
    double sum = 0;

    for (size_t i = first_cell(from); i < b->n && (double)i * BACKDROP_CELL < to; i++)
        sum += b->seen[i] * part_of(i, from, to) * fmax(b->rate[i] - rate, share * b->rate[i]);
    return sum;
}

double backdrop_seen(const struct backdrop *b, double from, double to)
{
    double sum = 0;

    for (size_t i = first_cell(from); i < b->n && (double)i * BACKDROP_CELL < to; i++)
        sum += b->seen[i] * part_of(i, from, to);
    return sum;
}
