/* window_table.c -- see window_table.h. */

#include "window_table_parts.h"

#include "numbers/multiple.h"
#include "numbers/stream.h"
#include "ordinary.h"
#include "rows/arrivals.h"
#include "search.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- groups of events ------------------------------------------------------------------- */

static size_t events_of(const struct eventlist *l, const char *group)
{
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++)
        n += strcmp(l->at[i].group, group) == 0;
    return n;
}

static bool known_group(const struct window_table *t, const char *group)
{
    for (size_t g = 0; g < t->n_groups; g++) {
        if (strcmp(t->group_names[g], group) == 0)
            return true;
    }
    return false;
}

static void find_groups(struct window_table *t)
{
    const struct eventlist *l = t->asked->events;

    t->groups = mem_zero((l->n + 1) * sizeof *t->groups);
    t->group_names = mem_alloc((l->n + 1) * sizeof *t->group_names);
    t->group_events = mem_alloc((l->n + 1) * sizeof *t->group_events);
    t->group_beforehand = mem_alloc((l->n + 1) * sizeof *t->group_beforehand);
    for (size_t i = 0; i < l->n; i++) {
        const char *group = l->at[i].group;
        size_t n = group[0] == '\0' || known_group(t, group) ? 0 : events_of(l, group);

        if (n < 2)
            continue;
        t->group_beforehand[t->n_groups] = true;
        for (size_t k = i; k < l->n; k++) {
            if (strcmp(l->at[k].group, group) != 0)
                continue;
            observed_add(&t->groups[t->n_groups], l->windows[k].start, l->windows[k].end);
            t->group_beforehand[t->n_groups] &= eventlist_beforehand(l, k);
        }
        t->group_names[t->n_groups] = group;
        t->group_events[t->n_groups++] = n;
    }
}

struct window_table *window_table_new(const struct window_asked *asked)
{
    struct window_table *t = mem_zero(sizeof *t);

    t->asked = asked;
    find_groups(t);
    return t;
}

void window_table_free(struct window_table *t)
{
    if (t == NULL)
        return;
    for (size_t g = 0; g < t->n_groups; g++)
        observed_release(&t->groups[g]);
    free(t->groups);
    free(t->group_names);
    free(t->group_events);
    free(t->group_beforehand);
    free(t->rows.at);
    free(t->group_rows.at);
    free(t->variants);
    free(t);
}

/* --- one series -------------------------------------------------------------------------- */

/* A series while it is asked; rate NULL: nothing was observed. */
struct subject {
    const char *name;
    struct arrivals arrivals;
    struct ordinary ordinary;
    struct weekrate *whole; /* fitted to everything, windows and all; only where a window is exploratory */
};

static struct window_row *add_row(struct window_rows *rows, const struct subject *s, size_t event,
                                  const struct window_result *result)
{
    struct window_row *row;

    rows->at = mem_grow(rows->at, &rows->capacity, rows->n + 1, sizeof *rows->at);
    row = &rows->at[rows->n++];
    *row = (struct window_row){ .series = s->name, .event = event, .result = *result, .baseline = NAN, .p_search = NAN,
                                .p = window_answerable(result) ? result->p_tail : NAN, .days_out = s->ordinary.n_out };
    return row;
}

static gsl_rng *stream_of(const struct window_table *t, const struct subject *s, const char *about)
{
    struct buf name = BUF_INIT;
    gsl_rng *rng;

    buf_add_format(&name, "%s %s", s->name, about);
    rng = stream_new((uint64_t)t->asked->seed, "window", name.at);
    buf_release(&name);
    return rng;
}

/* What the window's choice among all places costs. */
static double pay_search(const struct window_table *t, const struct subject *s, size_t event,
                         const struct window_result *result)
{
    struct interval w = t->asked->events->windows[event];
    struct search *search = search_everywhere(s->ordinary.rate, s->whole, w.end - w.start);
    gsl_rng *rng = stream_of(t, s, t->asked->events->at[event].id);
    double p = search_p(search, result->p_tail, WINDOW_DRAWS, rng);

    gsl_rng_free(rng);
    search_free(search);
    return fmax(p, result->p_tail);
}

