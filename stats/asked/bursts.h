/* bursts.h -- how long the same question is asked again: what a cache would not let pass.

   A burst is two or more records of one client, name and type, each at most 60 s behind the one before.  Behind one cache whose TTL is
   longer none would be seen at all; what spreads over 2 s is no repeat of one question, and over 20 s no retry of a resolver either
   (RFC 1035's implementations give up sooner).  Several caches behind one address, none, or answers that were lost make bursts. */

#ifndef DIELOG_BURSTS_H
#define DIELOG_BURSTS_H

#include "numbers/proportion.h"
#include "rows/records.h"

struct bursts {
    const char *group; /* the party; lives as long as the records */
    int64_t n, longer_2s, longer_20s;
    double longest_s;
    struct limits limits; /* 95 % of longer_20s / n, Clopper & Pearson 1934: as if bursts were independent; NAN without any */
};

/* One a party, in order; *GROUPS of them, free() them.  NULL where the records cannot be read. */
struct bursts *bursts_find(struct records *r, size_t *groups, struct err *err) MUST_USE;

#endif
