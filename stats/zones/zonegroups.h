/* zonegroups.h -- the time zones that a span of time can tell apart.

   A zonebook holds what the clocks of every canonical IANA zone (zone1970.tab)
   did within a span.  Over a part of it, zones whose offsets are equal
   throughout form one group: no data of that part can tell its members apart.
   Members are ordered by how many people live by that clock (rough figures,
   built in; a zone without one counts 20,000), then by name, so
   the first member is the name that a reader knows. */

#ifndef DIELOG_ZONEGROUPS_H
#define DIELOG_ZONEGROUPS_H

#include "base/err.h"
#include "base/weekend.h"
#include "base/when.h"

struct zone_change {
    when_t at;        /* the first: INT64_MIN, whatever held before */
    int32_t offset_s; /* seconds east of UTC from then on */
};

struct zone_clock {
    const struct zone_change *changes; /* ascending; consecutive offsets differ */
    size_t n;                          /* at least 1 */
    enum weekend weekend;              /* that those who live by it keep */
};

struct zonebook;

/* Reads all zones' clocks for [START, END]. */
struct zonebook *zonebook_load(when_t start, when_t end, struct err *err) MUST_USE;
void zonebook_free(struct zonebook *book);
size_t zonebook_zones(const struct zonebook *book);

struct zonegroup {
    const char *const *members; /* the best known first */
    const double *member_people; /* millions, descending */
    const char *const *member_countries; /* of each: ISO 3166 codes with commas between */
    size_t n_members;
    double people;           /* all members */
    struct zone_clock clock; /* from the span's start on, to its end; the weekend is that of most of them in its middle */
};

struct zonegroups {
    struct zonegroup *at; /* ordered by their first members' people, descending */
    size_t n;
    const char **names, **countries; /* storage of the members, their countries and their people */
    double *people;
};

/* The groups over [START, END], which must lie within the book's span.  They
   point into BOOK. */
void zonegroups_init(struct zonegroups *g, const struct zonebook *book, when_t start, when_t end);
void zonegroups_release(struct zonegroups *g);

/* The group of this one's clock whose people keep WEEKEND: itself, or one that is added at the end. */
size_t zonegroups_of_weekend(struct zonegroups *g, size_t group, enum weekend weekend);

/* The group that the zone NAME is in, or NULL. */
const struct zonegroup *zonegroups_find(const struct zonegroups *g, const char *name);

/* Seconds east of UTC at T. */
int32_t zone_clock_at(const struct zone_clock *clock, when_t t);

#endif
