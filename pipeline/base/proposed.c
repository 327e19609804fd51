/* proposed.c -- see proposed.h. */

#include "proposed.h"

#include <string.h>

static const struct {
    const char *key, *words, *sentence;
} known[PROPOSITIONS_OF_VISITS] = {
    [PROPOSED_CHANCE] = { "chance", "chance at no hour", "Visits come at a constant rate or in trains, whatever the hour." },
    [PROPOSED_PEOPLE] = { "people", "people at their hours",
                          "Visits come by hours that come back, weekdays and weekends apart, whoever keeps such hours." },
    [PROPOSED_TIMED] = { "timer", "a machine on a timer", "A machine sleeps a steady time between visits; at most a fifth of them are others." },
    [PROPOSED_PEOPLE_TIMED] = { "people+timer", "a timer among people", "A fifth to four fifths of the visits are a timer’s, the others people’s." },
    [PROPOSED_CACHED] = { "cache", "steady demand behind a cache", "Demand is steady and a cache answers most of it; at most a fifth of the visits came straight." },
    [PROPOSED_PEOPLE_CACHED] = { "people+cache", "people partly behind a cache", "At least a fifth of the people’s visits are what a cache let pass." },
    [PROPOSED_MAILING] = { "mailing", "receivers of a mailing", "Visits ask for the names that receivers of mail ask for, at the times of whichever of these does best." },
    [PROPOSED_SCAN] = { "scan", "a scan", "Visits ask for the names that a scan asks for, at the times of whichever of these does best." },
    [PROPOSED_TUNNEL] = { "tunnel", "a tunnel", "The names asked for carry data as a tunnel’s do, at the times of whichever of these does best." },
    [PROPOSED_ZONE_A] = { "zone-a", "people at the hours of the first zone", "People, straight or behind a cache, keep the working hours of the first stated zone." },
    [PROPOSED_ZONE_B] = { "zone-b", "people at the hours of the second zone", "People, straight or behind a cache, keep the working hours of the second stated zone." },
};

const char *proposed_key(enum proposed p)
{
    return known[p].key;
}

const char *proposed_words(enum proposed p)
{
    return known[p].words;
}

const char *proposed_sentence(enum proposed p)
{
    return known[p].sentence;
}

bool proposed_find(const char *key, size_t len, enum proposed *out)
{
    for (int p = 0; p < PROPOSITIONS_OF_VISITS; p++) {
        if (strlen(known[p].key) == len && memcmp(key, known[p].key, len) == 0) {
            *out = (enum proposed)p;
            return true;
        }
    }
    return false;
}
