/* formats.h -- the dialects of logs: one row each in a table, one file each in
   formats/.  To add a dialect, write formats/<name>.c with the three verbs
   below and add its row in formats.c; nothing else changes.

   A dialect sees one line at a time and says what it is:

     KEPT        one record; the observation is filled in but for the sensor
     SET_ASIDE   well formed, but no lookup: a response, a header, a debug line
     REJECTED    it should have parsed and did not
     UNUSABLE    the input as declared cannot be read (no zone stated, ...):
                 the file as a whole fails with this reason

   All but KEPT come with a reason, a few words: they are counted by it and live
   for ever (those of UNUSABLE until the state is freed).  Every line is exactly one of the four, so lines = kept + set
   aside + rejected.  A dialect does not allocate a line. */

#ifndef DIELOG_FORMATS_H
#define DIELOG_FORMATS_H

#include "base/err.h"
#include "observation.h"
#include "stamp.h"

enum format_verdict { FORMAT_KEPT, FORMAT_SET_ASIDE, FORMAT_REJECTED, FORMAT_UNUSABLE };

/* What the case says of an input.  Everything is borrowed and outlives the
   dialect's state. */
struct format_input {
    struct stamper *clock;
    char separator;                          /* csv: comma or tab */
    const char *column[OBSERVATION_COLUMNS]; /* csv: the column of each field, or NULL */
    const char *time_format;                 /* csv: epoch, iso, a strptime layout, or NULL: by its looks */
};

struct dialect {
    const char *name;
    const char *what;    /* one line */
    const char *example; /* a line of such a log */

    /* The state for one file; NULL with a message when the input cannot be
       read so.  No state is shared between files. */
    void *(*begin)(const struct format_input *input, struct err *err);
    enum format_verdict (*line)(void *state, struct text line, struct observation *o, const char **reason);
    void (*end)(void *state); /* frees it */
};

/* NULL when there is none of that name: the message names those there are. */
const struct dialect *format_find(const char *name, struct err *err) MUST_USE;
size_t format_count(void);
const struct dialect *format_at(size_t i);

/* For the dialects: the stamp becomes the record's time, or the verdict and the
   reason say why not. */
enum format_verdict format_time(struct stamper *clock, const struct stamp *stamp, struct observation *o,
                                const char **reason);

/* Splits a line at each SEPARATOR into at most MAX fields; returns how many
   there are in all, which may be more. */
size_t format_split(struct text line, char separator, struct text *fields, size_t max);

/* The dialects, each in its own file. */
extern const struct dialect format_bind9, format_csv, format_zeek;

#endif
