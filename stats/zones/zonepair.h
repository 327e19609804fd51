/* zonepair.h -- one zone or two: the probability of each pair of groups of time zones, given
   visits, against that of a single zone.

   Each zone's people keep their hours by one of the profiles, with habit and ways integrated out;
   visits come from the one zone with weight w and from the other with 1 - w, w uniform (twohours.h).  The
   single zone is the same with all the weight.  The likelihood is raised to n_eff / n as in
   zonefit.h.  Two zones are at least ZONEPAIR_APART hours apart round the clock: nearer ones
   look like one with longer hours.

   Which pair it is, the days know better than the histogram (mixdays.h): their gain, raised to n_eff over the visits that it
   is of, multiplies a pair's posterior.  Whether there are two zones, and with what weight, it does not say: the ratio of two
   zones to one is of the histograms alone, and one visit an hour is no measure of who makes more visits.

   Prior: every pair of whole-hour bands of the usual offset that is far enough apart is equally probable, and
   every band for the single zone.  A band speaks through its best-known group; which group of the
   band it is, is asked for the pair that is named. */

#ifndef DIELOG_ZONEPAIR_H
#define DIELOG_ZONEPAIR_H

#include "mixdays.h"
#include "twohours.h"
#include "zonefit.h"

#define ZONEPAIR_APART 3

struct zonepair_model {
    const struct profile *profiles;
    size_t n_profiles;
    double habit_h; /* standard deviation of personal habit, hours */
    double spread;  /* of the profiles' ways: 1 as one person differs from another */
    double trust;   /* zonefit.h */
    bool cached;    /* what is seen passed a cache: the single zone's profiles also come flattened */
};

/* Calibrated for one person a zone, and for many people a zone. */
struct zonepair_model zonepair_person(const struct profile *profiles, size_t n);
struct zonepair_model zonepair_crowd(const struct profile *profiles, size_t n);

/* What N visits of this dispersion are worth. */
double zonepair_worth(const struct zonepair_model *model, double dispersion, size_t n);

struct zonepair_chance {
    size_t a, b; /* groups */
    double a_h, b_h; /* usual offsets, hours east of UTC */
    double probability;
    double weight;   /* of zone a, posterior median given the pair */
    double logit_sd;
};

struct zonepair_side {
    double offset_h; /* posterior median of the usual offset */
    struct zone_interval set80, set95;
    size_t group; /* the most probable of the band's groups, by the other side's */
};

struct zonepair {
    double log_ratio; /* log of how many times more probable the visits are under two zones than under one */
    struct zonepair_chance *chances; /* of bands, most probable first */
    size_t n;
    struct zonepair_side a, b; /* b is the one to the east, the shorter way round */
    double weight, weight_lo, weight_hi; /* of a: posterior median, 95 % */
};

/* Whether anything may be told is for the caller to know (zonefit_look).  REGIMES are WEEK's. */
void zonepair_init(struct zonepair *z, const struct zonepair_model *model, const struct localweek *week,
                   const struct weekregimes *regimes, const struct zonegroups *groups, double n_eff);
void zonepair_release(struct zonepair *z);

#endif
