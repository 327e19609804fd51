/* stamps.h -- what the stamps of one sensor tell of its clock: its tick, day by day and in all, and the clock's face.

   They are looked at twice, in order of time, and are not kept, but for those within 2 R up to a bound (followers.h), for the faces
   and for the digits: the tick, the number of visits and whether bursts are collapsed at all (arrivals.h) must be known before
   these can be counted. */

#ifndef DIELOG_STAMPS_H
#define DIELOG_STAMPS_H

#include "lastdigit.h"
#include "rows/arrivals.h"
#include "rows/resolution.h"

/* Times that are counted. */
struct stamps_span {
    size_t n;
    when_t first, last;
};

struct stamps_days {
    int64_t tick;
    double n;
};

struct stamps {
    size_t n;
    struct resolution all, day;
    struct stamps_days days[RESOLUTION_STEPS]; /* those that can tell, by their own tick */
    when_t last;
    struct clockface raw, visits; /* the face of all, and of the visits */
    struct lastdigit digit;
    struct arrivals_chance chance;
    struct stamps_span events, bursts; /* observed: all, and bursts as one */
    bool collapsed, again; /* again: has the second look begun? */
};

/* Looks at T.  O: when the sensors watched; NULL: always. */
void stamps_look(struct stamps *s, when_t t, const struct observed *o, int64_t visit_gap);

/* Between the looks: what was seen is settled, and may be asked.  O is when the sensors watched. */
void stamps_settle(struct stamps *s, const struct observed *o, int64_t visit_gap);
int64_t stamps_tick(const struct stamps *s);
double stamps_days(const struct stamps *s, double *other); /* that can tell; *OTHER of them by another tick */

void stamps_look_again(struct stamps *s, when_t t, const struct observed *o, int64_t visit_gap);

/* After the second look: the last digit of the visits, whose face is S->visits. */
struct clockface_test stamps_end(struct stamps *s);

void stamps_release(struct stamps *s); /* whether or not it came so far */

#endif
