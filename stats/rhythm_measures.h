/* rhythm_measures.h -- all measures of the rhythm of one series, as rows of one table. */

#ifndef DIELOG_RHYTHM_MEASURES_H
#define DIELOG_RHYTHM_MEASURES_H

#include "daybins.h"
#include "poisson.h"

#define MEASURES_MOST 20
#define MEASURES_ROUNDS 1999 /* draws of the bootstrap and of the permutations */

struct measure {
    const char *name, *unit; /* constant */
    double value;            /* NAN: missing, as all numbers here */
    struct limits limits;    /* 95 % */
    double p;
    double days;      /* observed days that it rests on; of a contrast the marked ones */
    const char *note; /* constant: the null model of p, or why there is no answer */
};

/* HOLIDAYS: days since 1970-01-01 by the clock of D, whose days have 24 bins; NULL: no contrast with them.  Returns the number
   of measures in OUT. */
size_t measures_of(const struct daybins *d, const int64_t *holidays, size_t n_holidays, uint64_t seed,
                   const char *series, struct measure out[MEASURES_MOST]);

#endif
