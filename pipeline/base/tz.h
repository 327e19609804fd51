/* tz.h -- time zones: the IANA database as installed (TZif, RFC 8536), or the
   copy in $TZDIR.  "UTC", names such as Europe/Berlin, and fixed offsets such
   as +05:30 or -0400 are accepted.

   A zone is a table of changes: from `changes[i].at` on, local time is UTC plus
   `changes[i].offset` seconds.  tz_* never touches the process's own TZ. */

#ifndef DIELOG_TZ_H
#define DIELOG_TZ_H

#include "err.h"
#include "when.h"

struct tz;

struct tz_change {
    int64_t at;     /* seconds since 1970, UTC */
    int32_t offset; /* seconds east of UTC */
    bool dst;
};

struct tz *tz_open(const char *name, struct err *err) MUST_USE; /* reads; tz_free */
void tz_free(struct tz *z);
bool tz_check(const char *name, struct err *err) MUST_USE; /* is there such a zone?  Why not stands in *ERR, without "error:" */
const char *tz_name(const struct tz *z);

int32_t tz_offset(const struct tz *z, int64_t utc_seconds);
struct tz_change tz_state(const struct tz *z, int64_t utc_seconds); /* in force then; .at may be INT64_MIN */
/* The first change after UTC_SECONDS; false when there is none (or none before year 2500). */
bool tz_next_change(const struct tz *z, int64_t utc_seconds, struct tz_change *out);

/* Local time to UTC.  LOCAL is seconds as if the local clock were UTC.  Returns
   the number of solutions (0 in a gap, 1, or 2 in the repeated hour), the
   earlier first in utc[0]. */
int tz_to_utc(const struct tz *z, int64_t local_seconds, int64_t utc[2]);

/* The version of the installed database ("2025b"), or "unknown" where it does not say; NULL: its file cannot be read. */
const char *tz_database_version(struct err *err) MUST_USE;

/* Visits the zones of the database's zone1970.tab in the file's order; COUNTRIES are
   ISO 3166 codes separated by commas.  Stops when VISIT returns false. */
bool tz_each(bool (*visit)(const char *name, const char *countries, void *context), void *context,
             struct err *err) MUST_USE;

/* The countries of any zone that tz_open opens, in the same form, the caller's to free: those of zone1970.tab; of a zone that
   keeps another's clock since 1970 (Asia/Kuwait) that of zone.tab; of an older name (Iran) those of the zone that tzdata.zi
   links it to.  "" where none is known, as of UTC and fixed offsets; NULL on error. */
char *tz_countries(const char *name, struct err *err) MUST_USE;

#endif
