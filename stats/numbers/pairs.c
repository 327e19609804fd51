/* pairs.c -- see pairs.h. */

#include "pairs.h"

#include "base/err.h"
#include <stdlib.h>
#include <string.h>

/* Open addressing over numbers, as in names.c. */

#define SLOTS_LEAST 64
#define SPARSE 16 /* slots a pair, from which they are not worth wiping */

struct pairs {
    struct pair_of *at;
    size_t n, capacity;
    uint32_t *slots; /* number + 1; 0 free */
    int bits;        /* 2^bits slots, a third more than n at least */
};

static size_t slots_of(const struct pairs *s)
{
    return (size_t)1 << s->bits;
}

static void make_slots(struct pairs *s, int bits)
{
    free(s->slots);
    s->bits = bits;
    s->slots = mem_zero(slots_of(s) * sizeof *s->slots);
}

struct pairs *pairs_new(void)
{
    struct pairs *s = mem_zero(sizeof *s);

    make_slots(s, 6);
    return s;
}

void pairs_free(struct pairs *s)
{
    if (s == NULL)
        return;
    free(s->at);
    free(s->slots);
    free(s);
}

void pairs_clear(struct pairs *s)
{
    if (slots_of(s) > SLOTS_LEAST && slots_of(s) > SPARSE * s->n)
        make_slots(s, 6);
    else
        memset(s->slots, 0, slots_of(s) * sizeof *s->slots);
    s->n = 0;
}

size_t pairs_count(const struct pairs *s)
{
    return s->n;
}

struct pair_of pairs_at(const struct pairs *s, size_t number)
{
    return s->at[number];
}

/* The slot that holds the pair, or the free one where it would go.  Steele, Lea and Flood's (2014) mixing of 64 bits. */
static size_t slot_of(const struct pairs *s, uint32_t a, uint32_t b)
{
    uint64_t z = (uint64_t)a << 32 | b;
    size_t i;

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    i = (size_t)(z >> (64 - s->bits));
    while (s->slots[i] != 0 && (s->at[s->slots[i] - 1].a != a || s->at[s->slots[i] - 1].b != b))
        i = (i + 1) & (slots_of(s) - 1);
    return i;
}

static void double_slots(struct pairs *s)
{
    make_slots(s, s->bits + 1);
    for (size_t i = 0; i < s->n; i++)
        s->slots[slot_of(s, s->at[i].a, s->at[i].b)] = (uint32_t)(i + 1);
}

size_t pairs_add(struct pairs *s, uint32_t a, uint32_t b)
{
    size_t slot = slot_of(s, a, b);

    if (s->slots[slot] != 0)
        return s->slots[slot] - 1;
    if (4 * (s->n + 1) > 3 * slots_of(s)) {
        double_slots(s);
        slot = slot_of(s, a, b);
    }
    s->at = mem_grow(s->at, &s->capacity, s->n + 1, sizeof *s->at);
    s->at[s->n] = (struct pair_of){ a, b };
    s->slots[slot] = (uint32_t)(s->n + 1);
    return s->n++;
}

int64_t pairs_find(const struct pairs *s, uint32_t a, uint32_t b)
{
    return (int64_t)s->slots[slot_of(s, a, b)] - 1;
}
