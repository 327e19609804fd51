/* span.h -- when which sensor watched, and which days that makes.

   A sensor watched when the case says so.  Where it says nothing, it watched
   from the first to just after the last record (one step of the stamps'
   resolution) of each of its batches, and through silences of up to the bridge
   between two batches.  Intervals are half open.

   The union over sensors is what rates are taken against; each UTC day that it
   touches, and each day with records, is a day of the case; a night looks at the last of them (lookback.h). */

#ifndef DIELOG_SPAN_H
#define DIELOG_SPAN_H

#include "base/buf.h"
#include "base/err.h"
#include "base/when.h"

#define SPAN_MAX_DAYS 20000

struct span;

struct span *span_new(void);
void span_free(struct span *s);

/* What the case states of a sensor, or what a batch of it shows. */
void span_state(struct span *s, struct text sensor, when_t start, when_t end);
void span_show(struct span *s, struct text sensor, when_t start, when_t end);

/* A day (since 1970) that has records. */
void span_day(struct span *s, int64_t day);

/* Only the last days are looked at (lookback.h); 0: all. */
void span_look_back(struct span *s, size_t days);

/* Puts it all together.  More than SPAN_MAX_DAYS days is an error: a batch with
   one wrong stamp would otherwise make a case of centuries. */
bool span_settle(struct span *s, int64_t bridge_us, struct err *err) MUST_USE;

/* After span_settle, each adds to INTO, of the days that are looked at: sensor,start,end; start,end; start,end of
   those up to the closing day; days,start,end,what of all days, of those looked at and of those up to the closing day. */
void span_put_sensors(const struct span *s, struct buf *into);
void span_put_observed(const struct span *s, struct buf *into);
void span_put_closed(const struct span *s, struct buf *into);
void span_put_looked(const struct span *s, struct buf *into);

/* The first moment that is looked at. */
when_t span_from(const struct span *s);

/* The make fragment: days, recent (those looked at), closed, and observed-<day>. */
void span_put_make(const struct span *s, struct buf *into);

#endif
