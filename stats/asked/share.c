#include "share.h"

#include "base/err.h"
#include "base/names.h"
#include "numbers/proportion.h"
#include "rows/inputs.h"
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

struct day {
    int64_t day, count;
};

struct days {
    struct day *at; /* ascending and distinct after share_end */
    size_t n, capacity;
};

struct key {
    const char *name;
    char *label;
    int64_t count, raw;
    struct days days;
};

struct group {
    const char *name;
    struct names *names;
    struct key *keys;
    size_t n, capacity;
    int64_t count, raw;
    struct days days;
    double effective_number, gini;
};

struct share {
    struct names *names;
    struct group *groups;
    size_t n, capacity;
    bool dayless;
};

struct share *share_new(void)
{
    struct share *s = mem_zero(sizeof *s);
    s->names = names_new();
    return s;
}

static void free_group(struct group *g)
{
    for (size_t i = 0; i < g->n; i++) {
        free(g->keys[i].label);
        free(g->keys[i].days.at);
    }
    free(g->keys);
    free(g->days.at);
    names_free(g->names);
}

void share_free(struct share *s)
{
    if (s == NULL) {
        return;
    }
    for (size_t g = 0; g < s->n; g++) {
        free_group(&s->groups[g]);
    }
    free(s->groups);
    names_free(s->names);
    free(s);
}

/* --- adding -------------------------------------------------------------------------- */

static struct group *group_of(struct share *s, struct text name)
{
    size_t g = names_add(s->names, name);
    if (g == s->n) {
        s->groups = mem_grow(s->groups, &s->capacity, ++s->n, sizeof *s->groups);
        s->groups[g] = (struct group){ .names = names_new() };
    }
    return &s->groups[g];
}

static struct key *key_of(struct group *g, struct text name, struct text label)
{
    size_t k = names_add(g->names, name);
    if (k == g->n) {
        g->keys = mem_grow(g->keys, &g->capacity, ++g->n, sizeof *g->keys);
        struct buf copy = BUF_INIT;
        buf_add(&copy, label.at, label.len);
        g->keys[k] = (struct key){ .label = buf_detach(&copy) };
    }
    return &g->keys[k];
}

/* Rows come in order of time mostly: the last day is the one. */
static void add_day(struct days *d, int64_t day, int64_t count)
{
    if (d->n == 0 || d->at[d->n - 1].day != day) {
        d->at = mem_grow(d->at, &d->capacity, d->n + 1, sizeof *d->at);
        d->at[d->n++] = (struct day){ day, 0 };
    }
    d->at[d->n - 1].count += count;
}

void share_add(struct share *s, struct text within, struct text key, struct text label,
               int64_t count, int64_t raw, int64_t day)
{
    struct group *g = group_of(s, within);
    struct key *k = key_of(g, key, label);
    k->count += count;
    k->raw += raw;
    g->count += count;
    g->raw += raw;
    if (day == SHARE_NO_DAY) {
        s->dayless = true;
    } else if (count > 0) {
        add_day(&k->days, day, count);
        add_day(&g->days, day, count);
    }
}

/* --- putting in order ---------------------------------------------------------------- */

static int by_day(const void *a, const void *b)
{
    int64_t x = ((const struct day *)a)->day, y = ((const struct day *)b)->day;
    return (x > y) - (x < y);
}

static void merge_days(struct days *d)
{
    if (d->n == 0) {
        return;
    }
    mem_sort(d->at, d->n, sizeof *d->at, by_day);
    size_t last = 0;
    for (size_t i = 1; i < d->n; i++) {
        if (d->at[i].day == d->at[last].day) {
            d->at[last].count += d->at[i].count;
        } else {
            d->at[++last] = d->at[i];
        }
    }
    d->n = last + 1;
}

static int by_group_name(const void *a, const void *b)
{
    return group_order(((const struct group *)a)->name, ((const struct group *)b)->name);
}

static int by_count(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count) - (x->count > y->count)
                                : strcmp(x->name, y->name);
}

/* Keys are sorted downwards: the rank i of Gini's formula is k - j. */
static void concentrate(struct group *g)
{
    double squares = 0, ranks = 0, k = (double)g->n, n = (double)g->count;
    for (size_t j = 0; j < g->n; j++) {
        double x = (double)g->keys[j].count;
        squares += x / n * (x / n);
        ranks += (k - 1 - 2 * (double)j) * x;
    }
    g->effective_number = g->count > 0 ? 1 / squares : NAN;
    g->gini = g->count > 0 ? ranks / (k * n) : NAN;
}

static void end_group(struct group *g)
{
    for (size_t i = 0; i < g->n; i++) {
        g->keys[i].name = names_at(g->names, i).at;
        merge_days(&g->keys[i].days);
    }
    merge_days(&g->days);
    mem_sort(g->keys, g->n, sizeof *g->keys, by_count);
    concentrate(g);
}

