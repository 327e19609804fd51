/* profile.h -- how the events of people lie in their local week: a mean and the
   ways in which persons differ from it.

   A profile is a rate in 96 cells: the 48 half hours of a working day (Monday to
   Friday together), then the 48 of a day at the weekend.  Its logarithm is

       level[c] + sum_j a_j way[j][c],   a_j independent standard normal,

   so `way` carries the prior's standard deviations with it.

   `office`: level and first ways are the mean and the principal components of
   the log rate of an office with theta = (start, end, softness, midday dip,
   weekend share, night floor), theta drawn from office_draw's priors.
   `home` (evenings, at the weekend from the morning on) and `night` (a night shift) are the same with
   other priors of theta.
   `developer`: level is the mean of 129 persons' public commit histories.
   `learned`: level is the mean of references whose clock is known; ways as developer's.
   All have smooth waves of the day (24, 12, 8 and 6 h) as further ways: what a
   person does that neither theta nor the mean knows.
   `rhythm` knows of no hours of work: any smooth rhythm of the day, the same to every clock (a Gaussian process on
   the circle: sd 1.5 over 5 h, 0.5 over 1 h; the weekend's level sd 1 and its departure sd 0.7 over 5 h). */

#ifndef DIELOG_PROFILE_H
#define DIELOG_PROFILE_H

#include <stddef.h>

#define PROFILE_DAY 48                   /* half hours */
#define PROFILE_CELLS (2 * PROFILE_DAY)  /* working day, day at the weekend */
#define PROFILE_WAYS 32

struct profile {
    const char *name;
    double weight; /* prior among profiles that compete, up to a factor; 1 */
    double level[PROFILE_CELLS];
    double way[PROFILE_WAYS][PROFILE_CELLS];
    size_t ways;
};

enum profile_kind { PROFILE_OFFICE, PROFILE_DEVELOPER, PROFILE_HOME, PROFILE_NIGHT, PROFILE_RHYTHM, PROFILE_KINDS };

void profile_init(struct profile *p, enum profile_kind kind);
const char *profile_name(enum profile_kind kind);

struct profile_reference { /* its visits by its own local clock */
    double counts[PROFILE_CELLS], exposure[PROFILE_CELLS];
};

/* Each reference counts once; a cell of few visits keeps to developer's level. */
void profile_learn(struct profile *p, const struct profile_reference *references, size_t n);

/* The log rate for the coefficients A (p->ways of them). */
void profile_log_rate(const struct profile *p, const double *a, double out[PROFILE_CELLS]);

struct office {
    double start, end;    /* local hours at which half of the staff is there */
    double softness;      /* hours: scale of the logistic edges */
    double dip;           /* share missing at 12:30, Gaussian, sd 0.6 h */
    double weekend;       /* rate at the weekend over rate on a working day */
    double floor;         /* rate at night over rate at full staff */
    double pause;         /* the dip is so many hours after 12:30 */
    double early;         /* at the weekend they start so many hours earlier */
};

/* Theta at six independent uniforms in (0, 1), through the priors' quantiles. */
struct office office_at(const double u[6]);
void office_log_rate(const struct office *theta, double out[PROFILE_CELLS]);

#endif
