#include "zonefit.h"

#include "lognormal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HALVES_A_HOUR 2
#define KERNEL_SDS 3.5
#define FLAT_P 0.01
#define MOST_OFFSETS 256
#define LEAST_HOURS 20
#define MACHINE_HALVES 4
#define MOST_WIDE 18 /* hours */

/* Log evidences for one shape of clock, by profile and by rotation. */
struct track {
    struct weekshape shape;
    double *evidence; /* [profile][rotation] */
};

struct work {
    const struct zonefit_model *model;
    const struct localweek *week;
    double scale; /* n_eff / n */
    int first, n; /* rotations, half hours */
    struct track *tracks;
    size_t n_tracks, capacity;
    struct lognormal_mode *modes; /* of the first track: [profile][rotation] */
    int32_t *usual;  /* of each group, seconds */
    size_t *track;   /* of each group */
};

struct zonefit_model zonefit_person(const struct profile *profiles, size_t n)
{
    return (struct zonefit_model){ profiles, n, .habit_h = 0.7, .trust = 80 };
}

struct zonefit_model zonefit_crowd(const struct profile *profiles, size_t n)
{
    return (struct zonefit_model){ profiles, n, .habit_h = 0.5, .trust = 200 };
}

/* --- may anything be said? --- */

static int hours_watched(const struct observed *observed)
{
    double week[168];
    int hours = 0;
    observed_week(observed, 0, week);
    for (int h = 0; h < 24; h++)
        for (int d = 0; d < 7; d++)
            if (week[24 * d + h] > 0) {
                hours++;
                break;
            }
    return hours;
}

/* Do nine visits in ten fall within MACHINE_HALVES of the day (UTC)?  People are there for longer. */
static bool is_machine(const struct localweek *week)
{
    size_t n = localweek_n(week), halves[PROFILE_DAY] = { 0 };
    const when_t *t = localweek_visits(week);
    for (size_t i = 0; i < n; i++)
        halves[(t[i] - when_floor(t[i], WHEN_DAY)) / (WHEN_DAY / PROFILE_DAY)]++;
    for (size_t from = 0; from < PROFILE_DAY; from++) {
        size_t within = 0;
        for (size_t k = 0; k < MACHINE_HALVES; k++)
            within += halves[(from + k) % PROFILE_DAY];
        if (10 * within >= 9 * n)
            return true;
    }
    return false;
}

static enum zonefit_reason may_tell(const struct localweek *week, const struct observed *observed)
{
    size_t n = localweek_n(week);
    const when_t *t = localweek_visits(week);
    if (n > 0 && t[0] < WHEN_FIRST_DATED)
        return ZONEFIT_CLOCK;
    if (n < ZONEFIT_LEAST)
        return ZONEFIT_FEW;
    if (t[n - 1] - t[0] < 2 * WHEN_DAY)
        return ZONEFIT_SHORT;
    if (hours_watched(observed) < LEAST_HOURS)
        return ZONEFIT_HOURS;
    return is_machine(week) ? ZONEFIT_MACHINE : ZONEFIT_TOLD;
}

/* --- evidence by shape and rotation --- */

static size_t find_track(struct work *w, const struct weekshape *shape)
{
    for (size_t k = 0; k < w->n_tracks; k++)
        /* The same bits are the same shape: all doubles, no padding. */
        if (memcmp(&w->tracks[k].shape, shape, sizeof *shape) == 0) /* NOLINT(bugprone-suspicious-memory-comparison) */
            return k;
    w->tracks = mem_grow(w->tracks, &w->capacity, w->n_tracks + 1, sizeof *w->tracks);
    w->tracks[w->n_tracks] = (struct track){ .shape = *shape };
    return w->n_tracks++;
}

static void lay_tracks(struct work *w, const struct zonegroups *groups)
{
    struct weekshape shape;
    int32_t least = INT32_MAX, most = INT32_MIN;
    for (size_t g = 0; g < groups->n; g++) {
        w->usual[g] = localweek_shape(w->week, &groups->at[g].clock, &shape);
        w->track[g] = find_track(w, &shape);
        least = w->usual[g] < least ? w->usual[g] : least;
        most = w->usual[g] > most ? w->usual[g] : most;
    }
    int reach = (int)ceil(KERNEL_SDS * w->model->habit_h * HALVES_A_HOUR) + 1;
    w->first = least / 1800 - reach;
    w->n = most / 1800 + reach - w->first + 1;
}

