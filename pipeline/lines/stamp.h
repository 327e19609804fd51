/* stamp.h -- from the stamp that a log wrote to a point in time (UTC).

   Three steps.  A scanner reads one style of stamp from the head of a text and
   leaves what it says in a struct stamp, without judging it.  stamp_resolve
   turns that into UTC with the input's zone, and remembers it: the stamper is
   also where first, last, the resolution and the order of the stamps are
   measured.  So resolve exactly the stamps of the lines that are kept.

   The local hour that occurs twice.  Where a local time has two solutions, the
   file's order decides: stamps are of the first pass until the local clock
   steps back by more than STAMP_STEP_S inside that hour, and of the second
   from then on.  When no step is seen before the file leaves the hour, or when
   the file is not in time order, its stamps there are taken as the first pass
   and counted as ambiguous.  A local time in the gap of a clock that was put
   forward does not exist: STAMP_GAP.

   Stamps without a year.  The year is the one that brings the date closest to
   the date before it (the stated start at first); a silence of half a year or
   more cannot be told.

   Caches: the day of the last date text, and the range of local times around
   the last one in which the zone's offset is constant. */

#ifndef DIELOG_STAMP_H
#define DIELOG_STAMP_H

#include "base/buf.h"
#include "base/err.h"
#include "base/when.h"

#define STAMP_NO_START INT64_MIN
#define STAMP_STEP_S 60
#define STAMP_ENOUGH 20 /* stamps, before a resolution coarser than the written one is claimed */

struct stamper;

/* What a stamp says.  Seconds count as if the local clock were UTC. */
struct stamp {
    int64_t seconds;     /* since 1970; without a year: of the day */
    int32_t micros;      /* 0..999999 */
    int32_t offset_s;    /* east of UTC, when zoned */
    int8_t digits;       /* written behind the second; -1: no seconds either */
    bool zoned;
    bool yearless;
    int8_t month, day;   /* when yearless */
};

enum stamp_verdict {
    STAMP_GOOD,
    STAMP_GAP,     /* this local time does not exist */
    STAMP_NO_DATE, /* no such date, or outside the years 1 to 9999 */
    STAMP_NO_ZONE, /* the stamp has no zone and none was stated */
    STAMP_NO_YEAR, /* the stamp has no year and no start was stated */
};

struct stamp_summary {
    int64_t n;
    when_t first, last;    /* earliest and latest; meaningful when n > 0 */
    int64_t resolution_us; /* measured; the written one below STAMP_ENOUGH stamps; 0 without any */
    int64_t steps_back;    /* the clock ran backwards by more than 1 s */
    int64_t ambiguous;     /* local stamps in a repeated hour that the order did not decide */
};

/* ZONE may be NULL (none stated).  START_DAY: days since 1970 of the first
   line, or STAMP_NO_START. */
struct stamper *stamper_new(const char *zone, int64_t start_day, struct err *err) MUST_USE;
void stamper_free(struct stamper *s);

/* Begins a new file: forgets what was measured, keeps the zone and the date
   that years are counted from. */
void stamper_restart(struct stamper *s);
void stamper_summary(const struct stamper *s, struct stamp_summary *out);

/* Where a stamper stands, so that another one goes on from there as if it had read
   what this one read.  Numbers alone, for a file. */
struct stamp_carry {
    int64_t year_day, fold_at, fold_local, fold_second, fold_pending;
    int64_t n, first, last, steps_back, ambiguous, divisor, digits, previous, disorder;
};

void stamper_save(const struct stamper *s, struct stamp_carry *out);
void stamper_resume(struct stamper *s, const struct stamp_carry *from);

/* Scanners: the bytes read from the head of T, or 0 when it is no such stamp.
     bind      23-Nov-2026 17:56:22.880
     iso       2026-11-23T17:56:22.880, T or a blank, seconds and fraction
               optional, Z or +hh:mm or +hhmm or +hh or nothing behind it
     yearless  Nov 23 17:56:22[.880], the day padded by a blank or a zero
     foreign   the same with the month's short name in another language of the
               Latin script: Mai 04, févr. 01, Dez 31
     asctime   Mon Nov 23 17:56:22 2026
     web       23/Nov/2026:17:56:22[.880] +0100, the zone may be missing
     epoch     1795436837[.880], also negative
   stamp_scan_layout reads the whole of T by a strptime(3) layout, with a
   fraction allowed behind the text that the layout ends with. */
size_t stamp_scan_bind(struct stamper *s, struct text t, struct stamp *out);
size_t stamp_scan_iso(struct stamper *s, struct text t, struct stamp *out);
size_t stamp_scan_yearless(struct text t, struct stamp *out);
size_t stamp_scan_epoch(struct text t, struct stamp *out);
size_t stamp_scan_foreign(struct text t, struct stamp *out);
size_t stamp_scan_asctime(struct text t, struct stamp *out);
size_t stamp_scan_web(struct stamper *s, struct text t, struct stamp *out);
size_t stamp_scan_layout(struct text t, const char *layout, struct stamp *out);

enum stamp_verdict stamp_resolve(struct stamper *s, const struct stamp *stamp, when_t *out);

/* Why it is not STAMP_GOOD, in a few words that live for ever. */
const char *stamp_reason(enum stamp_verdict v);

#endif
