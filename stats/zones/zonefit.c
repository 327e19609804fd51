#include "zonefit.h"

#include "calendars.h"
#include "lognormal.h"
#include "zonetracks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FLAT_P 0.01
#define MOST_OFFSETS 256
#define LEAST_HOURS 20
#define SLOTS_MOST 144 /* ten minutes of a day */
#define MOST_WIDE 18 /* hours */

struct work {
    const struct zonefit_model *model;
    const struct localweek *week;
    const struct zonegroups *groups;
    const struct observed *observed;
    double scale; /* n_eff / n */
    struct zonetracks *tracks;
    struct zone_evidence **evidence; /* of each profile */
    double (*weekends)[WEEKENDS]; /* of each group: how probable, given the hours */
    double *holidays; /* of each group: what its countries' holidays add */
    double *shift; /* of each group: what the clock changes add to its log evidence */
};

struct zonefit_model zonefit_person(const struct profile *profiles, size_t n)
{
    return (struct zonefit_model){ profiles, n, .habit_h = 0.63, .odd = 0.25, .trust = 80, .mislead = 0.3, .thin = WHEN_HOUR, .block = WHEN_DAY };
}

struct zonefit_model zonefit_crowd(const struct profile *profiles, size_t n)
{
    return (struct zonefit_model){ profiles, n, .habit_h = 0.5, .trust = 200, .mislead = 0.3, .block = 4 * WHEN_WEEK };
}

/* The same time of the day, whatever the date. */
static bool same_hour(double x, double y) { return fabs(remainder(x - y, 24)) < 1e-9; }

/* An offset where people live: -11 to 13 h. */
static double on_map(double offset) { return offset < -11 ? offset + 24 : offset > 13 ? offset - 24 : offset; }

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

static bool all_on(const when_t *t, size_t n, int64_t step)
{
    for (size_t i = 0; i < n; i++)
        if (when_floor(t[i], step) != t[i])
            return false;
    return true;
}

/* Ten minutes, or more where the stamps are coarser. */
static int64_t slot_of(const when_t *t, size_t n)
{
    static const int64_t coarse[] = { WHEN_HOUR, WHEN_HOUR / 2, WHEN_HOUR / 4 };
    for (size_t k = 0; k < sizeof coarse / sizeof *coarse; k++)
        if (all_on(t, n, coarse[k]))
            return coarse[k];
    return WHEN_HOUR / 6;
}

static int larger_first(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x < y) - (x > y);
}

/* Do nine visits in ten fall into MOST of the slots of SLOT that CYCLE has? */
static bool is_narrow(const when_t *t, size_t n, int64_t cycle, int64_t slot, size_t most)
{
    size_t counts[SLOTS_MOST] = { 0 }, within = 0;
    for (size_t i = 0; i < n; i++)
        counts[(t[i] - when_floor(t[i], cycle)) / slot]++;
    mem_sort(counts, SLOTS_MOST, sizeof *counts, larger_first);
    for (size_t k = 0; k < most; k++)
        within += counts[k];
    return 10 * within >= 9 * n;
}

/* Timers: at two hours of the day in all, or at twelve minutes of the hour.  People are there for longer, and at any
   minute.  (Stamps that are coarse have no minutes.) */
