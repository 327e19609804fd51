#include "zonepair.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BANDS 48
#define BAND_FIRST (-24)
#define PROFILES_MOST 8
#define FLAT 0.4 /* contrast of hours behind a cache */

struct band {
    size_t speaker;  /* the group that speaks for it */
    size_t n_groups;
};

struct work {
    const struct zonepair_model *model;
    const struct weekregimes *regimes;
    const struct zonegroups *groups;
    double scale;
    struct twohours_people people[PROFILES_MOST]; /* by each profile; then, for one zone alone, by each one flattened */
    size_t n_people;
    double *usual_h; /* of each group */
    struct band bands[BANDS];
    struct jointcells cells;
    const struct mixdays *days;
    double days_scale; /* what a visit counts there */
};

struct zonepair_model zonepair_person(const struct profile *profiles, size_t n)
{
    return (struct zonepair_model) { profiles, n, .habit_h = 0.7, .spread = 0.5, .trust = 80 };
}

struct zonepair_model zonepair_crowd(const struct profile *profiles, size_t n)
{
    return (struct zonepair_model) { profiles, n, .habit_h = 0.5, .spread = 0.35, .trust = 200 };
}

double zonepair_worth(const struct zonepair_model *model, double dispersion, size_t n)
{
    return 1 / (dispersion / (double) n + 1 / model->trust);
}

static double log_add(double a, double b)
{
    double most = fmax(a, b);
    return most == -INFINITY ? most : most + log1p(exp(fmin(a, b) - most));
}

static size_t band_of(double usual_h) { return (size_t) ((int) floor(usual_h) - BAND_FIRST); }

static void lay_bands(struct work *w)
{
    for (size_t g = 0; g < w->groups->n; g++) {
        w->usual_h[g] = weekregimes_usual(w->regimes, g) / 3600.0;
        struct band *band = &w->bands[band_of(w->usual_h[g])];
        if (band->n_groups++ == 0 || w->groups->at[g].people > w->groups->at[band->speaker].people)
            band->speaker = g;
    }
}

/* A cache passes few visits an hour, by day as by night: the hours behind it are as those before, flattened. */
static void lay_people(struct work *w)
{
    for (size_t p = 0; p < w->model->n_profiles; p++)
        twohours_people_init(&w->people[w->n_people++], &w->model->profiles[p], w->model->habit_h, w->model->spread);
    for (size_t p = 0; p < w->model->n_profiles && w->model->cached; p++) {
        w->people[w->n_people] = w->people[p];
        twohours_flatten(&w->people[w->n_people++], FLAT);
    }
}

static double apart(double a_h, double b_h)
{
    double d = fmod(fabs(a_h - b_h), 24);
    return fmin(d, 24 - d);
}

/* --- evidence --- */

static double single_evidence(struct work *w, size_t group)
{
    double sum = -INFINITY;
    jointcells_fill(&w->cells, w->regimes, group, group);
    for (size_t p = 0; p < w->n_people; p++) {
        struct twohours t = { .form = TWOHOURS_ONE };
        twohours_fit(&t, &w->people[p], &w->cells, w->scale);
        sum = log_add(sum, t.evidence);
    }
    return sum - log((double) w->n_people);
}

/* The pair's evidence; T holds the fits, one a profile, begun from what they hold. */
static double pair_evidence(struct work *w, size_t a, size_t b, struct twohours *t)
{
    double sum = -INFINITY;
    jointcells_fill(&w->cells, w->regimes, a, b);
    for (size_t p = 0; p < w->model->n_profiles; p++) {
        t[p].form = TWOHOURS_TWO;
        t[p].low = 0;
        t[p].high = 1;
        twohours_fit(&t[p], &w->people[p], &w->cells, w->scale);
        sum = log_add(sum, t[p].evidence);
    }
    return sum - log((double) w->model->n_profiles);
}

static double single_zone(struct work *w)
{
    double sum = -INFINITY;
    int bands = 0;
    for (size_t k = 0; k < BANDS; k++)
        if (w->bands[k].n_groups > 0) {
            sum = log_add(sum, single_evidence(w, w->bands[k].speaker));
            bands++;
        }
    return sum - log(bands);
}

static double logit(double w) { return log(w / (1 - w)); }

