/* repeats.h -- the same question again: by one client, for one name and type.

   Of the records of one sensor (a record with a count of c is c of them at one instant), in order of time:

     at once   the share that comes at most 1 ms behind the one before it: no sender waits so short; one packet was seen twice,
               or one question written twice.  Told only where the stamps are as fine as that
     within    the share that comes at most 1 s behind it: the same, and retries
     across    the share that comes at most 1 s behind the same question at another sensor: one who asks several servers
               at once, or two sensors on one wire
     early     of those that come later than 1 s, the share that comes before the TTL has passed */

#ifndef DIELOG_REPEATS_H
#define DIELOG_REPEATS_H

#include "rows/records.h"

struct repeats {
    int64_t n, at_once, within, across;
    int64_t gaps, early; /* gaps: records with an earlier one more than 1 s before */
    int64_t raw;         /* records as logged, before files that overlap were resolved */
};

/* What is kept: of each question of a client at a sensor, when it was asked last. */
struct repeats_count;

/* TTL_S 0: early is not counted. */
struct repeats_count *repeats_count_new(double ttl_s);
void repeats_count_free(struct repeats_count *c);
void repeats_count_clear(struct repeats_count *c);
void repeats_count_add(struct repeats_count *c, const struct record *one); /* in order of time */

/* Of the sensor of that number. */
struct repeats repeats_counted(const struct repeats_count *c, uint32_t sensor);

#endif
