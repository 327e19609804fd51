/* split.h -- which visits are a machine's and which are not: a beacon in front of a backdrop, fitted by EM, and
   the probability of each visit to be the beacon's.

   Backdrop: a Poisson stream of rate b(t) = max(mu(t) - r, .03 mu(t)) + bursts, mu the rate expected of everything
   (backdrop.h), r the beacon's mean rate.

   Clock: one visit a cycle of the period, lost with probability l, von Mises around a phase that may drift; the clock may
   fall silent (1 cycle in 50) and begin again (1 in 20).  Likelihood and posteriors by forward and backward recursion over
   the cycles: in each one of its visits, or none, is the clock's.  Phase: by sections of about 40 visits of the beacon,
   joined by straight lines, drawn towards the phase of all.

   Sleep: the beacon's visits form a chain.  After each the next comes after k sleeps with probability (1 - l) l^(k-1), k up to
   4 (k - 1 were lost), normal with mean k P and variance k s^2; or the beacon falls silent (1 in 50) and starts
   again, after an exponential time.  Summed over all chains through the visits by forward and backward recursion, which
   gives likelihood, posterior and the expected gaps of the M-step (Rabiner 1989; a semi-Markov chain in which every visit
   that is not of the chain has the density b). */

#ifndef DIELOG_SPLIT_H
#define DIELOG_SPLIT_H

#include "backdrop.h"

enum beacon_kind { BEACON_CLOCK, BEACON_SLEEP };

struct beacon {
    enum beacon_kind kind;
    double period; /* seconds */
    double jitter; /* standard deviation of the deviation from the schedule, or of a sleep, as a share of the period */
    double rate;   /* the beacon's visits a second of observed time */
    double kappa;  /* clock */
    double loss;   /* chance that one is lost */
    double error;  /* sleep: standard error of the period */
};

/* Visits FROM to TO of a series, and the span that they are judged over. */
struct split_data {
    const double *t;      /* seconds since the backdrop's origin, ascending */
    const double *mu;     /* the backdrop's rate at each */
    const double *burst;  /* what a burst adds at each, or NULL */
    double calm;          /* share of the backdrop that is not bursts (1 without) */
    double taken;         /* rate of other beacons, whose visits are not among these */
    size_t n;
    double start, end;
    const struct backdrop *backdrop;
};

/* Fits from B as a start (kind and period at least; jitter a guess).  False when it goes nowhere: no visit left. */
bool split_fit(const struct split_data *d, struct beacon *b);

/* Log likelihood ratio of beacon and backdrop to backdrop alone (mu and bursts).  POSTERIOR (room for n) may be NULL.
   A clock's drifting phase is fitted to the data at hand and pays one nat a section. */
double split_gain(const struct split_data *d, const struct beacon *b, double *posterior);

/* Pairs of visits that one pass of a sleeping beacon's chain looks at. */
double split_work(const struct split_data *d, double period);

#endif
