#include "fragments.h"
#include "base/err.h"
#include <stdlib.h>
#include <string.h>

#define IN_THE_MAKING 64
#define LONGEST 65536u
#define UNIT 8u /* fragments begin at multiples of it */

struct making {
    bool used;
    struct addr from, to;
    uint32_t id;
    uint8_t protocol;
    uint64_t touched;
    uint32_t length; /* 0: the last fragment has not come */
    uint32_t have;   /* units that came */
    uint8_t came[LONGEST / UNIT]; /* one a unit */
    uint8_t bytes[LONGEST];
};

struct fragments {
    struct making *slots[IN_THE_MAKING]; /* NULL: never needed yet */
    uint64_t clock;
};

struct fragments *fragments_new(void) { return mem_zero(sizeof(struct fragments)); }

void fragments_free(struct fragments *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < IN_THE_MAKING; i++)
        free(f->slots[i]);
    free(f);
}

static bool belongs(const struct making *m, const struct datagram *d)
{
    return m && m->used && m->id == d->id && m->protocol == d->protocol &&
           memcmp(&m->from, &d->from, sizeof m->from) == 0 && memcmp(&m->to, &d->to, sizeof m->to) == 0;
}

/* An empty slot, else the one that was touched longest ago, made ready for D. */
static struct making *begin(struct fragments *f, const struct datagram *d)
{
    size_t best = 0;
    for (size_t i = 0; i < IN_THE_MAKING; i++) {
        if (!f->slots[i] || !f->slots[i]->used) {
            best = i;
            break;
        }
        if (f->slots[i]->touched < f->slots[best]->touched)
            best = i;
    }
    if (!f->slots[best])
        f->slots[best] = mem_alloc(sizeof(struct making));
    struct making *m = f->slots[best];
    memset(m, 0, offsetof(struct making, bytes));
    m->used = true;
    m->from = d->from;
    m->to = d->to;
    m->id = d->id;
    m->protocol = d->protocol;
    return m;
}

static struct making *find(struct fragments *f, const struct datagram *d)
{
    for (size_t i = 0; i < IN_THE_MAKING; i++)
        if (belongs(f->slots[i], d))
            return f->slots[i];
    return begin(f, d);
}

static void put(struct making *m, const struct datagram *d)
{
    uint32_t n = (uint32_t) d->payload.n, units = (n + UNIT - 1) / UNIT;
    memcpy(m->bytes + d->offset, d->payload.at, n);
    for (uint32_t u = d->offset / UNIT; u < d->offset / UNIT + units; u++) {
        m->have += !m->came[u];
        m->came[u] = 1;
    }
    if (!d->more_fragments)
        m->length = d->offset + n;
}

bool fragments_add(struct fragments *f, const struct datagram *fragment, struct datagram *whole)
{
    size_t n = fragment->payload.n;
    bool cut = fragment->whole > n; /* by the capture: it can never be whole */
    if (n == 0 || cut || fragment->offset + n > LONGEST || (fragment->more_fragments && n % UNIT != 0))
        return false;
    struct making *m = find(f, fragment);
    m->touched = ++f->clock;
    put(m, fragment);
    if (m->length == 0 || m->have < (m->length + UNIT - 1) / UNIT)
        return false;
    m->used = false;
    *whole = *fragment;
    whole->is_fragment = false;
    whole->payload = (struct bytes){ m->bytes, m->length };
    whole->whole = m->length;
    return true;
}
