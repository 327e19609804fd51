/* spike_makeup.h -- what a spike is made of: which clients, which actions, which targets, against what is usual.

   Usual is what the rows of up to MAKEUP_NEAR before and after show outside all spikes, in the same hours of the day, and on
   the same kind of day (weekend or not) where the spike lies on one kind: of A rows there a have the key.  The spike's
   O rows are expected to be O / ratio (its visits: observed / expected), a / A of them with the key; each key's share of the excess is
   (o - e) / (O - O / ratio).  p: the two rates o in O and a in A, conditional and central (poisson.h), with both counts
   divided by the dispersion of the series, since rows come together. */

#ifndef DIELOG_SPIKE_MAKEUP_H
#define DIELOG_SPIKE_MAKEUP_H

#include "base/csv.h"
#include "rows/inputs.h"
#include "spikes.h"

#define MAKEUP_SPIKES 40 /* the others have none */
#define MAKEUP_KEYS 10   /* of each kind, the largest difference first, half a row at least */
#define MAKEUP_KINDS 3
#define MAKEUP_NEAR (4 * WHEN_WEEK)

struct makeup_columns {
    const char *time, *count, *kind[MAKEUP_KINDS]; /* client, action, target */
};

/* What is known of each spike before: its visits against what was expected, and variance / mean. */
struct makeup_spike {
    double ratio, dispersion;
};

/* Reads the rows once more and writes spike,kind,key,observed,expected,share,share_expected,excess_share,p_value. */
bool makeup_write(struct csv_writer *w, const struct inputs *in, const struct makeup_columns *c, const struct spikes *s,
                  const struct makeup_spike *known, struct err *err) MUST_USE;

#endif
