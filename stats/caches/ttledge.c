/* ttledge.c -- see ttledge.h. */

#include "ttledge.h"

#include "base/err.h"
#include <math.h>
#include <stdlib.h>

#define DROP 3.6888794541139363 /* log(40) */

struct hazards {
    const double *gaps;
    double *sum; /* of the first i gaps */
    size_t n;
    double tick; /* seconds that a gap of exactly T is taken to exceed it by */
};

static void hazards_init(struct hazards *z, const double *gaps, size_t n, double resolution)
{
    *z = (struct hazards){ gaps, mem_alloc((n + 1) * sizeof(double)), n, fmax(resolution, 1e-6) / 2 };
    z->sum[0] = 0;
    for (size_t i = 0; i < n; i++) {
        z->sum[i + 1] = z->sum[i] + gaps[i];
    }
}

/* Time at risk below and above T, of which SHORT gaps fall short. */
static double at_risk(const struct hazards *z, double t, size_t s, double *above)
{
    double longer = (double)(z->n - s);
    *above = z->sum[z->n] - z->sum[s] + longer * (z->tick - t);
    return z->sum[s] + longer * t;
}

static double log_likelihood(const struct hazards *z, double t, size_t s)
{
    double above, below = at_risk(z, t, s, &above);
    double a = (double)s / below, b = (double)(z->n - s) / above;
    if (b <= a) {
        return -INFINITY;
    }
    return (s > 0 ? (double)s * log(a) : 0) + (double)(z->n - s) * log(b) - (double)z->n;
}

static size_t best_of(const struct hazards *z, double from, double *best)
{
    size_t pick = 0;
    *best = -INFINITY;
    for (size_t s = 0; s + TTLEDGE_GAPS <= z->n; s++) {
        if ((s > 0 && z->gaps[s] == z->gaps[s - 1]) || z->gaps[s] < from) {
            continue;
        }
        double l = log_likelihood(z, z->gaps[s], s);
        if (l > *best) {
            *best = l;
            pick = s;
        }
    }
    return pick;
}

/* Where, between the gap before and the one at S, the likelihood rises through FLOOR. */
static double cross(const struct hazards *z, size_t s, double from, double floor)
{
    double lo = fmax(s > 0 ? z->gaps[s - 1] : 0, from), hi = z->gaps[s];
    for (int i = 0; i < 60 && hi > lo; i++) {
        double mid = lo + (hi - lo) / 2;
        if (log_likelihood(z, mid, s) >= floor) {
            hi = mid;
        } else {
            lo = mid;
        }
    }
    return hi;
}

static void limits(const struct hazards *z, double from, double best, struct ttledge *out)
{
    size_t first = z->n, last = 0;
    for (size_t s = 0; s + TTLEDGE_GAPS <= z->n; s++) {
        bool tied = s > 0 && z->gaps[s] == z->gaps[s - 1];
        if (!tied && z->gaps[s] >= from && log_likelihood(z, z->gaps[s], s) >= best - DROP) {
            first = first < s ? first : s;
            last = s;
        }
    }
    out->lo = cross(z, first, from, best - DROP);
    out->hi = z->gaps[last];
}

static void describe(const struct hazards *z, size_t s, struct ttledge *out)
{
    double above, below = at_risk(z, out->ttl, s, &above), longer = (double)(z->n - s);
    out->before = below > 0 ? (double)s / below : 0;
    out->after = above > 0 ? longer / above : 0;
    out->gain = (s > 0 ? (double)s * log(out->before) : 0) + (longer > 0 ? longer * log(out->after) : 0) -
                (double)z->n * log((double)z->n / z->sum[z->n]);
}

bool ttledge_find(const double *gaps, size_t n, double from, double resolution, struct ttledge *out)
{
    struct hazards z;
    double best;
    hazards_init(&z, gaps, n, resolution);
    size_t s = best_of(&z, from, &best);
    bool found = isfinite(best);
    *out = (struct ttledge){ NAN, NAN, NAN, 0, NAN, NAN };
    if (found) {
        out->ttl = gaps[s];
        describe(&z, s, out);
        limits(&z, from, best, out);
        double step = resolution > 1e-6 ? resolution : 0;
        out->lo -= step;
        out->hi += step;
    }
    free(z.sum);
    return found;
}

void ttledge_at(const double *gaps, size_t n, double ttl, double resolution, struct ttledge *out)
{
    struct hazards z;
    size_t s = 0;
    hazards_init(&z, gaps, n, resolution);
    *out = (struct ttledge){ ttl, ttl, ttl, 0, NAN, NAN };
    while (s < n && gaps[s] < ttl) {
        s++;
    }
    if (n > 0) {
        describe(&z, s, out);
    }
    free(z.sum);
}
