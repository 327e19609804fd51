/* weighclocks.h -- the clocks that are tried for each party: UTC, those that are stated for all, and the one stated for it; where none is,
   the one that was found. */

#ifndef DIELOG_WEIGHCLOCKS_H
#define DIELOG_WEIGHCLOCKS_H

#include "weighclock.h"

#define WEIGHCLOCKS_MOST 12 /* a party's */

struct weighclocks;

/* ZONES: names with commas between.  FOUND: a table with group,zone (dielog-zone); PARTIES: one with party,zone; an empty zone says nothing.  Any may be
   NULL.  NULL where a zone is none or a table cannot be read. */
struct weighclocks *weighclocks_read(const char *zones, const char *found, const char *parties, struct err *err) MUST_USE;
void weighclocks_free(struct weighclocks *c); /* NULL is accepted */

/* Those of PARTY, UTC (NULL) first and none twice; returns how many. */
size_t weighclocks_of(const struct weighclocks *c, const char *party, const struct weighclock *out[WEIGHCLOCKS_MOST]);

#endif
