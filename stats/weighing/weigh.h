/* weigh.h -- one party's visits under each proposition of what makes them, and the propositions against each other (base/proposed.h).

       chance        a constant rate, or trains: visits follow visits for minutes to half a day
       people        hours that come back, by the hour of the day, weekdays and weekends apart, and trains (of a timer or a cache among people the
                     people's visits too)
       timer         a machine that sleeps a steady time between visits; at most a fifth of the visits are others, at a constant rate
       people+timer  a timer among people: a fifth to four fifths of the visits
       cache         steady demand behind a cache: what it lets pass; at most a fifth of the visits are others
       people+cache  people behind a cache: a fifth of their visits at least are what it lets pass
       mailing, scan, tunnel
                     told by the names that they ask for, whatever their times: those of any way above
       zone-a, -b    people or people+cache, at the working hours of a stated zone

   Each is a point process with a level that is read from the past and with bursts (weighfilter.h), fitted and scored in blocks of time
   (weighfit.h), a party's clients each by themselves (weighstreams.h).  Where a proposition may come in several ways the best counts, and
   choosing among n costs log n, as their mixture would at most.

   Chance and people may come once a session, too: no question again within ten minutes, as a cache of ten minutes would have it.  Else whatever asks
   for several names in a row would look like a cache of any TTL, and what is a mixture of two rates like people behind one.

   People's hours are those of a clock: UTC, or a zone that is stated or found, with its changes and its weekend (weighclock.h); the one under which
   plain people are most probable out of sample, for all propositions of the party.  A stated zone's own hours are not taken for zone-a: what its clock
   changes say is in the ratio from outside already.

   Names and zones are weighed elsewhere (dielog-names, dielog-mixture): log likelihood ratios of a whole series, which are added.  The names of
   all other propositions are the ordinary ones of the case, so theirs is 0.  Zone a costs by how much its hours are less probable than the best of A, B, either and
   both (propositions.h): people's hours are whatever hours come back, and a zone says which.

   A proposition of which the data cannot speak is not weighed, and says why. */

#ifndef DIELOG_WEIGH_H
#define DIELOG_WEIGH_H

#include "base/proposed.h"
#include "weighmisfit.h"
#include "weighratio.h"
#include "weighblocks.h"
#include "weighstreams.h"
#include "weighways.h"

#define WEIGH_LEAST 40       /* visits, and */
#define WEIGH_LEAST_BLOCKS 8 /* blocks with visits, below which nothing is told */
#define WEIGH_MOST 60000    /* visits of a party, above which it is too dense */

/* log10 ratios of a series from other programs; NAN: not weighed there. */
struct weighoutside {
    double mailing, scan, tunnel; /* names, over ordinary ones */
    double zone_a, zone_b;        /* 0 or less */
};

#define WEIGHOUTSIDE_NONE { NAN, NAN, NAN, NAN, NAN }

struct weighquestion {
    const struct observed *observed;
    const struct weighblocks *blocks;
    double visit_gap_s;
    double ttl_s;               /* 0: from the gaps, where they show one */
    unsigned asked;             /* bits of propositions */
    uint64_t seed;
    struct weighoutside outside;
    const struct weighclock *const *clocks; /* by which people's hours may go, the first to be taken when all do alike; NULL among them: UTC */
    size_t n_clocks;                        /* at least 1 */
};

enum weigh_state { WEIGH_TOLD, WEIGH_FEW, WEIGH_SHORT, WEIGH_DENSE };

struct weighed {
    bool weighed;
    const char *reason; /* why not, or "" */
    double *block;      /* natural log likelihood by block; owned */
    struct weighscore score;
    struct weighmisfit misfit;
    enum weighmisfit_kind unfit;
    double log10;       /* of the whole, over chance's */
    double names;       /* log10 of it that names or zones are */
};

struct weigh;

/* Weighs one party; SEED's stream is by its name. */
struct weigh *weigh_new(const struct weighparty *party, const struct weighquestion *q);
void weigh_free(struct weigh *w);

/* The same of several parties together: their log likelihoods added, OUTSIDE of their own.  NULL where none of them could be weighed. */
struct weigh *weigh_together(const char *name, struct weigh *const *parts, size_t n, const struct weighquestion *q);

enum weigh_state weigh_state(const struct weigh *w);
const char *weigh_party(const struct weigh *w);
size_t weigh_visits(const struct weigh *w);
size_t weigh_streams(const struct weigh *w);
size_t weigh_blocks(const struct weigh *w);       /* with visits */
size_t weigh_block_visits(const struct weigh *w, size_t block);
double weigh_ttl(const struct weigh *w);          /* seconds; NAN: none */
const char *weigh_clock(const struct weigh *w);   /* the zone whose hours are people's; "" of several parties together */
const struct weighed *weigh_of(const struct weigh *w, enum proposed p);

struct weighratio weigh_ratio(const struct weigh *w, enum proposed a, enum proposed b);

/* The most probable but for zones, and the next; false where fewer than two were weighed. */
bool weigh_best(const struct weigh *w, enum proposed *best, enum proposed *next);

/* The most probable of those that come in another way than BEST, or the next where none does: what is told by its names takes the best one's times, and
   is next to it by its names alone. */
enum proposed weigh_rival(const struct weigh *w, enum proposed best, enum proposed next);

/* Does the best one lead B by 10 or more, as stated? */
bool weigh_leads(const struct weigh *w, enum proposed best, enum proposed b);

/* What carries the weight: the ratio once more with one thing left out of both. */
const char *weigh_feature_name(enum weigh_feature f);

/* log10 of A over B without FEATURE; NAN where neither knows of it. */
double weigh_without(struct weigh *w, enum proposed a, enum proposed b, enum weigh_feature feature);

#endif
