#include "mixdays.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define VISITS_MOST 3000
#define WEIGHTS 9
#define MIDDLE 4. /* the weight of a half */
#define SHARES 5 /* u: 0, .25, .5, .75, 1 */
#define HALF_HOUR (WHEN_HOUR / 2)

struct day {
    int64_t day;  /* since 1970 */
    size_t first; /* of its visits; those of the next follow */
};

struct mixdays {
    size_t n, n_days;
    unsigned char *half;  /* of the day, of each visit */
    struct day *days;     /* one more, for where the last one ends */
    unsigned char *cells; /* [group][day][half]: cells of profile.h */
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

static void lay_days(struct mixdays *d, const when_t *t)
{
    d->half = mem_alloc(d->n + 1);
    d->days = mem_alloc((d->n + 1) * sizeof *d->days);
    for (size_t i = 0; i < d->n; i++) {
        int64_t day = when_day_of(t[i]);
        d->half[i] = (unsigned char)((t[i] - day * WHEN_DAY) / HALF_HOUR);
        if (d->n_days == 0 || d->days[d->n_days - 1].day != day)
            d->days[d->n_days++] = (struct day){ day, i };
    }
    d->days[d->n_days] = (struct day){ 0, d->n };
}

static void lay_cells(struct mixdays *d, const struct zonegroups *groups)
{
    unsigned char *cell = d->cells = mem_alloc(groups->n * d->n_days * PROFILE_DAY + 1);
    for (size_t g = 0; g < groups->n; g++)
        for (size_t k = 0; k < d->n_days; k++)
            for (int h = 0; h < PROFILE_DAY; h++)
                *cell++ = cell_of(d->days[k].day * WHEN_DAY + h * HALF_HOUR, &groups->at[g].clock);
}

struct mixdays *mixdays_new(const struct localweek *week, const struct zonegroups *groups)
{
    struct mixdays *d = mem_zero(sizeof *d);
    when_t *t = mem_alloc((localweek_n(week) + 1) * sizeof *t);
    d->n = thin(week, 1, t);
    if (d->n > VISITS_MOST)
        d->n = thin(week, (int64_t)(d->n / VISITS_MOST) + 1, t);
    lay_days(d, t);
    lay_cells(d, groups);
    free(t);
    return d;
}

void mixdays_free(struct mixdays *d)
{
    if (d == NULL)
        return;
    free(d->half);
    free(d->days);
    free(d->cells);
    free(d);
}

size_t mixdays_n(const struct mixdays *d) { return d->n; }

/* Of A: logits -4, -3 ... 4. */
static double weight_at(size_t k) { return 1 / (1 + exp(MIDDLE - (double)k)); }

/* Log likelihoods of each share and weight; those of u = 0 first, as they are the histogram's. */
struct sums {
    double at[SHARES][WEIGHTS];
};

/* One of the two groups' people on one day. */
struct side {
    const unsigned char *cells;
    const double *q;
    double all;     /* q over the day */
    double product; /* of the visits' shares of it */
};

static struct side side_of(const struct mixdays *d, size_t group, size_t day, const double q[PROFILE_CELLS])
{
    struct side s = { d->cells + (group * d->n_days + day) * PROFILE_DAY, q, 0, 1 };
    for (size_t h = 0; h < PROFILE_DAY; h++)
        s.all += q[s.cells[h]];
    return s;
}

/* A visit's probability given the day, in units of an even day's: products then stay within what a double holds. */
static double share_at(const struct side *s, size_t half) { return PROFILE_DAY * s->q[s->cells[half]] / s->all; }

static void add_day(struct sums *sums, const double weights[WEIGHTS], const struct mixdays *d, size_t day, struct side a, struct side b)
{
    double v[WEIGHTS], both[WEIGHTS];
    for (size_t k = 0; k < WEIGHTS; k++) {
        v[k] = weights[k] * a.all / (weights[k] * a.all + (1 - weights[k]) * b.all);
        both[k] = 1;
    }
    for (size_t i = d->days[day].first; i < d->days[day + 1].first; i++) {
        double x = share_at(&a, d->half[i]), y = share_at(&b, d->half[i]);
        a.product *= x;
        b.product *= y;
        for (size_t k = 0; k < WEIGHTS; k++)
            both[k] *= v[k] * x + (1 - v[k]) * y;
    }
    for (size_t s = 0; s < SHARES; s++)
        for (size_t k = 0; k < WEIGHTS; k++) {
            double u = (double)s / (SHARES - 1);
            sums->at[s][k] += log(u * (v[k] * a.product + (1 - v[k]) * b.product) + (1 - u) * both[k]);
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

double mixdays_gain(const struct mixdays *d, size_t group_a, size_t group_b, const double q_a[PROFILE_CELLS],
                    const double q_b[PROFILE_CELLS])
{
    struct sums sums = { { { 0 } } };
    double weights[WEIGHTS];
    for (size_t k = 0; k < WEIGHTS; k++)
        weights[k] = weight_at(k);
    for (size_t day = 0; day < d->n_days; day++)
        add_day(&sums, weights, d, day, side_of(d, group_a, day, q_a), side_of(d, group_b, day, q_b));
    return log_mean(&sums.at[0][0], (size_t)SHARES * WEIGHTS) - log_mean(sums.at[0], WEIGHTS);
}
