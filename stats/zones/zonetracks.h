/* zonetracks.h -- the evidence of clocks, by their shape and by their rotation.

   The clocks of a span have few shapes (localweek.h): a track is one of them with the groups whose clocks have it.
   Under a profile each track has a log evidence (lognormal.h) at every rotation by half hours that a group's usual
   offset, moved by a habit, can ask for.  Where people of a group keep another weekend (weekends.h, base/weekend.h), also at those rotations a
   day or two further: the days before Saturday and Sunday then lie where the profile has its weekend. */

#ifndef DIELOG_ZONETRACKS_H
#define DIELOG_ZONETRACKS_H

#include "localweek.h"
#include "weekends.h"

struct zonetracks;

/* Keeps WEEK, which must outlive it.  A whole habit is early or late by a normal shift of standard deviation HABIT_H
   hours; of the share ODD of habits, by one three times as wide. */
struct zonetracks *zonetracks_new(const struct localweek *week, const struct zonegroups *groups, double habit_h,
                                  double odd);
void zonetracks_free(struct zonetracks *t);

size_t zonetracks_count(const struct zonetracks *t);
size_t zonetracks_of(const struct zonetracks *t, size_t group); /* its track */
int32_t zonetracks_usual(const struct zonetracks *t, size_t group); /* its usual offset, seconds */
int64_t zonetracks_day(const struct zonetracks *t); /* the middle visit's: weekends are those of then */
/* How probable each weekend is there beforehand. */
const double *zonetracks_weekends(const struct zonetracks *t, size_t group);
const struct weekshape *zonetracks_shape(const struct zonetracks *t, size_t track);

/* The log evidences of every track at every rotation under PROFILE, the counts multiplied by SCALE.  The first
   track is searched at every rotation; the others take one Newton step from there. */
struct zone_evidence;
struct zone_evidence *zone_evidence_new(const struct zonetracks *t, const struct profile *profile, double scale);
void zone_evidence_free(struct zone_evidence *e);

/* Of a group's clock, the habit integrated out, with people who keep WEEKEND; not asked for a weekend that nobody there keeps. */
double zone_evidence_of(const struct zone_evidence *e, size_t group, enum weekend weekend);

double log_add(double a, double b); /* log(exp a + exp b) */

#endif
