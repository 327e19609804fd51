#include "zonetracks.h"

#include "lognormal.h"
#include "base/err.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HALVES_A_HOUR 2
#define KERNEL_SDS 3.5
#define ODD_SDS 2.5
#define ODD_TIMES 3.0 /* so much wider an odd habit spreads */

struct zonetracks {
    const struct localweek *week;
    double habit_halves; /* standard deviation */
    double odd;          /* share of odd habits */
    int reach;           /* of the habit, half hours */
    int first, n;        /* rotations */
    struct weekshape *shapes;
    size_t n_shapes, capacity;
    int32_t *usual; /* of each group */
    size_t *track;  /* of each group */
};

struct zone_evidence {
    const struct zonetracks *tracks;
    double *at; /* [track][rotation] */
};

static size_t find_shape(struct zonetracks *t, const struct weekshape *shape)
{
    for (size_t k = 0; k < t->n_shapes; k++)
        /* The same bits are the same shape: all doubles, no padding. */
        if (memcmp(&t->shapes[k], shape, sizeof *shape) == 0) /* NOLINT(bugprone-suspicious-memory-comparison) */
            return k;
    t->shapes = mem_grow(t->shapes, &t->capacity, t->n_shapes + 1, sizeof *t->shapes);
    t->shapes[t->n_shapes] = *shape;
    return t->n_shapes++;
}

struct zonetracks *zonetracks_new(const struct localweek *week, const struct zonegroups *groups, double habit_h,
                                  double odd)
{
    struct zonetracks *t = mem_zero(sizeof *t);
    struct weekshape shape;
    int32_t least = INT32_MAX, most = INT32_MIN;
    t->week = week;
    t->habit_halves = habit_h * HALVES_A_HOUR;
    t->odd = odd;
    t->reach = (int)ceil(odd > 0 ? ODD_SDS * ODD_TIMES * t->habit_halves : KERNEL_SDS * t->habit_halves);
    t->usual = mem_alloc((groups->n + 1) * sizeof *t->usual);
    t->track = mem_alloc((groups->n + 1) * sizeof *t->track);
    for (size_t g = 0; g < groups->n; g++) {
        t->usual[g] = localweek_shape(week, &groups->at[g].clock, &shape);
        t->track[g] = find_shape(t, &shape);
        least = t->usual[g] < least ? t->usual[g] : least;
        most = t->usual[g] > most ? t->usual[g] : most;
    }
    t->first = least / 1800 - t->reach - 1;
    t->n = most / 1800 + t->reach + 1 - t->first + 1;
    return t;
}

void zonetracks_free(struct zonetracks *t)
{
    if (t == NULL)
        return;
    free(t->shapes);
    free(t->usual);
    free(t->track);
    free(t);
}

size_t zonetracks_count(const struct zonetracks *t) { return t->n_shapes; }
size_t zonetracks_of(const struct zonetracks *t, size_t group) { return t->track[group]; }
int32_t zonetracks_usual(const struct zonetracks *t, size_t group) { return t->usual[group]; }
const struct weekshape *zonetracks_shape(const struct zonetracks *t, size_t track) { return &t->shapes[track]; }

static void rotated(const struct weekshape *shape, int rotation, double scale, struct lognormal_cells *out)
{
    localweek_cells(shape->counts, rotation, out->counts);
    localweek_cells(shape->exposure, rotation, out->exposure);
    for (size_t c = 0; c < PROFILE_CELLS; c++)
        out->counts[c] *= scale;
}

struct zone_evidence *zone_evidence_new(const struct zonetracks *t, const struct profile *profile, double scale)
{
    struct zone_evidence *e = mem_zero(sizeof *e);
    struct lognormal_mode mode;
    struct lognormal_cells cells;
    e->tracks = t;
    e->at = mem_alloc(t->n_shapes * (size_t)t->n * sizeof *e->at);
    memset(&mode, 0, sizeof mode);
    for (int r = 0; r < t->n; r++)
        for (size_t k = 0; k < t->n_shapes; k++) {
            rotated(&t->shapes[k], t->first + r, scale, &cells);
            e->at[k * (size_t)t->n + (size_t)r] =
                k == 0 ? lognormal_evidence(profile, cells.counts, cells.exposure, &mode)
                       : lognormal_evidence_near(profile, cells.counts, cells.exposure, &mode);
        }
    return e;
}

void zone_evidence_free(struct zone_evidence *e)
{
    if (e == NULL)
        return;
    free(e->at);
    free(e);
}

double log_add(double a, double b)
{
    double most = fmax(a, b);
    return most == -INFINITY ? most : most + log1p(exp(fmin(a, b) - most));
}

/* Between the half hours (zones with a quarter) the log evidence is linear. */
static double between(const double *evidence, double place)
{
    double below = floor(place), share = place - below;
    size_t i = (size_t)below;
    return share > 0 ? (1 - share) * evidence[i] + share * evidence[i + 1] : evidence[i];
}

/* How probable it is that a habit is D half hours late. */
static double habit(const struct zonetracks *t, double d)
{
    if (t->habit_halves <= 0)
        return d == 0;
    double x = d / t->habit_halves, wide = x / ODD_TIMES;
    return (1 - t->odd) * exp(-0.5 * x * x) + t->odd / ODD_TIMES * exp(-0.5 * wide * wide);
}

double zone_evidence_at(const struct zone_evidence *e, size_t track, int32_t usual)
{
    const struct zonetracks *t = e->tracks;
    double sum = -INFINITY, weight = 0, place = usual / 1800.0 - t->first;
    for (int d = -t->reach; d <= t->reach; d++) {
        double share = habit(t, d);
        weight += share;
        sum = log_add(sum, log(share) + between(e->at + track * (size_t)t->n, place + d));
    }
    return sum - log(fmax(weight, DBL_MIN));
}
