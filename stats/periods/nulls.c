/* nulls.c -- see nulls.h. */

#include "nulls.h"

#include "rates/weekrate.h"
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#define STEP (300 * WHEN_SECOND)
#define STEPS_AN_HOUR 12
#define STEPS_A_DAY 288
#define LAG_MOST 3600.  /* s: a follower later than that is no burst */
#define LAGS 40
#define CERTAIN 3.      /* standard errors that the excess of short gaps must reach */
#define FOLLOWED_MOST .9
#define PHI_LEFT .15    /* dispersion that bursts leave over and that is believed */

struct nulls {
    const struct observed *observed;
    when_t start;     /* of the first step, at a UTC midnight */
    int64_t resolution;
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

/* Twelve steps of an hour that begins at step I; they share it evenly when it was observed whole. */
static void tabulate_hour(struct nulls *u, const struct weekrate *rate, size_t i)
{
    when_t from = u->start + (when_t)i * STEP;
    bool whole = observed_within(u->observed, from, from + WHEN_HOUR) == WHEN_HOUR;
    double end = whole ? weekrate_integral(rate, from + WHEN_HOUR) : 0;

    for (size_t k = 1; k <= STEPS_AN_HOUR; k++) {
        when_t to = from + (when_t)k * STEP;
        double part = (double)k / STEPS_AN_HOUR;

        u->expected[i + k] = whole ? u->expected[i] + part * (end - u->expected[i]) : weekrate_integral(rate, to);
        u->seen[i + k - 1] = whole ? 1 : (float)((double)observed_within(u->observed, to - STEP, to) / (double)STEP);
    }
}

static void tabulate(struct nulls *u, const struct weekrate *rate)
{
    u->expected[0] = 0;
    for (size_t i = 0; i < u->steps; i += STEPS_AN_HOUR)
        tabulate_hour(u, rate, i);
}

double nulls_expected(const struct nulls *u, when_t t)
{
    double x = (double)(t - u->start) / (double)STEP;
    size_t i;

    if (x <= 0)
        return 0;
    if (x >= (double)u->steps)
        return u->expected[u->steps];
    i = (size_t)x;
    return u->expected[i] + (x - (double)i) * (u->expected[i + 1] - u->expected[i]);
}

void nulls_expected_row(const struct nulls *u, when_t from, double first, double width_s, size_t n, double *out)
{
    double x0 = (double)(from - u->start) / (double)STEP, dx = width_s * (double)WHEN_SECOND / (double)STEP;
    size_t i = 0;

    for (; i < n && x0 + (first + (double)i + 1) * dx <= 0; i++)
        out[i] = 0;
    while (i < n) { /* the ends of bins that fall into one step lie on one line */
        double at = first + (double)i + 1, x = x0 + at * dx, low, rise, step;
        size_t k = (size_t)x;

        if (k >= u->steps)
            break;
        step = (double)k;
        low = u->expected[k];
        rise = u->expected[k + 1] - low;
        for (; i < n && x < step + 1; x = x0 + ++at * dx)
            out[i++] = low + (x - step) * rise;
    }
    for (; i < n; i++)
        out[i] = u->expected[u->steps];
}

double nulls_burst(const struct nulls *u)
{
    return u->followed;
}

/* --- from the rate of all events to that of those that start something --------------------- */

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

/* Events a second of observed time that start something in step I, on a day that is BUSY times as busy as usual. */
static double hazard_in(const struct nulls *u, size_t i, double busy)
{
    double seconds = (double)STEP / 1e6 * (double)u->seen[i];

    return without_followers(u, seconds > 0 ? busy * (u->expected[i + 1] - u->expected[i]) / seconds : 0);
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
    double longer = 1;

    for (size_t k = 0; k < u->lags; k++) {
        double after = exp(-hazard * u->lag[k + 1]);

        x->expected[k] += longer - after;
        longer = after;
        x->seen[k] += gap >= u->lag[k] && gap < u->lag[k + 1];
    }
    x->pairs++;
}

static void count_gaps(const struct nulls *u, const when_t *times, size_t n, double phi, struct excess *x)
{
    double busy = 1;
    when_t day = WHEN_MIN;

    for (size_t i = 0; i + 1 < n; i++) {
        double hazard = hazard_in(u, (size_t)((times[i] - u->start) / STEP), 1);

        if (times[i] >= day + WHEN_DAY) {
            day = when_floor(times[i], WHEN_DAY);
            busy = day_factor(u, times, n, i, phi);
        }
        if (hazard > 0)
            add_gap(u, x, (double)(times[i + 1] - times[i]) / 1e6, busy * hazard);
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

static struct nulls *make(const struct observed *observed, const struct weekrate *rate)
{
    struct nulls *u = mem_zero(sizeof *u);

    u->observed = observed;
    u->start = when_floor(observed_start(observed), WHEN_DAY);
    u->steps = (size_t)((observed_end(observed) - u->start) / WHEN_DAY + 1) * STEPS_A_DAY;
    u->expected = mem_alloc((u->steps + 1) * sizeof *u->expected);
    u->seen = mem_alloc(u->steps * sizeof *u->seen);
    tabulate(u, rate);
    return u;
}

struct nulls *nulls_rate(const when_t *times, size_t n, const struct observed *observed, struct err *err)
{
    struct weekrate *rate = weekrate_fit(times, n, observed, NULL, 0, err);
    struct nulls *u = rate != NULL ? make(observed, rate) : NULL;

    weekrate_free(rate);
    return u;
}

struct nulls *nulls_new(const when_t *times, size_t n, const struct observed *observed, double resolution_s,
                        struct err *err)
{
    struct weekrate *rate = weekrate_fit(times, n, observed, NULL, 0, err);
    struct excess x = { { 0 }, { 0 }, 0 };
    struct nulls *u;

    if (rate == NULL)
        return NULL;
    u = make(observed, rate);
    u->resolution = (int64_t)llround(fmax(resolution_s * 1e6, 1));
    u->tau2 = weekrate_tau2(rate);
    u->omega2 = weekrate_omega2(rate);
    lag_edges(u);
    count_gaps(u, times, n, weekrate_phi(rate), &x);
    believe(u, &x);
    leftover(u, weekrate_phi(rate));
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
    double week = 1, day = 1, hour = 1;

    if (s->steps != u->steps) {
        s->hazard = mem_resize(s->hazard, u->steps * sizeof *s->hazard);
        s->steps = u->steps;
    }
    for (size_t i = 0; i < u->steps; i++) {
        if (i % (7 * STEPS_A_DAY) == 0)
            week = frailty(rng, u->omega2);
        if (i % STEPS_A_DAY == 0)
            day = frailty(rng, u->tau2);
        if (i % STEPS_AN_HOUR == 0)
            hour = frailty(rng, u->hour2);
        s->hazard[i] = hazard_in(u, i, week * day * hour);
    }
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
        int64_t next = reach(u, out->hazard, t, gsl_ran_exponential(rng, 1));

        keep(u, t, out);
        if (u->followed > 0 && gsl_rng_uniform(rng) < u->followed) {
            int64_t follower = t + draw_lag(u, rng);

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
