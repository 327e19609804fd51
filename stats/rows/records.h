/* records.h -- whole records, not only their times: who asked whom for what, and how it was answered.  What statistics on
   names, answers and repeats begin with.

   Read from the day files, or from any CSV with a column of times; the other columns are found by their names (those of the
   record) and may lack.  Texts are numbered as they come and kept; a field that is empty, or whose column lacks, is the empty
   text.

   Records are shown one by one in order of time (those of one instant as they stand in the files) and are not kept: a statistic keeps
   what it needs of them, and one that must know something of all before it looks at each has them shown again.  That works
   while times ascend from row to row and file to file, as those of days do, and while the files can be read
   again.  Where the first row comes that does not ascend, all are kept and sorted (those of one instant then by their
   texts, in order of arrival); standard input and pipes are kept from the start.  Kept records take 56 bytes each.

   Files must hold still meanwhile: one that changes or grows is an error that names it (inputs_still), for what was shown of it
   would be neither the one nor the other. */

#ifndef DIELOG_RECORDS_H
#define DIELOG_RECORDS_H

#include "base/names.h"
#include "inputs.h"

enum record_field { RECORD_SENSOR, RECORD_CLIENT, RECORD_PARTY, RECORD_ACTION, RECORD_TARGET, RECORD_STATUS, RECORD_FIELDS };

#define RECORD_BIT(field) (1u << (field))
#define RECORD_ALL (RECORD_BIT(RECORD_FIELDS) - 1)

#define RECORD_NO_BYTES (-1)

struct record {
    when_t time;
    int64_t count, raw; /* repeats resolved; as logged */
    int64_t bytes;      /* or RECORD_NO_BYTES */
    uint32_t field[RECORD_FIELDS];
};

struct records {
    struct names *texts[RECORD_FIELDS];
    size_t n;            /* shown the last time */
    when_t first, last;  /* of these; none: 0 */
    struct inputs in;
    struct inputs_mark mark; /* of the files, where they are not kept from the start */
    const char *time;
    bool again;          /* can the files be read more than once? */
    bool kept, complete; /* all in memory?  shown to the end once? */
    unsigned seen;       /* fields that were shown to the end */
    size_t known[RECORD_FIELDS]; /* their texts */
    struct record *at;
    size_t n_kept, capacity;
};

struct records_visitor {
    void (*begin)(void *context); /* before the first record; again where what was shown did not ascend: forget it */
    void (*each)(const struct record *one, void *context);
    void *context;
    unsigned fields; /* RECORD_BIT of each that is looked at; the others may be 0, and their texts not there */
};

/* TIME is a column's name.  IN's lists live as long as the records. */
void records_init(struct records *r, const struct inputs *in, const char *time);
void records_release(struct records *r);

/* Shows V all records; any number of times, the same ones with the same numbers.  Fails on a time, a count or a size that is none, and
   where a file changed since the first one was opened, up to now; records that are kept know of no files any more. */
bool records_each(struct records *r, const struct records_visitor *v, struct err *err) MUST_USE;

/* False, and says that the files changed while they were read: for what finds something else the second time. */
bool records_changed(struct err *err);

/* NUL terminated. */
const char *records_text(const struct records *r, const struct record *one, enum record_field f);

/* The field's name in the header: "sensor", ...; -1 when NAME is none. */
const char *record_field_name(enum record_field f);
int record_field_find(const char *name);

/* The values of a field in group_order: OUT (room for names_count) gets their numbers. */
void records_order(const struct records *r, enum record_field f, uint32_t *out);

#endif