void share_end(struct share *s)
{
    for (size_t g = 0; g < s->n; g++) {
        s->groups[g].name = names_at(s->names, g).at;
        end_group(&s->groups[g]);
    }
    if (s->n > 1) {
        mem_sort(s->groups, s->n, sizeof *s->groups, by_group_name);
    }
}

/* --- asking -------------------------------------------------------------------------- */

size_t share_groups(const struct share *s)
{
    return s->n;
}

const char *share_group(const struct share *s, size_t g)
{
    return s->groups[g].name;
}

size_t share_keys(const struct share *s, size_t g)
{
    return s->groups[g].n;
}

static double part(int64_t x, int64_t n)
{
    return n > 0 ? (double)x / (double)n : NAN;
}

struct share_row share_row(const struct share *s, size_t g, size_t key, double level)
{
    const struct group *in = &s->groups[g];
    const struct key *k = &in->keys[key];
    return (struct share_row){
        .within = in->name,
        .key = k->name,
        .label = k->label,
        .count = k->count,
        .raw = k->raw,
        .n = in->count,
        .n_raw = in->raw,
        .share = part(k->count, in->count),
        .share_raw = part(k->raw, in->raw),
        .wilson = wilson_limits((double)k->count, (double)in->count, level),
        .exact = exact_limits((double)k->count, (double)in->count, level),
        .days = s->dayless ? -1 : (int64_t)k->days.n,
        .effective_number = in->effective_number,
        .gini = in->gini,
    };
}

/* --- bootstrap ----------------------------------------------------------------------- */

/* weights[d * draws + b]: how often resample b holds day d. */
static uint32_t *draw_weights(gsl_rng *rng, size_t days, size_t draws)
{
    uint32_t *weights = mem_zero(days * draws * sizeof *weights);
    for (size_t b = 0; b < draws; b++) {
        for (size_t i = 0; i < days; i++) {
            weights[gsl_rng_uniform_int(rng, days) * draws + b]++;
        }
    }
    return weights;
}

/* out[b]: events of SOME (days of which all stand in OF) in resample b. */
static void resample(const struct days *some, const struct days *of, const uint32_t *weights,
                     size_t draws, double *out)
{
    memset(out, 0, draws * sizeof *out);
    size_t d = 0;
    for (size_t i = 0; i < some->n; i++) {
        while (of->at[d].day < some->at[i].day) {
            d++;
        }
        double count = (double)some->at[i].count;
        for (size_t b = 0; b < draws; b++) {
            out[b] += count * weights[d * draws + b];
        }
    }
}

/* Type 7: the quantile lies at (n - 1) TAIL of the order statistics, interpolated; ENDS
   holds the outermost of them, from the end inwards. */
static double quantile(const double *ends, size_t n, double tail)
{
    double place = (double)(n - 1) * tail;
    size_t i = (size_t)place;
    return ends[i] + (place - (double)i) * (ends[i + 1] - ends[i]);
}

/* ENDS: room for N. */
static struct limits percentiles(const double *x, size_t n, double level, double *ends)
{
    double tail = (1 - level) / 2;
    size_t need = (size_t)((double)(n - 1) * tail) + 2;
    need = need < n ? need : n;
    struct limits l;
    gsl_sort_smallest(ends, need, x, 1, n);
    double least = ends[0];
    l.lo = quantile(ends, n, tail);
    gsl_sort_largest(ends, need, x, 1, n);
    l.hi = quantile(ends, n, tail);
    return least < ends[0] ? l : (struct limits){ NAN, NAN };
}

void share_bootstrap(const struct share *s, size_t g, gsl_rng *rng, size_t draws, double level,
                     struct limits *out)
{
    const struct group *in = &s->groups[g];
    if (s->dayless || in->days.n < SHARE_DAYS_MIN || draws < 2) {
        for (size_t k = 0; k < in->n; k++) {
            out[k] = (struct limits){ NAN, NAN };
        }
        return;
    }
    uint32_t *weights = draw_weights(rng, in->days.n, draws);
    double *total = mem_alloc(draws * sizeof *total), *x = mem_alloc(draws * sizeof *x);
    double *ends = mem_alloc(draws * sizeof *ends);
    resample(&in->days, &in->days, weights, draws, total);
    for (size_t k = 0; k < in->n; k++) {
        resample(&in->keys[k].days, &in->days, weights, draws, x);
        for (size_t b = 0; b < draws; b++) {
            x[b] /= total[b];
        }
        out[k] = percentiles(x, draws, level, ends);
    }
    free(weights);
    free(total);
    free(x);
    free(ends);
}
