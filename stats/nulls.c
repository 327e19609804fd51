/* nulls.c -- see nulls.h. */

#include "nulls.h"

#include "weekrate.h"
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#define STEP (300 * WHEN_SECOND)
#define STEPS_AN_HOUR 12
#define STEPS_A_DAY 288
#define GROUPS 26
#define LAG_MOST 3600.  /* s: a follower later than that is no burst */
#define LAGS 40
#define CERTAIN 3.      /* standard errors that the excess of short gaps must reach */
#define FOLLOWED_MOST .9
#define OPEN_LEAST .02  /* chance that the cache is open, where the demand is capped */
#define PHI_LEFT .15    /* dispersion that bursts leave over and that is believed */

struct nulls {
    const struct observed *observed;
    when_t start;     /* of the first step, at a UTC midnight */
    int64_t ttl, resolution;
    size_t steps;
    double *expected; /* cumulated, steps + 1 */
    float *seen;      /* part of the step that was observed */
    double tau2, omega2, hour2; /* squared spreads of days, weeks, hours */
    double followed;  /* chance that an event is followed */
    double lag_mean;  /* s */
    double lag[LAGS + 1], share[LAGS + 1]; /* edges (s), and the cumulated share below each */
    size_t lags;
};

/* --- the rate, by the step ---------------------------------------------------------------- */

static void tabulate(struct nulls *u, const struct weekrate *rate)
{
    u->expected[0] = 0;
    for (size_t i = 0; i < u->steps; i++) {
        when_t a = u->start + (when_t)i * STEP;

        u->expected[i + 1] = weekrate_integral(rate, a + STEP);
        u->seen[i] = (float)((double)observed_within(u->observed, a, a + STEP) / (double)STEP);
    }
}

/* Which of the groups a step is in: an hour of the day (0..23), weekdays (24), weekends (25). */
static size_t hour_group(const struct nulls *u, when_t t)
{
    return (size_t)((t - u->start) % WHEN_DAY / WHEN_HOUR);
}

static size_t week_group(const struct nulls *u, when_t t)
{
    (void)u;
    return when_weekday(when_day_of(t)) >= 5 ? 25 : 24;
}

/* By what to scale a group's rate: its count against its expectation, as far as the groups differ by more than noise does.  Behind
   a cache a count of mean e has the variance e (1 - m T)^2 (gaps of T + Exp). */
static void rake_factors(const double *count, const double *expected, double evenness, double *factor)
{
    double excess = 0, squares = 0;

    for (size_t g = 0; g < GROUPS; g++) {
        double d = count[g] - expected[g];

        excess += d * d - evenness * expected[g];
        squares += expected[g] * expected[g];
    }
    for (size_t g = 0; g < GROUPS; g++) {
        double signal = squares > 0 ? fmax(excess, 0) / squares * expected[g] : 0;

        factor[g] = expected[g] > 0 ? 1 + signal / (signal + evenness) * (count[g] / expected[g] - 1) : 1;
    }
}

/* Brings the rate nearer to the counts of the groups. */
static void rake(struct nulls *u, const when_t *times, size_t n, size_t (*group)(const struct nulls *, when_t))
{
    double count[GROUPS] = { 0 }, expected[GROUPS] = { 0 }, factor[GROUPS], last = 0, open;
    double watched = (double)observed_within(u->observed, u->start, observed_end(u->observed));

    for (size_t i = 0; i < n; i++)
        count[group(u, times[i])]++;
    for (size_t i = 0; i < u->steps; i++)
        expected[group(u, u->start + (when_t)i * STEP)] += u->expected[i + 1] - u->expected[i];
    open = fmax(1 - (double)n * (double)u->ttl / watched, OPEN_LEAST);
    rake_factors(count, expected, open * open, factor);
    for (size_t i = 0; i < u->steps; i++) {
        double more = (u->expected[i + 1] - last) * factor[group(u, u->start + (when_t)i * STEP)];

        last = u->expected[i + 1];
        u->expected[i + 1] = u->expected[i] + more;
    }
}

