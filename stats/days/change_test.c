/* change_test.c -- see change_test.h. */

#include "change_test.h"

#include "base/err.h"
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

#define SHARED_LEAST .5
#define MEMORY_LEAST .7
#define ENOUGH 10 /* draws that are worth as much end the drawing */

static double worth(const struct change_series *s)
{
    return change_worth(s, CHANGE_LEAST) / change_scale_of(s).scale;
}

/* The memory of days is known badly, and where it is underestimated so is what long sums vary: what is drawn has at
   least this much of it. */
static struct change_scale cautious(struct change_scale c)
{
    double all = c.white + c.shared;

    c.shared = fmax(c.shared, SHARED_LEAST * all);
    c.white = all - c.shared;
    c.memory = fmax(c.memory, MEMORY_LEAST);
    return c;
}

/* Null draws of the statistic into DRAWN; their number.  */
static size_t draw_null(const struct change_series *s, const struct change_scale *c, double seen, gsl_rng *rng,
                        double *drawn, size_t *as_much)
{
    double *y = mem_alloc((s->n + 1) * sizeof *y);
    const struct change_series null = { s->family, y, s->b, s->n };
    const struct change_scale careful = cautious(*c);
    size_t m = 0;

    *as_much = 0;
    while (m < CHANGE_DRAWS && *as_much < ENOUGH) {
        change_scale_draw(&careful, s, NULL, rng, y);
        drawn[m] = worth(&null);
        *as_much += drawn[m++] >= seen;
    }
    free(y);
    return m;
}

static double p_among(double gain, const double *sorted, size_t m)
{
    size_t at_least = 0;

    while (at_least < m && sorted[m - 1 - at_least] >= gain)
        at_least++;
    return (1 + (double)at_least) / (1 + (double)m);
}

/* --- the levels and where they change -------------------------------------------------------- */

static double level_of(const struct change_series *s, size_t from, size_t to, double *cost)
{
    double y = 0, b = 0;

    for (size_t t = from; t < to; t++) {
        y += s->y[t];
        b += s->b[t];
    }
    if (cost != NULL)
        *cost = change_cost(s->family, y, b);
    return b > 0 ? y / b : 0;
}

static size_t end_of(const struct change_series *s, const size_t *breaks, size_t n, size_t i)
{
    return i < n ? breaks[i] : s->n;
}

static void describe(const struct change_series *s, const size_t *breaks, size_t n, size_t i, const double *sorted, size_t m,
                     struct change_result *out)
{
    size_t from = i > 0 ? breaks[i - 1] : 0, to = end_of(s, breaks, n, i + 1);
    double whole, first, second;
    struct change *c = &out->at[out->n++];

    *c = (struct change){ .at = breaks[i], .lo = breaks[i], .hi = breaks[i] };
    level_of(s, from, to, &whole);
    c->before = level_of(s, from, breaks[i], &first);
    c->after = level_of(s, breaks[i], to, &second);
    c->p = fmax(out->p, p_among((whole - first - second) / out->scale, sorted, m));
}

/* The scatter about the levels, not about their mean. */
static struct change_scale scatter_about(const struct change_series *s, const double *level, const struct change_scale *c)
{
    struct change_scale own;
    double *y = mem_alloc((s->n + 1) * sizeof *y);
    const struct change_series flat = { s->family, y, s->b, s->n };

    for (size_t t = 0; t < s->n; t++)
        y[t] = s->family == CHANGE_POISSON && level[t] > 0 ? s->y[t] * c->level / level[t]
                                                            : s->y[t] + s->b[t] * (c->level - level[t]);
    own = change_scale_of(&flat);
    own.level = c->level;
    free(y);
    return own;
}

static size_t quantile(double *x, size_t n, double q)
{
    gsl_sort(x, 1, n);
    return (size_t)x[(size_t)(q * (double)(n - 1) + .5)];
}

static void find_intervals(const struct change_series *s, const size_t *breaks, size_t n, const struct change_scale *c,
                           gsl_rng *rng, struct change_result *out)
{
    double *level = mem_alloc((2 * s->n + CHANGE_BOOTSTRAP * (n + 1)) * sizeof *level);
    double *y = level + s->n, *place = y + s->n, gain;
    const struct change_series drawn = { s->family, y, s->b, s->n };
    struct change_scale own;

    for (size_t i = 0, from = 0; i <= n; from = end_of(s, breaks, n, i++)) {
        double l = level_of(s, from, end_of(s, breaks, n, i), NULL);

        for (size_t t = from; t < end_of(s, breaks, n, i); t++)
            level[t] = l;
    }
    own = scatter_about(s, level, c);
    for (size_t k = 0; k < CHANGE_BOOTSTRAP; k++) {
        change_scale_draw(&own, s, level, rng, y);
        for (size_t i = 0; i < n; i++)
            place[i * CHANGE_BOOTSTRAP + k] = (double)change_single(&drawn, i > 0 ? breaks[i - 1] : 0,
                                                                   end_of(s, breaks, n, i + 1), 1, &gain);
    }
    for (size_t i = 0; i < out->n; i++) {
        size_t lo = quantile(place + i * CHANGE_BOOTSTRAP, CHANGE_BOOTSTRAP, .025);
        size_t hi = quantile(place + i * CHANGE_BOOTSTRAP, CHANGE_BOOTSTRAP, .975);

        out->at[i].lo = lo < breaks[i] ? lo : breaks[i];
        out->at[i].hi = hi > breaks[i] ? hi : breaks[i];
    }
    free(level);
}

void change_test(const struct change_series *s, double alpha, gsl_rng *rng, struct change_result *out)
{
    struct change_scale c = change_scale_of(s);
    double *drawn;
    size_t *breaks, m, as_much, n;

    *out = (struct change_result){ .p = NAN, .scale = c.scale, .penalty = NAN };
    if (s->n < CHANGE_BINS || !(c.scale > 0))
        return;
    out->worth = change_worth(s, CHANGE_LEAST) / c.scale;
    drawn = mem_alloc(CHANGE_DRAWS * sizeof *drawn);
    m = draw_null(s, &c, out->worth, rng, drawn, &as_much);
    out->p = as_much == ENOUGH ? ENOUGH / (double)m : (1 + (double)as_much) / (1 + (double)m);
    gsl_sort(drawn, 1, m);
    if (out->p <= alpha) {
        out->penalty = drawn[(size_t)ceil((1 - alpha) * (double)m) - 1];
        breaks = mem_alloc((s->n + 1) * sizeof *breaks);
        n = change_pelt(s, out->penalty * c.scale, CHANGE_LEAST, breaks);
        for (size_t i = 0; i < n && i < CHANGE_MOST; i++)
            describe(s, breaks, n, i, drawn, m, out);
        find_intervals(s, breaks, n, &c, rng, out);
        free(breaks);
    }
    free(drawn);
}
