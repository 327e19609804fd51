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

enum weekend weekend_of_most(const struct zonegroup *group, int64_t day)
{
    double share[WEEKENDS];
    enum weekend most = WEEKEND_SAT_SUN;
    weekend_prior(group, day, share);
    for (enum weekend w = 1; w < WEEKENDS; w++)
        most = share[w] > share[most] ? w : most;
    return most;
}