static double at_step(const double *cumulated, size_t steps, double x)
{
    size_t i;

    if (x <= 0)
        return 0;
    if (x >= (double)steps)
        return cumulated[steps];
    i = (size_t)x;
    return cumulated[i] + (x - (double)i) * (cumulated[i + 1] - cumulated[i]);
}

double nulls_expected(const struct nulls *u, when_t t)
{
    return at_step(u->expected, u->steps, (double)(t - u->start) / (double)STEP);
}

double nulls_burst(const struct nulls *u)
{
    return u->followed;
}

/* --- from the rate that passes to the hazard while the cache is open ----------------------- */

/* The intensity of events that start something, when each may be followed: the mean wait of the smaller of Exp(x) and,
   with chance q, a lag is that of Exp(hazard).  With E exp(-x lag) taken as 1 / (1 + x lag_mean) a quadratic. */
static double without_followers(const struct nulls *u, double hazard)
{
    double d = u->lag_mean, b = 1 - hazard * d;

    if (u->followed <= 0)
        return hazard;
    if (d * hazard < 1e-9)
        return hazard * (1 - u->followed);
    return (sqrt(b * b + 4 * d * hazard * (1 - u->followed)) - b) / (2 * d);
}

/* CUMULATED counts what passes; HAZARD gets events a second of observed time by the step. */
static void invert(const struct nulls *u, const double *cumulated, double *hazard)
{
    double back = (double)u->ttl / (double)STEP, seconds = (double)STEP / 1e6;

    for (size_t i = 0; i < u->steps; i++) {
        double m = u->seen[i] > 0 ? (cumulated[i + 1] - cumulated[i]) / (seconds * (double)u->seen[i]) : 0;

        if (u->ttl > 0 && m > 0) {
            double middle = (double)i + .5;
            double full = at_step(cumulated, u->steps, middle) - at_step(cumulated, u->steps, middle - back);

            m /= fmax(1 - full, OPEN_LEAST);
        }
        hazard[i] = without_followers(u, m);
    }
}

/* --- bursts: by how much short gaps exceed what the rate explains -------------------------- */

struct excess {
    double seen[LAGS], expected[LAGS];
    double pairs;
};

static void lag_edges(struct nulls *u)
{
    double unit = fmax((double)u->resolution / 1e6, 1);
    double last = -1;

    u->lags = 0;
    u->lag[0] = 0;
    for (int k = 0; u->lags < LAGS; k++) {
        double edge = floor(exp2((double)k / 3) + .5);

        if (edge <= last)
            continue;
        if ((edge + .5) * unit > LAG_MOST)
            break;
        last = edge;
        u->lag[++u->lags] = (edge - .5) * unit;
    }
}

/* How busy a day was, against its expectation and shrunk towards 1. */
static double day_factor(const struct nulls *u, const when_t *times, size_t n, size_t i, double phi)
{
    when_t from = when_floor(times[i], WHEN_DAY);
    double spread = u->tau2 + u->omega2;
    double expects = nulls_expected(u, from + WHEN_DAY) - nulls_expected(u, from);
    size_t end = i;

    if (spread <= 0)
        return 1;
    while (end < n && times[end] < from + WHEN_DAY)
        end++;
    return ((double)(end - i) / phi + 1 / spread) / (expects / phi + 1 / spread);
}

static void add_gap(const struct nulls *u, struct excess *x, double gap, double hazard)
{
    for (size_t k = 0; k < u->lags; k++) {
        x->expected[k] += exp(-hazard * u->lag[k]) - exp(-hazard * u->lag[k + 1]);
        x->seen[k] += gap >= u->lag[k] && gap < u->lag[k + 1];
    }
    x->pairs++;
}

