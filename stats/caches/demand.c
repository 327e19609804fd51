/* demand.c -- see demand.h. */

#include "demand.h"

#include "open_demand.h"
#include "rates/weekrate.h"
#include <math.h>
#include <stdlib.h>

#define SHARPENINGS 2
#define SMOOTHED 4 /* an event, in sums of weights 1:2:1 */

static when_t hour_start(const struct demand *d, size_t h)
{
    return (d->first_hour + (int64_t)h) * WHEN_HOUR;
}

static double hours(when_t from, when_t to)
{
    return (double)(to - from) / (double)WHEN_HOUR;
}

size_t demand_hour(const struct demand *d, when_t t)
{
    int64_t h = when_floor(t, WHEN_HOUR) / WHEN_HOUR - d->first_hour;
    return h < 0 ? 0 : h < (int64_t)d->n_hours ? (size_t)h : d->n_hours - 1;
}

void demand_add_time(const struct demand *d, double *hour, when_t from, when_t to, double weight)
{
    while (from < to) {
        when_t next = when_floor(from, WHEN_HOUR) + WHEN_HOUR;
        next = next < to ? next : to;
        hour[demand_hour(d, from)] += weight * hours(from, next);
        from = next;
    }
}

/* --- the fit -------------------------------------------------------------------------------- */

/* weekrate.h knows an hour by its events and its exposure alone.  So that open caches count in
   part, each hour is handed to it with its events at its start and so much of its beginning
   unmasked as there was open time. */
struct folded {
    when_t *times;
    size_t n;
    double *open; /* by hour: hours */
    struct interval *mask;
};

static void fold(struct folded *f, const struct demand *d, const struct livetime *l, bool all)
{
    *f = (struct folded){ mem_alloc((l->n_arrivals + 1) * sizeof *f->times), 0, mem_zero(d->n_hours * sizeof(double)),
                          mem_alloc(d->n_hours * sizeof *f->mask) };
    for (size_t i = 0; i < l->n_stretches; i++) {
        const struct stretch *s = &l->stretches[i];
        demand_add_time(d, f->open, s->from, s->to, all ? 1 : (double)s->open / l->caches);
    }
    for (size_t i = 0; i < l->n_arrivals; i++) {
        if (all || l->arrivals[i].open > 0) {
            f->times[f->n++] = when_floor(l->arrivals[i].at, WHEN_HOUR);
        }
    }
    for (size_t h = 0; h < d->n_hours; h++) {
        when_t start = hour_start(d, h), open = (when_t)(f->open[h] * (double)WHEN_HOUR);
        f->mask[h] = (struct interval){ start + (open > 0 ? open : 1), start + WHEN_HOUR };
    }
}

static void folded_release(struct folded *f)
{
    free(f->times);
    free(f->open);
    free(f->mask);
}

static void lay_out(struct demand *d, const struct weekrate *r)
{
    for (size_t h = 0; h < d->n_hours; h++) {
        d->rate[h] = weekrate_integral(r, hour_start(d, h + 1)) - weekrate_integral(r, hour_start(d, h));
    }
}

/* Days that are busier or quieter as a whole: the posterior mean of each day's gamma factor, of which weekrate.h
   has the squared spread (and the dispersion of counts beside it). */
static void fit_days(struct demand *d, const struct folded *f, const struct weekrate *r)
{
    double spread = weekrate_tau2(r) + weekrate_omega2(r), phi = weekrate_phi(r);
    size_t i = 0;
    for (size_t h = 0; spread > 0 && h < d->n_hours;) {
        size_t first = h;
        double expected = 0, seen = 0;
        int64_t day = when_day_of(hour_start(d, h));
        for (; h < d->n_hours && when_day_of(hour_start(d, h)) == day; h++) {
            expected += f->open[h] * d->rate[h];
            for (; i < f->n && f->times[i] <= hour_start(d, h); i++) {
                seen++;
            }
        }
        double factor = (seen / phi + 1 / spread) / (expected / phi + 1 / spread);
        for (size_t k = first; k < h; k++) {
            d->rate[k] *= factor;
        }
    }
}

void demand_sum(struct demand *d)
{
    d->sum[0] = 0;
    for (size_t h = 0; h < d->n_hours; h++) {
        d->sum[h + 1] = d->sum[h] + d->rate[h];
    }
}

