/* cadence_explain.c -- see cadence.h: the ways to explain a series, each measured on the half that it was not
   fitted to. */

#include "cadence_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WORK_MOST 4e6 /* pairs of a chain's pass */
#define CANDIDATES 8
#define SELDOM .25    /* visits a tick below which a clock is a grid */
#define LEAK .01      /* of the demand that passes a cache before the TTL is over */
#define SLACK .99     /* of the TTL, for clocks and networks */
#define PROFILE_PRIOR 1. /* visits that every hour of the day starts with */

/* Bursts: each visit brings `share` others, after exponential lags of mean `lag`. */
struct bursts {
    double share, lag;
};

static const double burst_shares[] = { .05, .1, .2, .3, .5, .7 };
static const double burst_lags[] = { 5, 20, 60, 300, 1200 };

/* What the visits before add at each visit when every one brings exactly one more. */
static void echoes(const double *t, size_t n, double lag, double *out)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        sum = i > 0 ? (sum + 1) * exp(-(t[i] - t[i - 1]) / lag) : 0;
        out[i] = sum / lag;
    }
}

/* Log likelihood of bursts over none, given what each visit adds. */
static double burst_gain(const struct split_data *d, const double *echo, double share)
{
    double sum = 0;

    for (size_t i = 0; i < d->n; i++)
        sum += log((1 - share) + share * echo[i] / d->mu[i]);
    return sum;
}

static struct bursts bursts_fit(const struct split_data *d)
{
    struct bursts best = { 0, 60 };
    double *echo = mem_alloc((d->n + 1) * sizeof *echo), most = 3; /* two numbers are fitted */

    for (size_t l = 0; l < sizeof burst_lags / sizeof *burst_lags; l++) {
        echoes(d->t, d->n, burst_lags[l], echo);
        for (size_t k = 0; k < sizeof burst_shares / sizeof *burst_shares; k++) {
            double gain = burst_gain(d, echo, burst_shares[k]);

            if (gain > most) {
                most = gain;
                best = (struct bursts){ burst_shares[k], burst_lags[l] };
            }
        }
    }
    free(echo);
    return best;
}

/* --- one half, and the other ------------------------------------------------------------------ */

struct half {
    struct split_data d;
    double *burst;
};

static void half_init(struct half *h, const struct search *s, const double *mu, size_t from, size_t to)
{
    double start = from > 0 ? (s->t[from - 1] + s->t[from]) / 2 : 0;
    double end = to < s->n ? (s->t[to - 1] + s->t[to]) / 2 : (double)s->backdrop.n * BACKDROP_CELL;

    h->burst = mem_alloc((to - from + 1) * sizeof *h->burst);
    h->d = (struct split_data){ s->t + from, mu + from, NULL, 1, 0, to - from, start, end, &s->backdrop };
}

static void half_bursts(struct half *h, struct bursts b)
{
    if (b.share <= 0) {
        h->d.burst = NULL;
        h->d.calm = 1;
        return;
    }
    echoes(h->d.t, h->d.n, b.lag, h->burst);
    for (size_t i = 0; i < h->d.n; i++)
        h->burst[i] *= b.share;
    h->d.burst = h->burst;
    h->d.calm = 1 - b.share;
}

static double alone_gain(const struct half *h, struct bursts b)
{
    double sum = 0;

    if (b.share <= 0)
        return 0;
    for (size_t i = 0; i < h->d.n; i++)
        sum += log(h->d.calm + h->burst[i] / h->d.mu[i]);
    return sum;
}

/* --- a machine of several voices ----------------------------------------------------------------

   A program may ask twice or three times a cycle, each at its own place.  The first voice is fitted to all visits, the
   next to those that the voices before it left, with the same period. */

#define VOICES 4
#define VOICE_GAIN 8.   /* nats that a further voice must bring where it is fitted */
#define VOICE_SHARE .05 /* and of the visits */

struct machine {
    struct beacon voice[VOICES];
    size_t n;
};

