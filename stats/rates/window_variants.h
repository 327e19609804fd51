/* window_variants.h -- a declared window at other widths, before and behind: does what it shows hang on where its edges were
   drawn?

   Half, twice and three times as wide about the same middle; one length before (lead) and one behind (lag).  Each is held
   against its forecast with the days that it touches left out of the level.  p_max is the chance that the least p_tail of
   the six is as small when nothing happens (minP; search.h): it pays for the choice of the most telling one. */

#ifndef DIELOG_WINDOW_VARIANTS_H
#define DIELOG_WINDOW_VARIANTS_H

#include "weekrate.h"
#include <gsl/gsl_rng.h>

enum variant { VARIANT_OWN, VARIANT_HALF, VARIANT_DOUBLE, VARIANT_TRIPLE, VARIANT_LEAD, VARIANT_LAG, VARIANTS };

extern const char *const variant_names[VARIANTS];

struct window_variant {
    struct interval window;
    double observed, expected, lo, hi; /* of the ratio, 95 % */
    double p_tail;
    double p_max; /* the same of all six */
};

/* RATE: fitted outside the declared windows. */
void window_variants(const struct weekrate *rate, const when_t *times, size_t n, struct interval window, gsl_rng *rng,
                     struct window_variant out[VARIANTS]);

#endif
