/* bursts.c -- see bursts.h. */

#include "bursts.h"

#include "lately.h"
#include "numbers/pairs.h"
#include <math.h>
#include <stdlib.h>

#define APART (60 * WHEN_SECOND)

struct running {
    when_t first, last;
    uint32_t party;
    int64_t n;
};

struct counting {
    struct pairs *questions; /* action and target */
    struct lately *running;  /* by client and question */
    struct bursts *by_party;
    size_t n, capacity;
};

static struct bursts *party_of(struct counting *c, uint32_t party)
{
    c->by_party = mem_grow(c->by_party, &c->capacity, party + 1, sizeof *c->by_party);
    while (c->n <= party)
        c->by_party[c->n++] = (struct bursts){ .n = 0 };
    return &c->by_party[party];
}

static void close_burst(void *value, void *context)
{
    const struct running *b = value;
    struct bursts *to = party_of(context, b->party);
    double spread = (double)(b->last - b->first) / (double)WHEN_SECOND;

    if (b->n < 2)
        return;
    to->n++;
    to->longer_2s += spread > 2;
    to->longer_20s += spread > 20;
    to->longest_s = fmax(to->longest_s, spread);
}

static void forget(void *context)
{
    struct counting *c = context;

    lately_end(c->running);
    c->n = 0;
}

static void count_one(const struct record *one, void *context)
{
    struct counting *c = context;
    const uint32_t question = (uint32_t)pairs_add(c->questions, one->field[RECORD_ACTION], one->field[RECORD_TARGET]);
    bool fresh;
    struct running *b = lately_at(c->running, one->field[RECORD_CLIENT], question, one->time, &fresh);

    if (!fresh && one->time - b->last <= APART) {
        b->last = one->time;
        b->n += one->count;
        return;
    }
    if (!fresh)
        close_burst(b, c);
    *b = (struct running){ one->time, one->time, one->field[RECORD_PARTY], one->count };
}

static struct bursts *in_order(const struct records *r, struct counting *c)
{
    size_t n = names_count(r->texts[RECORD_PARTY]);
    struct bursts *out = mem_alloc((n + 1) * sizeof *out);
    uint32_t *order = mem_alloc((n + 1) * sizeof *order);

    records_order(r, RECORD_PARTY, order);
    for (size_t i = 0; i < n; i++) {
        out[i] = *party_of(c, order[i]);
        out[i].group = names_at(r->texts[RECORD_PARTY], order[i]).at;
        out[i].limits = out[i].n > 0 ? exact_limits((double)out[i].longer_20s, (double)out[i].n, .95) : (struct limits){ NAN, NAN };
    }
    free(order);
    return out;
}

struct bursts *bursts_find(struct records *r, size_t *groups, struct err *err)
{
    struct counting c = { pairs_new(), NULL, NULL, 0, 0 };
    const struct records_visitor v = { forget, count_one, &c, RECORD_ALL & ~RECORD_BIT(RECORD_SENSOR) & ~RECORD_BIT(RECORD_STATUS) };
    struct bursts *out = NULL;

    c.running = lately_new(sizeof(struct running), APART, close_burst, &c);
    if (records_each(r, &v, err)) {
        lately_end(c.running);
        out = in_order(r, &c);
        *groups = names_count(r->texts[RECORD_PARTY]);
    }
    pairs_free(c.questions);
    lately_free(c.running);
    free(c.by_party);
    return out;
}
