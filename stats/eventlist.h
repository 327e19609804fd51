/* eventlist.h -- the declared events: events.csv with the columns event, start, end,
   label, and group where there is one; others are ignored.  In the order of the file. */

#ifndef DIELOG_EVENTLIST_H
#define DIELOG_EVENTLIST_H

#include "base/err.h"
#include "observed.h"

struct event {
    char *id, *label, *group; /* group: empty where none is stated */
};

struct eventlist {
    struct event *at;
    struct interval *windows; /* of the same order */
    size_t n;
};

/* An empty id, an id given twice, and an end that is not after its start are errors with FILE:LINE.
   Release also after a failure. */
bool eventlist_read(struct eventlist *l, const char *path, struct err *err) MUST_USE;
void eventlist_release(struct eventlist *l);

#endif
