/* zonefit.h -- whose working hours: the probability of each group of time zones,
   given visits.

   Hours.  In each week the visits, given their number, fall on the half hours with
   probability exposure x rate(local half hour).  The log rate is one of the given
   profiles (profile.h) with its normal prior; profiles have the prior odds of their weights.
   On top of it the whole habit is early or late (zonetracks.h), and its weekend is that of the group's countries (weekends.h).  The likelihood is raised to
   n_eff / n with

       1 / n_eff = dispersion / n + 1 / trust

   for visits of a day go together (dispersion, localweek.h), and a profile is
   not known to more than what `trust` independent visits show.

   Shifts.  Whose hours they are is not known to more than that; but they are the same hours before and after a clock
   change.  So a clock's changes have a likelihood of their own (zonerule.h), at full weight; the
   posterior is (1 - mislead) of that with hours and shifts, and mislead of that with hours alone.

   Prior over zones: every whole-hour band of the usual offset (floor) is equally
   probable; within a band a group weighs by the square root of its people.

   "Cannot tell" is an answer: too few visits, too short, too few hours of the day
   watched, stamps of a clock that was not set (1970), visits at few times of the day or of the hour (timers),
   no working hours (the rhythm of the day is not significant at 1 %), or hours of work that
   fit zones all round the clock. */

#ifndef DIELOG_ZONEFIT_H
#define DIELOG_ZONEFIT_H

#include "localweek.h"
#include "weekends.h"
#include "zoneholidays.h"
#include "zonerule.h"

struct zonefit_model {
    const struct profile *profiles; /* probable beforehand by their weights */
    size_t n_profiles;
    double habit_h;  /* standard deviation of how late a habit is, hours */
    double odd;      /* share of habits that spread three times as wide (zonetracks.h) */
    double trust;
    double mislead;  /* probability that the shifts at clock changes mislead: a habit that moves with the season, a move */
    int64_t thin;    /* for these shifts: one visit in so much time; 0: all */
    int64_t block;   /* and what goes together is reckoned by so much time: who belongs to a crowd changes with the months */
    bool holidays;   /* take public holidays as evidence (zoneholidays.h) */
    const struct profile *others; /* only compared with */
    size_t n_others;
};

/* Of office's weight when it competes with developer for a person: few keep an office's hours as an office does. */
#define ZONEFIT_OFFICE_WEIGHT 0.25
#define ZONEFIT_PROFILES 8 /* at most, together */

/* Calibrated for one person and for many people pooled. */
struct zonefit_model zonefit_person(const struct profile *profiles, size_t n);
struct zonefit_model zonefit_crowd(const struct profile *profiles, size_t n);

enum zonefit_reason {
    ZONEFIT_TOLD,
    ZONEFIT_FEW,   /* fewer than ZONEFIT_LEAST visits */
    ZONEFIT_SHORT, /* from first to last visit under two days */
    ZONEFIT_HOURS, /* fewer than 20 hours of the day were watched */
    ZONEFIT_CLOCK, /* the times count from 0, not from a date (WHEN_FIRST_DATED) */
    ZONEFIT_MACHINE, /* nine visits in ten at two hours of the day in all, or at twelve minutes of the hour */
    ZONEFIT_FLAT,  /* no working hours */
    ZONEFIT_WIDE,  /* the 80 % set spans 18 hours or more */
};

#define ZONEFIT_LEAST 30

struct zone_interval {
    double low_h, high_h; /* of usual offsets; may pass +-12 h when the set goes round */
};

struct zone_alternative {
    const char *profile; /* "rhythm": any smooth rhythm of the day */
    double log_bf;       /* log Bayes factor over a constant rate, averaged over all clocks */
    double offset_h;     /* where it fits best; NAN for the rhythm */
};

struct zone_chance {
    size_t group;    /* place in the groups */
    double offset_h; /* usual offset, hours east of UTC */
    double probability;
};

struct zonefit {
    enum zonefit_reason reason;
    size_t n;                /* visits used */
    double n_eff, dispersion;
    double p_flat;           /* p of the day's rhythm against a constant rate */
    struct zone_chance *chances; /* most probable first; none unless told, or wide */
    size_t n_chances;
    size_t n_set80, n_set95; /* so many of the first chances have 80, 95 % */
    size_t best;             /* place in chances */
    double offset_h;         /* posterior median of the usual offset, within set80 */
    struct zone_interval set80, set95; /* runs of offsets */
    double probability80, probability95; /* what these runs hold */
    double weekends[WEEKENDS]; /* probability of each */
    enum weekend weekend;      /* the most probable */
    int64_t day;               /* by which countries' weekends are judged: the middle visit's */
    struct zone_alternative alternatives[ZONEFIT_PROFILES + 1]; /* the model's profiles, the others, the rhythm */
    size_t n_alternatives, n_profiles; /* the model's come first */
    double log_model; /* log Bayes factor of the model over a constant rate */
    double log_fit;   /* and over any smooth rhythm: below 0 the hours are like no profile's */
    struct zone_keeping *holidays; /* of each country with a calendar, when they are evidence */
    size_t n_holidays;
    struct zonerules rules;
    struct zoneseason seasons[ZONE_SEASONS];
};

/* What comes before any zone: fills n, dispersion, p_flat, n_eff and the reason, ZONEFIT_TOLD where a zone
   may be told.  For other questions to the same visits; nothing to release. */
void zonefit_look(struct zonefit *f, const struct zonefit_model *model, const struct localweek *week,
                  const struct observed *observed);

/* GROUPS are those of the span of WEEK's visits. */
void zonefit_init(struct zonefit *f, const struct zonefit_model *model, const struct localweek *week,
                  const struct zonegroups *groups, const struct observed *observed);
void zonefit_release(struct zonefit *f);

/* The profile of the model that explains the visits best. */
const struct zone_alternative *zonefit_best_profile(const struct zonefit *f);

/* Log Bayes factor of the model over the profile of that name alone; NAN when it was not tried. */
double zonefit_over(const struct zonefit *f, const char *profile);

#endif
