/* cadence.h -- machine or people: what the gaps and the clock of one series say, with a p for "there is a cadence" and a
   likelihood ratio for each way to explain the visits.

   Two searches, each with its price: lags that are too common (lagscan.h; p by draws from the null of nulls.h) and visits
   that keep to a clock (phasescan.h; p by the extreme value of the search); p_value = 2 min of the two.  The null is
   a stream that follows the hour of the week and a slow level; with a TTL also that stream behind a cache, and
   p_value is the larger of the two.

   Likelihoods are measured out of sample: fitted to one half of the visits, taken on the other, both ways, and added.
   Machine: split.h, over the number of periods that were tried.  People: the hour of the week with bursts (each visit
   followed by others after exponential lags).  Cache: silence for a TTL after each visit, then the next of the demand.  The
   ratios are capped at a million, as the models are not known to fit that well. */

#ifndef DIELOG_CADENCE_H
#define DIELOG_CADENCE_H

#include "clockface.h"
#include "gaps.h"
#include "lagscan.h"
#include "phasescan.h"
#include "rows/series.h"
#include "split.h"

#define CADENCE_LEAST 12    /* visits */
#define CADENCE_LONGEST 21600. /* seconds: longer periods are dielog-period's */
#define CADENCE_CLOCK_SIGHT 1000 /* visits from which a first sight looks for a clock too */
#define CADENCE_CAP 1e6
#define CADENCE_ALPHA .05
#define CADENCE_SUPPORT 10. /* a ratio that says something */
#define CADENCE_GRID .65 /* loss from which a clock is a grid that is seldom used */
#define CADENCE_WHOLE .8    /* share of a machine's visits in a series that is machine-like */

struct cadence_how {
    double visit_gap_s; /* repeats within it are one visit */
    double ttl_s;       /* 0: no cache */
    size_t draws;       /* of the null */
    uint64_t seed;
    const char *program;
    double tail;        /* search on by draws only while p may still be below this; 1: always */
};

enum cadence_state {
    CADENCE_JUDGED,
    CADENCE_FEW,      /* fewer than CADENCE_LEAST visits */
    CADENCE_SHORT,    /* the span holds no period ten times */
    CADENCE_ARTEFACT, /* the clock's face is no schedule's */
    CADENCE_PLAIN,    /* nothing regular at first sight: not searched (screen.h) */
};

struct cadence {
    enum cadence_state state;
    size_t events, n; /* events, visits */
    double resolution_s;
    struct gaps gaps;
    struct clockface_test minute, second;
    int artefact_minute;
    struct lagpeak lag;
    struct phasepeak clock;
    double p_lag, p_clock, p_cache; /* p_cache: against the cache's null, NAN without a TTL */
    double p_value;
    struct beacon beacon; /* the better of the two kinds; period NAN when none could be fitted */
    size_t voices;        /* visits that it makes a period, each at its own place; the beacon is the first */
    double lo_s, hi_s;    /* 95 % of its period */
    double share;         /* of the visits that are the beacon's */
    double log_machine, log_cache, log_people; /* natural logarithms: machine and cache over people, people over an even
                                                  stream; NAN where there is none */
    when_t *times;        /* the visits; owned */
    double *posterior;    /* of each to be the beacon's, or NULL; owned */
};

/* Judges one series.  O must hold its span. */
bool cadence_init(struct cadence *c, const struct series *s, const struct observed *o, const struct cadence_how *how,
                  struct err *err) MUST_USE;
void cadence_release(struct cadence *c);

/* Only the visits, their gaps and clock's face (state FEW, ARTEFACT or JUDGED), and the largest lag statistic against
   a stream that follows the hour of the day; with CADENCE_CLOCK_SIGHT visits also `clock`: what a first sight costs. */
struct lagpeak cadence_first_sight(struct cadence *c, const struct series *s, const struct observed *o,
                                   const struct cadence_how *how);

/* Is visit I called the machine's?  Where its posterior is above .5, and, of a machine in the minority, already above its
   share, the prior: the visit's own likelihood ratio is then above 1, which tells most of both kinds right. */
bool cadence_is_periodic(const struct cadence *c, size_t i);

/* Machine over the better of people and cache, capped; NAN when not judged.  The same of the cache and of people. */
double cadence_lr_machine(const struct cadence *c);
double cadence_lr_cache(const struct cadence *c);
double cadence_lr_people(const struct cadence *c);

/* "machine-like", "mixed", "people-like", "cache" or "cannot tell", given p adjusted over all series; and why. */
const char *cadence_verdict(const struct cadence *c, double q, const char **reason);

#endif
