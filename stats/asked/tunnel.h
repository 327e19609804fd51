/* tunnel.h -- do names carry data?  A tunnel writes what it sends into the names that it asks for: one group, one suffix, many
   names, each new, long, and without a language's letters.

   The suffix of a name is its longest end that TUNNEL_NAMES names of the case or more have in common, else the part that somebody
   registered (dnsname.h).  A flow is one group's questions below one suffix (reverse names aside), repeats within 1 s counted
   once: N questions for D names.  With TUNNEL_NAMES names or more, TUNNEL_CLIENT of them by one client, it can carry something, and
   is weighed (names by which many clients are measured are random, too: a few for each):

     letters  of each name, its first 60 characters: n log(1/A), A symbols used evenly (as many as the flow shows, 16 at least), against
              the log of the mean of two chains' likelihoods: of the names below other suffixes (30 of each at most, with a
              prior of English letters), and of the flow's other names (numbered hosts are systematic, and no data)
     length   of what is below the suffix: log-normal around 40 characters with sigma .8 against a log-normal fitted to the
              case's other names
     fresh    a question of a tunnel is for a name not asked before with .95, another's as often as those of the case's other flows

   Names of one flow are alike, so they count for no more than TUNNEL_KNOWN:

       log LR = min(D, T) mean(letters + length) + min(N, T') mean(fresh),  each name's part within -12 and 12

   T = TUNNEL_KNOWN; T' is T as well, but TUNNEL_AGAINST where names are asked for again: a name that was asked for before carries nothing
   new, whatever its letters (the random names of a content network).  LR is capped to 1e-6 ... 1e6.  A group's LR is the mean over its weighed flows: one of them is a tunnel. */

#ifndef DIELOG_TUNNEL_H
#define DIELOG_TUNNEL_H

#include "namestats.h"

#define TUNNEL_NAMES 20
#define TUNNEL_CLIENT 10
#define TUNNEL_KNOWN 8
#define TUNNEL_AGAINST 50

struct flow {
    uint32_t group;
    struct text suffix;  /* lives as long as the records */
    size_t questions, names;
    size_t of_client;    /* names of the client with most of them */
    double length;       /* mean characters below the suffix */
    double bits;         /* mean information of a character under the case's other names */
    double letters, length_part, fresh; /* means of the header's parts, natural logarithms */
    double lr;           /* NAN: too few names to carry anything */
};

struct flows {
    struct flow *at; /* most names first */
    size_t n, capacity;
};

void flows_find(struct flows *f, const struct askednames *names);
void flows_release(struct flows *f);

/* Is the record the group's, and its name below the suffix? */
bool flow_has(const struct flow *f, const struct records *r, enum record_field group, const struct record *one);

/* Mean LR of the group's weighed flows, NAN without any; *best (may be NULL) is that of the largest. */
double flows_judge(const struct flows *f, uint32_t group, const struct flow **best);

#endif
