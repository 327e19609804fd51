/* spikes.c -- see spikes.h. */

#include "spikes.h"

#include "forecast.h"
#include "numbers/multiple.h"
#include <math.h>
#include <stdlib.h>

const int spikes_hours[SPIKES_WIDTHS] = { 24, 6, 1 };

static size_t family_of(int hours, bool more)
{
    size_t w = 0;

    while (w < SPIKES_WIDTHS - 1 && spikes_hours[w] != hours)
        w++;
    return 2 * w + more;
}

static void ask(struct finds *f, size_t series, const struct unusual *u, const struct unusual_bin *b, bool more)
{
    double p = more ? b->p_more : b->p_fewer;

    if (isnan(p) || (!more && forecast_less(&b->expected, 0, 1) > SPIKES_CUT))
        return;
    f->asked[family_of(u->hours, more)] += 1;
    if (p > SPIKES_CUT)
        return;
    f->at = mem_grow(f->at, &f->capacity, f->n + 1, sizeof *f->at);
    f->at[f->n++] = (struct find){ series, u->hours, more, b->start, b->start + u->hours * WHEN_HOUR, b->observed,
                                   b->expected.expected, p, NAN };
}

void finds_add(struct finds *f, size_t series, const struct unusual *u)
{
    for (size_t i = 0; i < u->n; i++) {
        ask(f, series, u, &u->bin[i], true);
        ask(f, series, u, &u->bin[i], false);
    }
}

void finds_release(struct finds *f)
{
    free(f->at);
    *f = (struct finds){ 0 };
}

/* --- the price ------------------------------------------------------------------------------ */

static void adjust_family(struct finds *f, size_t family)
{
    double *p = mem_alloc((f->n + 1) * sizeof *p);

    for (size_t i = 0; i < f->n; i++)
        p[i] = family_of(f->at[i].hours, f->at[i].more) == family ? f->at[i].p : NAN;
    multiple_bh_least(p, f->n, f->asked[family], p);
    for (size_t i = 0; i < f->n; i++) {
        if (!isnan(p[i]))
            f->at[i].q = fmin(1, SPIKES_FAMILIES * p[i]);
    }
    free(p);
}

static void keep_found(struct finds *f, double alpha)
{
    size_t kept = 0;

    for (size_t k = 0; k < SPIKES_FAMILIES; k++)
        adjust_family(f, k);
    for (size_t i = 0; i < f->n; i++) {
        if (f->at[i].q <= alpha)
            f->at[kept++] = f->at[i];
    }
    f->n = kept;
}

/* --- which bins are one thing --------------------------------------------------------------- */

static int by_series(const void *a, const void *b)
{
    const struct find *x = a, *y = b;

    if (x->more != y->more)
        return x->more ? -1 : 1;
    if (x->series != y->series)
        return x->series < y->series ? -1 : 1;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->hours < y->hours) - (x->hours > y->hours);
}

/* A stretch of touching bins of one series. */
struct run {
    when_t start, end;
    bool more;
    size_t first, n; /* finds */
};

static int by_time(const void *a, const void *b)
{
    const struct run *x = a, *y = b;

    if (x->more != y->more)
        return x->more ? -1 : 1;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

/* The finds are in order of by_series. */
static size_t make_runs(const struct finds *f, struct run *runs)
{
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++) {
        const struct find *at = &f->at[i];

        if (i > 0 && at->more == at[-1].more && at->series == at[-1].series && at->start <= runs[n - 1].end) {
            runs[n - 1].end = at->end > runs[n - 1].end ? at->end : runs[n - 1].end;
            runs[n - 1].n++;
        } else {
            runs[n++] = (struct run){ at->start, at->end, at->more, i, 1 };
        }
    }
    return n;
}

static bool better(const struct find *a, const struct find *b)
{
    return a->q < b->q || (a->q == b->q && a->p < b->p);
}

static void add_run(struct spike *s, const struct finds *f, const struct run *run, struct find *sorted, size_t *filled)
{
    for (size_t i = run->first; i < run->first + run->n; i++) {
        if (s->n == 0 || better(&f->at[i], &s->best))
            s->best = f->at[i];
        sorted[(*filled)++] = f->at[i];
        s->n++;
    }
    s->end = run->end > s->end ? run->end : s->end;
}

static int by_start(const void *a, const void *b)
{
    const struct spike *x = a, *y = b;

    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

void spikes_join(struct spikes *s, struct finds *f, double alpha)
{
    struct run *runs;
    struct find *sorted;
    size_t n, filled = 0;

    *s = (struct spikes){ 0 };
    keep_found(f, alpha);
    mem_sort(f->at, f->n, sizeof *f->at, by_series);
    runs = mem_alloc((f->n + 1) * sizeof *runs);
    sorted = mem_alloc((f->n + 1) * sizeof *sorted);
    n = make_runs(f, runs);
    mem_sort(runs, n, sizeof *runs, by_time);
    for (size_t i = 0; i < n; i++) {
        struct spike *last = s->n > 0 ? &s->at[s->n - 1] : NULL;

        if (last == NULL || last->more != runs[i].more || runs[i].start >= last->end) {
            s->at = mem_grow(s->at, &s->capacity, s->n + 1, sizeof *s->at);
            last = &s->at[s->n++];
            *last = (struct spike){ .more = runs[i].more, .start = runs[i].start, .end = runs[i].end, .first = filled };
        }
        add_run(last, f, &runs[i], sorted, &filled);
    }
    free(f->at);
    free(runs);
    f->at = sorted;
    f->capacity = f->n + 1;
    mem_sort(s->at, s->n, sizeof *s->at, by_start);
}

void spikes_release(struct spikes *s)
{
    free(s->at);
    *s = (struct spikes){ 0 };
}
