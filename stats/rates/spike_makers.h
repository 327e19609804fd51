/* spike_makers.h -- who made a spike, or fell quiet: observed and expected visits of each party in its time.

   Each party's rate is fitted outside all spikes and quiet times (weekrate.h); its excess is observed - expected, its p the
   one-sided tail in the direction of the spike.  Named are

   - the party with the least p, when the spike was found in its own series, or when p times the number of parties is at
     most MAKERS_FIRST;
   - further ones, when p times the number of the others is at most MAKERS_FURTHER and they carry MAKERS_SHARE
     of the whole excess: so that a party is not named because it happens to be busy while another makes a spike.

   Nobody is named when nobody stands out. */

#ifndef DIELOG_SPIKE_MAKERS_H
#define DIELOG_SPIKE_MAKERS_H

#include "spikes.h"

#define MAKERS_KEPT 20
#define MAKERS_FIRST .05
#define MAKERS_FURTHER .01
#define MAKERS_SHARE .1
#define MAKERS_ABLE 3 /* expected visits below which nobody can fall quiet */

struct maker {
    size_t series;
    double observed, expected, p; /* p raw */
};

/* The parties of one spike. */
struct makers {
    struct maker at[MAKERS_KEPT]; /* the named first, then by excess (of a quiet time: lack), largest first */
    size_t n, named;
    size_t parties;               /* asked */
    double excess;                /* of all parties; negative when quiet */
    size_t able, few;             /* expected to show MAKERS_ABLE visits, and of those: with less than half of what is expected */
};

/* Adds what series number SERIES shows in the spike. */
void makers_add(struct makers *m, const struct spike *s, size_t series, const struct weekrate *r,
                const when_t *times, size_t n);

/* Says who is named.  FINDS are those that the spike was joined from. */
void makers_name(struct makers *m, const struct spike *s, const struct finds *f);

/* Share of the whole excess that the named ones carry; NaN when none is named. */
double makers_share(const struct makers *m);

#endif
