/* weighways.h -- the ways in which a stream's visits may come about, each a model that is fitted (weighfit.h); several propositions may share one. */

#ifndef DIELOG_WEIGHWAYS_H
#define DIELOG_WEIGHWAYS_H

#include "weighfilter.h"

#define WEIGHWAYS_SHARE .2 /* of the visits: what a way of two parts must have of either */

enum weighway {
    WAY_EVEN,
    WAY_TRAINS,
    WAY_TRAINS_ONCE, /* no question comes again within a session */
    WAY_HOURS,
    WAY_HOURS_ONCE,
    WAY_TIMER,
    WAY_HOURS_TIMER,
    WAY_CACHE,
    WAY_HOURS_CACHE,
    WAYS
};

struct weighway_parts {
    enum weigh_hidden hidden;
    bool hours, trains, once;
    double share_lo, share_hi; /* of the visits, hidden */
};

const struct weighway_parts *weighway_parts(enum weighway way);

/* Is a cache's TTL needed?  What comes once a session rests without one, like a cache of ten minutes. */
bool weighway_needs_ttl(enum weighway way);

bool weighway_needs_period(enum weighway way);

/* What may be left out of a model. */
enum weigh_feature { WEIGH_HOUR, WEIGH_WEEKDAY, WEIGH_GAPS, WEIGH_BURSTS, WEIGH_NAMES, WEIGH_FEATURES };

/* Has the way anything to do with FEATURE? */
bool weighway_knows(enum weighway way, enum weigh_feature feature);

#endif
