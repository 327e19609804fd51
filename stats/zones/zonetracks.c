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
    double (*weekends)[WEEKENDS]; /* of each group: how probable */
    size_t n_groups;
    int64_t day;
};

struct zone_evidence {
    const struct zonetracks *tracks;
    double *at[WEEKENDS]; /* [track][rotation]; NAN where no group asks for it */
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

static int64_t middle_day(const struct localweek *week)
{
    size_t n = localweek_n(week);
    return n > 0 ? when_day_of(localweek_visits(week)[n / 2]) : 0;
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
    t->n_groups = groups->n;
    t->day = middle_day(week);
    t->reach = (int)ceil(odd > 0 ? ODD_SDS * ODD_TIMES * t->habit_halves : KERNEL_SDS * t->habit_halves);
    t->usual = mem_alloc((groups->n + 1) * sizeof *t->usual);
    t->track = mem_alloc((groups->n + 1) * sizeof *t->track);
    t->weekends = mem_alloc((groups->n + 1) * sizeof *t->weekends);
    for (size_t g = 0; g < groups->n; g++) {
        t->usual[g] = localweek_shape(week, &groups->at[g].clock, &shape);
        t->track[g] = find_shape(t, &shape);
        weekend_prior(&groups->at[g], t->day, t->weekends[g]);
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
    free(t->weekends);
    free(t);
}

size_t zonetracks_count(const struct zonetracks *t) { return t->n_shapes; }
size_t zonetracks_of(const struct zonetracks *t, size_t group) { return t->track[group]; }
int32_t zonetracks_usual(const struct zonetracks *t, size_t group) { return t->usual[group]; }
int64_t zonetracks_day(const struct zonetracks *t) { return t->day; }
const double *zonetracks_weekends(const struct zonetracks *t, size_t group) { return t->weekends[group]; }
const struct weekshape *zonetracks_shape(const struct zonetracks *t, size_t track) { return &t->shapes[track]; }

static void rotated(const struct weekshape *shape, int rotation, double scale, struct lognormal_cells *out)
{
    localweek_cells(shape->counts, rotation, out->counts);
    localweek_cells(shape->exposure, rotation, out->exposure);
    for (size_t c = 0; c < PROFILE_CELLS; c++)
        out->counts[c] *= scale;
}

/* Does a group of the track, moved by a habit, ask for this rotation? */
static bool is_asked(const struct zonetracks *t, size_t track, enum weekend weekend, int rotation)
{
    for (size_t g = 0; g < t->n_groups; g++)
        if (t->track[g] == track && t->weekends[g][weekend] > 0 &&
            abs(rotation - t->usual[g] / 1800) <= t->reach + 1)
            return true;
    return false;
}

/* The first track is searched; the others take one step from there. */
static double *evidence_by(const struct zonetracks *t, const struct profile *profile, double scale, enum weekend weekend)
{
    double *at = mem_alloc(t->n_shapes * (size_t)t->n * sizeof *at);
    struct lognormal_mode mode;
    struct lognormal_cells cells;
    memset(&mode, 0, sizeof mode);
    for (int r = 0; r < t->n; r++) {
        int rotation = t->first + r, whole = rotation + PROFILE_DAY * (int)weekend;
        double first = NAN;
        for (size_t k = 0; k < t->n_shapes; k++) {
            bool asked = is_asked(t, k, weekend, rotation);
            if (asked && isnan(first)) {
                rotated(&t->shapes[0], whole, scale, &cells);
                first = lognormal_evidence(profile, cells.counts, cells.exposure, &mode);
            }
            if (asked && k > 0)
                rotated(&t->shapes[k], whole, scale, &cells);
            at[k * (size_t)t->n + (size_t)r] =
                !asked ? NAN : k == 0 ? first : lognormal_evidence_near(profile, cells.counts, cells.exposure, &mode);
        }
    }
    return at;
}

struct zone_evidence *zone_evidence_new(const struct zonetracks *t, const struct profile *profile, double scale)
{
    struct zone_evidence *e = mem_zero(sizeof *e);
    e->tracks = t;
    for (enum weekend w = 0; w < WEEKENDS; w++)
        e->at[w] = evidence_by(t, profile, scale, w);
    return e;
}

void zone_evidence_free(struct zone_evidence *e)
{
    if (e == NULL)
        return;
    for (enum weekend w = 0; w < WEEKENDS; w++)
        free(e->at[w]);
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

double zone_evidence_of(const struct zone_evidence *e, size_t group, enum weekend weekend)
{
    const struct zonetracks *t = e->tracks;
    const double *of_track = e->at[weekend] + t->track[group] * (size_t)t->n;
    double sum = -INFINITY, weight = 0, place = t->usual[group] / 1800.0 - t->first;
    for (int d = -t->reach; d <= t->reach; d++) {
        double share = habit(t, d);
        weight += share;
        sum = log_add(sum, log(share) + between(of_track, place + d));
    }
    return sum - log(fmax(weight, DBL_MIN));
}
