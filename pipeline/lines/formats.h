/* formats.h -- the dialects of logs: one row each in a table, one file each in
   formats/.  To add a dialect, write formats/<name>.c with the verbs below and
   add its row in formats.c; nothing else changes.

   A dialect of text sees one line at a time, a binary one reads its own frames
   from the bytes of the input.  Of each line (or frame) it says what it is:

     KEPT        one record; the observation is filled in but for the sensor
     MORE        the same, and there is another record in it: ask again with the
                 same line (a frame dialect: just ask again); KEPT or MORE comes
     SET_ASIDE   well formed, but no lookup: a response, a header, a debug line
     REJECTED    it should have parsed and did not
     UNUSABLE    the input as declared cannot be read (no zone stated, ...):
                 the file as a whole fails with this reason
     END, FAIL   frames only: the input is over; it cannot be read further, with
                 the message in *err

   SET_ASIDE, REJECTED and UNUSABLE come with a reason, a few words: they are
   counted by it and live for ever (those of UNUSABLE until the state is freed).
   Every line is kept, set aside or rejected, so lines = kept + set aside +
   rejected; a line with several records is kept once.  A dialect does not
   allocate a line. */

#ifndef DIELOG_FORMATS_H
#define DIELOG_FORMATS_H

#include "base/err.h"
#include "input.h"
#include "observation.h"
#include "stamp.h"

enum format_verdict {
    FORMAT_KEPT,
    FORMAT_MORE,
    FORMAT_SET_ASIDE,
    FORMAT_REJECTED,
    FORMAT_UNUSABLE,
    FORMAT_END,
    FORMAT_FAIL,
};

/* What the case says of an input beside its dialect.  Texts are borrowed and
   outlive the dialect's state; NULL: not said.  Which of them a dialect reads,
   its `keys' say. */
struct format_input {
    struct stamper *clock;
    const char *separator;                   /* a comma (also NULL) or tab: format_separator */
    const char *column[OBSERVATION_COLUMNS]; /* the column of each field */
    const char *time_format;                 /* epoch, iso, a strptime layout; NULL: by its looks */
    const char *pattern;                     /* a regular expression with named groups */
    const char *date;                        /* order of the numbers of a date: dmy, mdy, ymd */
    const char *lookup;                      /* which lines count, of those that `lookups' offers */
};

struct dialect {
    const char *name;
    const char *what;    /* one line */
    const char *lookup;  /* what counts as one lookup, one line */
    const char *header;  /* a line that must come before the example, or NULL */
    const char *extends; /* the dialect whose lines it reads too, as that one does; or NULL */
    const char *const *keys;    /* those of the input that it reads, NULL-terminated; NULL: none */
    const char *const *lookups; /* what `lookup' may be, the default first, NULL-terminated; NULL: no choice */
    const char *example; /* a line of such a log; of a binary one what tells it, in words */

    /* The state for one file; NULL with a message when the input cannot be
       read so.  No state is shared between files. */
    void *(*begin)(const struct format_input *input, struct err *err);

    /* Most need it not: NULL.  Before the first line the whole input is read once
       through it, until it returns false; not where the input is a stream. */
    bool (*survey)(void *state, struct text line);

    /* One of the two, the other is NULL. */
    enum format_verdict (*line)(void *state, struct text line, struct observation *o, const char **reason);
    enum format_verdict (*frame)(void *state, struct input *in, struct observation *o, const char **reason,
                                 struct err *err);
    void (*end)(void *state); /* frees it */
};

/* NULL when there is none of that name: the message names those there are. */
const struct dialect *format_find(const char *name, struct err *err) MUST_USE;
size_t format_count(void);
const struct dialect *format_at(size_t i);

/* The keys that some dialects alone read, NULL-terminated; and where the value of
   such a key is kept in INPUT: NULL for a key that is none of them. */
extern const char *const format_keys[];
const char **format_value(struct format_input *input, const char *key);

/* Fails when INPUT says what dialect D does not read, or what it cannot use: a
   key of another dialect, a lookup that it does not offer, a pattern that does
   not compile.  *KEY is the key that is to blame, or NULL. */
bool format_check(const struct dialect *d, const struct format_input *input, const char **key,
                  struct err *err) MUST_USE;

/* The character; false when it is neither a comma nor a tab. */
bool format_separator(const struct format_input *input, char *separator);

/* The reason of lines that say how to read those below them.  A log that is read in
   pieces shows them to the dialect again, before the first line of each piece; what
   else a dialect remembers from line to line it must do without there. */
extern const char format_header[];

/* The reason of lines that are those of the dialect but for a time that is not there. */
extern const char format_timeless[];

/* For the dialects: the stamp becomes the record's time, or the verdict and the
   reason say why not. */
enum format_verdict format_time(struct stamper *clock, const struct stamp *stamp, struct observation *o,
                                const char **reason);

/* The verdict, with the reason why. */
static inline enum format_verdict format_aside(const char **reason, const char *why)
{
    *reason = why;
    return FORMAT_SET_ASIDE;
}

static inline enum format_verdict format_reject(const char **reason, const char *why)
{
    *reason = why;
    return FORMAT_REJECTED;
}

static inline enum format_verdict format_unusable(const char **reason, const char *why)
{
    *reason = why;
    return FORMAT_UNUSABLE;
}

/* The same for a binary log, whose times are UTC: SECONDS since 1970 and MICROS. */
enum format_verdict format_instant(struct stamper *clock, uint64_t seconds, uint32_t micros, struct observation *o,
                                   const char **reason);

/* Splits a line at each SEPARATOR into at most MAX fields; returns how many
   there are in all, which may be more. */
size_t format_split(struct text line, char separator, struct text *fields, size_t max);

/* The dialects, each in its own file. */
extern const struct dialect format_adguard;
extern const struct dialect format_bind9;
extern const struct dialect format_cof;
extern const struct dialect format_coredns;
extern const struct dialect format_csv;
extern const struct dialect format_dnsdist;
extern const struct dialect format_dnsmasq;
extern const struct dialect format_dnstap;
extern const struct dialect format_infoblox;
extern const struct dialect format_pattern;
extern const struct dialect format_pcap;
extern const struct dialect format_pdns_recursor;
extern const struct dialect format_powerdns;
extern const struct dialect format_sshd;
extern const struct dialect format_suricata;
extern const struct dialect format_unbound;
extern const struct dialect format_weblog;
extern const struct dialect format_windows_dns;
extern const struct dialect format_zeek;

#endif
