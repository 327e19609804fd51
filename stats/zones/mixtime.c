#include "mixtime.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#define GRID 199 /* weights .0025 to .9975 */

struct work {
    const struct twohours *t;
    const struct twohours_people *people;
    const struct zonegroups *groups;
    size_t zone_a, zone_b;
    const struct observed *observed;
    double scale;
    double together[GRID]; /* log likelihood of one weight for all blocks */
    double apart;          /* sum over the blocks of each one's best */
};

static double weight_of(size_t k) { return ((double) k + 0.5) / GRID; }

static when_t next_month(when_t t)
{
    int year, month, day;
    when_civil(when_floor(t, WHEN_DAY) / WHEN_DAY, &year, &month, &day);
    return (month == 12 ? when_days(year + 1, 1, 1) : when_days(year, month + 1, 1)) * WHEN_DAY;
}

/* Log likelihood of each weight in a block of N visits. */
static void likelihood(const struct work *w, const when_t *visits, size_t n, double out[GRID])
{
    struct localweek *week = localweek_new(visits, n, w->observed);
    struct weekregimes regimes;
    struct jointcells cells = { .n = 0 };
    weekregimes_init(&regimes, week, w->groups, w->observed);
    jointcells_fill(&cells, &regimes, w->zone_a, w->zone_b);
    double *a = mem_alloc((2 * cells.n + 1) * sizeof *a), *b = a + cells.n;
    twohours_sides(w->t, w->people, &cells, a, b);
    for (size_t k = 0; k < GRID; k++) {
        out[k] = 0;
        for (size_t i = 0; i < cells.n; i++)
            if (cells.at[i].count > 0)
                out[k] += w->scale * cells.at[i].count * log(weight_of(k) * a[i] + (1 - weight_of(k)) * b[i]);
    }
    free(a);
    jointcells_release(&cells);
    weekregimes_release(&regimes);
    localweek_free(week);
}

static double highest(const double log_p[GRID])
{
    double most = log_p[0];
    for (size_t k = 1; k < GRID; k++)
        most = fmax(most, log_p[k]);
    return most;
}

/* The weight below which a share P of the posterior lies, between the grid's points linearly. */
static double quantile(const double log_p[GRID], double p)
{
    double most = highest(log_p), total = 0, sum = 0;
    for (size_t k = 0; k < GRID; k++)
        total += exp(log_p[k] - most);
    for (size_t k = 0; k < GRID; k++) {
        double here = exp(log_p[k] - most) / total;
        if (sum + here >= p)
            return ((double) k + (p - sum) / here) / GRID;
        sum += here;
    }
    return 1;
}

static void add_block(struct mixtime *m, struct work *w, when_t start, when_t end, const when_t *visits, size_t n)
{
    double log_p[GRID];
    likelihood(w, visits, n, log_p);
    for (size_t k = 0; k < GRID; k++)
        w->together[k] += log_p[k];
    w->apart += highest(log_p);
    m->at = mem_grow(m->at, &m->capacity, m->n + 1, sizeof *m->at);
    m->at[m->n++] = (struct mixblock) { start, end, n, quantile(log_p, 0.5), quantile(log_p, 0.025),
                                        quantile(log_p, 0.975) };
}

void mixtime_init(struct mixtime *m, const struct twohours *t, const struct twohours_people *people,
                  const struct localweek *week, const struct zonegroups *groups, size_t zone_a, size_t zone_b,
                  const struct observed *observed, double dispersion)
{
    struct work w = { .t = t, .people = people, .groups = groups, .zone_a = zone_a, .zone_b = zone_b,
                      .observed = observed, .scale = 1 / dispersion };
    const when_t *visits = localweek_visits(week);
    size_t n = localweek_n(week), least = n / MIXTIME_MOST > MIXTIME_LEAST ? n / MIXTIME_MOST : MIXTIME_LEAST;
    *m = (struct mixtime) { .p_change = NAN };
    when_t start = n > 0 ? when_floor(visits[0], WHEN_DAY) : 0;
    for (size_t i = 0, next = 0; next < n;) {
        when_t end = next_month(visits[next]);
        while (next < n && visits[next] < end)
            next++;
        if (next - i < least && next < n)
            continue;
        add_block(m, &w, start, end, visits + i, next - i);
        i = next;
        start = end;
    }
    if (m->n > 1)
        m->p_change = gsl_cdf_chisq_Q(fmax(2 * (w.apart - highest(w.together)), 0), (double) (m->n - 1));
}

void mixtime_release(struct mixtime *m)
{
    free(m->at);
    *m = (struct mixtime) { .n = 0 };
}
