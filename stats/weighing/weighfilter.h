/* weighfilter.h -- how probable the visits of one stream are, each given all that came before: the conditional intensity
   that every proposition of weigh.h has, so that their likelihoods are densities of the same data.

       intensity(t) = L_o(t) others(hour of t)                      others: people, or chance
                    + sum follow_k/lag_k exp(-(t - t_i)/lag_k)      a visit is followed by others: bursts, and trains (Hawkes 1971)
                    + hidden(t)                                     what a cache lets pass, or a timer

   Visits are of entries: what is asked for, which a cache keeps one by one.  The intensity of visits for entry e is others_share_e times the
   first two terms and hidden_e(t); the shares are constant, so with one kind of source alone entries say nothing.

   others is a rate by the hour of the day of a clock (weighclock.h), weekdays and weekends apart, or one rate.  L is a level that is read
   from the past alone: visits over what was expected of them, both forgotten in `memory` and worth LEVEL_WORTH visits of level 1 in advance
   (a gamma prior that is discounted: Smith & Miller 1986).  So a stream that drifts, falls silent or has busy weeks costs every
   proposition alike.

   hidden: a renewal that nobody sees which visits are of.  The state is the visit that renewed it last, or none; between visits a state
   with hazard h loses exp(-integral of h); at a visit the states pass to "this one renewed it" with h and stay with the rest.  These are
   cachefilter.h's recursions, forward alone.  A cache has a renewal for each entry, and given the levels they are independent: the likelihood
   is a product over entries (superposition: Cox & Isham 1980, section 4.5), each with states of its own.

       cache    of entry e: h = 0 for the silence after its last visit, then L_p(t) passed(hour of t) hidden_share_e, L_p a level of its own,
                which all entries share; those beyond the WEIGH_ENTRIES - 1 that are asked for most are always open
       timer    one for all entries, of which it asks with hidden_share_e: h = the hazard of k sleeps after its last visit, k - 1 of them lost: normal of mean k period and variance k spread^2;
                or it falls silent, and starts again at a steady rate.  No level: a timer knows no busy days.

   The level stands still within a step (an hour of the clock at most), so the intensity is known beforehand and the product of the steps is a proper
   density of the visits: exp(-integral) times the intensity at each visit (Daley & Vere-Jones 2003, section 7.2).

   Waits: the intensity integrated from one visit to the next is Exp(1) and independent where the model is right (Brown et al. 2002). */

#ifndef DIELOG_WEIGHFILTER_H
#define DIELOG_WEIGHFILTER_H

#include "caches/open_demand.h"
#include "weighblocks.h"
#include "zones/weighclock.h"

#define WEIGH_KERNELS 2 /* bursts, trains */

/* Entries of a stream; the first is the rest, what is asked for too seldom to be told apart. */
#define WEIGH_ENTRIES 32
#define WEIGH_REST 0

/* The visits of a stream.  All is borrowed and kept. */
struct weighvisits {
    const when_t *times;        /* ascending, within OBSERVED */
    const unsigned char *entry; /* of each visit, below ENTRIES */
    size_t n, entries;
    const struct observed *observed;
    const struct weighblocks *blocks;
    const struct weighclock *clock; /* NULL: UTC */
};

enum weigh_hidden { WEIGH_NONE, WEIGH_CACHE, WEIGH_TIMER };

/* Rates an hour, times in hours. */
struct weighrates {
    enum weigh_hidden hidden;
    double others[OPEN_DEMAND_HOURS], passed[OPEN_DEMAND_HOURS];
    double others_share[WEIGH_ENTRIES], hidden_share[WEIGH_ENTRIES]; /* of the entries; each adds up to 1 */
    double follow[WEIGH_KERNELS], lag[WEIGH_KERNELS]; /* visits that follow each soon, or by and by, and their mean lag */
    double memory;                 /* of the levels */
    double silence;                /* cache */
    double period, spread, loss;   /* timer; spread: standard deviation of a sleep */
};

/* What a fit needs of the blocks outside one fold, and every block's log likelihood. */
struct weighsums {
    double *score; /* by block; natural logarithms; owned by the caller */
    double others[OPEN_DEMAND_HOURS], passed[OPEN_DEMAND_HOURS];           /* visits, by what they probably are */
    double others_time[OPEN_DEMAND_HOURS], passed_time[OPEN_DEMAND_HOURS]; /* hours, times the level */
    double visits;                                                         /* all */
    double others_by[WEIGH_ENTRIES], hidden_by[WEIGH_ENTRIES];             /* visits by entry */
    double demand, held_by[WEIGH_ENTRIES]; /* what a cache was asked, all entries; the part of it, by entry, for which it was not open */
    double followers[WEIGH_KERNELS], lags[WEIGH_KERNELS];                  /* those of bursts and trains, and the sum of their lags */
    double ticks, sleeps, sleep_sum, sleep_squares; /* the timer's: visits; sleeps between them; hours; squares about the mean */
};

struct weighfilter;

struct weighfilter *weighfilter_new(const struct weighvisits *visits);
void weighfilter_free(struct weighfilter *f);

/* One pass.  Sums are those of the blocks outside FOLD (-1: of all).  WAITS, unless NULL, has room for n: of each visit. */
void weighfilter_run(struct weighfilter *f, const struct weighrates *r, int fold, struct weighsums *sums, double *waits);

const struct weighvisits *weighfilter_visits(const struct weighfilter *f);
size_t weighfilter_block(const struct weighfilter *f, size_t visit); /* that the visit is in */

#endif
