/* weekrate.c -- see weekrate.h.  Everything is kept by the hour of the span: 88,000 cells for ten years. */

#include "weekrate.h"

#include <math.h>
#include <stdlib.h>

#define HOURS_A_WEEK 168
#define MONDAY_SHIFT 72 /* hours from Monday 00 h to 1970-01-01 00 h, a Thursday */
#define BLOCK 7 /* days that share a deviation of their own, from the start of the span */
#define MAX_DAYS 36525
#define ROUNDS 3
/* tau2 and omega2 are estimates from b^2 / q effective days or weeks and are used as if they were known:
   they are raised by this over that number, as Student's quantiles exceed the normal's (and days scatter
   with long tails). */
#define SCATTER_ALLOWANCE 4

/* Kernel sums about a day. */
struct sums {
    double count, base, noise; /* noise: sum of w^2 x base x variance per event */
};

/* One level of the profile: groups of hours with a factor each. */
struct factor {
    size_t n;
    double at[HOURS_A_WEEK];      /* the factor */
    double own[HOURS_A_WEEK];     /* weight of the group's own count, 0..1; the rest is the prior's */
    double error[HOURS_A_WEEK];   /* squared relative error */
    double expects[HOURS_A_WEEK]; /* fitted events in the group */
};

struct weekrate {
    const struct observed *observed;
    int64_t first_hour; /* since 1970, at a midnight */
    size_t n_hours, n_days;
    double *exposure;     /* observed hours in each hour */
    double *fit_exposure; /* the same outside the mask */
    double *fit_count;
    double *integral; /* n_hours + 1 */
    struct factor hod, dow, cell;
    double *level;       /* by day, events an hour */
    double *level_error; /* by day, squared relative */
    double *day_count, *day_base; /* of a day: events, exposure x profile */
    double *day_noise;   /* of a day: variance per event, with the share of its week */
    struct sums *sums;   /* by day, over its neighbours and itself */
    double *kernel;      /* by distance in days; kernel_n of them */
    size_t kernel_n;
    double bandwidth;
    double events, hours; /* that the fit rests on */
    double phi, tau2, omega2;
};

static size_t week_hour(const struct weekrate *r, size_t hour)
{
    int64_t h = (r->first_hour + (int64_t)hour + MONDAY_SHIFT) % HOURS_A_WEEK;

    return (size_t)(h < 0 ? h + HOURS_A_WEEK : h);
}

static double profile(const struct weekrate *r, size_t c)
{
    return r->hod.at[c % 24] * r->dow.at[c / 24] * r->cell.at[c];
}

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

/* --- the profile --------------------------------------------------------------------------- */

/* Which group of the factor an hour of the week is in. */
static size_t group_of(const struct factor *f, size_t c)
{
    return f->n == 24 ? c % 24 : f->n == 7 ? c / 24 : c;
}

/* Counts and expectations of each group from the other factors, and the variance that the expectation
   has by the scatter. */
static void gather(const struct weekrate *r, const struct factor *f, double *n, double *e, double *noise)
{
    for (size_t d = 0; d < r->n_days; d++) {
        double day[HOURS_A_WEEK] = { 0 }; /* what this day puts into each group */

        for (size_t h = 24 * d; h < 24 * (d + 1); h++) {
            size_t c = week_hour(r, h), g = group_of(f, c);
            double mean = r->fit_exposure[h] * r->level[d] * profile(r, c) / f->at[g];

            n[g] += r->fit_count[h];
            e[g] += mean;
            day[g] += mean;
        }
        for (size_t g = 0; g < f->n; g++)
            noise[g] += day[g] * (r->phi + (r->tau2 + r->omega2) * day[g]);
    }
}

/* Squared spread of the groups' true factors about 1, by moments; not below its own standard error,
   so that "no difference seen" is not taken for "no difference". */
static double spread_between(const double *n, const double *e, const double *noise, size_t k)
{
    double excess = 0, squares = 0, error = 0;

    for (size_t g = 0; g < k; g++) {
        excess += (n[g] - e[g]) * (n[g] - e[g]) - noise[g];
        squares += e[g] * e[g];
        error += 2 * noise[g] * noise[g];
    }
    return squares > 0 ? fmax(excess, sqrt(error)) / squares : 0;
}

/* Gamma prior with mean 1 and squared spread 1/weight, counts thinned by their dispersion. */
static void shrink(struct factor *f, const double *n, const double *e, const double *noise)
{
    double weight = 1 / fmax(spread_between(n, e, noise, f->n), 1e-12);

    for (size_t g = 0; g < f->n; g++) {
        double dispersion = e[g] > 0 ? noise[g] / e[g] : 1;
        double seen = n[g] / dispersion, expected = e[g] / dispersion;

        f->at[g] = (seen + weight) / (expected + weight);
        f->own[g] = expected / (expected + weight);
        f->error[g] = 1 / (seen + weight);
        f->expects[g] = e[g] * f->at[g];
    }
}

