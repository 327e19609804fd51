/* weekrate_forecast.c -- what is expected of a window, and how well that is known. */

#include "weekrate_parts.h"

#include <math.h>

/* The expected events of a window, by hour of the week and by day. */
struct spread {
    double by_cell[HOURS_A_WEEK];
    double total, day_squares, week_squares, level_error, drift_squares;
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

/* Of phi m + tau2 S + omega2 W, with phi as if it were known: hours are many. */
static double degrees_of_freedom(const struct weekrate *r, const struct spread *s)
{
    double days = r->tau2 * s->day_squares, weeks = r->omega2 * s->week_squares;
    double variance = r->phi * s->total + days + weeks, squares = 0;

    if (days > 0)
        squares += days * days / r->days_known;
    if (weeks > 0)
        squares += weeks * weeks / r->weeks_known;
    return squares > 0 ? variance * variance / squares : INFINITY;
}

static struct forecast forecast_of(const struct weekrate *r, const struct spread *s)
{
    struct forecast f = { s->total, r->phi, 0, 1, INFINITY };

    if (s->total <= 0)
        return f;
    f.freedom = degrees_of_freedom(r, s);
    f.days = (r->tau2 * s->day_squares + r->omega2 * s->week_squares) / (s->total * s->total);
    f.baseline = s->drift_squares / (s->total * s->total) + s->level_error / s->total + factor_error(r, &r->hod, s) + factor_error(r, &r->dow, s)
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

static void add_window(const struct weekrate *r, struct spread *s, when_t a, when_t b, bool apart)
{
    when_t origin = r->first_hour * WHEN_HOUR, end = origin + (int64_t)r->n_hours * WHEN_HOUR;
    double rate = level_long_run(r), week = 0, before = s->total, drift;
    size_t first, last;

    a = a > origin ? a : origin;
    b = b < end ? b : end;
    if (a >= b)
        return;
    first = (size_t)((a - origin) / WHEN_DAY);
    last = (size_t)((b - 1 - origin) / WHEN_DAY);
    drift = drift_error(r, first, last, rate);
    for (size_t d = first; d <= last; d++) {
        double level = r->level[d], error = r->level_error[d], day = 0;

        if (apart)
            level = level_without(r, d, first, last + 1, rate, &error);
        for (size_t h = 24 * d; h < 24 * (d + 1); h++)
            spread_hour(r, s, h, hours_in(r, h, a, b), level, &day);
        s->total += day;
        s->day_squares += day * day;
        s->level_error += day * error;
        week += day;
        if ((d - first) % BLOCK == BLOCK - 1 || d == last) {
            s->week_squares += week * week;
            week = 0;
        }
    }
    s->drift_squares += drift * (s->total - before) * (s->total - before);
}

struct forecast weekrate_forecast(const struct weekrate *r, when_t a, when_t b)
{
    struct spread s = { { 0 }, 0, 0, 0, 0, 0 };

    add_window(r, &s, a, b, false);
    return forecast_of(r, &s);
}

struct forecast weekrate_forecast_apart(const struct weekrate *r, when_t a, when_t b)
{
    struct spread s = { { 0 }, 0, 0, 0, 0, 0 };

    add_window(r, &s, a, b, true);
    return forecast_of(r, &s);
}

struct forecast weekrate_forecast_set(const struct weekrate *r, const struct observed *set)
{
    struct spread s = { { 0 }, 0, 0, 0, 0, 0 };

    for (size_t i = 0; i < set->n; i++)
        add_window(r, &s, set->at[i].start, set->at[i].end, false);
    return forecast_of(r, &s);
}

/* One day as the other days predict it. */
struct own_day {
    size_t day;
    double level, error, drift;
};

static struct own_day own_day_of(const struct weekrate *r, size_t d)
{
    struct own_day own = { d, 0, 0, 0 };
    double rate = level_long_run(r);

    own.level = level_without(r, d, d, d + 1, rate, &own.error);
    own.drift = drift_error(r, d, d, rate);
    return own;
}

/* Hours [h, end) of one day. */
static void add_piece(const struct weekrate *r, struct spread *s, size_t h, size_t end, const struct own_day *own)
{
    double piece = 0;

    for (; h < end; h++)
        spread_hour(r, s, h, r->exposure[h], own->level, &piece);
    s->total += piece;
    s->day_squares += piece * piece;
    s->level_error += piece * own->error;
    s->drift_squares += own->drift * piece * piece;
}

/* Hours [from, end) of the table, which may reach over its ends. */
static struct forecast forecast_hours(const struct weekrate *r, int64_t from, int64_t end, struct own_day *own)
{
    struct spread s = { .total = 0 };
    size_t h = from > 0 ? (size_t)from : 0, last = end < 0 ? 0 : end < (int64_t)r->n_hours ? (size_t)end : r->n_hours;

    while (h < last) {
        size_t stop = (h / 24 + 1) * 24 < last ? (h / 24 + 1) * 24 : last;

        if (own->day != h / 24)
            *own = own_day_of(r, h / 24);
        add_piece(r, &s, h, stop, own);
        h = stop;
    }
    s.week_squares = s.total * s.total;
    return forecast_of(r, &s);
}

static int64_t first_midnight(const struct weekrate *r)
{
    return when_day_of(observed_start(r->observed)) * 24;
}

size_t weekrate_bins(const struct weekrate *r, int hours)
{
    return (size_t)((when_day_of(observed_end(r->observed) - 1) + 1) * 24 - first_midnight(r)) / (size_t)hours;
}

void weekrate_forecast_bins(const struct weekrate *r, int hours, struct forecast *out)
{
    struct own_day own = { .day = SIZE_MAX };
    int64_t from = first_midnight(r) - r->first_hour;

    for (size_t i = 0; i < weekrate_bins(r, hours); i++, from += hours)
        out[i] = forecast_hours(r, from, from + hours, &own);
}

double forecast_variance(const struct forecast *f, double ratio)
{
    double mean = ratio * f->expected;

    return f->phi * mean + f->days * mean * mean;
}
