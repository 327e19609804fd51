/* zonetext.h -- what a zone fit says, in words. */

#ifndef DIELOG_ZONETEXT_H
#define DIELOG_ZONETEXT_H

#include "base/buf.h"
#include "zonefit.h"

/* "UTC+5:30"; an offset that went round the date line is brought back onto the map. */
void zonetext_offset(struct buf *b, double offset_h);

/* "told: ..." or "cannot tell: ...", one sentence. */
void zonetext_verdict(struct buf *b, const struct zonefit *f, const struct zonegroups *groups);

/* The first N groups, the most probable first, each by its first member and the others
   with five million people or more, joined by semicolons. */
void zonetext_set(struct buf *b, const struct zonefit *f, size_t n, const struct zonegroups *groups);

#endif