static void rotated(const struct work *w, const struct weekshape *shape, int rotation, double counts[PROFILE_CELLS],
                    double exposure[PROFILE_CELLS])
{
    localweek_cells(shape->counts, rotation, counts);
    localweek_cells(shape->exposure, rotation, exposure);
    for (size_t c = 0; c < PROFILE_CELLS; c++)
        counts[c] *= w->scale;
}

/* The first track is searched everywhere; its modes serve the other tracks. */
static void run_first(struct work *w, struct track *t)
{
    double counts[PROFILE_CELLS], exposure[PROFILE_CELLS];
    struct lognormal_mode mode;
    for (size_t p = 0; p < w->model->n_profiles; p++) {
        memset(&mode, 0, sizeof mode);
        for (int r = 0; r < w->n; r++) {
            size_t at = p * (size_t)w->n + (size_t)r;
            rotated(w, &t->shape, w->first + r, counts, exposure);
            t->evidence[at] = lognormal_evidence(&w->model->profiles[p], counts, exposure, &mode);
            w->modes[at] = mode;
        }
    }
}

static void run_other(const struct work *w, struct track *t)
{
    double counts[PROFILE_CELLS], exposure[PROFILE_CELLS];
    for (int r = 0; r < w->n; r++) {
        rotated(w, &t->shape, w->first + r, counts, exposure);
        for (size_t p = 0; p < w->model->n_profiles; p++) {
            size_t at = p * (size_t)w->n + (size_t)r;
            t->evidence[at] = lognormal_evidence_near(&w->model->profiles[p], counts, exposure, &w->modes[at]);
        }
    }
}

static void run_tracks(struct work *w)
{
    size_t cells = w->model->n_profiles * (size_t)w->n;
    w->modes = mem_alloc(cells * sizeof *w->modes);
    for (size_t k = 0; k < w->n_tracks; k++) {
        w->tracks[k].evidence = mem_alloc(cells * sizeof(double));
        if (k == 0)
            run_first(w, &w->tracks[k]);
        else
            run_other(w, &w->tracks[k]);
    }
}

static double log_add(double a, double b)
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

/* Log evidence of a usual offset, profiles and habit integrated out. */
static double offset_evidence(const struct work *w, const struct track *t, int32_t usual)
{
    double sd = w->model->habit_h * HALVES_A_HOUR, sum = -INFINITY, weight = -INFINITY;
    int reach = (int)ceil(KERNEL_SDS * sd);
    double place = usual / 1800.0 - w->first;
    for (int d = -reach; d <= reach; d++) {
        double kernel = sd > 0 ? -0.5 * d * d / (sd * sd) : 0;
        weight = log_add(weight, kernel);
        for (size_t p = 0; p < w->model->n_profiles; p++)
            sum = log_add(sum, kernel + between(t->evidence + p * (size_t)w->n, place + d));
    }
    return sum - weight - log((double)w->model->n_profiles);
}

/* --- posterior --- */

static int band_of(int32_t usual) { return (int)floor(usual / 3600.0) + 24; }

static void prior(const struct work *w, const struct zonegroups *groups, double *out)
{
    double people[64] = { 0 };
    int bands = 0;
    for (size_t g = 0; g < groups->n; g++) {
        double *band = &people[band_of(w->usual[g])];
        bands += *band == 0;
        *band += sqrt(groups->at[g].people);
    }
    for (size_t g = 0; g < groups->n; g++)
        out[g] = log(sqrt(groups->at[g].people) / people[band_of(w->usual[g])] / bands);
}

static int more_probable(const void *a, const void *b)
{
    const struct zone_chance *x = a, *y = b;
    if (x->probability != y->probability)
        return x->probability > y->probability ? -1 : 1;
    return (x->group > y->group) - (x->group < y->group);
}

static void posterior(struct zonefit *f, const struct work *w, const struct zonegroups *groups)
{
    double *log_p = mem_alloc(groups->n * sizeof *log_p), total = -INFINITY;
    prior(w, groups, log_p);
    for (size_t g = 0; g < groups->n; g++) {
        log_p[g] += offset_evidence(w, &w->tracks[w->track[g]], w->usual[g]);
        total = log_add(total, log_p[g]);
    }
    f->n_chances = groups->n;
    f->chances = mem_alloc(groups->n * sizeof *f->chances);
    for (size_t g = 0; g < groups->n; g++)
        f->chances[g] = (struct zone_chance){ g, w->usual[g] / 3600.0, exp(log_p[g] - total) };
    free(log_p);
    mem_sort(f->chances, f->n_chances, sizeof *f->chances, more_probable);
}

/* --- sets --- */

