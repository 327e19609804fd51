/* weekrate_scatter.c -- how much counts scatter about the rate: bursts, days, weeks. */

#include "weekrate_parts.h"

#include <math.h>

/* Days and weeks scatter with longer tails than the normal's, so a variance from n of them is known about as well as one
   from n times this is in a normal sample. */
#define LONG_TAILS .5

/* Share of an hour's own count in what the profile expects of it. */
static double leverage(const struct weekrate *r, size_t c, double mean)
{
    const struct factor *const factors[] = { &r->hod, &r->dow, &r->cell };
    double most = 0;

    for (size_t i = 0; i < 3; i++) {
        size_t g = factor_group(factors[i], c);

        if (factors[i]->expects[g] > 0)
            most = fmax(most, factors[i]->own[g] * mean / factors[i]->expects[g]);
    }
    return fmin(most, .9);
}

/* Residual sums of squares (less what the level's error brings in) of units with means m: their
   expectation is phi A + (squared deviations of hours, days, weeks) x B; B and Q are the sums of m^2 and m^4. */
struct scatter {
    double squares, a, b, q;
};

/* What one hour, day or week shows. */
struct unit {
    double count, mean, own, level_error; /* own: share of the count in the mean; both are sums x mean */
};

static void unit_add(struct unit *to, struct unit from)
{
    to->count += from.count;
    to->mean += from.mean;
    to->own += from.own;
    to->level_error += from.level_error;
}

static void scatter_add(struct scatter *s, struct unit u)
{
    double squared = (u.count - u.mean) * (u.count - u.mean);

    if (u.mean <= 0)
        return;
    s->squares += (squared - u.level_error * u.mean) / (1 - fmin(.9, u.own / u.mean));
    s->a += u.mean;
    s->b += u.mean * u.mean;
    s->q += u.mean * u.mean * u.mean * u.mean;
}

static struct unit scatter_of_day(const struct weekrate *r, size_t d, double rate, struct scatter *hours)
{
    struct unit day = { 0, 0, 0, 0 };
    double error, level = level_without_block(r, d, rate, &error);
    size_t weekday = week_hour(r, 24 * d) / 24;

    for (size_t h = 24 * d; h < 24 * (d + 1); h++) {
        size_t c = week_hour(r, h);
        double m = r->fit_exposure[h] * level * profile(r, c);
        struct unit hour = { r->fit_count[h], m, leverage(r, c, m) * m, error * m };

        scatter_add(hours, hour);
        unit_add(&day, hour);
    }
    if (r->dow.expects[weekday] > 0)
        day.own = fmax(day.own, r->dow.own[weekday] * day.mean * day.mean / r->dow.expects[weekday]);
    return day;
}

/* Degrees of freedom of a variance from these units: as many as would know as much if all had the same mean. */
static double freedom_of(const struct scatter *s)
{
    return s->q > 0 ? LONG_TAILS * s->b * s->b / s->q : 0;
}

/* Three equations (hours, days, weeks) for three unknowns, kept in their bounds.  To hours and days the
   deviation of the week is part of the day's. */
static void solve_scatter(struct weekrate *r, struct scatter hours, struct scatter days, struct scatter weeks)
{
    double whole; /* tau2 + omega2 */

    r->phi = 1;
    r->tau2 = r->omega2 = 0;
    r->days_known = freedom_of(&days);
    r->weeks_known = freedom_of(&weeks);
    if (hours.a <= 0 || days.b <= hours.b)
        return;
    whole = fmax(0, (days.squares - hours.squares) / (days.b - hours.b));
    r->phi = fmax(1, (hours.squares - whole * hours.b) / hours.a);
    if (r->phi <= 1)
        whole = fmax(0, (days.squares - days.a) / days.b);
    if (weeks.b > days.b)
        r->omega2 = fmax(0, (weeks.squares - r->phi * weeks.a - whole * days.b) / (weeks.b - days.b));
    r->tau2 = fmax(0, whole - r->omega2);
}

void scatter_fit(struct weekrate *r)
{
    struct scatter hours = { 0, 0, 0, 0 }, days = { 0, 0, 0, 0 }, weeks = { 0, 0, 0, 0 };
    double rate = level_long_run(r);

    for (size_t first = 0; first < r->n_days; first += BLOCK) {
        struct unit week = { 0, 0, 0, 0 };

        for (size_t d = first; d < first + BLOCK && d < r->n_days; d++) {
            struct unit day = scatter_of_day(r, d, rate, &hours);

            scatter_add(&days, day);
            day.own = 0; /* the profile cannot follow a whole week */
            unit_add(&week, day);
        }
        scatter_add(&weeks, week);
    }
    solve_scatter(r, hours, days, weeks);
}
