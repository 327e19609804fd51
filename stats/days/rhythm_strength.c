#include "rhythm_strength.h"

#include "numbers/stream.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#define SAME 1e-12 /* windows that differ by less, relatively, are equal */

/* --- days ---------------------------------------------------------------------------------- */

static void take_hour(struct strength_day *day, int h, int64_t count, int64_t exposure)
{
    day->count[h] = (double)count;
    day->hours[h] = (double)exposure / (double)WHEN_HOUR;
    if (exposure > 0)
        day->squares += day->count[h] * day->count[h] / day->hours[h];
}

static void take_step(struct strength_day *day, const struct daybins *d, size_t i)
{
    const double u = (double)d->exposure[i] / (double)WHEN_HOUR, v = (double)d->exposure[i - 1] / (double)WHEN_HOUR;

    if (u <= 0 || v <= 0)
        return;
    const double step = (double)d->count[i] / u - (double)d->count[i - 1] / v, weight = sqrt(u * v);
    day->steps += weight * step * step;
    day->weights += weight;
}

void strength_days_init(struct strength_days *s, const struct daybins *d)
{
    *s = (struct strength_days){ mem_zero((d->days + 1) * sizeof *s->at), 0 };
    for (size_t i = 0; i < d->days; i++) {
        struct strength_day *day = &s->at[s->n];

        if (daybins_watched(d, i) == 0)
            continue;
        for (size_t h = 0; h < 24; h++) {
            take_hour(day, (int)h, d->count[i * 24 + h], d->exposure[i * 24 + h]);
            if (i * 24 + h > 0)
                take_step(day, d, i * 24 + h);
        }
        day->weekend = when_weekday(d->first_day + (int64_t)i) >= 5;
        s->n++;
    }
}

void strength_days_release(struct strength_days *s)
{
    free(s->at);
    *s = (struct strength_days){ NULL, 0 };
}

/* --- the measures ---------------------------------------------------------------------------- */

struct sums {
    double count[24], hours[24], squares, steps, weights;
};

static struct sums sums_of(const struct strength_days *s, const unsigned *weight)
{
    struct sums sum = { 0 };

    for (size_t i = 0; i < s->n; i++) {
        const struct strength_day *day = &s->at[i];
        const double w = weight != NULL ? weight[i] : 1;

        if (w == 0)
            continue;
        for (int h = 0; h < 24; h++) {
            sum.count[h] += w * day->count[h];
            sum.hours[h] += w * day->hours[h];
        }
        sum.squares += w * day->squares;
        sum.steps += w * day->steps;
        sum.weights += w * day->weights;
    }
    return sum;
}

/* Mean rate of LENGTH hours from each start; SIGN 1 looks for the largest, -1 for the smallest. */
static double extreme(const double rate[24], int length, int sign, double *onset)
{
    double mean[24], best = -INFINITY;
    int start = 0, run = 0;

    for (int h = 0; h < 24; h++) {
        mean[h] = 0;
        for (int k = 0; k < length; k++)
            mean[h] += rate[(h + k) % 24] / length;
        best = fmax(best, sign * mean[h]);
    }
#define IS_BEST(h) (sign * mean[(h) % 24] >= best - SAME * fabs(best))
    while (start < 24 && !(IS_BEST(start) && !IS_BEST(start + 23)))
        start++;
    start %= 24; /* all are equal: from midnight */
    while (run < 23 && IS_BEST(start + run + 1))
        run++;
    *onset = (start + run / 2) % 24;
    return sign * best;
#undef IS_BEST
}

void strength_of(const struct strength_days *s, const unsigned *weight, double out[STRENGTH_MEASURES])
{
    const struct sums sum = sums_of(s, weight);
    double rate[24], hours = 0, count = 0, between = 0;
    bool whole = true;

    for (int h = 0; h < 24; h++) {
        rate[h] = sum.count[h] / sum.hours[h];
        whole = whole && sum.hours[h] > 0;
        hours += sum.hours[h];
        count += sum.count[h];
    }
    for (int k = 0; k < STRENGTH_MEASURES; k++)
        out[k] = NAN;
    if (!whole)
        return;
    const double mean = count / hours, total = sum.squares - mean * count;
    for (int h = 0; h < 24; h++)
        between += sum.hours[h] * (rate[h] - mean) * (rate[h] - mean);
    if (total > SAME * sum.squares) {
        out[STRENGTH_IS] = between / total;
        out[STRENGTH_IV] = sum.steps / sum.weights / (total / hours);
    }
    out[STRENGTH_L5] = extreme(rate, 5, -1, &out[STRENGTH_L5_ONSET]);
    out[STRENGTH_M10] = extreme(rate, 10, 1, &out[STRENGTH_M10_ONSET]);
    if (count > 0)
        out[STRENGTH_RA] = (out[STRENGTH_M10] - out[STRENGTH_L5]) / (out[STRENGTH_M10] + out[STRENGTH_L5]);
}