/* What the voices before have left: a copy that its owner frees. */
struct rest {
    struct split_data d;
    double *t, *mu, *burst, *posterior;
    size_t *from; /* places in the half's visits */
};

static void rest_init(struct rest *r, const struct split_data *d)
{
    size_t n = d->n + 1;

    r->t = mem_alloc(4 * n * sizeof *r->t);
    r->mu = r->t + n;
    r->burst = r->mu + n;
    r->posterior = r->burst + n;
    r->from = mem_alloc(n * sizeof *r->from);
    r->d = *d;
    memcpy(r->t, d->t, d->n * sizeof *r->t);
    memcpy(r->mu, d->mu, d->n * sizeof *r->mu);
    if (d->burst != NULL)
        memcpy(r->burst, d->burst, d->n * sizeof *r->burst);
    for (size_t i = 0; i < d->n; i++)
        r->from[i] = i;
    r->d.t = r->t;
    r->d.mu = r->mu;
    r->d.burst = d->burst != NULL ? r->burst : NULL;
}

static void rest_release(struct rest *r)
{
    free(r->t);
    free(r->from);
}

/* Takes out the visits that are the voice's. */
static void rest_without(struct rest *r, double rate)
{
    size_t n = 0;

    for (size_t i = 0; i < r->d.n; i++) {
        if (r->posterior[i] >= .5)
            continue;
        r->t[n] = r->t[i];
        r->mu[n] = r->mu[i];
        r->burst[n] = r->burst[i];
        r->from[n++] = r->from[i];
    }
    r->d.n = n;
    r->d.taken += rate;
}

static bool machine_fit(const struct half *h, struct beacon start, struct machine *m)
{
    struct rest r;
    double least = fmax(CADENCE_LEAST / 2.0, VOICE_SHARE * (double)h->d.n);

    rest_init(&r, &h->d);
    m->n = 0;
    while (m->n < VOICES && (double)r.d.n >= least) {
        struct beacon b = start;
        double gain;

        if (!split_fit(&r.d, &b))
            break;
        gain = split_gain(&r.d, &b, r.posterior);
        if (m->n > 0 && (gain < VOICE_GAIN || fabs(b.period / start.period - 1) > .02))
            break;
        m->voice[m->n++] = b;
        start.period = b.period;
        rest_without(&r, b.rate);
    }
    rest_release(&r);
    return m->n > 0;
}

/* Log likelihood ratio to the backdrop; POSTERIOR may be NULL. */
static double machine_gain(const struct half *h, const struct machine *m, double *posterior)
{
    struct rest r;
    double sum = 0;

    rest_init(&r, &h->d);
    for (size_t k = 0; k < m->n; k++) {
        sum += split_gain(&r.d, &m->voice[k], r.posterior);
        for (size_t i = 0; posterior != NULL && i < r.d.n; i++)
            posterior[r.from[i]] = fmax(posterior[r.from[i]], r.posterior[i]);
        rest_without(&r, m->voice[k].rate);
    }
    rest_release(&r);
    return sum;
}

/* Machine over the even part of the backdrop, fitted to A, measured on B: with the bursts of A or with none, whichever
   explains A better. */
static double out_of_sample(struct half *a, struct half *b, struct beacon start, struct bursts bursts)
{
    struct bursts choice[2] = { { 0, 60 }, bursts };
    double best = -INFINITY, out = -INFINITY;

    for (int k = 0; k < (bursts.share > 0 ? 2 : 1); k++) {
        struct machine fit;
        double gain;

        half_bursts(a, choice[k]);
        if (!machine_fit(a, start, &fit))
            continue;
        gain = machine_gain(a, &fit, NULL) + alone_gain(a, choice[k]);
        if (gain > best) {
            best = gain;
            half_bursts(b, choice[k]);
            out = machine_gain(b, &fit, NULL) + alone_gain(b, choice[k]);
        }
    }
    return out;
}

/* --- people ------------------------------------------------------------------------------------- */

static int hour_of(const struct backdrop *b, double t)
{
    return (int)(((int64_t)(t / 3600) + b->origin / WHEN_HOUR) % 24 + 24) % 24;
}

