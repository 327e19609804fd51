/* zonerule.h -- which rule of clock changes a stream keeps, by the shift at the changes alone.

   A rule that is kept makes the days before and after its changes alike; any other smears them.  Times are moved
   by each rule's changes (not by an offset), and the evidence of the histogram so made under any smooth rhythm (profile.h,
   `rhythm`) is compared; where the hours of work lie on the clock says nothing here.  A visit counts once an hour of
   the day, so that what goes together is not taken for evidence.

   Rules: none, EU (as Europe/Berlin), US (as America/New_York), southern (the mean of Australia/Sydney, Pacific/Auckland,
   America/Santiago and America/Sao_Paulo), equally probable beforehand.  Rules whose changes agree over the
   span have the same evidence and cannot be told apart. */

#ifndef DIELOG_ZONERULE_H
#define DIELOG_ZONERULE_H

#include "localweek.h"

enum zone_rule { ZONE_RULE_NONE, ZONE_RULE_EU, ZONE_RULE_US, ZONE_RULE_SOUTHERN, ZONE_RULES };

const char *zone_rule_name(enum zone_rule rule); /* "none", "EU", "US", "southern" */

#define ZONE_SOUTHERN 4

struct zonerules {
    bool asked; /* the span holds a change of a rule */
    double log_evidence[ZONE_RULES]; /* of none: 0 */
    double best; /* the log evidence of the best, as zoneshape_evidence has it */
    double probability[ZONE_RULES];
    const char *southern; /* the most probable of the southern zones */
    int claimed;          /* the rule whose 95 % set has no other, or -1 */
};

/* The zone that stands for the rule; "" for none. */
const char *zonerules_model(const struct zonerules *r, enum zone_rule rule);

/* ROTATION: half hours of the best usual offset, for where the weekend begins.  SCALE: what one visit counts. */
void zonerules_init(struct zonerules *r, const struct localweek *week, const struct zonegroups *groups,
                    int rotation, double scale);

/* The log evidence of a shape under any smooth rhythm. */
struct zoneshape;
struct zoneshape *zoneshape_new(int rotation);
void zoneshape_free(struct zoneshape *s);
double zoneshape_evidence(struct zoneshape *s, const struct weekshape *shape, double scale);

/* How the day lies in each half month, against the mean of all. */
#define ZONE_SEASONS 24

struct zoneseason {
    size_t n;                    /* visits in these half months of all years */
    double shift_h, error_h;     /* the day is so much later by UTC than on average; NAN with few visits */
    double rule_h[ZONE_RULES];   /* what the rule would make of it; southern: that of the most probable zone */
};

void zoneseasons(struct zoneseason seasons[ZONE_SEASONS], const struct localweek *week, const struct zonerules *rules,
                 const struct zonegroups *groups, int rotation, double scale);

#endif