/* --- intervals --------------------------------------------------------------------------------- */

/* What the normal approximation is made for. */
enum scale { LOGIT_IS, PLAIN_IV, LOG_L5, LOG_M10, LOG_RATIO, SCALES };

static void scale_all(const double x[STRENGTH_MEASURES], double half_event, double out[SCALES])
{
    out[LOGIT_IS] = log(x[STRENGTH_IS] / (1 - x[STRENGTH_IS]));
    out[PLAIN_IV] = x[STRENGTH_IV];
    out[LOG_L5] = log(x[STRENGTH_L5] + half_event);
    out[LOG_M10] = log(x[STRENGTH_M10]);
    out[LOG_RATIO] = out[LOG_L5] - out[LOG_M10];
}

static double from_logit(double x)
{
    return 1 / (1 + exp(-x));
}

static double from_ratio(double x)
{
    return (1 - exp(x)) / (1 + exp(x));
}

static struct limits normal(double centre, double sd, size_t days)
{
    const double half = gsl_cdf_tdist_Pinv(.975, (double)days - 2) * sd;

    return (struct limits){ centre - half, centre + half };
}

/* Sums of the days' classes apart: weekdays and weekend days differ, and that is no error. */
struct spread {
    double sum[2][SCALES], squares[2][SCALES];
    size_t n[2];
};

static void spread_add(struct spread *p, bool class, const double x[SCALES])
{
    for (int k = 0; k < SCALES; k++) {
        p->sum[class][k] += x[k];
        p->squares[class][k] += x[k] * x[k];
    }
    p->n[class]++;
}

/* Sum of squares about the class's mean, times n/(n - 1). */
static double spread_of(const struct spread *p, int class, int k)
{
    const double n = (double)p->n[class];

    return n > 1 ? fmax(0, p->squares[class][k] - p->sum[class][k] * p->sum[class][k] / n) * n / (n - 1) : 0;
}

static void jackknife(const struct strength_days *s, const double value[SCALES], unsigned *weight, struct limits out[SCALES])
{
    const double n = (double)s->n;
    struct spread p = { 0 };

    for (size_t i = 0; i < s->n; i++)
        weight[i] = 1;
    for (size_t i = 0; i < s->n; i++) {
        double x[STRENGTH_MEASURES], y[SCALES];

        weight[i] = 0;
        strength_of(s, weight, x);
        weight[i] = 1;
        scale_all(x, 0, y);
        spread_add(&p, s->at[i].weekend, y);
    }
    for (int k = LOGIT_IS; k <= PLAIN_IV; k++) {
        const double mean = (p.sum[0][k] + p.sum[1][k]) / n;
        const double sd = (n - 1) / n * sqrt(spread_of(&p, 0, k) + spread_of(&p, 1, k));

        out[k] = normal(n * value[k] - (n - 1) * mean, sd, s->n);
    }
}

static void draw_days(const struct strength_days *s, bool weekend, gsl_rng *rng, size_t *place, unsigned *weight)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++) {
        if (s->at[i].weekend == weekend)
            place[n++] = i;
    }
    for (size_t k = 0; k < n; k++)
        weight[place[gsl_rng_uniform_int(rng, n)]]++;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static struct limits percentiles(double *x, size_t n)
{
    mem_sort(x, n, sizeof *x, by_value);
    return (struct limits){ x[(size_t)floor(.025 * ((double)n - 1))], x[(size_t)ceil(.975 * ((double)n - 1))] };
}

static double around(double x, double centre)
{
    return centre + remainder(x - centre, 24);
}

