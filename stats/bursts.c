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

static void count(const struct records *r, struct bursts *by_party)
{
    struct names *questions = names_new();
    size_t room = 1;
    struct running *b = mem_alloc(room * sizeof *b);

    for (size_t i = 0; i < r->n; i++) {
        const struct record *one = &r->at[i];
        const uint32_t key[3] = { one->field[RECORD_CLIENT], one->field[RECORD_ACTION], one->field[RECORD_TARGET] };
        size_t old = names_count(questions), k = names_add(questions, (struct text){ (const char *)key, sizeof key });
        const struct running fresh = { one->time, one->time, one->field[RECORD_PARTY], one->count };

        b = mem_grow(b, &room, k + 1, sizeof *b);
        if (k < old && one->time - b[k].last <= APART) {
            b[k].last = one->time;
            b[k].n += one->count;
            continue;
        }
        if (k < old)
            close_burst(by_party, &b[k]);
        b[k] = fresh;
    }
    for (size_t k = 0; k < names_count(questions); k++)
        close_burst(by_party, &b[k]);
    free(b);
    names_free(questions);
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
