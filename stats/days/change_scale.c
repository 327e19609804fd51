/* change_scale.c -- see change_scale.h. */

#include "change_scale.h"

#include <gsl/gsl_randist.h>
#include <math.h>

#define MEMORY_MOST .9

static double basic_variance(enum change_family family, double level)
{
    return family == CHANGE_POISSON ? level : family == CHANGE_BINOMIAL ? level * (1 - level) : 0;
}

/* V(h) */
static double variogram(const struct change_series *s, size_t h, double basic)
{
    double squares = 0, weights = 0, pairs = 0;

    for (size_t t = 0; t + h < s->n; t++) {
        double b = s->b[t], d = s->b[t + h], w = b * d / (b + d), step;

        if (!(b > 0 && d > 0))
            continue;
        step = s->y[t] / b - s->y[t + h] / d;
        squares += w * step * step;
        weights += w;
        pairs += 1;
    }
    return weights > 0 ? (squares - basic * pairs) / (2 * weights) : 0;
}

static double products(const struct change_series *s, size_t h)
{
    double sum = 0;

    for (size_t t = 0; t + h < s->n; t++)
        sum += s->b[t] * s->b[t + h];
    return sum;
}

/* Splits the variance into a part that each bin has for itself and one that is passed on, so that both the covariance
   of neighbours and that of all lags together come out. */
static void set_memory(struct change_scale *c, double g0, double g1, double all)
{
    c->white = fmax(0, g0);
    c->shared = c->memory = 0;
    if (g0 <= 0 || g1 <= 0 || all <= 0)
        return;
    c->memory = fmin(MEMORY_MOST, fmax(0, 1 - g1 / all));
    c->shared = c->memory > 0 ? fmin(g0, g1 / c->memory) : 0;
    c->white = g0 - c->shared;
}

struct change_scale change_scale_of(const struct change_series *s)
{
    struct change_scale c = { 0 };
    double y = 0, b = 0, v[SCALE_LAGS], g0 = 0, basic, sum, all = 0, far = 0;

    for (size_t t = 0; t < s->n; t++) {
        y += s->y[t];
        b += s->b[t];
    }
    c.scale = 1;
    if (!(b > 0))
        return c;
    c.level = y / b;
    basic = basic_variance(s->family, c.level);
    for (size_t h = SCALE_LAGS; h < 2 * SCALE_LAGS && h < s->n; h++, far++)
        g0 += variogram(s, h, basic);
    g0 = far > 0 ? g0 / far : 0;
    sum = g0 * products(s, 0);
    for (size_t h = 1; h < SCALE_LAGS; h++) {
        double g = (g0 - (v[h] = variogram(s, h, basic))) * (1 - (double)h / SCALE_LAGS);

        all += g;
        sum += 2 * g * products(s, h);
    }
    if (s->family == CHANGE_NORMAL)
        c.scale = fmax(sum, g0 * products(s, 0)) / b;
    else
        c.scale = basic > 0 ? fmax(1, fmax(sum, g0 * products(s, 0)) / (basic * b) + 1) : 1;
    set_memory(&c, g0, g0 - v[1], all);
    return c;
}

/* A count whose rate is multiplied by a lognormal variable of mean 1 and variance DEVIATION's. */
static double draw_value(const struct change_scale *c, enum change_family family, double level, double b, double deviation,
                         gsl_rng *rng)
{
    double spread = c->white + c->shared, relative;

    if (family == CHANGE_NORMAL)
        return b * (level + deviation);
    if (family == CHANGE_BINOMIAL) {
        double p = fmin(1, fmax(0, level + deviation * (c->level > 0 ? sqrt(level * (1 - level) / (c->level * (1 - c->level)))
                                                                     : 1)));

        return gsl_ran_binomial(rng, p, (unsigned)floor(b + .5));
    }
    relative = c->level > 0 ? spread / (c->level * c->level) : 0;
    if (relative <= 0)
        return gsl_ran_poisson(rng, level * b);
    relative = log1p(relative);
    return gsl_ran_poisson(rng, level * b * exp(sqrt(relative) * deviation / sqrt(spread) - relative / 2));
}

void change_scale_draw(const struct change_scale *c, const struct change_series *s, const double *level, gsl_rng *rng,
                       double *out)
{
    double state = gsl_ran_gaussian(rng, sqrt(c->shared));

    for (size_t t = 0; t < s->n; t++) {
        double deviation = state + gsl_ran_gaussian(rng, sqrt(c->white));

        out[t] = s->b[t] > 0 ? draw_value(c, s->family, level != NULL ? level[t] : c->level, s->b[t], deviation, rng) : 0;
        state = c->memory * state + gsl_ran_gaussian(rng, sqrt(c->shared * (1 - c->memory * c->memory)));
    }
}
