/* weekends.h -- how probable each weekend (base/weekend.h) is for the people of a group of zones, by where they live. */

#ifndef DIELOG_WEEKENDS_H
#define DIELOG_WEEKENDS_H

#include "base/weekend.h"
#include "zonegroups.h"

/* Prior: of a country's people so many keep its own weekend; the others, who work with the rest of the world, Saturday and
   Sunday. */
#define WEEKEND_OWN 0.8

/* On DAY, by the people of GROUP's zones. */
void weekend_prior(const struct zonegroup *group, int64_t day, double share[WEEKENDS]);

/* The most probable of them. */
enum weekend weekend_of_most(const struct zonegroup *group, int64_t day);

#endif
