/* weekrate_days.c -- where the days begin: at the quietest hour. */

#include "weekrate_parts.h"

#include <math.h>
#include <string.h>

#define SURE 2 /* standard errors by which another hour must be quieter than midnight UTC */

/* Rate by hour of the UTC day, and the squared error of it. */
static void daily_rates(const struct weekrate *r, double rate[24], double squared_error[24])
{
    double count[24] = { 0 }, exposure[24] = { 0 };

    for (size_t h = 0; h < r->n_hours; h++) {
        count[h % 24] += r->fit_count[h];
        exposure[h % 24] += r->fit_exposure[h];
    }
    for (size_t h = 0; h < 24; h++) {
        rate[h] = exposure[h] > 0 ? count[h] / exposure[h] : 0;
        squared_error[h] = exposure[h] > 0 ? count[h] / (exposure[h] * exposure[h]) : 0;
    }
}

/* Weighted sum of BY_HOUR about the beginning of hour START; POWER of the weights. */
static double about(const double by_hour[24], size_t start, int power)
{
    static const double weight[] = { 1, 2, 3, 3, 2, 1 };
    double sum = 0;

    for (size_t k = 0; k < 6; k++)
        sum += (power == 2 ? weight[k] * weight[k] : weight[k]) * by_hour[(start + 21 + k) % 24];
    return sum;
}

/* Hour of the UTC day about which the least happens; 0 when no other is surely quieter. */
static size_t quietest_hour(const struct weekrate *r)
{
    double rate[24], squared_error[24], least, chance;
    size_t best = 0;

    daily_rates(r, rate, squared_error);
    for (size_t h = 1; h < 24; h++) {
        if (about(rate, h, 1) < about(rate, best, 1))
            best = h;
    }
    least = about(rate, best, 1);
    chance = sqrt(about(squared_error, best, 2) + about(squared_error, 0, 2));
    return about(rate, 0, 1) - least > SURE * chance ? best : 0;
}

/* Moves N cells by SHIFT places (of either sign) within room for N and a day more. */
static void move(double *cells, size_t n, int64_t shift)
{
    size_t by = (size_t)(shift < 0 ? -shift : shift);

    if (shift < 0) {
        memmove(cells, cells + by, (n - by) * sizeof *cells);
        memset(cells + n - by, 0, by * sizeof *cells);
    } else {
        memmove(cells + by, cells, n * sizeof *cells);
        memset(cells, 0, by * sizeof *cells);
    }
}

void days_begin(struct weekrate *r)
{
    int64_t start = (int64_t)quietest_hour(r);
    int64_t seen = when_floor(observed_start(r->observed), WHEN_HOUR) / WHEN_HOUR;
    int64_t last = when_floor(observed_end(r->observed) - 1, WHEN_HOUR) / WHEN_HOUR;
    int64_t first = seen - ((seen - start) % 24 + 24) % 24; /* the latest beginning of a day up to SEEN */

    move(r->exposure, r->n_hours, r->first_hour - first);
    move(r->fit_exposure, r->n_hours, r->first_hour - first);
    move(r->fit_count, r->n_hours, r->first_hour - first);
    r->day_start = start;
    r->first_hour = first;
    r->n_days = (size_t)((last - first) / 24 + 1);
    r->n_hours = r->n_days * 24;
}
