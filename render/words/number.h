/* number.h -- numbers as a reader sees them.  Rounding happens here and nowhere else.

   Typography: U+2212 for minus, a narrow no-break space (U+202F) between thousands and
   before the per cent sign, an en dash in ranges.  A missing value (not finite) is an
   en dash by itself.  Each function appends to B. */

#ifndef DIELOG_NUMBER_H
#define DIELOG_NUMBER_H

#include "base/buf.h"
#include "base/when.h"
#include <stdint.h>

#define NARROW_SPACE "\xe2\x80\xaf"
#define EN_DASH "\xe2\x80\x93"
#define REAL_MINUS "\xe2\x88\x92"
#define TIMES_SIGN "\xc3\x97"
#define MIDDLE_DOT "\xc2\xb7"

void number_count(struct buf *b, int64_t n);
void number_fixed(struct buf *b, double x, int decimals);
/* DIGITS significant ones: .0123 as 0.0123, 1.23, 12.3, 123, 1 230. */
void number_significant(struct buf *b, double x, int digits);
/* The fraction .7912 as "79.1 %" (three significant digits, at most two decimals). */
void number_percent(struct buf *b, double fraction);
/* "p = .034", "p < .001"; two significant digits.  number_p_bare leaves "p = " away. */
void number_p(struct buf *b, double p);
void number_p_bare(struct buf *b, double p);
/* 5.5 as "UTC+5:30"; hours are rounded to the minute. */
void number_offset(struct buf *b, double hours);
/* A span of seconds in words: "43 h", "2.5 days", "10 min". */
void number_duration(struct buf *b, double seconds);
/* A period to the second, from two hours on to the minute, from two days on in days: "1 h 4 min 20 s". */
void number_period(struct buf *b, double seconds);
/* A likelihood ratio, two significant digits, beyond 1e5 and 1e-3 as powers of ten: "3.1 × 10⁻⁵"; those
   that stand at their bounds of 1e6 and 1e-6 as "> 10⁶" and "< 10⁻⁶". */
void number_ratio(struct buf *b, double ratio);

void number_day(struct buf *b, int64_t days);          /* "4 May 2016" */
void number_day_month(struct buf *b, int64_t days);    /* "4 May" */
void number_moment(struct buf *b, when_t t);           /* "4 May 2016, 05:23" */
/* "23–24 July 2016", "4 May – 23 September 2016": days FIRST to LAST, both included. */
void number_days(struct buf *b, int64_t first, int64_t last);

/* TEXT, plain words that a program wrote, with its offsets from UTC ("UTC-5:30", "UTC+0") as number_offset has them. */
void number_offsets(struct buf *b, const char *text);

/* Typography undone: TEXT as a terminal, a search and a spreadsheet are at ease with it. */
void number_plain(struct buf *b, const char *text);

#endif
