/* bursts.c -- see bursts.h. */

#include "bursts.h"

#include <math.h>
#include <stdlib.h>

#define APART (60 * WHEN_SECOND)

struct running {
    when_t first, last;
    uint32_t party;
    int64_t n;
};

static void close_burst(struct bursts *by_party, const struct running *b)
{
    struct bursts *to = &by_party[b->party];
    double spread = (double)(b->last - b->first) / (double)WHEN_SECOND;

    if (b->n < 2)
        return;
    to->n++;
    to->longer_2s += spread > 2;
    to->longer_20s += spread > 20;
    to->longest_s = fmax(to->longest_s, spread);
}

/* The bursts of one client. */
struct counting {
    struct names *questions;
    struct running *at; /* by question */
    size_t room;
};

static void count_one(struct counting *c, const struct record *one, struct bursts *by_party)
{
    const uint32_t key[2] = { one->field[RECORD_ACTION], one->field[RECORD_TARGET] };
    size_t old = names_count(c->questions), k = names_add(c->questions, (struct text){ (const char *)key, sizeof key });
    const struct running fresh = { one->time, one->time, one->field[RECORD_PARTY], one->count };

    c->at = mem_grow(c->at, &c->room, k + 1, sizeof *c->at);
    if (k < old && one->time - c->at[k].last <= APART) {
        c->at[k].last = one->time;
        c->at[k].n += one->count;
        return;
    }
    if (k < old)
        close_burst(by_party, &c->at[k]);
    c->at[k] = fresh;
}

static void end_client(struct counting *c, struct bursts *by_party)
{
    for (size_t k = 0; k < names_count(c->questions); k++)
        close_burst(by_party, &c->at[k]);
    names_clear(c->questions);
}

static void count(const struct records *r, struct bursts *by_party)
{
    struct counting c = { names_new(), NULL, 0 };
    size_t n;
    uint32_t *index = records_by_client(r, NULL, &n);

    for (size_t i = 0; i < n; i++) {
        const struct record *one = &r->at[index[i]];

        count_one(&c, one, by_party);
        if (i + 1 == n || r->at[index[i + 1]].field[RECORD_CLIENT] != one->field[RECORD_CLIENT])
            end_client(&c, by_party);
    }
    free(index);
    free(c.at);
    names_free(c.questions);
}

struct bursts *bursts_find(const struct records *r, size_t *groups)
{
    size_t n = names_count(r->texts[RECORD_PARTY]);
    struct bursts *by_party = mem_zero((n + 1) * sizeof *by_party), *out = mem_alloc((n + 1) * sizeof *out);
    uint32_t *order = mem_alloc((n + 1) * sizeof *order);

    count(r, by_party);
    records_order(r, RECORD_PARTY, order);
    for (size_t i = 0; i < n; i++) {
        out[i] = by_party[order[i]];
        out[i].group = names_at(r->texts[RECORD_PARTY], order[i]).at;
        out[i].limits = out[i].n > 0 ? exact_limits((double)out[i].longer_20s, (double)out[i].n, .95) : (struct limits){ NAN, NAN };
    }
    free(order);
    free(by_party);
    *groups = n;
    return out;
}
