/* open_demand.c -- see open_demand.h. */

#include "open_demand.h"

#include <math.h>

size_t open_demand_hour(when_t t)
{
    int64_t day = when_day_of(t);

    return (when_weekday(day) >= 5 ? 24 : 0) + (size_t)((t - day * WHEN_DAY) / WHEN_HOUR);
}

double open_demand_at(const struct open_demand *d, when_t t)
{
    return d->rate[open_demand_hour(t)];
}

double open_demand_joined(const struct open_demand *d, when_t t)
{
    when_t middle = when_floor(t, WHEN_HOUR) + WHEN_HOUR / 2, next = middle + (t < middle ? -WHEN_HOUR : WHEN_HOUR);
    double part = fabs((double)(t - middle)) / (double)WHEN_HOUR;

    return (1 - part) * open_demand_at(d, middle) + part * open_demand_at(d, next);
}

static when_t after_hour(when_t t)
{
    return when_floor(t, WHEN_HOUR) + WHEN_HOUR;
}

/* Adds the observed seconds of [a, b) to the hours. */
static void add_open(double open[OPEN_DEMAND_HOURS], const struct observed *o, when_t a, when_t b)
{
    while (a < b) {
        when_t end = after_hour(a) < b ? after_hour(a) : b;

        open[open_demand_hour(a)] += (double)observed_within(o, a, end) / 1e6;
        a = end;
    }
}

/* Weekdays and weekends as one. */
static void join(double x[OPEN_DEMAND_HOURS])
{
    for (int h = 0; h < 24; h++)
        x[h] = x[24 + h] = x[h] + x[24 + h];
}

void open_demand_smooth(const double x[24], double out[24])
{
    for (int h = 0; h < 24; h++)
        out[h] = x[(h + 23) % 24] + 2 * x[h] + x[(h + 1) % 24];
}

void open_demand_init(struct open_demand *d, const when_t *times, size_t n, const struct observed *o, double ttl_s)
{
    double count[OPEN_DEMAND_HOURS] = { 0 }, open[OPEN_DEMAND_HOURS] = { 0 }, visits[24], seconds[24];
    when_t from = observed_start(o), closed = (when_t)(ttl_s * 1e6), end = observed_end(o);

    *d = (struct open_demand){ .ttl_s = ttl_s };
    for (size_t i = 0; i < n; i++) {
        add_open(open, o, from, times[i]);
        count[open_demand_hour(times[i])]++;
        from = times[i] + closed;
    }
    add_open(open, o, from, end);
    if (end - observed_start(o) < 14 * WHEN_DAY) {
        join(count);
        join(open);
    }
    for (int half = 0; half < OPEN_DEMAND_HOURS; half += 24) {
        open_demand_smooth(count + half, visits);
        open_demand_smooth(open + half, seconds);
        for (int h = 0; h < 24; h++)
            d->rate[half + h] = visits[h] / fmax(seconds[h], 1 + visits[h]);
    }
}

double open_demand_within(const struct open_demand *d, const struct observed *o, when_t a, when_t b)
{
    double sum = 0;

    while (a < b) {
        when_t end = after_hour(a) < b ? after_hour(a) : b;

        sum += open_demand_at(d, a) * (double)observed_within(o, a, end) / 1e6;
        a = end;
    }
    return sum;
}

when_t open_demand_next(const struct open_demand *d, const struct observed *o, when_t t, double amount)
{
    when_t end = observed_end(o);

    while (t < end) {
        when_t stop = after_hour(t);
        double here = open_demand_at(d, t) * (double)(stop - t) / 1e6;

        if (here > amount) {
            t += (when_t)(amount / open_demand_at(d, t) * 1e6);
            return t;
        }
        amount -= here;
        t = stop;
    }
    return WHEN_MAX;
}
