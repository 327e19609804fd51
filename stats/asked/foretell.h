/* foretell.h -- do the counts of one series foretell those of another?  Granger's F (granger.h) on counts an hour, with a p that
   logs do not spoil.

   Counts of wholly observed hours, each less the mean of its hour of the week (bins.h), so that a common clock foretells nothing, over the root of that
   mean (a fifth of the mean of all at least), so that busy hours are not all that counts.  Busy days make both
   series remember for longer than any few lags, and then F is too large by itself.  So F is held against the same F with
   the first series moved round by whole days (all moves of at least a week, at most FORETELL_MOVES of them, evenly
   chosen): p = (1 + b)/(1 + moves).  Null model: what the first does on a day has nothing to do with what the second does on the
   same one.  What both have in common on a day (a holiday, a mailing) foretells as well: this is no cause. */

#ifndef DIELOG_FORETELL_H
#define DIELOG_FORETELL_H

#include "rows/observed.h"
#include <stddef.h>

#define FORETELL_MOVES 199
#define FORETELL_DAYS 28 /* observed span, below which nothing is told */

struct foretell {
    double f, p; /* NAN: too short, or constant */
};

/* Does A foretell B?  Times ascend. */
struct foretell foretell_test(const when_t *a, size_t n, const when_t *b, size_t m, const struct observed *o, size_t lags);

#endif
