/* weekrate_forecast.c -- what is expected of a window, and how well that is known. */

#include "poisson.h"
#include "weekrate_parts.h"

#include <math.h>

/* The expected events of a window, by hour of the week and by day. */
struct spread {
    double by_cell[HOURS_A_WEEK];
    double total, day_squares, week_squares, level_error, drift;
};

static void spread_hour(const struct weekrate *r, struct spread *s, size_t h, double hours, double level,
                        double *day)
{
    size_t c = week_hour(r, h);
    double mean = hours * level * profile(r, c);

    s->by_cell[c] += mean;
    *day += mean;
}

/* Squared relative error that a factor brings in: its groups err independently, the hours of a group
   together.  The share of the cells that the prior holds errs with the coarser factor. */
static double factor_error(const struct weekrate *r, const struct factor *f, const struct spread *s)
{
    double by_group[HOURS_A_WEEK] = { 0 }, error = 0;

    for (size_t c = 0; c < HOURS_A_WEEK; c++)
        by_group[factor_group(f, c)] += s->by_cell[c] * (f == &r->cell ? 1 : 1 - r->cell.own[c]);
    for (size_t g = 0; g < f->n; g++)
        error += by_group[g] * by_group[g] * f->error[g];
    return error / (s->total * s->total);
}

static struct forecast forecast_of(const struct weekrate *r, const struct spread *s)
{
    struct forecast f = { s->total, r->phi, 0, 1 };

    if (s->total <= 0)
        return f;
    f.days = (r->tau2 * s->day_squares + r->omega2 * s->week_squares) / (s->total * s->total);
    f.baseline = s->drift + s->level_error / s->total + factor_error(r, &r->hod, s) + factor_error(r, &r->dow, s)
                 + factor_error(r, &r->cell, s);
    return f;
}

/* Observed hours of hour H that lie in [a, b). */
static double hours_in(const struct weekrate *r, size_t h, when_t a, when_t b)
{
    when_t start = (r->first_hour + (int64_t)h) * WHEN_HOUR;

    if (a <= start && start + WHEN_HOUR <= b)
        return r->exposure[h];
    a = a > start ? a : start;
    b = b < start + WHEN_HOUR ? b : start + WHEN_HOUR;
    return a < b ? (double)observed_within(r->observed, a, b) / (double)WHEN_HOUR : 0;
}

/* Squared relative error from not knowing when, within the window, the level went from what it was before to
   what it was after: half their difference, less what chance makes of it. */
static double drift_error(const struct weekrate *r, size_t first, size_t last, double rate)
{
    double error_before, error_after;
    double before = level_beside(r, first, true, rate, &error_before);
    double after = level_beside(r, last, false, rate, &error_after);
    double mean = (before + after) / 2, half = (after - before) / 2;
    double chance = (error_before * before * before + error_after * after * after) / 4;

    return mean > 0 ? fmax(0, half * half - chance) / (mean * mean) : 0;
}

static struct forecast forecast_window(const struct weekrate *r, when_t a, when_t b, bool apart)
{
    struct spread s = { { 0 }, 0, 0, 0, 0, 0 };
    when_t origin = r->first_hour * WHEN_HOUR, end = origin + (int64_t)r->n_hours * WHEN_HOUR;
    double rate = level_long_run(r), week = 0;
    size_t first, last;

    a = a > origin ? a : origin;
    b = b < end ? b : end;
    if (a >= b)
        return forecast_of(r, &s);
    first = (size_t)((a - origin) / WHEN_DAY);
    last = (size_t)((b - 1 - origin) / WHEN_DAY);
    s.drift = drift_error(r, first, last, rate);
    for (size_t d = first; d <= last; d++) {
        double level = r->level[d], error = r->level_error[d], day = 0;

        if (apart)
            level = level_without(r, d, first, last + 1, rate, &error);
        for (size_t h = 24 * d; h < 24 * (d + 1); h++)
            spread_hour(r, &s, h, hours_in(r, h, a, b), level, &day);
        s.total += day;
        s.day_squares += day * day;
        s.level_error += day * error;
        week += day;
        if ((d - first) % BLOCK == BLOCK - 1 || d == last) {
            s.week_squares += week * week;
            week = 0;
        }
    }
    return forecast_of(r, &s);
}

struct forecast weekrate_forecast(const struct weekrate *r, when_t a, when_t b)
{
    return forecast_window(r, a, b, false);
}

struct forecast weekrate_forecast_apart(const struct weekrate *r, when_t a, when_t b)
{
    return forecast_window(r, a, b, true);
}

/* Bins of HOURS hours of one day, judged by the level of the other days. */
static void forecast_day(const struct weekrate *r, size_t d, double rate, size_t hours, struct forecast *out)
{
    double error, level = level_without(r, d, d, d + 1, rate, &error);
    double drift = drift_error(r, d, d, rate);

    for (size_t h = 0; h < 24; h += hours) {
        struct spread s = { .drift = drift };

        for (size_t k = 0; k < hours; k++)
            spread_hour(r, &s, 24 * d + h + k, r->exposure[24 * d + h + k], level, &s.total);
        s.day_squares = s.week_squares = s.total * s.total;
        s.level_error = s.total * error;
        out[h / hours] = forecast_of(r, &s);
    }
}

size_t weekrate_bins(const struct weekrate *r, int hours)
{
    return r->n_hours / (size_t)hours;
}

void weekrate_forecast_bins(const struct weekrate *r, int hours, struct forecast *out)
{
    double rate = level_long_run(r);
    size_t a_day = 24 / (size_t)hours;

    for (size_t d = 0; d < r->n_days; d++)
        forecast_day(r, d, rate, (size_t)hours, out + d * a_day);
}

double forecast_variance(const struct forecast *f, double ratio)
{
    double mean = ratio * f->expected;

    return f->phi * mean + f->days * mean * mean;
}

/* The error of the baseline is that of an effective count N = 1 / baseline; as in Clopper and Pearson's limits
   the upper tail has N + 1. */
double forecast_less(const struct forecast *f, double n, double ratio)
{
    double mean = ratio * f->expected;

    return dispersed_less(n, mean, f->phi * mean + (f->days + f->baseline) * mean * mean);
}

double forecast_greater(const struct forecast *f, double n, double ratio)
{
    double mean = ratio * f->expected * (1 + f->baseline);
    double error = f->baseline / (1 + f->baseline);

    return dispersed_greater(n, mean, f->phi * mean + (f->days + error) * mean * mean);
}
