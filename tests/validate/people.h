/* people.h -- persons whose clock is known, as the folder of people has them, and how a fit does on them. */

#ifndef DIELOG_VALIDATE_PEOPLE_H
#define DIELOG_VALIDATE_PEOPLE_H

#include "rows/series.h"
#include "zones/zonefit.h"

struct person {
    const char *name;
    char *zone;       /* the best IANA zone */
    double offset_h;  /* the offset at most of the stamps */
    bool fixed;       /* class fixed_zone */
    bool dst;         /* the stamps show both offsets of a pair */
    const when_t *times;
    size_t n;
    double years;     /* from the first to the last stamp */
};

struct people {
    struct person *at; /* in the order of their names */
    size_t n, capacity;
    struct series_set *set;
    struct observed span; /* of all stamps */
    struct zonebook *book;
    int half; /* 1, 2: of the persons of class fixed_zone every other one, to tune on one half and measure on the other; 0: all */
};

/* PERSONS: person, best_zone, dominant_offset_min, dst_pair, class; ACTIVITY: person, utc_epoch. */
bool people_read(struct people *p, const char *persons, const char *activity, int half, struct err *err) MUST_USE;
void people_release(struct people *p);

/* What a fit made of one person. */
struct outcome {
    bool told;
    double error_h;        /* of the best offset, signed; 12 when not told */
    bool in80, in95;
    double width80_h;
    double said80;         /* the probability that the 80 % set says it holds */
    double log_truth;      /* log probability of the true offset (within half an hour), at least log .001; of chance when
                              not told */
    int rule;              /* claimed, or -1 */
    double log_fit, log_night;
};

/* Fits N persons, each alone (all threads); out[i] is of who[i].  GAP: stamps within so much of the last that was
   kept are dropped first, as a cache does; 0: none. */
void people_fit(const struct people *p, const struct person *const *who, size_t n, const struct zonefit_model *model,
                int64_t gap, struct outcome *out);

/* The pooled stamps of N persons, and the fit of them. */
void people_pool(const struct people *p, const struct person *const *who, size_t n, const struct zonefit_model *model,
                 struct outcome *out);

/* What is learned of a person whose clock is known. */
void person_reference(const struct people *p, const struct person *who, struct profile_reference *out);

/* The persons of class fixed_zone, of the half that is asked for; returns how many.  Free *WHO. */
size_t people_fixed(const struct people *p, const struct person ***who);

/* Over the persons: each once (micro), or each whole-hour offset once (macro). */
double outcome_mean(const struct outcome *o, size_t n, double (*of)(const struct outcome *o));
double outcome_macro(const struct outcome *o, const struct person *const *who, size_t n,
                     double (*of)(const struct outcome *o));
double outcome_median(const struct outcome *o, size_t n, double (*of)(const struct outcome *o)); /* NAN are left out */

#endif
