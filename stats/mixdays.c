#include "mixdays.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define VISITS_MOST 3000
#define WEIGHTS 9
#define SHARES 5 /* u: 0, .25, .5, .75, 1 */
#define HALF_HOUR (WHEN_HOUR / 2)

struct mixdays {
    size_t n;
    int64_t *day;        /* of each visit */
    unsigned char *cell; /* [group][visit] */
};

static unsigned char cell_of(when_t t, const struct zone_clock *clock)
{
    when_t local = t + zone_clock_at(clock, t) * WHEN_SECOND;
    int64_t day = when_day_of(local);
    return (unsigned char)((local - day * WHEN_DAY) / HALF_HOUR + (weekend_has(clock->weekend, day) ? PROFILE_DAY : 0));
}

/* One visit an hour, of one day in EVERY, into OUT; returns how many. */
static size_t thin(const struct localweek *week, int64_t every, when_t *out)
{
    const when_t *t = localweek_visits(week);
    size_t kept = 0;
    for (size_t i = 0; i < localweek_n(week); i++)
        if (when_day_of(t[i]) % every == 0 &&
            (kept == 0 || when_floor(t[i], WHEN_HOUR) != when_floor(out[kept - 1], WHEN_HOUR)))
            out[kept++] = t[i];
    return kept;
}

struct mixdays *mixdays_new(const struct localweek *week, const struct zonegroups *groups)
{
    struct mixdays *d = mem_zero(sizeof *d);
    when_t *t = mem_alloc((localweek_n(week) + 1) * sizeof *t);
    d->n = thin(week, 1, t);
    if (d->n > VISITS_MOST)
        d->n = thin(week, (int64_t)(d->n / VISITS_MOST) + 1, t);
    d->day = mem_alloc((d->n + 1) * sizeof *d->day);
    d->cell = mem_alloc(groups->n * d->n + 1);
    for (size_t i = 0; i < d->n; i++)
        d->day[i] = when_day_of(t[i]);
    for (size_t g = 0; g < groups->n; g++)
        for (size_t i = 0; i < d->n; i++)
            d->cell[g * d->n + i] = cell_of(t[i], &groups->at[g].clock);
    free(t);
    return d;
}

void mixdays_free(struct mixdays *d)
{
    if (d == NULL)
        return;
    free(d->day);
    free(d->cell);
    free(d);
}

size_t mixdays_n(const struct mixdays *d) { return d->n; }

/* Of A: logits -4, -3 ... 4. */
static double weight_at(size_t k) { return 1 / (1 + exp((double)(WEIGHTS / 2) - (double)k)); }

/* Products over a day's visits. */
struct day {
    double a, b, both[WEIGHTS];
};

static void multiply(struct day *day, const double weights[WEIGHTS], double a, double b)
{
    day->a *= a;
    day->b *= b;
    for (size_t k = 0; k < WEIGHTS; k++)
        day->both[k] *= weights[k] * a + (1 - weights[k]) * b;
}

/* Log likelihoods of each share and weight; those of u = 0 apart, as they are the histogram's. */
struct sums {
    double at[SHARES][WEIGHTS];
};

static void add_day(struct sums *sums, const double weights[WEIGHTS], const struct day *day)
{
    for (size_t k = 0; k < WEIGHTS; k++) {
        double alone = weights[k] * day->a + (1 - weights[k]) * day->b;
        for (size_t s = 0; s < SHARES; s++) {
            double u = (double)s / (SHARES - 1);
            sums->at[s][k] += log(u * alone + (1 - u) * day->both[k]);
        }
    }
}

static double log_mean(const double *log_p, size_t n)
{
    double most = -INFINITY, sum = 0;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, log_p[i]);
    for (size_t i = 0; i < n; i++)
        sum += exp(log_p[i] - most);
    return most + log(sum / (double)n);
}

/* What brings a mean rate to 1: products of a day's visits then stay within what a double holds. */
static double unit_of(const double q[PROFILE_CELLS])
{
    double sum = 0;
    for (size_t c = 0; c < PROFILE_CELLS; c++)
        sum += q[c];
    return PROFILE_CELLS / sum;
}

double mixdays_gain(const struct mixdays *d, size_t group_a, size_t group_b, const double q_a[PROFILE_CELLS],
                    const double q_b[PROFILE_CELLS])
{
    struct sums sums = { { { 0 } } };
    double weights[WEIGHTS], unit = unit_of(q_a);
    const unsigned char *a = d->cell + group_a * d->n, *b = d->cell + group_b * d->n;
    for (size_t k = 0; k < WEIGHTS; k++)
        weights[k] = weight_at(k);
    for (size_t i = 0; i < d->n;) {
        struct day day = { 1, 1, { 0 } };
        int64_t today = d->day[i];
        for (size_t k = 0; k < WEIGHTS; k++)
            day.both[k] = 1;
        for (; i < d->n && d->day[i] == today; i++)
            multiply(&day, weights, unit * q_a[a[i]], unit * q_b[b[i]]);
        add_day(&sums, weights, &day);
    }
    return log_mean(&sums.at[0][0], (size_t)SHARES * WEIGHTS) - log_mean(sums.at[0], WEIGHTS);
}
