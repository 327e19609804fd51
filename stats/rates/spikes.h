/* spikes.h -- from unusual bins (unusual.h) of several series to spikes and quiet times: the price of having looked
   everywhere, and which bins are one thing.

   Every bin of every series and width is a question, in each direction.  The six families (three
   widths, more and fewer) are adjusted by Benjamini & Hochberg each and share the level: q is the adjusted p
   times SPIKES_FAMILIES, so the false discovery rate over all of them is at most that of q.  A bin that could
   not come out below SPIKES_CUT even if it were empty is no question of "fewer" (Gilbert 2005).

   Bins of one direction with q up to alpha that overlap, or touch within one series, are one spike or one quiet time. */

#ifndef DIELOG_SPIKES_H
#define DIELOG_SPIKES_H

#include "unusual.h"

#define SPIKES_WIDTHS 3
#define SPIKES_FAMILIES (2 * SPIKES_WIDTHS)
#define SPIKES_CUT .05 /* alpha may be up to that */

extern const int spikes_hours[SPIKES_WIDTHS]; /* 24, 6, 1 */

/* One bin that may turn out to be found. */
struct find {
    size_t series;
    int hours;
    bool more;
    when_t start, end;
    double observed, expected, p, q;
};

struct finds {
    struct find *at;
    size_t n, capacity;
    double asked[SPIKES_FAMILIES]; /* bins of each family */
};

void finds_add(struct finds *f, size_t series, const struct unusual *u);
void finds_release(struct finds *f);

struct spike {
    bool more;
    when_t start, end;
    struct find best; /* its bin with the least q, then p */
    size_t first, n;  /* its bins in the finds, ordered by series */
};

struct spikes {
    struct spike *at; /* in order of time */
    size_t n, capacity;
};

/* Adjusts, keeps the finds with q <= ALPHA, joins them. */
void spikes_join(struct spikes *s, struct finds *f, double alpha);
void spikes_release(struct spikes *s);

#endif
