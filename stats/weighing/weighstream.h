/* weighstream.h -- one client's stream, and how probable its visits are in each way (weighways.h). */

#ifndef DIELOG_WEIGHSTREAM_H
#define DIELOG_WEIGHSTREAM_H

#include "periods/cadence.h"
#include "weighentries.h"
#include "weighfit.h"
#include "weighways.h"

#define WEIGHSTREAM_BEATS 5

struct weighstream {
    struct weighentries visits;
    struct weighfilter *filter;
    struct weighbeat beats[WEIGHSTREAM_BEATS];
    size_t n_beats;
    double tick;             /* hours */
    struct weighstart start[WEIGHBLOCKS_FOLDS];
};

/* Not yet by any clock; CLIENT is not kept. */
void weighstream_init(struct weighstream *s, const struct weighclient *client, const struct observed *observed, double visit_gap_s);
void weighstream_release(struct weighstream *s);

/* The stream by CLOCK's hours, and where its fits begin. */
void weighstream_set_clock(struct weighstream *s, const struct weighclock *clock, const struct observed *observed, const struct weighblocks *blocks);

/* Where a timer may be: the lag and the clock that a first sight sees, and the median gap; that of the entries that are asked for most.
   None is slower than what comes back ten times, and makes WEIGHWAYS_SHARE of the visits. */
void weighstream_seek_beats(struct weighstream *s, const struct series *events, const struct observed *observed, const struct cadence_how *how);

/* Each block's log likelihood out of sample; TTL_S of its cache, NAN for none; FEATURE (WEIGH_FEATURES: nothing) left out; WAITS as in weighfit.h. */
void weighstream_score(struct weighstream *s, enum weighway way, double ttl_s, enum weigh_feature feature, double *block, double *waits);

#endif
