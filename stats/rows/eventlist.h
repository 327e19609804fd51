/* eventlist.h -- the declared events: events.csv with the columns event, start, end
   and label, and group and declared where they are; others are ignored.  In the order of the file. */

#ifndef DIELOG_EVENTLIST_H
#define DIELOG_EVENTLIST_H

#include "base/err.h"
#include "observed.h"

struct event {
    char *id, *label, *group; /* group: "" when it has none */
    when_t declared;          /* when it was written down; a date counts to its end; WHEN_MAX: not said */
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

/* Was event I written down before its window began?  Then no count in it can have led to the choice of it. */
bool eventlist_beforehand(const struct eventlist *l, size_t i);

#endif
