/* events.h -- what the case says happened, and when: events.csv.

   Columns event (a short id, once), start, end (after the start) or duration, label; and zone, group, source
   and declared where they are.  Times are ISO 8601; a stamp that says no zone is in the row's zone, and an error without one, as is
   one that the zone's clock never shows or shows twice.  Declared is when the event was written down: a date counts to its end, for
   nobody knows at which hour.  The normalized copy has its times in UTC, an end in every row, and no zone or duration. */

#ifndef DIELOG_EVENTS_H
#define DIELOG_EVENTS_H

#include "base/buf.h"
#include "base/err.h"
#include "base/when.h"
#include <stdio.h>

/* Its texts hold until the next event. */
struct event {
    struct text id, label, group, source;
    when_t start, end; /* half open */
    when_t declared;   /* EVENT_UNDECLARED: not said */
};

#define EVENT_UNDECLARED WHEN_MAX

/* Reads and checks PATH and hands each event to TAKE, in the file's order, with the line
   it stands on.  Errors say FILE:LINE. */
bool events_each(const char *path, bool (*take)(void *context, const struct event *e, size_t line, struct err *err),
                 void *context, struct err *err) MUST_USE;

/* Reads and checks PATH (NULL: there is none) and writes the normalized copy to
   TO; sets *N to the number of events.  Errors say FILE:LINE. */
bool events_copy(const char *path, FILE *to, size_t *n, struct err *err) MUST_USE;

#endif