static void fit_factor(struct weekrate *r, struct factor *f)
{
    double n[HOURS_A_WEEK] = { 0 }, e[HOURS_A_WEEK] = { 0 }, noise[HOURS_A_WEEK] = { 0 };

    gather(r, f, n, e, noise);
    shrink(f, n, e, noise);
}

static void factor_init(struct factor *f, size_t n)
{
    f->n = n;
    for (size_t g = 0; g < n; g++)
        f->at[g] = 1;
}

/* --- the level ----------------------------------------------------------------------------- */

static void gather_days(struct weekrate *r)
{
    double rate = 0, base = 0;

    for (size_t d = 0; d < r->n_days; d++) {
        r->day_count[d] = r->day_base[d] = 0;
        for (size_t h = 24 * d; h < 24 * (d + 1); h++) {
            r->day_count[d] += r->fit_count[h];
            r->day_base[d] += r->fit_exposure[h] * profile(r, week_hour(r, h));
        }
        base += r->day_base[d];
    }
    rate = base > 0 ? r->events / base : 0;
    for (size_t d = 0; d < r->n_days; d++)
        r->day_noise[d] = r->phi + (r->tau2 + BLOCK * r->omega2) * rate * r->day_base[d];
}

static void set_kernel(struct weekrate *r, double bandwidth)
{
    r->bandwidth = bandwidth;
    r->kernel_n = isinf(bandwidth) || 3 * bandwidth + 1 > (double)r->n_days ? r->n_days
                                                                           : (size_t)(3 * bandwidth) + 1;
    for (size_t k = 0; k < r->kernel_n; k++)
        r->kernel[k] = exp(-.5 * ((double)k / bandwidth) * ((double)k / bandwidth));
}

static void sum_add(const struct weekrate *r, struct sums *s, size_t d, size_t distance, double sign)
{
    double w = r->kernel[distance];

    s->count += sign * w * r->day_count[d];
    s->base += sign * w * r->day_base[d];
    s->noise += sign * w * w * r->day_base[d] * r->day_noise[d];
}

/* All days but those in [skip, skip_end). */
static struct sums sum_about(const struct weekrate *r, size_t day, size_t skip, size_t skip_end)
{
    struct sums s = { 0, 0, 0 };
    size_t first = day + 1 > r->kernel_n ? day + 1 - r->kernel_n : 0;
    size_t end = day + r->kernel_n < r->n_days ? day + r->kernel_n : r->n_days;

    for (size_t d = first; d < end; d++) {
        if (d < skip || d >= skip_end)
            sum_add(r, &s, d, d > day ? d - day : day - d, 1);
    }
    return s;
}

/* One event's worth of the long-run rate is added, so that a level is never 0. */
static double level_from(struct sums s, double rate, double *error)
{
    double level = rate > 0 ? (s.count + 1) / (s.base + 1 / rate) : 0;
    double known = rate > 0 ? level * (s.base + 1 / rate) : 0;

    *error = known > 0 ? (s.noise * level + 1) / (known * known) : 1;
    return level;
}

static double long_run_rate(const struct weekrate *r)
{
    double base = 0;

    for (size_t d = 0; d < r->n_days; d++)
        base += r->day_base[d];
    return base > 0 ? r->events / base : 0;
}

/* Log likelihood of each day as its neighbours predict it, in units of the scatter.  The sums of an
   infinite kernel are the same for all days. */
static double predicted_score(const struct weekrate *r, double rate)
{
    double score = 0;
    struct sums whole = { 0, 0, 0 };

    if (isinf(r->bandwidth))
        whole = sum_about(r, 0, 0, 0);
    for (size_t d = 0; d < r->n_days; d++) {
        struct sums s = isinf(r->bandwidth) ? whole : sum_about(r, d, 0, 0);
        double error, mean;

        if (r->day_base[d] <= 0)
            continue;
        sum_add(r, &s, d, 0, -1);
        mean = level_from(s, rate, &error) * r->day_base[d];
        score += (r->day_count[d] * log(mean) - mean) 
                 / (r->phi + (r->tau2 + r->omega2) * rate * r->day_base[d]);
    }
    return score;
}

/* The widest kernel that predicts nearly as well as the best: within 2 units of log likelihood. */
static void choose_bandwidth(struct weekrate *r, double rate)
{
    static const double widths[] = { INFINITY, 56, 28, 14, 7 };
    double score[5], best = -INFINITY;
    size_t pick = 0;

    for (size_t i = 0; i < 5; i++) {
        set_kernel(r, widths[i]);
        score[i] = predicted_score(r, rate);
        best = fmax(best, score[i]);
    }
    while (score[pick] < best - 2)
        pick++;
    set_kernel(r, widths[pick]);
}

