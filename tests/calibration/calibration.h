/* calibration.h -- what is calibrated: one table a statistic, one row a p-value and a null.

   To add a statistic: write of_<name>.c with adapters and the table calibration_<name>, ended by a row
   without statistic, and name it in CALIBRATION_TABLES.  An adapter takes a draw of the
   null and answers with the p-value, NAN where the statistic says that it cannot tell. */

#ifndef DIELOG_CALIBRATION_H
#define DIELOG_CALIBRATION_H

#include "worlds.h"

/* One draw as the adapter sees it. */
struct sample {
    const when_t *times; /* ascending */
    size_t n;
    const struct observed *observed;
    when_t start, end; /* of the world's span */
    gsl_rng *rng;      /* of this draw and this row: for a test that draws by itself */
    uint64_t seed;     /* the same as a number, for a test that makes its own streams */
};

struct calibration {
    const char *statistic, *test; /* "window", "p_tail" */
    struct world null;
    double (*p)(const struct sample *s);
    unsigned draws; /* 2,000 at least; 10,000 where it is cheap: .01 is then known to .001 */
    unsigned quick; /* draws in the quick run of make check; 0: not in it */
};

/* One line each: tables that are added side by side then merge. */
#define CALIBRATION_TABLES(X) \
    X(autocorrelation)        \
    X(cache)                  \
    X(cachemix)               \
    X(cadence)                \
    X(change)                 \
    X(counts)                 \
    X(couple)                 \
    X(coverage)               \
    X(epoch)                  \
    X(integrity)              \
    X(mixture)                \
    X(period)                 \
    X(rhythm)                 \
    X(spike)                  \
    X(service)                \
    X(window)                 \
    X(zone)

#define CALIBRATION_DECLARE(name) extern const struct calibration calibration_##name[];
CALIBRATION_TABLES(CALIBRATION_DECLARE)

#endif
