/* weighways.c -- see weighways.h. */

#include "weighways.h"

#define SHARE WEIGHWAYS_SHARE

static const struct weighway_parts parts[WAYS] = {
    [WAY_EVEN] = { WEIGH_NONE, false, false, false, 0, 0 },
    [WAY_TRAINS] = { WEIGH_NONE, false, true, false, 0, 0 },
    [WAY_TRAINS_ONCE] = { WEIGH_CACHE, false, true, true, SHARE, 1 },
    [WAY_HOURS] = { WEIGH_NONE, true, true, false, 0, 0 },
    [WAY_HOURS_ONCE] = { WEIGH_CACHE, true, true, true, SHARE, 1 },
    [WAY_TIMER] = { WEIGH_TIMER, false, false, false, 1 - SHARE, 1 },
    [WAY_HOURS_TIMER] = { WEIGH_TIMER, true, true, false, SHARE, 1 - SHARE },
    [WAY_CACHE] = { WEIGH_CACHE, false, false, false, 1 - SHARE, 1 },
    [WAY_HOURS_CACHE] = { WEIGH_CACHE, true, true, false, SHARE, 1 },
};

const struct weighway_parts *weighway_parts(enum weighway way)
{
    return &parts[way];
}

bool weighway_needs_ttl(enum weighway way)
{
    return parts[way].hidden == WEIGH_CACHE && !parts[way].once;
}

bool weighway_needs_period(enum weighway way)
{
    return parts[way].hidden == WEIGH_TIMER;
}

bool weighway_knows(enum weighway way, enum weigh_feature feature)
{
    switch (feature) {
    case WEIGH_HOUR:
    case WEIGH_WEEKDAY:
        return parts[way].hours;
    case WEIGH_GAPS:
        return parts[way].hidden != WEIGH_NONE && !parts[way].once;
    default:
        return feature == WEIGH_BURSTS;
    }
}
