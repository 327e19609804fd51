/* when.h -- points in time.  A when_t is microseconds since 1970-01-01T00:00:00
   UTC without leap seconds.  The written form is ISO 8601 with a Z and fixed
   width, so that text order is time order: 2016-05-04T05:23:46.123000Z */

#ifndef DIELOG_WHEN_H
#define DIELOG_WHEN_H

#include "buf.h"
#include "err.h"
#include <stdint.h>

typedef int64_t when_t;

#define WHEN_SECOND INT64_C(1000000)
#define WHEN_HOUR (3600 * WHEN_SECOND)
#define WHEN_DAY (86400 * WHEN_SECOND)
#define WHEN_WEEK (7 * WHEN_DAY)

/* 1980: no log that we read is older.  An earlier time counts from 0, not from a date: no
   calendar says anything of it. */
#define WHEN_FIRST_DATED (INT64_C(3652) * WHEN_DAY)
#define WHEN_TEXT 27 /* characters of the written form, without the NUL */
#define WHEN_MIN INT64_C(-62135596800000000) /* year 1 */
#define WHEN_MAX INT64_C(253402300799999999) /* year 9999 */

/* Days since 1970-01-01 of a civil date (proleptic Gregorian) and back. */
int64_t when_days(int year, int month, int day);
void when_civil(int64_t days, int *year, int *month, int *day);
bool when_date_exists(int year, int month, int day);

/* The largest multiple of STEP that is not above T, before 1970 too.  Here, for steps are mostly constants. */
static inline when_t when_floor(when_t t, int64_t step)
{
    int64_t rest = t % step;
    return t - (rest < 0 ? rest + step : rest);
}

/* Days since 1970-01-01. */
static inline int64_t when_day_of(when_t t) { return when_floor(t, WHEN_DAY) / WHEN_DAY; }
int when_weekday(int64_t days); /* 0 Monday ... 6 Sunday */

void when_write(when_t t, char out[WHEN_TEXT + 1]);
void when_write_day(int64_t days, char out[11]); /* 2016-05-04 */

/* ISO 8601 with a zone (Z, +hh:mm, +hhmm, +hh), 'T' or a blank between date and
   time, seconds and fraction optional; or epoch seconds, with a fraction.
   A stamp without a zone is an error: say UTC with a Z. */
bool when_parse(struct text t, when_t *out, struct err *err) MUST_USE;

/* Stamps of a log lie close together.  A memo (zero to begin with) keeps the last
   written second, so that a stamp in the same one costs its six digits alone; the
   results are those of when_parse and when_write. */
struct when_memo {
    char text[20]; /* 2016-05-04T05:23:46. */
    when_t second;
};

bool when_parse_near(struct when_memo *m, struct text t, when_t *out, struct err *err) MUST_USE;
void when_write_near(struct when_memo *m, when_t t, char out[WHEN_TEXT + 1]);

/* 2016-05-04 */
bool when_parse_day(struct text t, int64_t *days, struct err *err) MUST_USE;

#endif