static void count_gaps(const struct nulls *u, const when_t *times, size_t n, const double *hazard, double phi,
                       struct excess *x)
{
    double busy = 1;
    when_t day = WHEN_MIN;

    for (size_t i = 0; i + 1 < n; i++) {
        when_t gap = times[i + 1] - times[i] - u->ttl;
        size_t step = (size_t)((times[i] + u->ttl - u->start) / STEP);

        if (times[i] >= day + WHEN_DAY) {
            day = when_floor(times[i], WHEN_DAY);
            busy = day_factor(u, times, n, i, phi);
        }
        if (gap >= 0 && step < u->steps && hazard[step] > 0)
            add_gap(u, x, (double)gap / 1e6, busy * hazard[step]);
    }
}

/* The lag up to which the excess grows, when it is there at all. */
static void believe(struct nulls *u, const struct excess *x)
{
    double sum = 0, expected = 0, best = 0, error = 1, mean = 0;
    size_t last = 0;

    for (size_t k = 0; k < u->lags; k++) {
        sum += x->seen[k] - x->expected[k];
        expected += x->expected[k];
        if (sum > best) {
            best = sum;
            last = k + 1;
            error = sqrt(expected + 1);
        }
    }
    u->lags = best >= CERTAIN * error ? last : 0;
    sum = 0;
    for (size_t k = 0; k < u->lags; k++)
        sum += fmax(x->seen[k] - x->expected[k], 0);
    for (size_t k = 0; k < u->lags; k++) {
        double part = fmax(x->seen[k] - x->expected[k], 0) / sum;

        u->share[k + 1] = u->share[k] + part;
        mean += part * (u->lag[k] + u->lag[k + 1]) / 2;
    }
    u->lag_mean = mean;
    u->followed = u->lags > 0 ? fmin(best / x->pairs, FOLLOWED_MOST) : 0;
}

/* What the bursts do not explain of the dispersion of hours. */
static void leftover(struct nulls *u, double phi)
{
    double left = phi - (1 + u->followed) / (1 - u->followed), sum = 0, squares = 0;

    for (size_t i = 0; i + STEPS_AN_HOUR <= u->steps; i += STEPS_AN_HOUR) {
        double m = u->expected[i + STEPS_AN_HOUR] - u->expected[i];

        sum += m;
        squares += m * m;
    }
    u->hour2 = left > PHI_LEFT && squares > 0 ? left * sum / squares : 0;
}

/* --- the fit ------------------------------------------------------------------------------- */

static void fit(struct nulls *u, const when_t *times, size_t n, const struct weekrate *rate)
{
    double *hazard = mem_alloc((u->steps + 1) * sizeof *hazard);
    struct excess x = { { 0 }, { 0 }, 0 };

    tabulate(u, rate);
    if (u->ttl > 0) { /* what passes a cache is more even than the shrinkage of weekrate.h takes it to be */
        rake(u, times, n, hour_group);
        rake(u, times, n, week_group);
    }
    u->tau2 = weekrate_tau2(rate);
    u->omega2 = weekrate_omega2(rate);
    invert(u, u->expected, hazard);
    lag_edges(u);
    count_gaps(u, times, n, hazard, weekrate_phi(rate), &x);
    believe(u, &x);
    leftover(u, weekrate_phi(rate));
    free(hazard);
}

struct nulls *nulls_new(const when_t *times, size_t n, const struct observed *observed, double ttl_s,
                        double resolution_s, struct err *err)
{
    struct weekrate *rate = weekrate_fit(times, n, observed, NULL, 0, err);
    struct nulls *u;

    if (rate == NULL)
        return NULL;
    u = mem_zero(sizeof *u);
    u->observed = observed;
    u->start = when_floor(observed_start(observed), WHEN_DAY);
    u->steps = (size_t)((observed_end(observed) - u->start) / WHEN_DAY + 1) * STEPS_A_DAY;
    u->ttl = (int64_t)llround(ttl_s * 1e6);
    u->resolution = (int64_t)llround(fmax(resolution_s * 1e6, 1));
    u->expected = mem_alloc((u->steps + 1) * sizeof *u->expected);
    u->seen = mem_alloc(u->steps * sizeof *u->seen);
    fit(u, times, n, rate);
    weekrate_free(rate);
    return u;
}