/* Hour of the day as A has it, over an even rate, on B. */
static double people_gain(const struct half *a, const struct half *b)
{
    const struct backdrop *drop = a->d.backdrop;
    double count[24], seen[24] = { 0 }, here[24] = { 0 }, total = 0, whole = 0, expected = 0, gain = 0;

    for (int h = 0; h < 24; h++)
        count[h] = 0;
    for (size_t i = 0; i < a->d.n; i++)
        count[hour_of(drop, a->d.t[i])]++;
    for (size_t i = 0; i < drop->n; i++) {
        double t = ((double)i + .5) * BACKDROP_CELL;

        if (t >= a->d.start && t < a->d.end)
            seen[hour_of(drop, t)] += drop->seen[i];
        if (t >= b->d.start && t < b->d.end)
            here[hour_of(drop, t)] += drop->seen[i];
    }
    for (int h = 0; h < 24; h++) {
        total += count[h];
        whole += seen[h];
    }
    for (int h = 0; h < 24; h++) {
        double even = total * seen[h] / fmax(whole, 1);

        count[h] = (count[h] + PROFILE_PRIOR) / (even + PROFILE_PRIOR); /* the hour's factor */
        expected += count[h] * here[h];
    }
    whole = 0;
    for (int h = 0; h < 24; h++)
        whole += here[h];
    for (size_t i = 0; i < b->d.n; i++)
        gain += log(count[hour_of(drop, b->d.t[i])] * whole / fmax(expected, 1e-9));
    return gain;
}

/* --- a cache -------------------------------------------------------------------------------------- */

/* Log likelihood of demand behind a cache over the bare backdrop, on all visits; each hour's demand that was fitted is
   paid for by half a nat. */
static double cache_gain(const struct cadence *c, const struct search *s, const double *mu, double ttl)
{
    const struct observed *o = s->backdrop.observed;
    double gain = backdrop_left(&s->backdrop, 0, (double)s->backdrop.n * BACKDROP_CELL, 0, 0) - 24;
    when_t open = observed_start(o), closed = (when_t)(SLACK * ttl * 1e6);
    struct open_demand d;

    open_demand_init(&d, c->times, c->n, o, ttl);
    for (size_t i = 0; i < c->n; i++) {
        bool hidden = i > 0 && c->times[i] < open;
        double l = open_demand_at(&d, c->times[i]) * (hidden ? LEAK : 1);

        gain += log(fmax(l, 1e-12) / mu[i]) - open_demand_within(&d, o, open, c->times[i]);
        open = c->times[i] + closed;
        gain -= LEAK * open_demand_at(&d, c->times[i]) * ttl;
    }
    return gain - open_demand_within(&d, o, open, observed_end(o));
}

/* --- all of them ------------------------------------------------------------------------------------ */

struct trial {
    struct beacon start;
    double gain, price; /* price: log of the number of periods that were tried */
};

static void add_trial(struct trial *list, size_t *n, const struct half *all, struct beacon start, double price)
{
    if (*n < CANDIDATES && start.period > 0
        && (start.kind == BEACON_CLOCK || split_work(&all->d, start.period) <= WORK_MOST))
        list[(*n)++] = (struct trial){ start, 0, price };
}

/* Where a clock's grid is used seldom, one or two visits may come in so many of its ticks. */
static void add_multiples(struct trial *list, size_t *n, const struct half *all, struct beacon start, double price,
                          double longest)
{
    struct beacon b = start;

    if (!split_fit(&all->d, &b) || b.rate * b.period > SELDOM)
        return;
    for (int k = 1; k <= 2; k++) {
        struct beacon more = start;
        double times = round(k / (b.rate * b.period));

        more.period *= times;
        more.jitter /= times;
        if (times >= 2 && more.period <= longest)
            add_trial(list, n, all, more, price);
    }
}