static bool is_machine(const struct localweek *week)
{
    size_t n = localweek_n(week);
    const when_t *t = localweek_visits(week);
    int64_t slot = slot_of(t, n);
    return is_narrow(t, n, WHEN_DAY, slot, (size_t)(2 * WHEN_HOUR / slot)) ||
           (slot == WHEN_HOUR / 6 && is_narrow(t, n, WHEN_HOUR, WHEN_HOUR / 60, 12));
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

/* --- evidence --- */

/* Prior of a profile among the model's. */
static double log_weight(const struct zonefit_model *model, size_t profile)
{
    double sum = 0;
    for (size_t p = 0; p < model->n_profiles; p++)
        sum += model->profiles[p].weight;
    return log(model->profiles[profile].weight / sum);
}

/* Log evidence of a group's clock by its hours of work, its people keeping WEEKEND; profiles and habit integrated out. */
static double weekend_evidence(const struct work *w, size_t group, enum weekend weekend)
{
    double sum = -INFINITY;
    for (size_t p = 0; p < w->model->n_profiles; p++)
        sum = log_add(sum, log_weight(w->model, p) + zone_evidence_of(w->evidence[p], group, weekend));
    return sum;
}

/* The same whatever weekend they keep. */
static double hours_evidence(const struct work *w, size_t group)
{
    const double *share = zonetracks_weekends(w->tracks, group);
    double log_p[WEEKENDS], sum = -INFINITY;
    for (enum weekend k = 0; k < WEEKENDS; k++) {
        log_p[k] = share[k] > 0 ? log(share[k]) + weekend_evidence(w, group, k) : -INFINITY;
        sum = log_add(sum, log_p[k]);
    }
    for (enum weekend k = 0; k < WEEKENDS; k++)
        w->weekends[group][k] = exp(log_p[k] - sum);
    return sum;
}

static void weigh_hours(struct work *w)
{
    w->evidence = mem_zero((w->model->n_profiles + 1) * sizeof(struct zone_evidence *));
    for (size_t p = 0; p < w->model->n_profiles; p++)
        w->evidence[p] = zone_evidence_new(w->tracks, &w->model->profiles[p], w->scale);
}

/* A visit once an hour of the day, where the model thins. */
static struct localweek *thinned(const struct work *w)
{
    size_t n = localweek_n(w->week), kept = 0;
    const when_t *t = localweek_visits(w->week);
    when_t *out = mem_alloc((n + 1) * sizeof *out);
    int64_t step = w->model->thin;
    for (size_t i = 0; i < n; i++)
        if (step == 0 || kept == 0 || when_floor(t[i], step) != when_floor(out[kept - 1], step))
            out[kept++] = t[i];
    struct localweek *week = localweek_new(out, kept, w->observed);
    free(out);
    return week;
}

/* What the clock changes say of each group, at their full weight: a person's habit is not known, but it is the same
   before and after.  What the hours' evidence already has of it is taken off.  A clock with changes of its own is
   believed no more than the best of the rules (MOST): over the years a habit or a crowd changes, once and for all, as it did. */
static void weigh_shifts(struct work *w, const struct localweek *hours, int rotation, double once, double again,
                         double most)
{
    struct zoneshape *full = zoneshape_new(rotation), *had = zoneshape_new(rotation);
    struct zonetracks *tracks = zonetracks_new(hours, w->groups, 0, 0);
    double *by_track = mem_alloc(zonetracks_count(tracks) * sizeof *by_track);
    for (size_t k = 0; k < zonetracks_count(tracks); k++) {
        const struct weekshape *shape = zonetracks_shape(tracks, k);
        by_track[k] = fmin(zoneshape_evidence(full, shape, once), most) - zoneshape_evidence(had, shape, again);
    }
    for (size_t g = 0; g < w->groups->n; g++)
        w->shift[g] = by_track[zonetracks_of(tracks, g)];
    free(by_track);
    zonetracks_free(tracks);
    zoneshape_free(full);
    zoneshape_free(had);
}

static void judge_shifts(struct zonefit *f, struct work *w, int rotation)
{
    struct localweek *hours = thinned(w);
    double once = 1 / localweek_dispersion(hours, w->model->block);
    zonerules_init(&f->rules, hours, w->groups, rotation, once);
    weigh_shifts(w, hours, rotation, once, fmin(once, f->n_eff / (double)localweek_n(hours)), f->rules.best);
    zoneseasons(f->seasons, hours, &f->rules, w->groups, rotation, once);
    localweek_free(hours);
}

/* --- other profiles --- */

static struct lognormal_cells cells_of(const struct work *w, const struct weekshape *shape, int rotation)
{
    struct lognormal_cells cells;
    localweek_cells(shape->counts, rotation, cells.counts);
    localweek_cells(shape->exposure, rotation, cells.exposure);
    for (size_t c = 0; c < PROFILE_CELLS; c++)
        cells.counts[c] *= w->scale;
    return cells;
}

/* A rate that is the same at all hours. */
static double flat_evidence(const struct lognormal_cells *cells)
{
    double visits = 0, exposure = 0;
    for (size_t c = 0; c < PROFILE_CELLS; c++) {
        visits += cells->counts[c];
        exposure += cells->exposure[c];
    }
    return -visits * log(exposure);
}

/* PROFILE at any of the 48 half hours of the day, equally probable. */
static struct zone_alternative try_profile(const struct work *w, const struct weekshape *shape, int rotation,
                                           const struct profile *profile)
{
    struct zone_alternative a = { profile->name, -INFINITY, NAN };
    struct lognormal_mode mode;
    double best = -INFINITY;
    memset(&mode, 0, sizeof mode);
    for (int r = rotation - PROFILE_DAY / 2; r < rotation + PROFILE_DAY / 2; r++) {
        struct lognormal_cells cells = cells_of(w, shape, r);
        double e = lognormal_evidence(profile, cells.counts, cells.exposure, &mode);
        if (e > best) {
            best = e;
            a.offset_h = fmod(r / 2.0, 24);
        }
        a.log_bf = log_add(a.log_bf, e - log(PROFILE_DAY));
    }
    return a;
}

static void add_alternative(struct zonefit *f, struct zone_alternative a, double flat)
{
    a.log_bf -= flat;
    a.offset_h = on_map(a.offset_h);
    f->alternatives[f->n_alternatives++] = a;
}

/* Half hours from UTC to this clock, and to its weekend. */
static int rotation_of(const struct zonefit *f, const struct zone_chance *chance)
{
    return (int)lround(2 * chance->offset_h) + PROFILE_DAY * (int)f->weekend;
}

/* Every profile by itself, and any smooth rhythm, under the shape of the clock that fits best. */
static void try_profiles(struct zonefit *f, const struct work *w)
{
    const struct zone_chance *first = &f->chances[0];
    const struct weekshape *shape = zonetracks_shape(w->tracks, zonetracks_of(w->tracks, first->group));
    int rotation = rotation_of(f, first);
    struct lognormal_cells here = cells_of(w, shape, rotation);
    struct zoneshape *rhythm = zoneshape_new(rotation);
    double flat = flat_evidence(&here), mean = -INFINITY;
    for (size_t p = 0; p < w->model->n_profiles + w->model->n_others; p++) {
        bool main = p < w->model->n_profiles;
        add_alternative(f, try_profile(w, shape, rotation, main ? &w->model->profiles[p]
                                                              : &w->model->others[p - w->model->n_profiles]), flat);
        if (main)
            mean = log_add(mean, f->alternatives[p].log_bf + log_weight(w->model, p));
    }
    double any = zoneshape_evidence(rhythm, shape, w->scale);
    add_alternative(f, (struct zone_alternative){ profile_name(PROFILE_RHYTHM), any, NAN }, flat);
    f->n_profiles = w->model->n_profiles;
    f->log_model = mean;
    f->log_fit = mean - (any - flat);
    zoneshape_free(rhythm);
}

/* --- posterior --- */

static int band_of(int32_t usual) { return (int)floor(usual / 3600.0) + 24; }

static void prior(const struct work *w, double *out)
{
    double people[64] = { 0 };
    int bands = 0;
    for (size_t g = 0; g < w->groups->n; g++) {
        double *band = &people[band_of(zonetracks_usual(w->tracks, g))];
        bands += *band == 0;
        *band += sqrt(w->groups->at[g].people);
    }
    for (size_t g = 0; g < w->groups->n; g++)
        out[g] = log(sqrt(w->groups->at[g].people) / people[band_of(zonetracks_usual(w->tracks, g))] / bands);
}

static int more_probable(const void *a, const void *b)
{
    const struct zone_chance *x = a, *y = b;
    if (x->probability != y->probability)
        return x->probability > y->probability ? -1 : 1;
    return (x->group > y->group) - (x->group < y->group);
}

static void posterior(struct zonefit *f, const struct work *w)
{
    size_t n = w->groups->n;
    double *log_p = mem_alloc((n + 1) * sizeof *log_p), total = -INFINITY;
    prior(w, log_p);
    for (size_t g = 0; g < n; g++) {
        log_p[g] += hours_evidence(w, g) + w->holidays[g] + w->shift[g];
        total = log_add(total, log_p[g]);
    }
    f->n_chances = n;
    for (size_t g = 0; g < n; g++)
        f->chances[g] = (struct zone_chance){ g, zonetracks_usual(w->tracks, g) / 3600.0, exp(log_p[g] - total) };
    free(log_p);
}

/* Over the groups, which CHANCES has in their order. */
static void sum_weekends(struct zonefit *f, const struct work *w)
{
    for (enum weekend k = 0; k < WEEKENDS; k++) {
        f->weekends[k] = 0;
        for (size_t g = 0; g < f->n_chances; g++)
            f->weekends[k] += f->chances[g].probability * w->weekends[g][k];
    }
    f->day = zonetracks_day(w->tracks);
    f->weekend = WEEKEND_SAT_SUN;
    for (enum weekend k = 1; k < WEEKENDS; k++)
        f->weekend = f->weekends[k] > f->weekends[f->weekend] ? k : f->weekend;
}

static void sort_chances(struct zonefit *f) { mem_sort(f->chances, f->n_chances, sizeof *f->chances, more_probable); }

/* The posterior with the shifts; with the share `mislead` of that without, which CHANCES holds (by group). */
static void posterior_of_shifts(struct zonefit *f, const struct work *w)
{
    double *hours = mem_alloc((f->n_chances + 1) * sizeof *hours), mislead = w->model->mislead;
    for (size_t g = 0; g < f->n_chances; g++)
        hours[g] = f->chances[g].probability;
    posterior(f, w);
    for (size_t g = 0; g < f->n_chances; g++)
        f->chances[g].probability = (1 - mislead) * f->chances[g].probability + mislead * hours[g];
    free(hours);
}

static size_t most_probable(const struct zonefit *f)
{
    size_t best = 0;
    for (size_t g = 1; g < f->n_chances; g++)
        best = f->chances[g].probability > f->chances[best].probability ? g : best;
    return best;
}

/* --- sets --- */

/* Probabilities by usual offset from -12 h on below 12 h, ascending. */
struct offsets {
    struct zone_chance at[MOST_OFFSETS]; /* .group unused */
    size_t n;
};

static int by_offset(const void *a, const void *b)
{
    const struct zone_chance *x = a, *y = b;
    return (x->offset_h > y->offset_h) - (x->offset_h < y->offset_h);
}

static void sum_by_offset(const struct zonefit *f, struct offsets *o)
{
    o->n = 0;
    for (size_t i = 0; i < f->n_chances; i++) {
        size_t k = 0;
        double offset = f->chances[i].offset_h - (f->chances[i].offset_h >= 12 ? 24 : 0);
        while (k < o->n && o->at[k].offset_h != offset)
            k++;
        if (k == o->n && o->n < MOST_OFFSETS)
            o->at[o->n++] = (struct zone_chance){ k, offset, 0 };
        if (k < o->n)
            o->at[k].probability += f->chances[i].probability;
    }
    mem_sort(o->at, o->n, sizeof *o->at, by_offset);
}

/* N offsets of the clock, from place FROM on; offsets ascend. */
struct run {
    double low_h, high_h, mass;
};

static struct run run_from(const struct offsets *o, size_t from, size_t n)
{
    struct run r = { .low_h = o->at[from].offset_h };
    for (size_t k = 0; k < n; k++)
        r.mass += o->at[(from + k) % o->n].probability;
    size_t last = from + n - 1;
    r.high_h = o->at[last % o->n].offset_h + (last >= o->n ? 24 : 0);
    return r;
}

/* Shorter, then heavier. */
static bool is_better(const struct run *a, const struct run *b)
{
    double x = a->high_h - a->low_h, y = b->high_h - b->low_h;
    return x < y || (x == y && a->mass > b->mass);
}

static bool holds(const struct run *r, const struct run *inner)
{
    for (int turn = -24; turn <= 24; turn += 24)
        if (r->low_h <= inner->low_h + turn && inner->high_h + turn <= r->high_h)
            return true;
    return false;
}

/* The shortest run round the clock of at least LEVEL; with INNER, of those that hold it. */
static struct run shortest(const struct offsets *o, double level, const struct run *inner)
{
    struct run best = run_from(o, 0, o->n);
    for (size_t from = 0; from < o->n; from++)
        for (size_t n = 1; n <= o->n; n++) {
            struct run r = run_from(o, from, n);
            if (r.mass >= level && (inner == NULL || holds(&r, inner))) {
                best = is_better(&r, &best) ? r : best;
                break;
            }
        }
    return best;
}

/* The heaviest run that is shorter than LIMIT. */
static struct run heaviest(const struct offsets *o, double limit)
{
    struct run best = run_from(o, 0, 1);
    for (size_t from = 0; from < o->n; from++)
        for (size_t n = 1; n <= o->n; n++) {
            struct run r = run_from(o, from, n);
            if (r.high_h - r.low_h >= limit)
                break;
            best = r.mass > best.mass ? r : best;
        }
    return best;
}

static struct zone_interval interval_of(const struct run *r)
{
    double middle = (r->low_h + r->high_h) / 2, turn = on_map(middle) - middle;
    return (struct zone_interval){ r->low_h + turn, r->high_h + turn };
}

/* Offsets come an hour apart: a run of at least 80 % holds 87 % on average.  So for 80 % the run whose probability is
   nearest to it; for 95 % one that has it, around the first. */
static void find_sets(struct zonefit *f, const struct offsets *o)
{
    struct run set = shortest(o, 0.80, NULL), less = heaviest(o, set.high_h - set.low_h);
    if (set.high_h > set.low_h && 0.80 - less.mass < set.mass - 0.80)
        set = less;
    f->set80 = interval_of(&set);
    f->probability80 = set.mass;
    set = shortest(o, 0.95, &set);
    f->set95 = interval_of(&set);
    f->probability95 = set.mass;
}

/* The posterior median within the 80 % set, as an offset that is on a map. */
static double median_offset(const struct zonefit *f, const struct offsets *o)
{
    double sum = 0, x = f->set80.low_h;
    size_t from = 0;
    while (from + 1 < o->n && !same_hour(o->at[from].offset_h, x))
        from++;
    for (size_t k = 0; k < o->n; k++) {
        x = o->at[(from + k) % o->n].offset_h;
        sum += o->at[(from + k) % o->n].probability;
        if (sum >= f->probability80 / 2)
            break;
    }
    return on_map(x);
}

static void summarize(struct zonefit *f)
{
    struct offsets o;
    double sum = 0;
    sum_by_offset(f, &o);
    find_sets(f, &o);
    f->offset_h = median_offset(f, &o);
    while (f->best + 1 < f->n_chances && !same_hour(f->chances[f->best].offset_h, f->offset_h))
        f->best++;
    while (f->n_set95 < f->n_chances && sum < 0.95) {
        f->n_set80 += sum < 0.80;
        sum += f->chances[f->n_set95++].probability;
    }
}

static void release_work(struct work *w)
{
    for (size_t p = 0; p < w->model->n_profiles; p++)
        zone_evidence_free(w->evidence[p]);
    free(w->evidence);
    free(w->weekends);
    free(w->holidays);
    free(w->shift);
    zonetracks_free(w->tracks);
}

static void weigh_holidays(struct zonefit *f, struct work *w)
{
    for (size_t g = 0; g < w->groups->n; g++)
        w->holidays[g] = zoneholidays_group(w->week, w->observed, &w->groups->at[g]);
    f->holidays = mem_alloc(calendar_countries() * sizeof *f->holidays);
    f->n_holidays = zoneholidays_all(w->week, w->observed, w->groups, f->holidays);
}

static void fit(struct zonefit *f, struct work *w)
{
    w->tracks = zonetracks_new(w->week, w->groups, w->model->habit_h, w->model->odd);
    w->shift = mem_zero((w->groups->n + 1) * sizeof *w->shift);
    w->holidays = mem_zero((w->groups->n + 1) * sizeof *w->holidays);
    if (w->model->holidays)
        weigh_holidays(f, w);
    w->weekends = mem_zero((w->groups->n + 1) * sizeof *w->weekends);
    f->chances = mem_alloc((w->groups->n + 1) * sizeof *f->chances);
    weigh_hours(w);
    posterior(f, w);
    sum_weekends(f, w);
    judge_shifts(f, w, rotation_of(f, &f->chances[most_probable(f)]));
    posterior_of_shifts(f, w);
    sum_weekends(f, w);
    sort_chances(f);
    try_profiles(f, w);
    summarize(f);
    release_work(w);
}

void zonefit_look(struct zonefit *f, const struct zonefit_model *model, const struct localweek *week,
                  const struct observed *observed)
{
    *f = (struct zonefit){ .reason = may_tell(week, observed), .n = localweek_n(week), .p_flat = 1,
                           .rules.claimed = -1 };
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
    struct work w = { .model = model, .week = week, .groups = groups, .observed = observed,
                      .scale = f->n_eff / (double)f->n };
    fit(f, &w);
    if (f->set80.high_h - f->set80.low_h >= MOST_WIDE)
        f->reason = ZONEFIT_WIDE;
}

void zonefit_release(struct zonefit *f)
{
    free(f->chances);
    free(f->holidays);
    f->chances = NULL;
    f->holidays = NULL;
    f->n_chances = f->n_holidays = 0;
}

const struct zone_alternative *zonefit_best_profile(const struct zonefit *f)
{
    const struct zone_alternative *best = &f->alternatives[0];
    for (size_t p = 1; p < f->n_profiles; p++)
        best = f->alternatives[p].log_bf > best->log_bf ? &f->alternatives[p] : best;
    return best;
}

double zonefit_over(const struct zonefit *f, const char *profile)
{
    for (size_t p = 0; p < f->n_alternatives; p++)
        if (strcmp(f->alternatives[p].profile, profile) == 0)
            return f->log_model - f->alternatives[p].log_bf;
    return NAN;
}
