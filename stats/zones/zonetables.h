/* zonetables.h -- what dielog-zone writes: one table with a row a group, and five that are asked for by name. */

#ifndef DIELOG_ZONETABLES_H
#define DIELOG_ZONETABLES_H

#include "zonefit.h"

enum zonetable {
    ZONETABLE_ZONE,      /* a row a group */
    ZONETABLE_POSTERIOR, /* a row a zone group */
    ZONETABLE_PROFILES,  /* a row a profile */
    ZONETABLE_RULES,     /* a row a rule of clock changes */
    ZONETABLE_YEAR,      /* a row a half month */
    ZONETABLE_HOLIDAYS,  /* a row a country with a calendar */
    ZONETABLES
};

struct zonetables;

/* PATHS[k] NULL: that table is not written.  Nothing has its final name before zonetables_publish, which frees in any
   case. */
struct zonetables *zonetables_open(const char *const paths[ZONETABLES], struct err *err) MUST_USE;
void zonetables_put(struct zonetables *t, const char *group, const struct zonefit *f, const struct zonegroups *groups);
bool zonetables_publish(struct zonetables *t, struct err *err) MUST_USE;
void zonetables_abort(struct zonetables *t);

#endif
