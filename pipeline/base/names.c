#include "names.h"
#include "err.h"
#include "hash.h"
#include <stdlib.h>

/* Open addressing over numbers; the bytes lie in blocks that never move, so
   names_at stays valid. */

#define BLOCK (1 << 16)
#define SLOTS_LEAST 64
#define SPARSE 16 /* slots a name */

struct block {
    struct block *before;
    char bytes[];
};

struct names {
    struct text *at;
    size_t n, capacity;
    uint32_t *slots; /* number + 1; 0 free */
    size_t n_slots;  /* a power of two, at least twice n */
    struct block *blocks;
    size_t used; /* of the newest block */
    size_t room;
};

struct names *names_new(void)
{
    struct names *s = mem_zero(sizeof *s);
    s->n_slots = SLOTS_LEAST;
    s->slots = mem_zero(s->n_slots * sizeof *s->slots);
    return s;
}

static void free_blocks(struct block *b)
{
    while (b) {
        struct block *before = b->before;
        free(b);
        b = before;
    }
}

/* Keeps the newest block, and the slots unless those of one large set would be wiped for many small ones. */
void names_clear(struct names *s)
{
    if (s->blocks) {
        free_blocks(s->blocks->before);
        s->blocks->before = NULL;
    }
    if (s->n_slots > SLOTS_LEAST && s->n_slots > SPARSE * s->n) {
        free(s->slots);
        s->n_slots = SLOTS_LEAST;
        s->slots = mem_zero(s->n_slots * sizeof *s->slots);
    } else {
        memset(s->slots, 0, s->n_slots * sizeof *s->slots);
    }
    s->n = 0;
    s->used = 0;
}

void names_free(struct names *s)
{
    if (!s)
        return;
    free_blocks(s->blocks);
    free(s->at);
    free(s->slots);
    free(s);
}

size_t names_count(const struct names *s) { return s->n; }
struct text names_at(const struct names *s, size_t number) { return s->at[number]; }

/* The slot that holds NAME, or the free one where it would go. */
static size_t slot_of(const struct names *s, struct text name)
{
    size_t i = hash_text(name, 0) & (s->n_slots - 1);
    while (s->slots[i]) {
        struct text other = s->at[s->slots[i] - 1];
        if (other.len == name.len && memcmp(other.at, name.at, name.len) == 0)
            break;
        i = (i + 1) & (s->n_slots - 1);
    }
    return i;
}

static void double_slots(struct names *s)
{
    free(s->slots);
    s->n_slots *= 2;
    s->slots = mem_zero(s->n_slots * sizeof *s->slots);
    for (size_t i = 0; i < s->n; i++)
        s->slots[slot_of(s, s->at[i])] = (uint32_t) (i + 1);
}

static const char *keep(struct names *s, struct text name)
{
    if (name.len + 1 > s->room - s->used || !s->blocks) {
        s->room = name.len + 1 > BLOCK ? name.len + 1 : BLOCK;
        struct block *b = mem_alloc(sizeof *b + s->room);
        b->before = s->blocks;
        s->blocks = b;
        s->used = 0;
    }
    char *to = s->blocks->bytes + s->used;
    memcpy(to, name.at, name.len);
    to[name.len] = '\0';
    s->used += name.len + 1;
    return to;
}

size_t names_add(struct names *s, struct text name)
{
    size_t slot = slot_of(s, name);
    if (s->slots[slot])
        return s->slots[slot] - 1;
    if (2 * (s->n + 1) > s->n_slots) {
        double_slots(s);
        slot = slot_of(s, name);
    }
    s->at = mem_grow(s->at, &s->capacity, s->n + 1, sizeof *s->at);
    s->at[s->n] = (struct text){ keep(s, name), name.len };
    s->slots[slot] = (uint32_t) (s->n + 1);
    return s->n++;
}

int64_t names_find(const struct names *s, struct text name)
{
    return (int64_t) s->slots[slot_of(s, name)] - 1;
}
