/* weighfit.h -- a model of one stream's visits, fitted to some blocks of time and scored on the others.

   The rates of weighfilter.h are fitted by rounds of expectation and maximization on the blocks outside a fold: each visit is shared out
   over what it may be (others, a burst's follower, what is hidden), each rate is visits over expected time, and each entry's share the visits
   for it over all; of a cache, over the demand that the entry was open to (Dempster, Laird &
   Rubin 1977).  The expectation is the filter's, from the past alone, so a round is not sure to raise the likelihood; nothing rests on
   that, for what counts is the score on blocks that the fit has not seen.

   A model states what share of the visits is the hidden one's: a rate that would leave the range is moved to its edge.  So "a cache among
   people" with next to nothing behind the cache is no way of saying "people". */

#ifndef DIELOG_WEIGHFIT_H
#define DIELOG_WEIGHFIT_H

#include "weighfilter.h"

/* Where the fit of a timer may begin. */
struct weighbeat {
    double period;       /* hours */
    unsigned char entry; /* that it mostly asks for; WEIGH_REST: nobody knows */
};

/* Where the fits of all models of a stream begin. */
struct weighstart {
    double memory;          /* of the levels */
    struct weighsums stock; /* visits and the time of each hour, levels of 1; no score */
};

struct weighmodel {
    enum weigh_hidden hidden;
    bool hours, week;            /* rates differ by the hour of the day; between weekdays and weekends */
    bool bursts, trains;         /* visits follow visits within minutes; within hours */
    double share_lo, share_hi;   /* of the visits, hidden */
    double silence;              /* of the cache, hours */
    const struct weighbeat *beats; /* the best on the blocks of the fit counts */
    size_t n_beats;
    double spread;               /* of a timer, at most: standard deviation of a sleep over the period */
    double tick;                 /* of the stamps, hours: no sleep is steadier than half of it */
    const struct weighstart *start; /* by fold: weighfit_prepare */
};

/* How long levels remember: a day, five or twenty-five, as does best on the blocks outside each fold for rates by the hour without bursts and
   anything hidden.  It is the same for all models of a stream, so that none wins by it. */
void weighfit_prepare(struct weighfilter *f, struct weighstart start[WEIGHBLOCKS_FOLDS]);

/* Fits to the blocks outside FOLD, from 0 on.  SCORE is room for a number a block. */
void weighfit(struct weighfilter *f, const struct weighmodel *model, int fold, double *score, struct weighrates *out);

/* Out of sample: each block's log likelihood under the fit to the other folds; and, unless NULL, each visit's wait. */
void weighfit_score(struct weighfilter *f, const struct weighmodel *model, double *score, double *waits);

#endif
