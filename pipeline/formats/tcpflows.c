#include "tcpflows.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include <stdlib.h>
#include <string.h>

#define SETS 1024
#define WAYS 4
#define MOST_LATER 64                     /* segments a flow that wait behind a hole */
#define MOST_BYTES ((size_t) 24 << 20)    /* of all flows together */
#define LATER_HEAD (sizeof(uint32_t) * 2) /* sequence and length, before the bytes */

struct key {
    struct addr from, to;
    uint16_t from_port, to_port;
    uint32_t pad;
};

struct tcpflow {
    bool used, begun;
    struct key key;
    uint64_t touched;
    uint32_t next;     /* the sequence number that comes next */
    struct buf ready;  /* in order, not yet read */
    size_t read;       /* of it */
    struct buf later;  /* segments behind a hole: sequence, length, bytes, ... */
    int n_later;
};

struct tcpflows {
    struct tcpflow flows[SETS * WAYS];
    uint64_t clock;
    size_t bytes; /* that all flows may hold by now: the capacities' sum */
};

struct tcpflows *tcpflows_new(void) { return mem_zero(sizeof(struct tcpflows)); }

static size_t room_of(const struct tcpflow *flow) { return flow->ready.capacity + flow->later.capacity; }

static void forget(struct tcpflows *t, struct tcpflow *flow)
{
    t->bytes -= room_of(flow);
    buf_release(&flow->ready);
    buf_release(&flow->later);
    *flow = (struct tcpflow){ 0 };
}

void tcpflows_free(struct tcpflows *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < SETS * WAYS; i++)
        forget(t, &t->flows[i]);
    free(t);
}

/* --- which flow ------------------------------------------------------------------------ */

static struct tcpflow *oldest_way(struct tcpflow *set)
{
    struct tcpflow *best = set;
    for (size_t i = 1; i < WAYS; i++)
        if (set[i].touched < best->touched)
            best = &set[i];
    return best;
}

/* The flow that holds bytes and was touched longest ago, but for BUT; or NULL. */
static struct tcpflow *oldest_holder(struct tcpflows *t, const struct tcpflow *but)
{
    struct tcpflow *best = NULL;
    for (struct tcpflow *f = t->flows; f < t->flows + SETS * WAYS; f++)
        if (f != but && room_of(f) > 0 && (!best || f->touched < best->touched))
            best = f;
    return best;
}

static struct tcpflow *find(struct tcpflows *t, const struct datagram *d, const struct segment *s)
{
    const struct key key = { d->from, d->to, s->from, s->to, 0 };
    uint64_t hash = hash_text((struct text){ (const char *) &key, sizeof key }, 0);
    struct tcpflow *set = t->flows + hash % SETS * WAYS;
    for (size_t i = 0; i < WAYS; i++)
        if (set[i].used && memcmp(&set[i].key, &key, sizeof key) == 0)
            return &set[i];
    struct tcpflow *flow = oldest_way(set);
    forget(t, flow);
    flow->used = true;
    flow->key = key;
    return flow;
}

/* --- bytes in order ----------------------------------------------------------------------- */

static void drop_read(struct tcpflow *flow)
{
    if (flow->read == 0)
        return;
    memmove(flow->ready.at, flow->ready.at + flow->read, flow->ready.len - flow->read);
    flow->ready.len -= flow->read;
    flow->read = 0;
}

/* Bytes that came at SEQUENCE: those that are new are added when nothing lies
   between.  False when they must wait. */
static bool append(struct tcpflow *flow, uint32_t sequence, struct bytes b)
{
    int32_t ahead = (int32_t) (sequence - flow->next);
    if (ahead > 0)
        return false;
    size_t old = (size_t) -(int64_t) ahead;
    if (old < b.n) {
        buf_add(&flow->ready, (const char *) b.at + old, b.n - old);
        flow->next += (uint32_t) (b.n - old);
    }
    return true;
}

static void keep_for_later(struct tcpflow *flow, uint32_t sequence, struct bytes b)
{
    flow->n_later++;
    uint32_t head[2] = { sequence, (uint32_t) b.n };
    buf_add(&flow->later, (const char *) head, sizeof head);
    buf_add(&flow->later, (const char *) b.at, b.n);
}

/* One round over what waits: what fits now is taken.  True when something was. */
static bool take_one(struct tcpflow *flow)
{
    for (size_t at = 0; at + LATER_HEAD <= flow->later.len;) {
        uint32_t head[2];
        memcpy(head, flow->later.at + at, sizeof head);
        size_t size = LATER_HEAD + head[1];
        struct bytes b = { (const uint8_t *) flow->later.at + at + LATER_HEAD, head[1] };
        if (append(flow, head[0], b)) {
            memmove(flow->later.at + at, flow->later.at + at + size, flow->later.len - at - size);
            flow->later.len -= size;
            flow->n_later--;
            return true;
        }
        at += size;
    }
    return false;
}

/* A length, and a header that looks like a query's, begin here. */
static bool begins_message(struct bytes b)
{
    return b.n >= 2 + 12 && (b.at[0] << 8 | b.at[1]) >= 12 && (b.at[4] & 0xf8) == 0 && b.at[6] == 0 && b.at[7] == 1;
}

/* Starts anew with what comes at SEQUENCE. */
static void start(struct tcpflow *flow, uint32_t sequence)
{
    flow->ready.len = flow->read = flow->later.len = 0;
    flow->n_later = 0;
    flow->next = sequence;
    flow->begun = true;
}

/* The hole will not be filled: goes on behind it. */
static void give_up_hole(struct tcpflow *flow, uint32_t sequence, struct bytes b)
{
    start(flow, sequence + (uint32_t) b.n);
    if (begins_message(b))
        buf_add(&flow->ready, (const char *) b.at, b.n);
}

static void add_payload(struct tcpflow *flow, const struct segment *s)
{
    if (append(flow, s->sequence, s->payload)) {
        while (take_one(flow))
            ;
    } else if (flow->n_later < MOST_LATER) {
        keep_for_later(flow, s->sequence, s->payload);
    } else {
        give_up_hole(flow, s->sequence, s->payload);
    }
}

struct tcpflow *tcpflows_add(struct tcpflows *t, const struct datagram *d, const struct segment *s)
{
    struct tcpflow *flow = find(t, d, s);
    size_t before = room_of(flow);
    flow->touched = ++t->clock;
    if (s->syn || !flow->begun)
        start(flow, s->sequence + s->syn);
    drop_read(flow);
    if (s->payload.n > 0)
        add_payload(flow, s);
    t->bytes += room_of(flow) - before;
    for (struct tcpflow *old; t->bytes > MOST_BYTES && (old = oldest_holder(t, flow)) != NULL;)
        forget(t, old);
    return flow;
}

bool tcpflow_message(struct tcpflow *flow, struct bytes *message)
{
    size_t left = flow->ready.len - flow->read;
    if (left < 2)
        return false;
    const uint8_t *at = (const uint8_t *) flow->ready.at + flow->read;
    size_t length = (size_t) (at[0] << 8 | at[1]);
    if (left < 2 + length)
        return false;
    *message = (struct bytes){ at + 2, length };
    flow->read += 2 + length;
    return true;
}
