/* weekrate.c -- see weekrate.h. */

#include "weekrate_parts.h"

#include <math.h>
#include <stdlib.h>

#define MAX_DAYS 36525
#define ROUNDS 3

/* --- the data, by the hour --------------------------------------------------------------- */

static void add_exposure(const struct weekrate *r, double *exposure, when_t a, when_t b)
{
    while (a < b) {
        int64_t hour = when_floor(a, WHEN_HOUR) / WHEN_HOUR;
        when_t end = (hour + 1) * WHEN_HOUR < b ? (hour + 1) * WHEN_HOUR : b;

        exposure[hour - r->first_hour] += (double)(end - a) / (double)WHEN_HOUR;
        a = end;
    }
}

/* The part of [a, b) that no interval of MASK covers, piece by piece. */
static void add_unmasked(const struct weekrate *r, const struct observed *mask, when_t a, when_t b)
{
    for (size_t i = 0; i < mask->n && a < b; i++) {
        if (mask->at[i].end <= a)
            continue;
        if (mask->at[i].start >= b)
            break;
        if (mask->at[i].start > a)
            add_exposure(r, r->fit_exposure, a, mask->at[i].start);
        a = mask->at[i].end;
    }
    if (a < b)
        add_exposure(r, r->fit_exposure, a, b);
}

static void count_events(struct weekrate *r, const struct observed *mask, const when_t *times, size_t n)
{
    size_t m = 0;

    for (size_t i = 0; i < n; i++) {
        int64_t hour = when_floor(times[i], WHEN_HOUR) / WHEN_HOUR - r->first_hour;

        while (m < mask->n && mask->at[m].end <= times[i])
            m++;
        if (hour < 0 || hour >= (int64_t)r->n_hours || (m < mask->n && mask->at[m].start <= times[i]))
            continue;
        r->fit_count[hour] += 1;
    }
}

static void tabulate(struct weekrate *r, const when_t *times, size_t n, const struct interval *mask, size_t n_mask)
{
    struct observed masked;

    observed_init(&masked);
    for (size_t i = 0; i < n_mask; i++)
        observed_add(&masked, mask[i].start, mask[i].end);
    for (size_t i = 0; i < r->observed->n; i++) {
        struct interval o = r->observed->at[i];

        add_exposure(r, r->exposure, o.start, o.end);
        add_unmasked(r, &masked, o.start, o.end);
    }
    count_events(r, &masked, times, n);
    observed_release(&masked);
    for (size_t h = 0; h < r->n_hours; h++) {
        r->events += r->fit_count[h];
        r->hours += r->fit_exposure[h];
    }
}

/* --- the whole --------------------------------------------------------------------------------- */

static double hour_rate(const struct weekrate *r, size_t h)
{
    return r->level[h / 24] * profile(r, week_hour(r, h));
}

static void integrate(struct weekrate *r)
{
    r->integral[0] = 0;
    for (size_t h = 0; h < r->n_hours; h++)
        r->integral[h + 1] = r->integral[h] + r->exposure[h] * hour_rate(r, h);
}

static void fit(struct weekrate *r)
{
    double rate = r->hours > 0 ? r->events / r->hours : 0;

    for (size_t d = 0; d < r->n_days; d++)
        r->level[d] = rate;
    r->phi = 1;
    for (int round = 0; round < ROUNDS; round++) {
        factor_fit(r, &r->hod);
        factor_fit(r, &r->dow);
        factor_fit(r, &r->cell);
        level_fit(r, round == 0);
        scatter_fit(r);
    }
    integrate(r);
}

static struct weekrate *make(const struct observed *o, int64_t first_day, size_t n_days)
{
    struct weekrate *r = mem_zero(sizeof *r);

    r->observed = o;
    r->first_hour = first_day * 24;
    r->n_days = n_days;
    r->n_hours = n_days * 24;
    n_days++; /* room for the day more that other beginnings of days may need */
    r->exposure = mem_zero(n_days * 24 * sizeof(double));
    r->fit_exposure = mem_zero(n_days * 24 * sizeof(double));
    r->fit_count = mem_zero(n_days * 24 * sizeof(double));
    r->integral = mem_zero((n_days * 24 + 1) * sizeof(double));
    r->level = mem_zero(n_days * sizeof(double));
    r->level_error = mem_zero(n_days * sizeof(double));
    r->day_count = mem_zero(n_days * sizeof(double));
    r->day_base = mem_zero(n_days * sizeof(double));
    r->day_noise = mem_zero(n_days * sizeof(double));
    r->sums = mem_zero(n_days * sizeof *r->sums);
    r->kernel = mem_zero(n_days * sizeof(double));
    factor_init(&r->hod, 24);
    factor_init(&r->dow, 7);
    factor_init(&r->cell, HOURS_A_WEEK);
    return r;
}

struct weekrate *weekrate_fit(const when_t *times, size_t n, const struct observed *o,
                              const struct interval *mask, size_t n_mask, struct err *err)
{
    int64_t first, last;
    struct weekrate *r;

    if (o->n == 0) {
        err_set(err, "error: nothing was observed");
        return NULL;
    }
    first = when_day_of(observed_start(o));
    last = when_day_of(observed_end(o) - 1);
    if (last - first >= MAX_DAYS) {
        err_set(err, "error: the observed span is longer than 100 years: is there a wrong time stamp?");
        return NULL;
    }
    r = make(o, first, (size_t)(last - first + 1));
    tabulate(r, times, n, mask, n_mask);
    days_begin(r);
    fit(r);
    return r;
}

void weekrate_free(struct weekrate *r)
{
    if (r == NULL)
        return;
    free(r->exposure);
    free(r->fit_exposure);
    free(r->fit_count);
    free(r->integral);
    free(r->level);
    free(r->level_error);
    free(r->day_count);
    free(r->day_base);
    free(r->day_noise);
    free(r->sums);
    free(r->kernel);
    free(r);
}

double weekrate_events(const struct weekrate *r)
{
    return r->events;
}

double weekrate_days(const struct weekrate *r)
{
    return r->hours / 24;
}

double weekrate_phi(const struct weekrate *r)
{
    return r->phi;
}

double weekrate_tau2(const struct weekrate *r)
{
    return r->tau2;
}

double weekrate_omega2(const struct weekrate *r)
{
    return r->omega2;
}

double weekrate_bandwidth(const struct weekrate *r)
{
    return r->bandwidth;
}

size_t weekrate_span_days(const struct weekrate *r)
{
    return r->n_days;
}

struct interval weekrate_day(const struct weekrate *r, size_t i)
{
    when_t start = (r->first_hour + 24 * (int64_t)i) * WHEN_HOUR;

    return (struct interval){ start, start + WHEN_DAY };
}

double weekrate_integral(const struct weekrate *r, when_t t)
{
    int64_t hour = when_floor(t, WHEN_HOUR) / WHEN_HOUR - r->first_hour;
    double part;

    if (hour < 0)
        return 0;
    if (hour >= (int64_t)r->n_hours)
        return r->integral[r->n_hours];
    part = (double)observed_within(r->observed, when_floor(t, WHEN_HOUR), t) / (double)WHEN_HOUR;
    return r->integral[hour] + part * hour_rate(r, (size_t)hour);
}
