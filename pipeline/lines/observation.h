/* observation.h -- the record: who asked what, when, and what sensor saw it.

   The columns are listed once, in observation_columns[]; every reader, writer
   and data package takes them from there.  An observation owns nothing: its
   texts point into the line or into the dialect's own storage and hold until
   the next line is parsed. */

#ifndef DIELOG_OBSERVATION_H
#define DIELOG_OBSERVATION_H

#include "base/buf.h"
#include "base/when.h"

enum observation_column_id {
    OBSERVATION_TIME,
    OBSERVATION_SENSOR,
    OBSERVATION_CLIENT,
    OBSERVATION_ACTION,
    OBSERVATION_TARGET,
    OBSERVATION_STATUS,
    OBSERVATION_TRANSPORT,
    OBSERVATION_BYTES,
    OBSERVATION_COUNT,
    OBSERVATION_COLUMNS
};

struct observation_column {
    const char *name;
    const char *type; /* of Frictionless Table Schema: datetime, string, integer */
    const char *unit; /* empty: none */
    const char *what; /* one line, for manuals and data packages */
};

extern const struct observation_column observation_columns[OBSERVATION_COLUMNS];

#define OBSERVATION_NO_BYTES INT64_C(-1)

struct observation {
    when_t time;
    struct text sensor;
    struct text client; /* an address in canonical text, or a name */
    struct text action;
    struct text target;
    struct text status;    /* empty: the log has none */
    struct text transport; /* udp, tcp, tls, https, quic or empty */
    int64_t bytes;         /* OBSERVATION_NO_BYTES: the log has none */
    int64_t count;         /* at least 1 */
};

/* Nothing said but the sensor.  An initializer of so many bytes would become a slow kind of loop. */
static inline void observation_begin(struct observation *o, struct text sensor)
{
    o->time = 0;
    o->sensor = sensor;
    memset(&o->client, 0, offsetof(struct observation, bytes) - offsetof(struct observation, client));
    o->bytes = o->count = 0;
}

/* Adds the header row, or one record as a CSV row, to B.  No allocation once B
   has grown to the longest row. */
void observation_put_header(struct buf *b);
void observation_put(struct buf *b, const struct observation *o);

/* The place of the column with that name, or -1. */
int observation_find_column(const char *name);

#endif
