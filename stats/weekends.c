#include "weekends.h"

#include <string.h>

void weekend_prior(const struct zonegroup *group, int64_t day, double share[WEEKENDS])
{
    memset(share, 0, WEEKENDS * sizeof *share);
    for (size_t k = 0; k < group->n_members; k++) {
        double people = group->member_people[k] / group->people;
        share[weekend_of(group->member_countries[k], day)] += WEEKEND_OWN * people;
        share[WEEKEND_SAT_SUN] += (1 - WEEKEND_OWN) * people;
    }
}
