/* load.c -- see load.h. */

#include "load.h"

#include "base/err.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#define LEVEL .975

struct block {
    double days, n, other;
};

struct blocks {
    struct block *at;
    size_t n;
};

/* Events in [from, to) of ascending TIMES, those before *I aside. */
static double count(const when_t *times, size_t n, size_t *i, when_t from, when_t to)
{
    size_t first;

    while (*i < n && times[*i] < from)
        ++*i;
    for (first = *i; *i < n && times[*i] < to; ++*i)
        ;
    return (double)(*i - first);
}

static void cut(struct blocks *b, int64_t step, const when_t *times, size_t n, const when_t *other, size_t n_other,
                const struct observed *o)
{
    when_t start = observed_start(o), end = observed_end(o);
    size_t i = 0, k = 0;

    b->at = mem_alloc((size_t)((end - start) / step + 2) * sizeof *b->at);
    b->n = 0;
    for (when_t t = start; t < end; t += step) {
        double days = (double)observed_within(o, t, t + step) / (double)WHEN_DAY;
        struct block one = { days, count(times, n, &i, t, t + step), count(other, n_other, &k, t, t + step) };

        if (days >= .5)
            b->at[b->n++] = one;
    }
}

/* Weeks, or days where there are too few weeks. */
static bool find_blocks(struct blocks *b, const when_t *times, size_t n, const when_t *other, size_t n_other,
                        const struct observed *o)
{
    cut(b, WHEN_WEEK, times, n, other, n_other, o);
    if (b->n >= LOAD_WEEKS)
        return true;
    free(b->at);
    cut(b, WHEN_DAY, times, n, other, n_other, o);
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

struct load load_of(const when_t *times, size_t n, const struct observed *o, double low, double high)
{
    struct load l = { observed_days(o), 0, false, NAN, NAN, NAN, NAN, NAN };
    struct blocks b;
    double events = 0, days = 0, sum = 0;

    l.weeks = find_blocks(&b, times, n, NULL, 0, o);
    l.blocks = b.n;
    for (size_t i = 0; i < b.n; i++) {
        events += b.at[i].n;
        days += b.at[i].days;
    }
    l.rate = days > 0 ? events / days : l.days > 0 ? (double)n / l.days : NAN;
    for (size_t i = 0; i < b.n; i++)
        sum += pow(b.at[i].n - l.rate * b.at[i].days, 2);
    if (b.n > 1 && events > 0)
        judge(&l, (double)b.n / ((double)b.n - 1) * sum / (events * events), low, high);
    free(b.at);
    return l;
}

struct load load_ratio(const when_t *times, size_t n, const when_t *other, size_t n_other, const struct observed *o, double low,
                       double high)
{
    struct load l = { observed_days(o), 0, false, NAN, NAN, NAN, NAN, NAN };
    struct blocks b;
    double x = 0, y = 0, sum = 0;

    l.weeks = find_blocks(&b, times, n, other, n_other, o);
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