static size_t candidates(const struct cadence *c, const struct search *s, const struct half *all,
                         struct trial out[CANDIDATES])
{
    double clock_price = log(fmax(c->clock.trials, 1)), lag_price = log(fmax(s->trials, 1));
    double jitter = c->clock.harmonics > 1 ? .2 / c->clock.harmonics : .2, lag_jitter = c->lag.width / 2;
    struct beacon clock = { .kind = BEACON_CLOCK, .period = c->clock.period, .jitter = jitter };
    size_t n = 0;

    if (clock.period > 0) {
        add_trial(out, &n, all, clock, clock_price);
        add_multiples(out, &n, all, clock, clock_price, s->longest);
        clock.kind = BEACON_SLEEP;
        if (c->clock.p <= CADENCE_ALPHA)
            add_trial(out, &n, all, clock, clock_price);
    }
    for (double times = .5; c->lag.period > 0 && times <= 2; times *= 2) {
        struct beacon sleep = { .kind = BEACON_SLEEP, .period = times * c->lag.period, .jitter = lag_jitter };

        if (sleep.period >= s->shortest / 2)
            add_trial(out, &n, all, sleep, lag_price);
    }
    return n;
}

static void interval(struct cadence *c)
{
    double error = c->beacon.kind == BEACON_CLOCK ? c->clock.error * c->beacon.period / c->clock.period
                                                  : c->beacon.error;

    c->lo_s = c->beacon.period - 1.959963984540054 * error;
    c->hi_s = c->beacon.period + 1.959963984540054 * error;
}

/* The best candidate fitted to everything. */
static void settle(struct cadence *c, struct half *all, struct beacon start, struct bursts bursts)
{
    struct machine m;
    double sum = 0;

    half_bursts(all, bursts);
    c->beacon = (struct beacon){ .period = NAN };
    if (!machine_fit(all, start, &m))
        return;
    c->beacon = m.voice[0];
    c->voices = m.n;
    c->posterior = mem_zero((c->n + 1) * sizeof *c->posterior);
    machine_gain(all, &m, c->posterior);
    for (size_t i = 0; i < c->n; i++)
        sum += c->posterior[i];
    c->share = sum / (double)c->n;
    interval(c);
}

/* A machine over people, both fitted to one half and measured on the other, both ways. */
static double both_ways(struct half *a, struct half *b, struct bursts of_a, struct bursts of_b, const struct trial *t)
{
    double gain, people;

    gain = out_of_sample(a, b, t->start, of_a) + out_of_sample(b, a, t->start, of_b);
    half_bursts(b, of_a);
    half_bursts(a, of_b);
    people = alone_gain(b, of_a) + alone_gain(a, of_b);
    return gain - fmax(0, people) - t->price;
}

void cadence_explain(struct cadence *c, const struct search *s, const struct cadence_how *how)
{
    struct trial trial[CANDIDATES];
    struct half a, b, all;
    struct bursts of_a, of_b;
    double *mu = mem_alloc((s->n + 1) * sizeof *mu);
    size_t n, best = 0;

    for (size_t i = 0; i < s->n; i++)
        mu[i] = backdrop_rate(&s->backdrop, s->t[i]);
    half_init(&a, s, mu, 0, s->n / 2);
    half_init(&b, s, mu, s->n / 2, s->n);
    half_init(&all, s, mu, 0, s->n);
    of_a = bursts_fit(&a.d);
    of_b = bursts_fit(&b.d);
    n = candidates(c, s, &all, trial);
    for (size_t i = 0; i < n; i++) {
        trial[i].gain = both_ways(&a, &b, of_a, of_b, &trial[i]);
        best = trial[i].gain > trial[best].gain ? i : best;
    }
    if (n > 0) {
        c->log_machine = trial[best].gain - log((double)n);
        settle(c, &all, trial[best].start, bursts_fit(&all.d));
    }
    c->log_people = people_gain(&a, &b) + people_gain(&b, &a);
    if (how->ttl_s > 0)
        c->log_cache = cache_gain(c, s, mu, how->ttl_s);
    free(a.burst);
    free(b.burst);
    free(all.burst);
    free(mu);
}