struct offsets {
    struct zone_chance at[MOST_OFFSETS]; /* .group unused */
    size_t n;
};

static void sum_by_offset(const struct zonefit *f, struct offsets *o)
{
    o->n = 0;
    for (size_t i = 0; i < f->n_chances; i++) {
        size_t k = 0;
        while (k < o->n && o->at[k].offset_h != f->chances[i].offset_h)
            k++;
        if (k == o->n && o->n < MOST_OFFSETS)
            o->at[o->n++] = (struct zone_chance){ k, f->chances[i].offset_h, 0 };
        if (k < o->n)
            o->at[k].probability += f->chances[i].probability;
    }
    mem_sort(o->at, o->n, sizeof *o->at, more_probable);
}

/* The offset's turn nearest to the mode: within 12 h of it. */
static double turned(double offset, double mode)
{
    return offset > mode + 12 ? offset - 24 : offset < mode - 12 ? offset + 24 : offset;
}

static struct zone_interval hull(const struct offsets *o, double level)
{
    double mode = o->at[0].offset_h, sum = 0;
    struct zone_interval set = { mode, mode };
    for (size_t i = 0; i < o->n && sum < level; i++) {
        double x = turned(o->at[i].offset_h, mode);
        set.low_h = fmin(set.low_h, x);
        set.high_h = fmax(set.high_h, x);
        sum += o->at[i].probability;
    }
    return set;
}

static int by_offset(const void *a, const void *b)
{
    const struct zone_chance *x = a, *y = b;
    return (x->offset_h > y->offset_h) - (x->offset_h < y->offset_h);
}

/* The median along the turn around the mode, as an offset that is on a map. */
static double median_offset(struct offsets *o)
{
    double mode = o->at[0].offset_h, sum = 0;
    for (size_t i = 0; i < o->n; i++)
        o->at[i].offset_h = turned(o->at[i].offset_h, mode);
    mem_sort(o->at, o->n, sizeof *o->at, by_offset);
    size_t i = 0;
    while (i + 1 < o->n && (sum += o->at[i].probability) < 0.5)
        i++;
    double x = o->at[i].offset_h;
    return x > 14 ? x - 24 : x < -12 ? x + 24 : x;
}

static void summarize(struct zonefit *f)
{
    struct offsets o;
    double sum = 0;
    sum_by_offset(f, &o);
    f->set80 = hull(&o, 0.80);
    f->set95 = hull(&o, 0.95);
    f->offset_h = median_offset(&o);
    while (f->best + 1 < f->n_chances && f->chances[f->best].offset_h != f->offset_h)
        f->best++;
    while (f->n_set95 < f->n_chances && sum < 0.95)
        sum += f->chances[f->n_set95++].probability;
}

static void release_work(struct work *w)
{
    for (size_t k = 0; k < w->n_tracks; k++)
        free(w->tracks[k].evidence);
    free(w->tracks);
    free(w->modes);
    free(w->usual);
    free(w->track);
}

void zonefit_look(struct zonefit *f, const struct zonefit_model *model, const struct localweek *week,
                  const struct observed *observed)
{
    *f = (struct zonefit){ .reason = may_tell(week, observed), .n = localweek_n(week), .p_flat = 1 };
    if (f->n == 0)
        return;
    struct localrhythm rhythm = localweek_rhythm(week);
    f->dispersion = rhythm.dispersion;
    f->p_flat = rhythm.p_flat;
    f->n_eff = 1 / (f->dispersion / (double)f->n + 1 / model->trust);
    if (f->reason == ZONEFIT_TOLD && f->p_flat > FLAT_P)
        f->reason = ZONEFIT_FLAT;
}

void zonefit_init(struct zonefit *f, const struct zonefit_model *model, const struct localweek *week,
                  const struct zonegroups *groups, const struct observed *observed)
{
    zonefit_look(f, model, week, observed);
    if (f->reason != ZONEFIT_TOLD)
        return;
    struct work w = { .model = model, .week = week, .scale = f->n_eff / (double)f->n };
    w.usual = mem_alloc(groups->n * sizeof *w.usual);
    w.track = mem_alloc(groups->n * sizeof *w.track);
    lay_tracks(&w, groups);
    run_tracks(&w);
    posterior(f, &w, groups);
    summarize(f);
    if (f->set80.high_h - f->set80.low_h >= MOST_WIDE)
        f->reason = ZONEFIT_WIDE;
    release_work(&w);
}

void zonefit_release(struct zonefit *f)
{
    free(f->chances);
    f->chances = NULL;
    f->n_chances = 0;
}