/* What the days add to a pair whose people keep these hours. */
static double days_gain(const struct work *w, size_t a, size_t b, const struct twohours *t, const struct twohours_people *people)
{
    double q_a[PROFILE_CELLS], q_b[PROFILE_CELLS];
    twohours_rates(t, people, &w->cells, q_a, q_b);
    return w->days_scale * mixdays_gain(w->days, a, b, q_a, q_b);
}

/* LOG_P is the pair's by the histogram; T holds the fits, one a profile. */
static void add_chance(struct zonepair *z, const struct work *w, size_t a, size_t b, double log_p,
                       const struct twohours *t)
{
    size_t best = 0;
    for (size_t p = 1; p < w->model->n_profiles; p++)
        best = t[p].evidence > t[best].evidence ? p : best;
    z->chances[z->n++] = (struct zonepair_chance) { a, b, w->usual_h[a], w->usual_h[b],
                                                    log_p + days_gain(w, a, b, &t[best], &w->people[best]),
                                                    twohours_weight(&t[best], 0), t[best].logit_sd };
}

/* The log evidence of two zones by the histogram; the chances' probabilities are left as logarithms. */
static double two_zones(struct zonepair *z, struct work *w)
{
    double sum = -INFINITY;
    for (size_t i = 0; i < BANDS; i++) {
        struct twohours t[PROFILES_MOST] = { { .low = 0 } };
        for (size_t j = i + 1; j < BANDS; j++) {
            size_t a = w->bands[i].speaker, b = w->bands[j].speaker;
            if (w->bands[i].n_groups == 0 || w->bands[j].n_groups == 0 ||
                apart(w->usual_h[a], w->usual_h[b]) < ZONEPAIR_APART)
                continue;
            double e = pair_evidence(w, a, b, t);
            add_chance(z, w, a, b, e, t);
            sum = log_add(sum, e);
        }
    }
    return sum;
}

static int more_probable(const void *a, const void *b)
{
    const struct zonepair_chance *x = a, *y = b;
    if (x->probability != y->probability)
        return x->probability > y->probability ? -1 : 1;
    return x->a != y->a ? (x->a > y->a) - (x->a < y->a) : (x->b > y->b) - (x->b < y->b);
}

static void normalize(struct zonepair *z)
{
    double total = -INFINITY;
    for (size_t i = 0; i < z->n; i++)
        total = log_add(total, z->chances[i].probability);
    for (size_t i = 0; i < z->n; i++)
        z->chances[i].probability = exp(z->chances[i].probability - total);
    mem_sort(z->chances, z->n, sizeof *z->chances, more_probable);
}

/* --- sides --- */

static double turn_to(double x, double to)
{
    double d = x - to;
    return to + d - 24 * floor(d / 24 + 0.5);
}

static void swap_sides(struct zonepair_chance *c)
{
    struct zonepair_chance old = *c;
    c->a = old.b;
    c->b = old.a;
    c->a_h = old.b_h;
    c->b_h = old.a_h;
    c->weight = 1 - old.weight;
}

/* Each pair's zones go to the sides of the most probable pair that they are nearer to (Stephens 2000);
   b lies to the east of a, the shorter way round. */
static void name_sides(struct zonepair *z)
{
    struct zonepair_chance *best = &z->chances[0];
    if (turn_to(best->b_h, best->a_h) < best->a_h)
        swap_sides(best);
    for (size_t i = 1; i < z->n; i++) {
        struct zonepair_chance *c = &z->chances[i];
        double as_is = apart(c->a_h, best->a_h) + apart(c->b_h, best->b_h);
        double swapped = apart(c->b_h, best->a_h) + apart(c->a_h, best->b_h);
        if (swapped < as_is)
            swap_sides(c);
    }
}

struct offset {
    double h, probability;
};

static int by_offset(const void *a, const void *b)
{
    const struct offset *x = a, *y = b;
    return (x->h > y->h) - (x->h < y->h);
}

static int by_probability(const void *a, const void *b)
{
    const struct offset *x = a, *y = b;
    if (x->probability != y->probability)
        return x->probability > y->probability ? -1 : 1;
    return by_offset(a, b);
}

/* The posterior of one side's offset, turned round the mode; returns how many. */
static size_t offsets_of(const struct zonepair *z, bool b, struct offset *o)
{
    size_t n = 0;
    double mode = b ? z->chances[0].b_h : z->chances[0].a_h;
    for (size_t i = 0; i < z->n; i++) {
        double h = turn_to(b ? z->chances[i].b_h : z->chances[i].a_h, mode);
        size_t k = 0;
        while (k < n && o[k].h != h)
            k++;
        if (k == n)
            o[n++] = (struct offset) { h, 0 };
        o[k].probability += z->chances[i].probability;
    }
    return n;
}