/* The first round takes a constant level, to learn how much days scatter before it is asked whether they drift. */
static void fit_level(struct weekrate *r, bool first)
{
    double rate;
    struct sums whole = { 0, 0, 0 };

    gather_days(r);
    rate = long_run_rate(r);
    if (rate > 0 && !first)
        choose_bandwidth(r, rate);
    else
        set_kernel(r, INFINITY);
    if (isinf(r->bandwidth))
        whole = sum_about(r, 0, 0, 0);
    for (size_t d = 0; d < r->n_days; d++) {
        r->sums[d] = isinf(r->bandwidth) ? whole : sum_about(r, d, 0, 0);
        r->level[d] = level_from(r->sums[d], rate, &r->level_error[d]);
    }
}

/* --- the scatter ----------------------------------------------------------------------------- */

/* Share of an hour's own count in what the profile expects of it. */
static double leverage(const struct weekrate *r, size_t c, double mean)
{
    const struct factor *const factors[] = { &r->hod, &r->dow, &r->cell };
    double most = 0;

    for (size_t i = 0; i < 3; i++) {
        size_t g = group_of(factors[i], c);

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

/* The day's level as the days outside its own block give it. */
static double level_without_block(const struct weekrate *r, size_t d, double rate, double *error)
{
    struct sums s = r->sums[d];
    size_t first = d - d % BLOCK;

    for (size_t k = first; k < first + BLOCK && k < r->n_days; k++) {
        size_t distance = k > d ? k - d : d - k;

        if (distance < r->kernel_n)
            sum_add(r, &s, k, distance, -1);
    }
    s.base = fmax(s.base, 0);
    s.count = fmax(s.count, 0);
    s.noise = fmax(s.noise, 0);
    return level_from(s, rate, error);
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

static double allowance(const struct scatter *s)
{
    return s->b > 0 ? 1 + SCATTER_ALLOWANCE * s->q / (s->b * s->b) : 1;
}

/* Three equations (hours, days, weeks) for three unknowns, kept in their bounds.  To hours and days the
   deviation of the week is part of the day's. */
static void solve_scatter(struct weekrate *r, struct scatter hours, struct scatter days, struct scatter weeks)
{
    double whole; /* tau2 + omega2 */

    r->phi = 1;
    r->tau2 = r->omega2 = 0;
    if (hours.a <= 0 || days.b <= hours.b)
        return;
    whole = fmax(0, (days.squares - hours.squares) / (days.b - hours.b));
    r->phi = fmax(1, (hours.squares - whole * hours.b) / hours.a);
    if (r->phi <= 1)
        whole = fmax(0, (days.squares - days.a) / days.b);
    if (weeks.b > days.b)
        r->omega2 = fmax(0, (weeks.squares - r->phi * weeks.a - whole * days.b) / (weeks.b - days.b));
    r->tau2 = fmax(0, whole - r->omega2) * allowance(&days);
    r->omega2 *= allowance(&weeks);
}

static void fit_scatter(struct weekrate *r)
{
    struct scatter hours = { 0, 0, 0, 0 }, days = { 0, 0, 0, 0 }, weeks = { 0, 0, 0, 0 };
    double rate = long_run_rate(r);

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
        fit_factor(r, &r->hod);
        fit_factor(r, &r->dow);
        fit_factor(r, &r->cell);
        fit_level(r, round == 0);
        fit_scatter(r);
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
    r->exposure = mem_zero(r->n_hours * sizeof(double));
    r->fit_exposure = mem_zero(r->n_hours * sizeof(double));
    r->fit_count = mem_zero(r->n_hours * sizeof(double));
    r->integral = mem_zero((r->n_hours + 1) * sizeof(double));
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
        err_set(err, "nothing was observed");
        return NULL;
    }
    first = when_day_of(observed_start(o));
    last = when_day_of(observed_end(o) - 1);
    if (last - first >= MAX_DAYS) {
        err_set(err, "the observed span is longer than 100 years: is there a wrong time stamp?");
        return NULL;
    }
    r = make(o, first, (size_t)(last - first + 1));
    tabulate(r, times, n, mask, n_mask);
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

/* --- forecasts ------------------------------------------------------------------------------------ */

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
        by_group[group_of(f, c)] += s->by_cell[c] * (f == &r->cell ? 1 : 1 - r->cell.own[c]);
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

/* The level next to a window, on one side: kernel sums from its edge outwards. */
static double level_beside(const struct weekrate *r, size_t edge, bool before, double rate, double *error)
{
    struct sums s = { 0, 0, 0 };

    for (size_t k = 1; k < r->kernel_n; k++) {
        if (before ? k > edge : edge + k >= r->n_days)
            break;
        sum_add(r, &s, before ? edge - k : edge + k, k, 1);
    }
    return level_from(s, rate, error);
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
    double rate = long_run_rate(r), week = 0;
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
            level = level_from(sum_about(r, d, first, last + 1), rate, &error);
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

double forecast_variance(const struct forecast *f, double ratio)
{
    double mean = ratio * f->expected;

    return f->phi * mean + f->days * mean * mean;
}
