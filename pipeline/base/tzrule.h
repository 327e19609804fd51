/* tzrule.h -- the rule that goes on for ever: the POSIX TZ string at the end of a
   TZif file (RFC 8536 section 3.3, POSIX.1-2017 section 8.3), such as
   "EST5EDT,M3.2.0,M11.1.0" or "<+0330>-3:30".  Only tz.c needs it. */

#ifndef DIELOG_TZRULE_H
#define DIELOG_TZRULE_H

#include <stdbool.h>
#include <stdint.h>

struct tzrule_day {
    enum { TZRULE_MONTH, TZRULE_JULIAN, TZRULE_ZERO_BASED } kind;
    int month, week, weekday, day; /* weekday: 0 is Sunday, as POSIX has it */
    int32_t time;                  /* seconds after local midnight */
};

struct tzrule {
    int32_t standard, summer; /* seconds east of UTC */
    bool has_summer;
    struct tzrule_day begin, end; /* of summer time */
};

bool tzrule_parse(const char *text, struct tzrule *out);

/* When summer time begins and ends in YEAR, as UTC seconds. */
int64_t tzrule_begin(const struct tzrule *r, int year);
int64_t tzrule_end(const struct tzrule *r, int year);

#endif
