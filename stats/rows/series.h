/* series.h -- event times by group, read from CSV: what every statistic on event
   times begins with.

   A series is the sorted times of one group.  A row with a `count` of c stands
   for c events at its time.  Without a group column there is one series, "all".
   Series come in order of their name (bytes), "all" first when it was asked
   for beside the groups. */

#ifndef DIELOG_SERIES_H
#define DIELOG_SERIES_H

#include "base/err.h"
#include "base/when.h"
#include "observed.h"

struct series {
    const char *name;
    when_t *times; /* ascending */
    size_t n;
};

struct series_set;

struct series_source {
    const char *const *files; /* operands; none: standard input */
    size_t n_files;
    const char *files_from;   /* a file that lists files, one a line; or NULL */
    const char *time;         /* column name, NULL: "time"; ISO 8601 with zone or epoch seconds */
    const char *group;        /* column name, or several with commas between (each combination is a group, named
                                 by its values as CSV), or NULL */
    const char *count;        /* column name, or NULL: "count" where the file has it, else 1 */
    bool with_all;            /* also the series "all" of every row */
    char separator;           /* 0: comma */
    size_t shard, shards;     /* the groups that fall to the SHARD-th (from 0) of SHARDS, by a hash of their names; 0 shards: all */
};

/* Reads everything; memory 8 bytes an event of the groups that are kept.  series_free owns all. */
struct series_set *series_read(const struct series_source *s, struct err *err) MUST_USE;
void series_free(struct series_set *s);
size_t series_count(const struct series_set *s);
const struct series *series_at(const struct series_set *s, size_t i);

/* Collapses bursts: an event at most GAP after the one before it (not after the
   visit's first) belongs to the same visit.  Writes each visit's first time into
   OUT (room for n; NULL: only counts) and returns their number. */
size_t series_visits(const when_t *times, size_t n, int64_t gap, when_t *out);

/* Number of times before T. */
size_t series_before(const when_t *times, size_t n, when_t t);

/* The observed set when the user gave none: from the first to just after the
   last event of all that was read, other shards' groups too. */
void series_span(const struct series_set *s, struct observed *out);

#endif