/* Draws that lack a clock hour have no answer and are passed over. */
static void bootstrap(const struct strength_days *s, const double value[STRENGTH_MEASURES], double half_event,
                      size_t rounds, gsl_rng *rng, unsigned *weight, struct limits out[SCALES], struct limits onset[2])
{
    size_t *place = mem_alloc((s->n + 1) * sizeof *place), n = 0;
    double *rest = mem_alloc((rounds + 1) * sizeof *rest), *active = mem_alloc((rounds + 1) * sizeof *active);
    double x[STRENGTH_MEASURES], y[SCALES], own[SCALES];
    struct spread p = { 0 };

    for (size_t r = 0; r < rounds; r++) {
        memset(weight, 0, s->n * sizeof *weight);
        draw_days(s, false, rng, place, weight);
        draw_days(s, true, rng, place, weight);
        strength_of(s, weight, x);
        if (isnan(x[STRENGTH_RA]))
            continue;
        scale_all(x, half_event, y);
        spread_add(&p, false, y);
        rest[n] = around(x[STRENGTH_L5_ONSET], value[STRENGTH_L5_ONSET]);
        active[n++] = around(x[STRENGTH_M10_ONSET], value[STRENGTH_M10_ONSET]);
    }
    scale_all(value, half_event, own);
    for (int k = LOG_L5; n > rounds / 2 && k < SCALES; k++) {
        const double sd = sqrt(spread_of(&p, 0, k) / (double)n * (double)s->n / ((double)s->n - 2));

        out[k] = normal(2 * own[k] - p.sum[0][k] / (double)n, sd, s->n);
    }
    if (n > rounds / 2) {
        onset[0] = percentiles(rest, n);
        onset[1] = percentiles(active, n);
    }
    free(place);
    free(rest);
    free(active);
}

static void unscale(const double value[STRENGTH_MEASURES], double half_event, const struct limits in[SCALES],
                    const struct limits onset[2], struct limits out[STRENGTH_MEASURES])
{
    const bool empty = value[STRENGTH_L5] <= 0;

    out[STRENGTH_IS] = (struct limits){ from_logit(in[LOGIT_IS].lo), from_logit(in[LOGIT_IS].hi) };
    out[STRENGTH_IV] = (struct limits){ fmax(0, in[PLAIN_IV].lo), in[PLAIN_IV].hi };
    out[STRENGTH_M10] = (struct limits){ exp(in[LOG_M10].lo), exp(in[LOG_M10].hi) };
    out[STRENGTH_L5] = (struct limits){ fmax(0, exp(in[LOG_L5].lo) - half_event), exp(in[LOG_L5].hi) - half_event };
    if (empty)
        out[STRENGTH_L5] = (struct limits){ 0, fmax(out[STRENGTH_L5].hi, -log(.025) * 2 * half_event) };
    out[STRENGTH_RA].lo = from_ratio(empty ? log(out[STRENGTH_L5].hi / value[STRENGTH_M10]) : in[LOG_RATIO].hi);
    out[STRENGTH_RA].hi = empty ? 1 : from_ratio(in[LOG_RATIO].lo);
    out[STRENGTH_L5_ONSET] = onset[0];
    out[STRENGTH_M10_ONSET] = onset[1];
}

/* Observed hours of the five that L5 is the mean of. */
static double rest_hours(const struct strength_days *s, double onset)
{
    double sum = 0;

    for (size_t i = 0; i < s->n; i++) {
        for (int k = 0; k < 5; k++)
            sum += s->at[i].hours[((int)onset + k) % 24];
    }
    return sum;
}

void strength_limits(const struct strength_days *s, const double value[STRENGTH_MEASURES], size_t rounds, uint64_t seed,
                     const char *series, struct limits out[STRENGTH_MEASURES])
{
    const struct limits none = { NAN, NAN };
    struct limits scaled[SCALES], onset[2] = { none, none };
    double own[SCALES];

    for (int k = 0; k < STRENGTH_MEASURES; k++)
        out[k] = none;
    for (int k = 0; k < SCALES; k++)
        scaled[k] = none;
    if (s->n < STRENGTH_DAYS || isnan(value[STRENGTH_RA]))
        return;
    unsigned *weight = mem_zero((s->n + 1) * sizeof *weight);
    gsl_rng *rng = stream_new(seed, "dielog-rhythm strength", series);
    const double half_event = .5 / rest_hours(s, value[STRENGTH_L5_ONSET]);

    scale_all(value, half_event, own);
    jackknife(s, own, weight, scaled);
    bootstrap(s, value, half_event, rounds, rng, weight, scaled, onset);
    unscale(value, half_event, scaled, onset, out);
    gsl_rng_free(rng);
    free(weight);
}
