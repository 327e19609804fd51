/* weighstreams.h -- the streams that a party is made of: its clients, each by itself where it is busy enough, the others together.

   A cache or a timer stands behind one address, so a party of several is weighed as several streams, whose log likelihoods add up.
   Clients of fewer than WEIGHSTREAMS_LEAST events, and those beyond the WEIGHSTREAMS_MOST busiest, are one stream. */

#ifndef DIELOG_WEIGHSTREAMS_H
#define DIELOG_WEIGHSTREAMS_H

#include "arrivals.h"
#include "series.h"

#define WEIGHSTREAMS_LEAST 40
#define WEIGHSTREAMS_MOST 12

struct weighparty {
    char *name;
    struct series *clients; /* owned, and their times */
    size_t n, capacity;
    size_t events;
};

struct weighparties {
    struct weighparty *at; /* in order of the name */
    size_t n, capacity;
};

/* What the series of a set are named by. */
enum weighparties_by {
    WEIGHPARTIES_BY_PARTY,  /* each is a party of one client */
    WEIGHPARTIES_BY_CLIENT, /* each is a client of the one party "all" */
    WEIGHPARTIES_BY_BOTH,   /* "party,client" as CSV (series.h) */
};

void weighparties_init(struct weighparties *p, const struct series_set *set, enum weighparties_by by);
void weighparties_release(struct weighparties *p);

#endif