void nulls_free(struct nulls *u)
{
    if (u == NULL)
        return;
    free(u->expected);
    free(u->seen);
    free(u);
}

/* --- drawing ------------------------------------------------------------------------------- */

static double frailty(gsl_rng *rng, double spread)
{
    return spread > 0 ? gsl_ran_gamma(rng, 1 / spread, spread) : 1;
}

/* One draw of busy and quiet weeks, days and hours, as the hazard by the step. */
static void draw_hazard(const struct nulls *u, gsl_rng *rng, struct nulls_stream *s)
{
    double week = 1, day = 1, hour = 1, *cumulated;

    if (s->steps != u->steps) {
        s->hazard = mem_resize(s->hazard, (2 * u->steps + 1) * sizeof *s->hazard);
        s->steps = u->steps;
    }
    cumulated = s->hazard + u->steps;
    cumulated[0] = 0;
    for (size_t i = 0; i < u->steps; i++) {
        if (i % (7 * STEPS_A_DAY) == 0)
            week = frailty(rng, u->omega2);
        if (i % STEPS_A_DAY == 0)
            day = frailty(rng, u->tau2);
        if (i % STEPS_AN_HOUR == 0)
            hour = frailty(rng, u->hour2);
        cumulated[i + 1] = cumulated[i] + week * day * hour * (u->expected[i + 1] - u->expected[i]);
    }
    invert(u, cumulated, s->hazard);
}

/* The first event after T (microseconds from the start) when the hazard is worth AMOUNT; INT64_MAX: none. */
static int64_t reach(const struct nulls *u, const double *hazard, int64_t t, double amount)
{
    size_t i = (size_t)(t / STEP);
    double at = (double)(t % STEP) / 1e6;

    for (; i < u->steps; i++, at = 0) {
        double left = hazard[i] * ((double)STEP / 1e6 - at);

        if (left > amount)
            return (int64_t)i * STEP + (int64_t)((at + amount / hazard[i]) * 1e6);
        amount -= left;
    }
    return INT64_MAX;
}

/* Microseconds. */
static int64_t draw_lag(const struct nulls *u, gsl_rng *rng)
{
    double x = gsl_rng_uniform(rng);
    size_t k = 1;

    while (k < u->lags && u->share[k] <= x)
        k++;
    return (int64_t)((u->lag[k - 1] + gsl_rng_uniform(rng) * (u->lag[k] - u->lag[k - 1])) * 1e6);
}

static void keep(const struct nulls *u, int64_t t, struct nulls_stream *out)
{
    when_t at = when_floor(u->start + t, u->resolution);

    if (!observed_at(u->observed, at))
        return;
    out->at = mem_grow(out->at, &out->capacity, out->n + 1, sizeof *out->at);
    out->at[out->n++] = at;
}

void nulls_draw(const struct nulls *u, gsl_rng *rng, struct nulls_stream *out)
{
    int64_t t;

    draw_hazard(u, rng, out);
    out->n = 0;
    t = reach(u, out->hazard, 0, gsl_ran_exponential(rng, 1));
    while (t != INT64_MAX) {
        int64_t open = t + u->ttl, next = reach(u, out->hazard, open, gsl_ran_exponential(rng, 1));

        keep(u, t, out);
        if (u->followed > 0 && gsl_rng_uniform(rng) < u->followed) {
            int64_t follower = open + draw_lag(u, rng);

            next = follower < next ? follower : next;
        }
        t = next;
    }
}

void nulls_stream_release(struct nulls_stream *s)
{
    free(s->at);
    free(s->hazard);
    *s = (struct nulls_stream)NULLS_STREAM_INIT;
}
