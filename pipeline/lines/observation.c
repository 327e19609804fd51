#include "observation.h"
#include "base/csv.h"
#include "base/num.h"
#include "base/wide.h"

const struct observation_column observation_columns[OBSERVATION_COLUMNS] = {
    [OBSERVATION_TIME] = { "time", "datetime", "UTC", "when it was logged, ISO 8601 with microseconds" },
    [OBSERVATION_SENSOR] = { "sensor", "string", "", "which log saw it" },
    [OBSERVATION_CLIENT] = { "client", "string", "", "who asked: an address (RFC 5952) or a host name" },
    [OBSERVATION_ACTION] = { "action", "string", "", "DNS: the query type; elsewhere the method or kind" },
    [OBSERVATION_TARGET] = { "target", "string", "", "what was asked for; DNS: the name in lower case" },
    [OBSERVATION_STATUS] = { "status", "string", "", "the answer's code; empty where the log has none" },
    [OBSERVATION_TRANSPORT] = { "transport", "string", "", "udp, tcp, tls, https, quic or empty" },
    [OBSERVATION_BYTES] = { "bytes", "integer", "B", "size of the answer; empty where the log has none" },
    [OBSERVATION_COUNT] = { "count", "integer", "", "how many times this same record occurs" },
};

int observation_find_column(const char *name)
{
    for (int i = 0; i < OBSERVATION_COLUMNS; i++) {
        if (strcmp(observation_columns[i].name, name) == 0)
            return i;
    }
    return -1;
}

void observation_put_header(struct buf *b)
{
    for (int i = 0; i < OBSERVATION_COLUMNS; i++) {
        if (i > 0)
            buf_add_char(b, ',');
        buf_add_text(b, observation_columns[i].name);
    }
    buf_add_char(b, '\n');
}

/* Bytes for which a field must be quoted, or may have to be (a blank at an end). */
static const bool needs_care[256] = { [' '] = true, ['"'] = true, [','] = true,
                                      ['\t'] = true, ['\n'] = true, ['\r'] = true };

/* Is one of them a control, a blank, ! or a quote, or a comma?  The ! costs a second look. */
static inline bool may_need_care(wide x) { return wide_mask((wide) (x <= '"') | (wide) (x == ',')) != 0; }

/* The same of four bytes and four. */
static inline bool eight_may_need_care(uint64_t x)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), comma = x ^ ones * ',';
    return ((((x - ones * 0x23) & ~x) | ((comma - ones) & ~comma)) & ones << 7) != 0;
}

/* Copies a field of sixteen bytes or more, the last sixteen over what went before; false when it may need care. */
static bool copied_long(char *at, struct text field)
{
    wide x = wide_load(field.at + field.len - WIDE);
    bool care = may_need_care(x);
    wide_store(at + field.len - WIDE, x);
    for (size_t i = 0; i + WIDE < field.len; i += WIDE) {
        x = wide_load(field.at + i);
        wide_store(at + i, x);
        care |= may_need_care(x);
    }
    return !care;
}

/* The same of fewer, as two parts of one size that overlap. */
static inline __attribute__((always_inline)) bool copied_short(char *at, struct text field)
{
    if (field.len >= 8) {
        wide x = wide_load_ends(field.at, field.len);
        wide_store_ends(at, field.len, x);
        return !may_need_care(x);
    }
    if (field.len >= 4) {
        uint32_t first, last;
        memcpy(&first, field.at, 4);
        memcpy(&last, field.at + field.len - 4, 4);
        memcpy(at, &first, 4);
        memcpy(at + field.len - 4, &last, 4);
        return !eight_may_need_care((uint64_t) first << 32 | last);
    }
    if (field.len == 0)
        return true;
    unsigned char first = (unsigned char) field.at[0], middle = (unsigned char) field.at[field.len / 2],
                  last = (unsigned char) field.at[field.len - 1];
    at[0] = (char) first;
    at[field.len / 2] = (char) middle;
    at[field.len - 1] = (char) last;
    return !(needs_care[first] | needs_care[middle] | needs_care[last]);
}

/* Copies a field to AT, which has room for it unquoted; false when it may need
   quotes and nothing was copied that counts. */
static inline bool copied_plain(char *at, struct text field)
{
    return field.len >= WIDE ? copied_long(at, field) : copied_short(at, field);
}

/* At AT, which lies in B, and has room for the field; returns where the next one goes. */
static inline char *put_field(struct buf *b, char *at, struct text field)
{
    if (copied_plain(at, field)) {
        at += field.len;
    } else {
        b->len = (size_t) (at - b->at);
        csv_quote(b, field);
        at = b->at + b->len;
    }
    *at = ',';
    return at + 1;
}

/* Every byte of a field may be doubled, and there are two quotes and a comma. */
static size_t room_for(const struct observation *o)
{
    size_t bytes = o->sensor.len + o->client.len + o->action.len + o->target.len + o->status.len +
                   o->transport.len;
    return 2 * bytes + 3 * OBSERVATION_COLUMNS + WHEN_TEXT + 2 * 20;
}

void observation_put(struct buf *b, const struct observation *o)
{
    static _Thread_local struct when_memo memo;
    buf_need(b, room_for(o));
    char *at = b->at + b->len;
    when_write_near(&memo, o->time, at);
    at[WHEN_TEXT] = ',';
    at += WHEN_TEXT + 1;
    at = put_field(b, at, o->sensor);
    at = put_field(b, at, o->client);
    at = put_field(b, at, o->action);
    at = put_field(b, at, o->target);
    at = put_field(b, at, o->status);
    at = put_field(b, at, o->transport);
    if (o->bytes != OBSERVATION_NO_BYTES)
        at += num_int_text(o->bytes, at);
    *at++ = ',';
    at += num_int_text(o->count, at);
    *at++ = '\n';
    *at = '\0';
    b->len = (size_t) (at - b->at);
}
