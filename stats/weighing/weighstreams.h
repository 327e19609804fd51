/* weighstreams.h -- the streams that a party is made of: its clients, each by itself where it is busy enough, the others together.

   A cache or a timer stands behind one address, so a party of several is weighed as several streams, whose log likelihoods add up.
   Clients of fewer than WEIGHSTREAMS_LEAST events, and those beyond the WEIGHSTREAMS_MOST busiest, are one stream.

   A cache keeps an entry for each question, so each event knows which question it was: a number within its stream.  Of the small clients, which have a cache
   each, the same question of two clients is two. */

#ifndef DIELOG_WEIGHSTREAMS_H
#define DIELOG_WEIGHSTREAMS_H

#include "rows/arrivals.h"
#include "rows/series.h"

#define WEIGHSTREAMS_LEAST 40
#define WEIGHSTREAMS_MOST 12

struct weighclient {
    struct series events;
    unsigned *question; /* of each event, below questions; of events at the same time ascending */
    unsigned questions;
};

struct weighparty {
    char *name;
    struct weighclient *clients; /* owned, with their times and questions */
    size_t n, capacity;
    size_t events;
};

struct weighparties {
    struct weighparty *at; /* in order of the name */
    size_t n, capacity;
};

/* Which values the series of a set are named by, in this order, as CSV (series.h).  Without PARTY all are of the party "all". */
struct weighnaming {
    bool party, client, question;
};

void weighparties_init(struct weighparties *p, const struct series_set *set, struct weighnaming by);
void weighparties_release(struct weighparties *p);

#endif
