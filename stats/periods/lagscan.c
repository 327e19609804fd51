/* lagscan.c -- see lagscan.h.

   Lags are counted in bins that a float's exponent and first five bits of mantissa number: 32 an octave,
   one shift a pair.  Sums of a range of lags are then differences of cumulated sums, at the bins' edges. */

#include "lagscan.h"

#include "base/err.h"
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SHIFT 18 /* 23 bits of mantissa, 5 kept */
#define MOST_BLOCKS 64

struct width {
    double half, flank, step; /* of the period; step of the grid */
};

static const struct width widths[] = { { .35, .35, 1.1 }, { .1, .2, 1.05 } };
#define WIDTHS (sizeof widths / sizeof *widths)

/* A candidate: bins [a, b) left, [b, c) bump, [c, d) right. */
struct candidate {
    double period, half;
    int a, b, c, d;
    struct side {
        double penalty, square; /* h, and the integral of k^2 in seconds */
    } left, right;
};

struct lagscan {
    struct candidate *at;
    size_t n, capacity;
    size_t blocks;
    int32_t base; /* number of the first bin */
    int bins;
    float reach, least;
    double *sum; /* blocks x (bins + 1): weight by lag, then cumulated */
};

static int32_t bin_of(float lag)
{
    int32_t bits;

    memcpy(&bits, &lag, sizeof bits);
    return bits >> SHIFT;
}

static double edge_of(int32_t bin)
{
    int32_t bits = bin * (1 << SHIFT);
    float lag;

    memcpy(&lag, &bits, sizeof lag);
    return lag;
}

/* The bin whose lower edge is nearest to LAG. */
static int nearest(const struct lagscan *s, double lag)
{
    int32_t bin = bin_of((float)lag);

    if (lag - edge_of(bin) > edge_of(bin + 1) - lag)
        bin++;
    return bin - s->base;
}

static double length(const struct lagscan *s, int a, int b)
{
    return edge_of(s->base + b) - edge_of(s->base + a);
}

static struct side side_of(double bump, double flank)
{
    return (struct side){ bump / flank, bump + bump * bump / flank };
}

static void add_candidate(struct lagscan *s, double period, const struct width *w)
{
    struct candidate c = { .period = period, .half = w->half };

    c.a = nearest(s, period * (1 - w->half - w->flank));
    c.b = nearest(s, period * (1 - w->half));
    c.c = nearest(s, period * (1 + w->half));
    c.d = nearest(s, period * (1 + w->half + w->flank));
    c.left = side_of(length(s, c.b, c.c), length(s, c.a, c.b));
    c.right = side_of(length(s, c.b, c.c), length(s, c.c, c.d));
    s->at = mem_grow(s->at, &s->capacity, s->n + 1, sizeof *s->at);
    s->at[s->n++] = c;
}

struct lagscan *lagscan_new(double shortest, double longest, size_t blocks)
{
    struct lagscan *s = mem_zero(sizeof *s);

    s->blocks = blocks < 4 ? 4 : blocks > MOST_BLOCKS ? MOST_BLOCKS : blocks;
    s->base = bin_of((float)(shortest * .3)) - 1;
    s->reach = (float)(longest * 1.7);
    s->bins = bin_of(s->reach) + 3 - s->base;
    s->least = (float)edge_of(s->base);
    for (size_t k = 0; k < WIDTHS; k++) {
        for (double p = shortest; p <= longest; p *= widths[k].step)
            add_candidate(s, p, &widths[k]);
    }
    s->sum = longest >= shortest ? mem_alloc(s->blocks * ((size_t)s->bins + 1) * sizeof *s->sum) : NULL;
    return s;
}

void lagscan_free(struct lagscan *s)
{
    if (s == NULL)
        return;
    free(s->at);
    free(s->sum);
    free(s);
}

size_t lagscan_trials(const struct lagscan *s)
{
    return s->n;
}

double lagscan_reach(const struct lagscan *s)
{
    return (double)s->reach;
}

/* Adds the pairs that end in a block; sum[1 + bin] += weight. */
static void count_pairs(const struct lagscan *s, double *sum, const double *t, const double *weight, size_t from,
                        size_t to)
{
    for (size_t j = from; j < to; j++) {
        double *row = sum + 1 - s->base;

        for (size_t i = j; i-- > 0;) {
            float lag = (float)(t[j] - t[i]);

            if (lag >= s->reach)
                break;
            if (lag >= s->least)
                row[bin_of(lag)] += weight[j];
        }
    }
}

static void count_all(struct lagscan *s, const double *t, const double *weight, size_t n)
{
    size_t row = (size_t)s->bins + 1;

    memset(s->sum, 0, s->blocks * row * sizeof *s->sum);
    for (size_t b = 0; b < s->blocks; b++) {
        double *sum = s->sum + b * row;

        count_pairs(s, sum, t, weight, n * b / s->blocks, n * (b + 1) / s->blocks);
        for (size_t k = 1; k < row; k++)
            sum[k] += sum[k - 1];
    }
}

/* Sums over blocks of S and S^2, to S / sqrt(V). */
static double studentised(double sum, double squares, double blocks, double poisson)
{
    double spread = (squares - sum * sum / blocks) * blocks / (blocks - 1);

    return sum / sqrt(fmax(poisson, spread));
}

static double z_of(const struct lagscan *s, const struct candidate *c, double weights)
{
    size_t row = (size_t)s->bins + 1;
    double l = 0, ll = 0, r = 0, rr = 0, blocks = (double)s->blocks;

    for (size_t b = 0; b < s->blocks; b++) {
        const double *cum = s->sum + b * row;
        double bump = cum[c->c] - cum[c->b];
        double left = bump - c->left.penalty * (cum[c->b] - cum[c->a]);
        double right = bump - c->right.penalty * (cum[c->d] - cum[c->c]);

        l += left;
        ll += left * left;
        r += right;
        rr += right * right;
    }
    return fmin(studentised(l, ll, blocks, weights * c->left.square),
                studentised(r, rr, blocks, weights * c->right.square));
}

struct lagpeak lagscan_max(struct lagscan *s, const double *t, const double *weight, size_t n)
{
    struct lagpeak best = { -INFINITY, NAN, NAN };
    double weights = 0;

    if (s->n == 0 || n < 2)
        return best;
    for (size_t i = 0; i < n; i++)
        weights += weight[i];
    count_all(s, t, weight, n);
    for (size_t k = 0; k < s->n; k++) {
        double z = z_of(s, &s->at[k], weights);

        if (z > best.z)
            best = (struct lagpeak){ z, s->at[k].period, s->at[k].half };
    }
    return best;
}
