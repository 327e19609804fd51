#include "dayout.h"
#include "base/csv.h"
#include "base/num.h"
#include <stdlib.h>

#define ROWS_AT_ONCE ((size_t) 64 << 10)

/* A client comes again and again, and its party is asked for each time. */
#define KNOWN_CLIENTS 8192 /* a power of two */
#define KNOWN_LENGTH 47

struct known {
    char client[KNOWN_LENGTH];
    unsigned char len; /* 0: nobody */
    struct text party;
};

struct dayout {
    FILE *to;
    const struct parties *parties;
    struct buf pending;
    struct when_memo memo;
    struct known *known;
};

struct dayout *dayout_new(const struct parties *parties, FILE *to)
{
    struct dayout *out = mem_zero(sizeof *out);
    out->to = to;
    out->parties = parties;
    out->known = mem_zero(KNOWN_CLIENTS * sizeof *out->known);
    buf_add_text(&out->pending, "time,sensor,client,party,action,target,status,transport,bytes,count,raw\n");
    return out;
}

static struct known *known_at(const struct dayout *out, uint32_t client) { return &out->known[client % KNOWN_CLIENTS]; }

void dayout_expect(const struct dayout *out, const struct dayrow *row)
{
    __builtin_prefetch(known_at(out, row->client));
}

static struct text party_of(struct dayout *out, const struct dayrow *row)
{
    struct text client = dayrow_text(row, DAYROW_CLIENT);
    if (client.len == 0 || client.len > KNOWN_LENGTH)
        return parties_find(out->parties, client);
    struct known *k = known_at(out, row->client);
    if (k->len != client.len || memcmp(k->client, client.at, client.len) != 0) {
        memcpy(k->client, client.at, client.len);
        k->len = (unsigned char) client.len;
        k->party = parties_find(out->parties, client);
    }
    return k->party;
}

static bool write_pending(struct dayout *out, struct err *err)
{
    fwrite(out->pending.at, 1, out->pending.len, out->to);
    out->pending.len = 0;
    return !ferror(out->to) || err_errno(err, "error: cannot write the day");
}

/* Behind what waits, where there is room. */
static void add(struct buf *b, const char *at, size_t n)
{
    memcpy(b->at + b->len, at, n);
    b->len += n;
}

static void add_int(struct buf *b, int64_t x) { b->len += num_int_text(x, b->at + b->len); }

/* Texts FIRST to LAST, a comma behind each. */
static void add_texts(struct buf *b, const struct dayrow *row, int first, int last)
{
    if (!row->plain) {
        for (int i = first; i <= last; i++) {
            csv_quote(b, dayrow_text(row, i));
            buf_add_char(b, ',');
        }
        return;
    }
    size_t from = first > 0 ? row->end[first - 1] + 1 : 0;
    char *to = b->at + b->len - from;
    add(b, row->text + from, row->end[last] + 1 - from);
    for (int i = first; i <= last; i++)
        to[row->end[i]] = ',';
}

bool dayout_put(struct dayout *out, const struct dayrow *row, int64_t count, int64_t raw, struct err *err)
{
    struct buf *b = &out->pending;
    struct text party = party_of(out, row);
    size_t room = row->size + party.len + WHEN_TEXT + 3 * NUM_INT_TEXT + 8;
    buf_need(b, row->plain ? room : 2 * room); /* a quote may come twice */
    when_write_near(&out->memo, row->time, b->at + b->len);
    b->len += WHEN_TEXT;
    b->at[b->len++] = ',';
    add_texts(b, row, DAYROW_SENSOR, DAYROW_CLIENT);
    add(b, party.at, party.len);
    b->at[b->len++] = ',';
    add_texts(b, row, DAYROW_ACTION, DAYROW_TRANSPORT);
    if (row->bytes != DAYROW_NO_BYTES)
        add_int(b, row->bytes);
    b->at[b->len++] = ',';
    add_int(b, count);
    b->at[b->len++] = ',';
    add_int(b, raw);
    b->at[b->len++] = '\n';
    return b->len < ROWS_AT_ONCE || write_pending(out, err);
}

bool dayout_end(struct dayout *out, struct err *err)
{
    bool good = write_pending(out, err);
    buf_release(&out->pending);
    free(out->known);
    free(out);
    return good;
}
