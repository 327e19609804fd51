/* lately.c -- see lately.h. */

#include "lately.h"

#include "base/err.h"
#include "numbers/pairs.h"
#include <stdlib.h>
#include <string.h>

/* Two generations: the young one was touched since TURNED, the old one in the while before.  When a while has passed since, the old
   one is forgotten and the young one is old. */
struct generation {
    struct pairs *pairs;
    char *values;
    bool *taken; /* into the young one */
    size_t room, taken_room;
};

struct lately {
    struct generation young, old;
    size_t size;
    int64_t within;
    when_t turned;
    void (*gone)(void *value, void *context);
    void *context;
};

struct lately *lately_new(size_t size, int64_t within, void (*gone)(void *value, void *context), void *context)
{
    struct lately *l = mem_zero(sizeof *l);

    *l = (struct lately){ .size = size, .within = within, .turned = WHEN_MIN, .gone = gone, .context = context };
    l->young.pairs = pairs_new();
    l->old.pairs = pairs_new();
    return l;
}

static void release(struct generation *g)
{
    pairs_free(g->pairs);
    free(g->values);
    free(g->taken);
}

void lately_free(struct lately *l)
{
    if (l == NULL)
        return;
    release(&l->young);
    release(&l->old);
    free(l);
}

static void turn(struct lately *l)
{
    struct generation old = l->old;

    for (size_t i = 0; l->gone != NULL && i < pairs_count(old.pairs); i++) {
        if (!old.taken[i])
            l->gone(old.values + i * l->size, l->context);
    }
    pairs_clear(old.pairs);
    l->old = l->young;
    l->young = old;
}

void lately_end(struct lately *l)
{
    turn(l);
    turn(l);
    l->turned = WHEN_MIN;
}

/* The young value of the pair, which has none. */
static char *add(struct lately *l, uint32_t a, uint32_t b)
{
    struct generation *g = &l->young;
    size_t i = pairs_add(g->pairs, a, b);

    g->values = mem_grow(g->values, &g->room, i + 1, l->size);
    g->taken = mem_grow(g->taken, &g->taken_room, i + 1, sizeof *g->taken);
    g->taken[i] = false;
    return g->values + i * l->size;
}

void *lately_at(struct lately *l, uint32_t a, uint32_t b, when_t now, bool *fresh)
{
    int64_t i;
    char *value;

    if (now - l->within > l->turned) {
        turn(l);
        l->turned = now;
    }
    i = pairs_find(l->young.pairs, a, b);
    *fresh = false;
    if (i >= 0)
        return l->young.values + (size_t)i * l->size;
    value = add(l, a, b);
    i = pairs_find(l->old.pairs, a, b);
    *fresh = i < 0;
    if (i >= 0) {
        memcpy(value, l->old.values + (size_t)i * l->size, l->size);
        l->old.taken[i] = true;
    }
    return value;
}