void demand_lay(struct demand *d, const struct observed *o)
{
    int64_t first = when_floor(observed_start(o), WHEN_HOUR) / WHEN_HOUR;
    size_t n = (size_t)(when_floor(observed_end(o) - 1, WHEN_HOUR) / WHEN_HOUR - first + 1);
    *d = (struct demand){ first, n, mem_zero(n * sizeof(double)), mem_zero((n + 1) * sizeof(double)) };
}

bool demand_fit(struct demand *d, const struct livetime *l, bool all, const struct observed *o, struct err *err)
{
    struct observed span;
    struct folded f;
    demand_lay(d, o);
    observed_init(&span);
    observed_add(&span, hour_start(d, 0), hour_start(d, d->n_hours));
    fold(&f, d, l, all);
    struct weekrate *r = weekrate_fit(f.times, f.n, &span, f.mask, d->n_hours, err);
    if (r != NULL) {
        lay_out(d, r);
        fit_days(d, &f, r);
        demand_sum(d);
    }
    bool good = r != NULL;
    weekrate_free(r);
    folded_release(&f);
    observed_release(&span);
    return good;
}

/* --- by hour of the day ----------------------------------------------------------------------- */

struct by_hour {
    double misses[OPEN_DEMAND_HOURS], expected[OPEN_DEMAND_HOURS];
};

static void expect_stretch(const struct demand *d, const struct stretch *s, int caches, struct by_hour *b)
{
    when_t from = s->from;
    while (from < s->to) {
        when_t next = when_floor(from, WHEN_HOUR) + WHEN_HOUR;
        next = next < s->to ? next : s->to;
        b->expected[open_demand_hour(from)] += (demand_integral(d, next) - demand_integral(d, from)) * s->open / caches;
        from = next;
    }
}

static struct by_hour gather(const struct demand *d, const struct livetime *l)
{
    struct by_hour raw = { { 0 }, { 0 } }, b = { { 0 }, { 0 } };
    for (size_t i = 0; i < l->n_arrivals; i++) {
        raw.misses[open_demand_hour(l->arrivals[i].at)] += l->arrivals[i].open > 0;
    }
    for (size_t i = 0; i < l->n_stretches; i++) {
        expect_stretch(d, &l->stretches[i], l->caches, &raw);
    }
    for (size_t half = 0; half < OPEN_DEMAND_HOURS; half += 24) {
        open_demand_smooth(raw.misses + half, b.misses + half);
        open_demand_smooth(raw.expected + half, b.expected + half);
    }
    return b;
}

void demand_sharpen(struct demand *d, const struct livetime *l)
{
    for (int round = 0; round < SHARPENINGS; round++) {
        struct by_hour b = gather(d, l);
        for (size_t h = 0; h < d->n_hours; h++) {
            size_t k = open_demand_hour(hour_start(d, h));
            d->rate[h] *= (b.misses[k] + SMOOTHED) / (b.expected[k] + SMOOTHED);
        }
        demand_sum(d);
    }
}

void demand_release(struct demand *d)
{
    free(d->rate);
    free(d->sum);
    *d = (struct demand){ 0 };
}

/* --- asking -------------------------------------------------------------------------------------- */

double demand_at(const struct demand *d, when_t t)
{
    return d->rate[demand_hour(d, t)];
}

double demand_integral(const struct demand *d, when_t t)
{
    size_t h = demand_hour(d, t);
    double part = hours(hour_start(d, h), t);
    part = part > 0 ? part < 1 ? part : 1 : 0;
    return d->sum[h] + d->rate[h] * part;
}

double demand_mean(const struct demand *d, const struct observed *o)
{
    double sum = 0, length = 0;
    for (size_t i = 0; i < o->n; i++) {
        sum += demand_integral(d, o->at[i].end) - demand_integral(d, o->at[i].start);
        length += hours(o->at[i].start, o->at[i].end);
    }
    return sum / length;
}

when_t demand_reach(const struct demand *d, double sum, size_t *hour)
{
    while (*hour < d->n_hours && d->sum[*hour + 1] <= sum) {
        ++*hour;
    }
    if (*hour == d->n_hours) {
        return hour_start(d, d->n_hours);
    }
    double over = fmax(sum - d->sum[*hour], 0) / d->rate[*hour];
    return hour_start(d, *hour) + (when_t)(over * (double)WHEN_HOUR);
}
