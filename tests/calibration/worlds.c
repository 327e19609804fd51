/* worlds.c -- see worlds.h. */

#include "worlds.h"

#include "numbers/stream.h"
#include "sim_cache.h"
#include <gsl/gsl_randist.h>
#include <math.h>

#define UNEVEN .2  /* variance of a day's factor */
#define KINDRED_SD .4
#define KINDRED_RHO .6 /* from one day to the next */
#define REPEATS 1. /* of an event, on average */

static const struct sim_office office = {
    .start = 9, .end = 17, .softness = .7, .dip = .3, .dip_at = 12.5, .weekend = .3, .night = .1,
};

static const struct {
    unsigned property;
    const char *name;
} properties[] = {
    { WORLD_UNEVEN, "uneven days" }, { WORLD_KINDRED, "kindred days" }, { WORLD_BURSTS, "bursts" }, { WORLD_CACHE, "cache" }, { WORLD_AMONG, "others" },
    { WORLD_OUTAGES, "outages" },    { WORLD_SECONDS, "1 s" },   { WORLD_MINUTES, "1 min" },
};

void world_name(const struct world *w, char out[WORLD_NAME])
{
    struct buf b = BUF_INIT;

    buf_add_text(&b, w->properties & WORLD_DIURNAL ? "diurnal" : "homogeneous");
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        if (w->properties & properties[i].property)
            buf_add_format(&b, " + %s", properties[i].name);
    }
    snprintf(out, WORLD_NAME, "%s; %g a day; %d d", b.at, w->per_day, w->days);
    buf_release(&b);
}

/* Mean of the office's profile over a week: the rate of the plateau that makes `per_day`. */
static double office_mean(void)
{
    static double mean;
    const struct sim_rate one = { .level = 1, .office = &office };

    if (mean <= 0)
        mean = sim_rate_expected(&one, WORLD_START, WORLD_START + WHEN_WEEK) / 168;
    return mean;
}

/* Puts autocorrelated factors in the place of the gamma ones. */
static void make_kindred(struct sim_rate *rate, gsl_rng *rng)
{
    double x = gsl_ran_gaussian(rng, KINDRED_SD);

    for (size_t i = 0; i < rate->n_days; i++) {
        rate->frailty[i] = exp(x - KINDRED_SD * KINDRED_SD / 2);
        x = KINDRED_RHO * x + gsl_ran_gaussian(rng, KINDRED_SD * sqrt(1 - KINDRED_RHO * KINDRED_RHO));
    }
}

/* By the office's clock, which is ahead of UTC by AHEAD. */
static void draw_rate(const struct world *w, when_t ahead, gsl_rng *rng, struct sim_times *out)
{
    bool diurnal = w->properties & WORLD_DIURNAL;
    struct sim_rate rate = {
        .level = w->per_day / 24 / (diurnal ? office_mean() : 1),
        .office = diurnal ? &office : NULL,
        .dispersion = w->properties & (WORLD_UNEVEN | WORLD_KINDRED) ? UNEVEN : 0,
    };
    const when_t start = WORLD_START + ahead, end = start + w->days * WHEN_DAY;

    sim_rate_prepare(&rate, start, end, rng);
    if (w->properties & WORLD_KINDRED)
        make_kindred(&rate, rng);
    sim_rate_draw(&rate, start, end, rng, out);
    sim_rate_release(&rate);
    for (size_t i = 0; i < out->n; i++)
        out->at[i] -= ahead;
}

static void add_repeats(gsl_rng *rng, struct sim_times *times)
{
    for (size_t i = 0, n = times->n; i < n; i++) {
        when_t t = times->at[i];

        while (gsl_rng_uniform(rng) < REPEATS / (1 + REPEATS)) {
            t += (when_t)(gsl_ran_flat(rng, 3, 200) * (double)WHEN_SECOND);
            sim_times_add(times, t);
        }
    }
    sim_times_sort(times);
}

static void pass_cache(struct sim_times *times)
{
    struct sim_cache *cache = sim_cache_new(WORLD_TTL, 0);
    size_t kept = 0;

    for (size_t i = 0; i < times->n; i++) {
        if (sim_cache_asks(cache, TEXT("name"), times->at[i]))
            times->at[kept++] = times->at[i];
    }
    times->n = kept;
    sim_cache_free(cache);
}

/* A second stream by the same clock, of half the rate. */
static void add_others(const struct world *w, when_t ahead, gsl_rng *rng, struct sim_times *times)
{
    const struct world half = { w->properties, w->per_day / 2, w->days };
    struct sim_times others = { NULL, 0, 0 };

    draw_rate(&half, ahead, rng, &others);
    for (size_t i = 0; i < others.n; i++)
        sim_times_add(times, others.at[i]);
    sim_times_release(&others);
    sim_times_sort(times);
}

/* Days without outage stand between those with one, so that no piece is empty. */
static void watch(const struct world *w, gsl_rng *rng, struct observed *o)
{
    const int third = w->days / 3;
    int lost[3] = { -1, -1, -1 };

    o->n = 0;
    for (int k = 0; k < 3 && w->properties & WORLD_OUTAGES; k++)
        lost[k] = k * third + 1 + (int)gsl_rng_uniform_int(rng, (unsigned long)(third > 2 ? third - 2 : 1));
    for (int d = 0; d < w->days; d++) {
        const when_t day = WORLD_START + d * WHEN_DAY;
        const bool pause = w->properties & WORLD_OUTAGES && d % 10 == 5;

        if (d == lost[0] || d == lost[1] || d == lost[2])
            continue;
        observed_add(o, day, day + (pause ? 10 : 24) * WHEN_HOUR);
        if (pause)
            observed_add(o, day + 12 * WHEN_HOUR, day + WHEN_DAY);
    }
}

static void cut(struct sim_times *times, when_t step)
{
    for (size_t i = 0; i < times->n; i++)
        times->at[i] = when_floor(times->at[i], step);
}

static void keep_observed(struct sim_times *times, const struct observed *o)
{
    size_t kept = 0;

    for (size_t i = 0; i < times->n; i++) {
        if (observed_at(o, times->at[i]))
            times->at[kept++] = times->at[i];
    }
    times->n = kept;
}

void world_draw(const struct world *w, uint64_t seed, size_t i, struct world_events *out)
{
    char name[WORLD_NAME], number[32];

    world_name(w, name);
    snprintf(number, sizeof number, "%zu", i);
    gsl_rng *rng = stream_new(seed, name, number);

    out->times.n = 0;
    const when_t ahead = (when_t)(gsl_rng_uniform(rng) * (double)WHEN_DAY);
    draw_rate(w, ahead, rng, &out->times);
    if (w->properties & WORLD_BURSTS)
        add_repeats(rng, &out->times);
    if (w->properties & WORLD_CACHE)
        pass_cache(&out->times);
    if (w->properties & WORLD_AMONG)
        add_others(w, ahead, rng, &out->times);
    if (w->properties & WORLD_SECONDS)
        cut(&out->times, WHEN_SECOND);
    if (w->properties & WORLD_MINUTES)
        cut(&out->times, 60 * WHEN_SECOND);
    watch(w, rng, &out->observed);
    keep_observed(&out->times, &out->observed);
    gsl_rng_free(rng);
}

void world_release(struct world_events *e)
{
    sim_times_release(&e->times);
    observed_release(&e->observed);
}
