/* hourrate.c -- see hourrate.h. */

#include "hourrate.h"

#include <math.h>
#include <stdlib.h>

#define ROUNDS 3
#define KERNEL 3.   /* days: standard deviation of the level's kernel */
#define REACH 9      /* days: where the kernel ends */
#define KEPT 3.      /* events' worth of hour and neighbours, weighed 1:2:1, in each cell */
#define DRAWN 1.     /* an event's worth of the mean in each cell and each day's level */

struct hourrate {
    size_t hours, days;
    unsigned char *cell; /* by hour of the grid */
    size_t *day;
    double *count, *expected, *level, *factor; /* by day */
};

struct hourrate *hourrate_new(const struct demand *d)
{
    struct hourrate *r = mem_zero(sizeof *r);
    int64_t first = when_day_of(d->first_hour * WHEN_HOUR);
    r->hours = d->n_hours;
    r->cell = mem_alloc(d->n_hours * sizeof *r->cell);
    r->day = mem_alloc(d->n_hours * sizeof *r->day);
    for (size_t h = 0; h < d->n_hours; h++) {
        when_t at = (d->first_hour + (int64_t)h) * WHEN_HOUR;
        r->cell[h] = (unsigned char)open_demand_hour(at);
        r->day[h] = (size_t)(when_day_of(at) - first);
    }
    r->days = r->day[d->n_hours - 1] + 1;
    r->count = mem_zero(4 * r->days * sizeof(double));
    r->expected = r->count + r->days;
    r->level = r->expected + r->days;
    r->factor = r->level + r->days;
    return r;
}

void hourrate_free(struct hourrate *r)
{
    if (r == NULL) {
        return;
    }
    free(r->cell);
    free(r->day);
    free(r->count);
    free(r);
}

void hourrate_cells(const double count[OPEN_DEMAND_HOURS], const double exposure[OPEN_DEMAND_HOURS],
                    double cell[OPEN_DEMAND_HOURS])
{
    double sn[24], se[24], all_n = 1e-6, all_e = 1e-9;
    for (int k = 0; k < OPEN_DEMAND_HOURS; k++) {
        all_n += count[k];
        all_e += exposure[k];
    }
    double mean = all_n / all_e;
    for (int half = 0; half < OPEN_DEMAND_HOURS; half += 24) {
        open_demand_smooth(count + half, sn);
        open_demand_smooth(exposure + half, se);
        for (int h = 0; h < 24; h++) {
            double smooth = (sn[h] + DRAWN) / (se[h] + DRAWN / mean);
            cell[half + h] = (count[half + h] + KEPT) / (exposure[half + h] + KEPT / smooth);
        }
    }
}

/* The cells' rates given each day's factor. */
static void fit_cells(const struct hourrate *r, const double n[OPEN_DEMAND_HOURS], const double *exposure, double cell[OPEN_DEMAND_HOURS])
{
    double e[OPEN_DEMAND_HOURS] = { 0 };
    for (size_t h = 0; h < r->hours; h++) {
        e[r->cell[h]] += exposure[h] * r->factor[r->day[h]];
    }
    hourrate_cells(n, e, cell);
}

/* What each day is expected to have of its own cells. */
static void expect_days(struct hourrate *r, const double *exposure, const double cell[OPEN_DEMAND_HOURS])
{
    for (size_t h = 0; h < r->hours;) {
        size_t day = r->day[h];
        double sum = 0;
        for (; h < r->hours && r->day[h] == day; h++) {
            sum += exposure[h] * cell[r->cell[h]];
        }
        r->expected[day] = sum;
    }
}

/* The level of each day relative to the cells: counts over expectations, both smoothed over days. */
static void fit_levels(struct hourrate *r)
{
    double kernel[2 * REACH + 1];
    for (int i = -REACH; i <= REACH; i++) {
        kernel[i + REACH] = exp(-i * i / (2 * KERNEL * KERNEL));
    }
    for (size_t k = 0; k < r->days; k++) {
        double n = DRAWN * .1, e = DRAWN * .1;
        size_t from = k > REACH ? k - REACH : 0, to = k + REACH + 1 < r->days ? k + REACH + 1 : r->days;
        for (size_t i = from; i < to; i++) {
            n += kernel[i + REACH - k] * r->count[i];
            e += kernel[i + REACH - k] * r->expected[i];
        }
        r->level[k] = n / e;
    }
}

/* Squared spread of the days about their level: sum (n - m)^2 - sum m over sum m^2. */
static double spread_of(const struct hourrate *r)
{
    double squares = 0, means = 0, noise = 0;
    for (size_t k = 0; k < r->days; k++) {
        double m = r->level[k] * r->expected[k];
        squares += (r->count[k] - m) * (r->count[k] - m);
        noise += m;
        means += m * m;
    }
    return means > 0 ? fmax(0, (squares - noise) / means) : 0;
}

static void fit_days(struct hourrate *r)
{
    fit_levels(r);
    double spread = spread_of(r);
    for (size_t k = 0; k < r->days; k++) {
        double m = r->level[k] * r->expected[k];
        r->factor[k] = r->level[k] * (spread > 0 ? (r->count[k] + 1 / spread) / (m + 1 / spread) : 1);
    }
}

void hourrate_fit(struct hourrate *r, const double *count, const double *exposure, struct demand *d)
{
    double cell[OPEN_DEMAND_HOURS], n[OPEN_DEMAND_HOURS] = { 0 };
    for (size_t k = 0; k < r->days; k++) {
        r->count[k] = 0;
        r->factor[k] = 1;
    }
    for (size_t h = 0; h < r->hours; h++) {
        r->count[r->day[h]] += count[h];
        n[r->cell[h]] += count[h];
    }
    for (int round = 0; round < ROUNDS; round++) {
        fit_cells(r, n, exposure, cell);
        expect_days(r, exposure, cell);
        fit_days(r);
    }
    for (size_t h = 0; h < r->hours; h++) {
        double rate = cell[r->cell[h]] * r->factor[r->day[h]];
        d->rate[h] = rate > 1e-9 ? rate : 1e-9;
    }
    demand_sum(d);
}