static struct zone_interval hull(const struct offset *o, size_t n, double level)
{
    struct zone_interval set = { o[0].h, o[0].h };
    double sum = 0;
    for (size_t i = 0; i < n && sum < level; i++) {
        set.low_h = fmin(set.low_h, o[i].h);
        set.high_h = fmax(set.high_h, o[i].h);
        sum += o[i].probability;
    }
    return set;
}

static double on_the_map(double h) { return h > 14 ? h - 24 : h < -12 ? h + 24 : h; }

static struct zonepair_side side_of(const struct zonepair *z, bool b)
{
    struct offset *o = mem_alloc(z->n * sizeof *o);
    size_t n = offsets_of(z, b, o), i = 0;
    struct zonepair_side side;
    mem_sort(o, n, sizeof *o, by_probability);
    side.set80 = hull(o, n, 0.80);
    side.set95 = hull(o, n, 0.95);
    mem_sort(o, n, sizeof *o, by_offset);
    for (double sum = o[0].probability; i + 1 < n && sum < 0.5; sum += o[i].probability)
        i++;
    double median = o[i].h;
    free(o);
    side.offset_h = on_the_map(median);
    for (i = 0; i + 1 < z->n && apart(b ? z->chances[i].b_h : z->chances[i].a_h, median) > 0; i++)
        ;
    side.group = b ? z->chances[i].b : z->chances[i].a;
    return side;
}

/* Which group of its band a side is, the other side as it stands; prior: the square root of the people. */
static size_t group_of(struct work *w, size_t side, size_t other)
{
    size_t best = side, band = band_of(w->usual_h[side]);
    double most = -INFINITY;
    struct twohours t[PROFILES_MOST] = { { .low = 0 } };
    for (size_t g = 0; g < w->groups->n; g++) {
        if (band_of(w->usual_h[g]) != band)
            continue;
        double p = pair_evidence(w, g, other, t) + 0.5 * log(w->groups->at[g].people);
        if (p > most) {
            most = p;
            best = g;
        }
    }
    return best;
}

static double normal_p(double x) { return 0.5 * erfc(-x * M_SQRT1_2); }

/* Posterior probability that the weight is under W, over all pairs. */
static double weight_under(const struct zonepair *z, double w)
{
    double sum = 0;
    for (size_t i = 0; i < z->n; i++)
        sum += z->chances[i].probability * normal_p((logit(w) - logit(z->chances[i].weight)) / z->chances[i].logit_sd);
    return sum;
}

static double weight_at(const struct zonepair *z, double p)
{
    double low = 1e-9, high = 1 - 1e-9;
    for (int i = 0; i < 50; i++) {
        double middle = (low + high) / 2;
        if (weight_under(z, middle) < p)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

void zonepair_init(struct zonepair *z, const struct zonepair_model *model, const struct localweek *week,
                   const struct weekregimes *regimes, const struct zonegroups *groups, double n_eff)
{
    struct work w = { .model = model, .regimes = regimes, .groups = groups };
    struct mixdays *days = mixdays_new(week, groups);
    *z = (struct zonepair) { .n = 0 };
    w.scale = n_eff / regimes->visits;
    w.days = days;
    w.days_scale = n_eff / fmax((double) mixdays_n(days), n_eff);
    w.usual_h = mem_alloc(groups->n * sizeof *w.usual_h);
    lay_people(&w);
    lay_bands(&w);
    z->chances = mem_alloc((size_t) BANDS * BANDS * sizeof *z->chances);
    double one = single_zone(&w), two = two_zones(z, &w);
    z->log_ratio = two - log((double) z->n) - one;
    normalize(z);
    name_sides(z);
    z->a = side_of(z, false);
    z->b = side_of(z, true);
    z->a.group = group_of(&w, z->a.group, z->b.group);
    z->b.group = group_of(&w, z->b.group, z->a.group);
    z->weight = weight_at(z, 0.5);
    z->weight_lo = weight_at(z, 0.025);
    z->weight_hi = weight_at(z, 0.975);
    jointcells_release(&w.cells);
    mixdays_free(days);
    free(w.usual_h);
}

void zonepair_release(struct zonepair *z)
{
    free(z->chances);
    *z = (struct zonepair) { .n = 0 };
}
