/* events.h -- what the case says happened, and when: events.csv.

   Columns event (a short id, once), start and end (ISO 8601 with a zone, end after
   start), label; and group and source where they are.  The normalized copy has
   all six and its times in UTC. */

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
};

/* Reads and checks PATH and hands each event to TAKE, in the file's order, with the line
   it stands on.  Errors say FILE:LINE. */
bool events_each(const char *path, bool (*take)(void *context, const struct event *e, size_t line, struct err *err),
                 void *context, struct err *err) MUST_USE;

/* Reads and checks PATH (NULL: there is none) and writes the normalized copy to
   TO; sets *N to the number of events.  Errors say FILE:LINE. */
bool events_copy(const char *path, FILE *to, size_t *n, struct err *err) MUST_USE;

#endif
