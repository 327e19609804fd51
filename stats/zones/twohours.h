/* twohours.h -- the evidence of visits under the working hours of one zone or of two.

   Visits fall on joint cells (weekregimes.h), given their total, as a multinomial with
   p ~ exposure x exp(eta).  Each zone's people have a log rate eta = level + ways a of a profile
   (profile.h), a ~ N(0, I), with one way more: the whole habit early or late by N(0, habit), to
   first order.  Two zones together: p = w q_A + (1 - w) q_B, each q normalized, everybody at his own
   hours; w is uniform on [low, high].

   Parameters are integrated out by Laplace's method at the mode of the posterior, with the expected
   (Fisher) information for the curvature (Tierney & Kadane 1986; Kass & Raftery 1995, section 4.1), w
   in logits.  Counts are scaled to what they are worth (zonefit.h); the multinomial coefficient
   and the exposure's logarithm are left out, as they are the same for every pair of zones. */

#ifndef DIELOG_TWOHOURS_H
#define DIELOG_TWOHOURS_H

#include "weekregimes.h"

enum twohours_form { TWOHOURS_ONE, TWOHOURS_TWO };

#define TWOHOURS_WAYS (PROFILE_WAYS + 1)
#define TWOHOURS_MOST (2 * TWOHOURS_WAYS + 1)

struct twohours_people {
    double level[PROFILE_CELLS];
    double way[TWOHOURS_WAYS][PROFILE_CELLS];
    size_t ways;
};

/* HABIT_H: standard deviation of personal habit, hours.  SPREAD: how much of the profile's ways there is; those
   of many people together are smaller than a person's. */
void twohours_people_init(struct twohours_people *p, const struct profile *profile, double habit_h, double spread);

/* Takes the log rate's departure from a constant down to CONTRAST of it. */
void twohours_flatten(struct twohours_people *p, double contrast);

struct twohours {
    enum twohours_form form;
    double low, high;        /* of w; TWOHOURS_TWO alone */
    double x[TWOHOURS_MOST]; /* the mode: ways of A, ways of B, the logit of (w - low) / (high - low) */
    double evidence;         /* logarithm */
    double logit_sd;         /* of the last of x */
};

/* Starts its search at T->x.  SCALE is what a visit is worth. */
void twohours_fit(struct twohours *t, const struct twohours_people *p, const struct jointcells *cells, double scale);

/* w at the mode, and at Z standard deviations of its logit from there. */
double twohours_weight(const struct twohours *t, double z);

/* The best fit of two zones among N people at CELLS; returns which. */
size_t twohours_best(struct twohours *t, const struct twohours_people *people, size_t n,
                     const struct jointcells *cells, double scale);

/* How often a visit of each zone's people falls on a cell of profile.h, at the mode, where it is exposed: q_A and q_B, less exposure. */
void twohours_rates(const struct twohours *t, const struct twohours_people *p, const struct jointcells *cells,
                    double q_a[PROFILE_CELLS], double q_b[PROFILE_CELLS]);

/* The same of each joint cell. */
void twohours_sides(const struct twohours *t, const struct twohours_people *p, const struct jointcells *cells,
                    double *q_a, double *q_b);

/* The fitted share of each cell, at the mode; OUT has CELLS->n. */
void twohours_shares(const struct twohours *t, const struct twohours_people *p, const struct jointcells *cells,
                     double *out);

#endif
