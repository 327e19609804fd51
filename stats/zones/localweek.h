/* localweek.h -- visits on the half hours of a local week, for any clock.

   The clock of a candidate zone is taken apart into its usual offset (the one in
   force at most of the visits) and its shape: how far it departs from that, in
   each part of the span.  A week under a shape alone is 336 half hours from Monday 00:00
   "UTC with the zone's clock changes"; moving it by the usual offset, or by any other
   number of half hours, is a rotation.

   Exposure: how much a visit could have fallen there.  The level of a week says
   nothing about the clock, so each week is taken given its number of visits: a
   half hour that was watched in a week with k visits counts k times (0 to k when
   watched in part). */

#ifndef DIELOG_LOCALWEEK_H
#define DIELOG_LOCALWEEK_H

#include "profile.h"
#include "rows/observed.h"
#include "zonegroups.h"

#define WEEK_HALVES 336

struct localweek; /* what the rotations have in common: visits and exposure in UTC */

/* Visits as series_visits makes them, written to OUT (room for N); returns their number.  A busy
   stream has no visits: where they would fill more than a twentieth of the observed
   time, one runs into the next, and the events themselves are taken (what goes together
   in them, the dispersion accounts for). */
size_t localweek_collapse(const when_t *times, size_t n, int64_t gap, const struct observed *observed,
                          when_t *out);

/* Copies what it needs; visits (ascending) outside OBSERVED are left out. */
struct localweek *localweek_new(const when_t *visits, size_t n, const struct observed *observed);
void localweek_free(struct localweek *w);

size_t localweek_n(const struct localweek *w); /* visits that were kept */
const when_t *localweek_visits(const struct localweek *w);

struct weekshape {
    double counts[WEEK_HALVES], exposure[WEEK_HALVES];
};

/* Fills SHAPE and returns the usual offset in seconds. */
int32_t localweek_shape(const struct localweek *w, const struct zone_clock *clock, struct weekshape *shape);

/* Rotates by HALVES (positive: the local clock is ahead) and adds up working
   days and weekend days; CELLS as in profile.h. */
void localweek_cells(const double week[WEEK_HALVES], int halves, double cells[PROFILE_CELLS]);

/* The same for visits whose clock is known: what profile_learn learns from. */
void localweek_reference(const struct localweek *w, const struct zone_clock *clock, struct profile_reference *out);

struct localrhythm {
    /* How much the visits of a day go together: the variance of the first two
       harmonics of the day, summed by UTC days, over that of independent visits
       (the design effect of cluster sampling, Kish 1965); at least 1. */
    double dispersion;
    /* p of a constant rate: the harmonics' means against those of the exposure,
       (n / dispersion) sum (mean - expected)^2 / variance / 4 as F with 4 and (days
       with visits - 1) degrees of freedom. */
    double p_flat;
};

struct localrhythm localweek_rhythm(const struct localweek *w);

/* The dispersion by blocks of so much time instead of days. */
double localweek_dispersion(const struct localweek *w, int64_t block);

#endif
