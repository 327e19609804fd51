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

/* Copies a field to AT, which has room for it unquoted; false when it needs
   quotes and nothing was copied that counts. */
static bool copied_plain(char *at, struct text field)
{
    bool care = false;
    for (size_t i = 0; i < field.len; i++) {
        care |= needs_care[(unsigned char)field.at[i]];
        at[i] = field.at[i];
    }
    return !care;
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

/* The stamp as when_write does it; consecutive records mostly share the second,
   so its text is kept. */
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
    unsigned micros = (unsigned) fraction;
    for (int i = 25; i >= 20; i--, micros /= 10)
        text[i] = (char) ('0' + micros % 10);
    memcpy(b->at + b->len, text, WHEN_TEXT);
    b->len += WHEN_TEXT;
    b->at[b->len++] = ',';
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
        num_put_int(b, o->bytes);
    buf_add_char(b, ',');
    if (o->count == 1)
        buf_add_char(b, '1');
    else
        num_put_int(b, o->count);
    buf_add_char(b, '\n');
}
