/* events.h -- what the case says happened, and when: events.csv.

   Columns event (a short id, once), start and end (ISO 8601 with a zone, end after
   start), label; and group and source where they are.  The normalized copy has
   all six and its times in UTC. */

#ifndef DIELOG_EVENTS_H
#define DIELOG_EVENTS_H

#include "base/err.h"
#include <stdio.h>

/* Reads and checks PATH (NULL: there is none) and writes the normalized copy to
   TO; sets *N to the number of events.  Errors say FILE:LINE. */
bool events_copy(const char *path, FILE *to, size_t *n, struct err *err) MUST_USE;

#endif
