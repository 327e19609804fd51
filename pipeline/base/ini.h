/* ini.h -- case.ini and its kin: sections, keys, values, each with its line.
   Read by libinih.  Keys and sections keep their order; a key given twice in
   a section, a value that is no UTF-8 and a line that does not parse are
   errors with FILE:LINE.  A section may appear once.  A line that begins with a
   blank continues the value above it (joined by a blank), for lines are at most
   199 bytes long. */

#ifndef DIELOG_INI_H
#define DIELOG_INI_H

#include "buf.h"
#include "buf.h"
#include "err.h"
#include <stdint.h>

struct ini;

struct ini *ini_read(const char *path, struct err *err) MUST_USE;
void ini_free(struct ini *ini);

const char *ini_path(const struct ini *ini);
size_t ini_sections(const struct ini *ini);
const char *ini_section(const struct ini *ini, size_t i);
bool ini_has_section(const struct ini *ini, const char *section);

/* The value, or FALLBACK (which may be NULL) when the key is absent. */
const char *ini_text(const struct ini *ini, const char *section, const char *key, const char *fallback);

/* Typed values: *out keeps what it holds when the key is absent; a bad value
   fails with FILE:LINE. */
bool ini_int(const struct ini *ini, const char *section, const char *key, int64_t min, int64_t max,
             int64_t *out, struct err *err) MUST_USE;
bool ini_double(const struct ini *ini, const char *section, const char *key, double min, double max,
                double *out, struct err *err) MUST_USE;
bool ini_duration(const struct ini *ini, const char *section, const char *key, double min, double max,
                  double *out, struct err *err) MUST_USE;
bool ini_bool(const struct ini *ini, const char *section, const char *key, bool *out, struct err *err) MUST_USE;

/* Sets "FILE:LINE: error: [section] key: <message>".  KEY NULL: the line of the
   section's first key. */
bool ini_wrong(const struct ini *ini, const char *section, const char *key, struct err *err,
               const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Fails with FILE:LINE on the first key of SECTION that is not in the
   NULL-terminated list KNOWN: a misspelt key must not be ignored. */
bool ini_only(const struct ini *ini, const char *section, const char *const *known, struct err *err) MUST_USE;

/* Adds "KEY = VALUE" to B so that ini_read gives VALUE back, long values in several
   lines.  False when they cannot be broken (at single blanks alone), or when
   no value reads so: one with a line's end, a comment, or blanks at its ends. */
bool ini_put(struct buf *b, const char *key, const char *value, struct err *err) MUST_USE;

#endif
