/* followers.h -- each so manieth of ascending times with those that follow it within a reach: what pairs of visits near each other
   are counted from, without all of them in memory. */

#ifndef DIELOG_FOLLOWERS_H
#define DIELOG_FOLLOWERS_H

#include "base/when.h"
#include <stddef.h>

struct followers;

/* EACH sees the first time, and every STEP-th from there on, as TIMES[0] with the N - 1 that follow less than REACH behind it. */
struct followers *followers_new(int64_t reach, size_t step, void (*each)(const when_t *times, size_t n, void *context), void *context);
void followers_add(struct followers *f, when_t t);
void followers_end(struct followers *f); /* shows those whose reach is not over, and frees; NULL is accepted */

#endif