static void ask_event(struct window_table *t, const struct subject *s, size_t event)
{
    const struct eventlist *l = t->asked->events;
    struct interval w = l->windows[event];
    struct window_result result = window_test(s->ordinary.rate, s->arrivals.times, s->arrivals.n, t->asked->observed, w,
                                              l->windows, l->n);
    struct window_row *row = add_row(&t->rows, s, event, &result);

    if (result.state != WINDOW_OUTSIDE)
        row->baseline = weekrate_forecast(s->ordinary.rate, w.start, w.end).baseline;
    if (!eventlist_beforehand(l, event) && window_answerable(&result))
        row->p = row->p_search = pay_search(t, s, event, &result);
}

static void ask_group(struct window_table *t, const struct subject *s, size_t group)
{
    const struct eventlist *l = t->asked->events;
    gsl_rng *rng = stream_of(t, s, t->group_names[group]);
    struct window_result result = window_test_group(s->ordinary.rate, s->arrivals.times, s->arrivals.n, t->asked->observed,
                                                    &t->groups[group], l->windows, l->n, rng);

    gsl_rng_free(rng);
    add_row(&t->group_rows, s, group, &result);
}

/* The variants of an event's window. */
static void ask_variants(struct window_table *t, const struct subject *s, size_t event)
{
    gsl_rng *rng = stream_of(t, s, t->asked->events->at[event].id);
    struct window_variant found[VARIANTS];

    window_variants(s->ordinary.rate, s->arrivals.times, s->arrivals.n, t->asked->events->windows[event], rng, found);
    t->variants = mem_grow(t->variants, &t->variants_capacity, t->n_variants + VARIANTS, sizeof *t->variants);
    for (enum variant v = VARIANT_OWN; v < VARIANTS; v++)
        t->variants[t->n_variants++] = (struct variant_row){ s->name, event, v, found[v] };
    gsl_rng_free(rng);
}

static bool any_exploratory(const struct eventlist *l)
{
    for (size_t i = 0; i < l->n; i++) {
        if (!eventlist_beforehand(l, i))
            return true;
    }
    return false;
}

static bool fit(const struct window_table *t, struct subject *s, struct err *err)
{
    const struct eventlist *l = t->asked->events;
    const struct observed *o = t->asked->observed;

    if (o->n == 0)
        return true;
    if (any_exploratory(l))
        s->whole = weekrate_fit(s->arrivals.times, s->arrivals.n, o, NULL, 0, err);
    return !err->set && ordinary_fit(&s->ordinary, s->arrivals.times, s->arrivals.n, o, l->windows, l->n, err);
}

bool window_table_ask(struct window_table *t, const struct series *series, struct err *err)
{
    const struct eventlist *l = t->asked->events;
    struct subject s = { .name = series->name };

    arrivals_init(&s.arrivals, series, t->asked->observed, t->asked->visit_gap);
    if (fit(t, &s, err)) {
        for (size_t i = 0; i < l->n; i++) {
            ask_event(t, &s, i);
            if (window_answerable(&t->rows.at[t->rows.n - 1].result))
                ask_variants(t, &s, i);
        }
        for (size_t g = 0; g < t->n_groups; g++)
            ask_group(t, &s, g);
    }
    ordinary_release(&s.ordinary);
    weekrate_free(s.whole);
    arrivals_release(&s.arrivals);
    return !err->set;
}

/* --- families ------------------------------------------------------------------------------ */

/* Adjusts the rows of which BEFOREHAND is true or of which it is not; of groups (no EVENTS) all. */
static void adjust(struct window_rows *rows, const struct eventlist *events, bool beforehand)
{
    double *p = mem_alloc((rows->n + 1) * sizeof *p), *adjusted = mem_alloc((rows->n + 1) * sizeof *adjusted);

    for (size_t i = 0; i < rows->n; i++) {
        bool mine = events == NULL || eventlist_beforehand(events, rows->at[i].event) == beforehand;

        p[i] = mine ? rows->at[i].p : NAN;
    }
    for (int method = 0; method < 3; method++) {
        (method == 0 ? multiple_holm : method == 1 ? multiple_bh : multiple_by)(p, rows->n, adjusted);
        for (size_t i = 0; i < rows->n; i++) {
            struct window_row *row = &rows->at[i];

            if (events == NULL || eventlist_beforehand(events, row->event) == beforehand)
                *(method == 0 ? &row->holm : method == 1 ? &row->bh : &row->by) = adjusted[i];
        }
    }
    free(p);
    free(adjusted);
}

void window_table_adjust(struct window_table *t)
{
    adjust(&t->rows, t->asked->events, true);
    adjust(&t->rows, t->asked->events, false);
    adjust(&t->group_rows, NULL, true);
}
