/* load.c -- see load.h. */

#include "load.h"

#include "base/err.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#define LEVEL .975

struct load_day {
    int64_t day; /* since the observed time's start */
    double n;
};

void load_add(struct load_events *e, when_t start, when_t t, double count)
{
    int64_t day = (t - start) / WHEN_DAY;

    if (e->n == 0 || e->days[e->n - 1].day != day) {
        e->days = mem_grow(e->days, &e->capacity, e->n + 1, sizeof *e->days);
        e->days[e->n++] = (struct load_day){ day, 0 };
    }
    e->days[e->n - 1].n += count;
    e->sum += count;
}

void load_release(struct load_events *e)
{
    free(e->days);
    *e = (struct load_events){ NULL, 0, 0, 0 };
}

struct block {
    double days, n, other;
};

struct blocks {
    struct block *at;
    size_t n;
};

/* Events before day END, those of the *I days before aside. */
static double count(const struct load_events *e, size_t *i, int64_t end)
{
    double n = 0;

    while (e != NULL && *i < e->n && e->days[*i].day < end)
        n += e->days[(*i)++].n;
    return n;
}

static void cut(struct blocks *b, int64_t days, const struct load_events *e, const struct load_events *other, const struct observed *o)
{
    const when_t start = observed_start(o), end = observed_end(o), step = days * WHEN_DAY;
    size_t i = 0, k = 0;

    b->at = mem_alloc((size_t)((end - start) / step + 2) * sizeof *b->at);
    b->n = 0;
    for (when_t t = start; t < end; t += step) {
        int64_t next = (t - start) / WHEN_DAY + days;
        struct block one = { (double)observed_within(o, t, t + step) / (double)WHEN_DAY, count(e, &i, next), count(other, &k, next) };

        if (one.days >= .5)
            b->at[b->n++] = one;
    }
}

/* Weeks, or days where there are too few weeks. */
static bool find_blocks(struct blocks *b, const struct load_events *e, const struct load_events *other, const struct observed *o)
{
    cut(b, 7, e, other, o);
    if (b->n >= LOAD_WEEKS)
        return true;
    free(b->at);
    cut(b, 1, e, other, o);
    b->n = b->n >= LOAD_DAYS ? b->n : 0;
    return false;
}

static void judge(struct load *l, double variance, double low, double high)
{
    double df = (double)l->blocks - 1, root = sqrt(variance), t = gsl_cdf_tdist_Pinv(LEVEL, df);

    if (!(l->rate > 0))
        return;
    l->lo = l->rate * exp(-t * root);
    l->hi = l->rate * exp(t * root);
    if (!isnan(low))
        l->p_low = gsl_cdf_tdist_P(log(l->rate / low) / root, df);
    if (!isnan(high))
        l->p_high = gsl_cdf_tdist_Q(log(l->rate / high) / root, df);
}

static double observed_days(const struct observed *o)
{
    return (double)observed_within(o, observed_start(o), observed_end(o)) / (double)WHEN_DAY;
}

struct load load_of(const struct load_events *e, const struct observed *o, double low, double high)
{
    struct load l = { observed_days(o), 0, false, NAN, NAN, NAN, NAN, NAN };
    struct blocks b;
    double events = 0, days = 0, sum = 0;

    l.weeks = find_blocks(&b, e, NULL, o);
    l.blocks = b.n;
    for (size_t i = 0; i < b.n; i++) {
        events += b.at[i].n;
        days += b.at[i].days;
    }
    l.rate = days > 0 ? events / days : l.days > 0 ? e->sum / l.days : NAN;
    for (size_t i = 0; i < b.n; i++)
        sum += pow(b.at[i].n - l.rate * b.at[i].days, 2);
    if (b.n > 1 && events > 0)
        judge(&l, (double)b.n / ((double)b.n - 1) * sum / (events * events), low, high);
    free(b.at);
    return l;
}

struct load load_ratio(const struct load_events *e, const struct load_events *other, const struct observed *o, double low, double high)
{
    struct load l = { observed_days(o), 0, false, NAN, NAN, NAN, NAN, NAN };
    struct blocks b;
    double x = 0, y = 0, sum = 0;

    l.weeks = find_blocks(&b, e, other, o);
    l.blocks = b.n;
    for (size_t i = 0; i < b.n; i++) {
        x += b.at[i].n;
        y += b.at[i].other;
    }
    l.rate = y > 0 ? x / y : NAN;
    for (size_t i = 0; i < b.n && x > 0 && y > 0; i++)
        sum += pow(b.at[i].n / x - b.at[i].other / y, 2);
    if (b.n > 1 && x > 0 && y > 0)
        judge(&l, (double)b.n / ((double)b.n - 1) * sum, low, high);
    free(b.at);
    return l;
}
