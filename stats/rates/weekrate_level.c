/* weekrate_level.c -- the slow level: a kernel mean over days, as wide as the data allow. */

#include "weekrate_parts.h"

#include <math.h>

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

double level_long_run(const struct weekrate *r)
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

void level_fit(struct weekrate *r, bool first)
{
    double rate;
    struct sums whole = { 0, 0, 0 };

    gather_days(r);
    rate = level_long_run(r);
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

double level_without(const struct weekrate *r, size_t day, size_t skip, size_t skip_end, double rate, double *error)
{
    return level_from(sum_about(r, day, skip, skip_end), rate, error);
}

/* The day's level as the days outside its own block give it. */
double level_without_block(const struct weekrate *r, size_t d, double rate, double *error)
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

/* The level next to a window, on one side: kernel sums from its edge outwards. */
double level_beside(const struct weekrate *r, size_t edge, bool before, double rate, double *error)
{
    struct sums s = { 0, 0, 0 };

    for (size_t k = 1; k < r->kernel_n; k++) {
        if (before ? k > edge : edge + k >= r->n_days)
            break;
        sum_add(r, &s, before ? edge - k : edge + k, k, 1);
    }
    return level_from(s, rate, error);
}
