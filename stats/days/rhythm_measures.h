/* rhythm_measures.h -- all measures of the rhythm of a series, as rows of one table. */

#ifndef DIELOG_RHYTHM_MEASURES_H
#define DIELOG_RHYTHM_MEASURES_H

#include "daybins.h"
#include "numbers/poisson.h"
#include "rows/series.h"
#include "zones/weighclocks.h"

#define MEASURES_MOST (20 + WEIGHCLOCKS_MOST)
#define MEASURES_ROUNDS 1999 /* draws of the bootstrap and of the permutations */

struct measure {
    const char *name, *unit; /* constant */
    double value;            /* NAN: missing, as all numbers here */
    struct limits limits;    /* 95 % */
    double p;
    double days;      /* observed days that it rests on; of a contrast the marked ones, of working hours those with events */
    const char *note; /* constant: the null model of p, or why there is no answer */
};

struct measures { /* of one series */
    const char *series;
    struct measure at[MEASURES_MOST];
    const char *zone[MEASURES_MOST]; /* of working hours, the clock's; NULL: the clock that all others go by */
    double p_holm[MEASURES_MOST];
    size_t n;
};

struct measures_asked {
    const int64_t *holidays; /* days since 1970-01-01 by the clock of the bins; NULL: no contrast with them */
    size_t n_holidays;
    const struct weighclocks *clocks; /* for the share within working hours; NULL: of none */
    uint64_t seed;
};

/* D: the days of S, of 24 bins each; O: when it was observed.  Points into S and the clocks. */
void measures_of(struct measures *m, const struct daybins *d, const struct series *s, const struct observed *o,
                 const struct measures_asked *asked);

/* Sets p_holm: of each measure over the N series (Holm 1979).  WITH_ALL: the first holds the others, a question of its own. */
void measures_adjust(struct measures *m, size_t n, bool with_all);

#endif
