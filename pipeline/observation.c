#include "observation.h"
#include "base/csv.h"
#include "base/num.h"

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

/* Is one of eight bytes below 0x23 (controls, the blank, !, the quote) or a comma?  The ! costs a second look. */
static inline uint64_t eight_need_care(uint64_t x)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), comma = x ^ ones * ',';
    return (((x - ones * 0x23) & ~x) | ((comma - ones) & ~comma)) & ones << 7;
}

/* Copies a field of eight bytes or more, eight at a time, the last eight over what went before; false when it
   may need care. */
static bool copied_by_eights(char *at, struct text field)
{
    uint64_t x, care = 0;
    for (size_t i = 0; i + 8 < field.len; i += 8) {
        memcpy(&x, field.at + i, 8);
        memcpy(at + i, &x, 8);
        care |= eight_need_care(x);
    }
    memcpy(&x, field.at + field.len - 8, 8);
    memcpy(at + field.len - 8, &x, 8);
    return !(care | eight_need_care(x));
}

/* The same of fewer: four to seven as two fours that overlap. */
static bool copied_short(char *at, struct text field)
{
    uint32_t first, last;
    if (field.len >= 4) {
        memcpy(&first, field.at, 4);
        memcpy(&last, field.at + field.len - 4, 4);
        memcpy(at, &first, 4);
        memcpy(at + field.len - 4, &last, 4);
        return !eight_need_care((uint64_t) first << 32 | last);
    }
    bool care = false;
    for (size_t i = 0; i < field.len; i++) {
        care |= needs_care[(unsigned char) field.at[i]];
        at[i] = field.at[i];
    }
    return !care;
}

/* Copies a field to AT, which has room for it unquoted; false when it may need
   quotes and nothing was copied that counts. */
static bool copied_plain(char *at, struct text field)
{
    if (field.len >= 8)
        return copied_by_eights(at, field);
    return copied_short(at, field);
}

/* B has room for the field. */
static void put_field(struct buf *b, struct text field)
{
    if (copied_plain(b->at + b->len, field))
        b->len += field.len;
    else
        csv_quote(b, field);
    b->at[b->len++] = ',';
}

static void put_three(char *at, unsigned x)
{
    at[0] = (char) ('0' + x / 100);
    at[1] = (char) ('0' + x / 10 % 10);
    at[2] = (char) ('0' + x % 10);
}

/* The stamp as when_write does it; consecutive records mostly share the second,
   so its text up to the point is kept. */
static void put_time(struct buf *b, when_t t)
{
    static _Thread_local when_t second = WHEN_MAX;
    static _Thread_local char text[WHEN_TEXT + 1];
    int64_t fraction = t - second;
    if (fraction < 0 || fraction >= WHEN_SECOND) {
        second = when_floor(t, WHEN_SECOND);
        fraction = t - second;
        when_write(second, text);
    }
    unsigned micros = (unsigned) fraction, thousandths = micros / 1000;
    char *at = b->at + b->len;
    memcpy(at, text, WHEN_TEXT - 7);
    put_three(at + WHEN_TEXT - 7, thousandths);
    put_three(at + WHEN_TEXT - 4, micros - 1000 * thousandths);
    at[WHEN_TEXT - 1] = 'Z';
    at[WHEN_TEXT] = ',';
    b->len += WHEN_TEXT + 1;
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
    buf_need(b, room_for(o));
    put_time(b, o->time);
    put_field(b, o->sensor);
    put_field(b, o->client);
    put_field(b, o->action);
    put_field(b, o->target);
    put_field(b, o->status);
    put_field(b, o->transport);
    if (o->bytes != OBSERVATION_NO_BYTES)
        b->len += num_int_text(o->bytes, b->at + b->len);
    b->at[b->len++] = ',';
    b->len += num_int_text(o->count, b->at + b->len);
    b->at[b->len++] = '\n';
    b->at[b->len] = '\0';
}
