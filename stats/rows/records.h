/* records.h -- whole records, not only their times: who asked whom for what, and how it was answered.  What statistics on
   names, answers and repeats begin with.

   Read from the day files, or from any CSV with a column of times; the other columns are found by their names (those of the
   record) and may lack.  Texts are numbered as they come; a field that is empty, or whose column lacks, is the empty
   text.  Records come in order of time. */

#ifndef DIELOG_RECORDS_H
#define DIELOG_RECORDS_H

#include "base/names.h"
#include "inputs.h"

enum record_field { RECORD_SENSOR, RECORD_CLIENT, RECORD_PARTY, RECORD_ACTION, RECORD_TARGET, RECORD_STATUS, RECORD_FIELDS };

#define RECORD_NO_BYTES (-1)

struct record {
    when_t time;
    int64_t count, raw; /* repeats resolved; as logged */
    int64_t bytes;      /* or RECORD_NO_BYTES */
    uint32_t field[RECORD_FIELDS];
};

struct records {
    struct record *at;
    size_t n, capacity;
    struct names *texts[RECORD_FIELDS];
    bool has[RECORD_FIELDS]; /* does any record say it? */
};

/* TIME is a column's name.  Fails on a time, a count or a size that is none.  Release also after a failure. */
bool records_read(struct records *r, const struct inputs *in, const char *time, struct err *err) MUST_USE;
void records_release(struct records *r);

/* NUL terminated. */
const char *records_text(const struct records *r, const struct record *one, enum record_field f);

/* The field's name in the header: "sensor", ...; -1 when NAME is none. */
const char *record_field_name(enum record_field f);
int record_field_find(const char *name);

/* The values of a field in group_order: OUT (room for names_count) gets their numbers. */
void records_order(const struct records *r, enum record_field f, uint32_t *out);

/* The numbers of the records by client, *N of them; those of a client in order of time.  LEAVE: by the number of a record,
   those that are passed over; or NULL.  free() it.  What is kept of a client's questions then need not outlive the client. */
uint32_t *records_by_client(const struct records *r, const bool *leave, size_t *n);

#endif
