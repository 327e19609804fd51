/* livetime.c -- see livetime.h. */

#include "livetime.h"

#include <stdlib.h>

struct walk {
    struct livetime *to;
    int64_t silence, slack;
    when_t opens[LIVETIME_MOST]; /* when the shut caches open, ascending */
    int shut;
    when_t at;    /* reached */
    when_t known; /* from here on the state is known */
};

static int open_now(const struct walk *w)
{
    return w->to->caches - w->shut;
}

static void add_stretch(struct walk *w, when_t to)
{
    struct livetime *l = w->to;
    when_t from = w->at > w->known ? w->at : w->known;
    if (from >= to) {
        return;
    }
    l->stretches = mem_grow(l->stretches, &l->stretches_capacity, l->n_stretches + 1, sizeof *l->stretches);
    l->stretches[l->n_stretches++] = (struct stretch){ from, to, open_now(w) };
}

static void open_next(struct walk *w)
{
    w->shut--;
    memmove(w->opens, w->opens + 1, (size_t)w->shut * sizeof *w->opens);
}

static void advance(struct walk *w, when_t to)
{
    while (w->shut > 0 && w->opens[0] <= to) {
        add_stretch(w, w->opens[0]);
        w->at = w->opens[0];
        open_next(w);
    }
    add_stretch(w, to);
    w->at = to;
}

static void arrive(struct walk *w, when_t t)
{
    struct livetime *l = w->to;
    advance(w, t);
    if (open_now(w) == 0 && w->opens[0] <= t + w->slack) {
        open_next(w);
    }
    if (t >= w->known) {
        l->arrivals[l->n_arrivals++] = (struct arrival){ t, open_now(w) };
    }
    if (open_now(w) > 0) {
        w->opens[w->shut++] = t + w->silence;
    }
}

/* To where watching begins anew. */
static void skip(struct walk *w, when_t start)
{
    if (open_now(w) > 0 || w->opens[0] < start) {
        w->known = start + w->silence;
    }
    while (w->shut > 0 && w->opens[0] <= start) {
        open_next(w);
    }
    w->at = start;
}

void livetime_init(struct livetime *l, int caches, const when_t *times, size_t n, const struct observed *o,
                   int64_t silence, int64_t slack)
{
    struct walk w = { .to = l, .silence = silence, .slack = slack };
    size_t i = 0;
    *l = (struct livetime){ .caches = caches };
    l->arrivals = mem_alloc((n + 1) * sizeof *l->arrivals);
    for (size_t part = 0; part < o->n; part++) {
        skip(&w, o->at[part].start);
        for (; i < n && times[i] < o->at[part].end; i++) {
            arrive(&w, times[i]);
        }
        advance(&w, o->at[part].end);
    }
}

void livetime_release(struct livetime *l)
{
    free(l->stretches);
    free(l->arrivals);
    *l = (struct livetime){ 0 };
}
