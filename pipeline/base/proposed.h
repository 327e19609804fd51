/* proposed.h -- what may have made the visits: the propositions that are weighed against each other, and how each is called.

   Every place that names one takes its words from here: a case names them by key, tables hold keys, sentences are for readers. */

#ifndef DIELOG_BASE_PROPOSED_H
#define DIELOG_BASE_PROPOSED_H

#include <stdbool.h>
#include <stddef.h>

enum proposed {
    PROPOSED_CHANCE,
    PROPOSED_PEOPLE,
    PROPOSED_TIMED,
    PROPOSED_PEOPLE_TIMED,
    PROPOSED_CACHED,
    PROPOSED_PEOPLE_CACHED,
    PROPOSED_MAILING,
    PROPOSED_SCAN,
    PROPOSED_TUNNEL,
    PROPOSED_ZONE_A, /* zones come last: they refine people, and are no rivals of theirs */
    PROPOSED_ZONE_B,
    PROPOSITIONS_OF_VISITS
};

const char *proposed_key(enum proposed p);      /* "people+cache" */
const char *proposed_words(enum proposed p);    /* "people partly behind a cache": goes on after "under", "tell", "support for" */
const char *proposed_sentence(enum proposed p); /* what it says, with its full stop */

/* By its key, LEN bytes of KEY. */
bool proposed_find(const char *key, size_t len, enum proposed *out);

#endif
