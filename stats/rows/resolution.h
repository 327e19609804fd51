/* resolution.h -- how fine the stamps of a series are: the tick below which its statistics are artefacts.

   The greatest common divisor of 60 s and all times, brought down to the coarsest of 60, 1,
   .1, .01, .004, .001, ... 1e-6 s that divides it (4 ms is the clock of a kernel at 250 Hz).  A coarse step that divides
   n stamps of a finer clock by chance has the probability (fine / coarse)^n, so with fewer than
   RESOLUTION_ENOUGH times nothing coarser than a second is claimed. */

#ifndef DIELOG_RESOLUTION_H
#define DIELOG_RESOLUTION_H

#include "base/when.h"
#include <stddef.h>

#define RESOLUTION_ENOUGH 20
#define RESOLUTION_STEPS 9 /* ticks that may be told */

/* The same time by time. */
struct resolution {
    int64_t common; /* divisor of a minute and all */
    size_t n;
};

void resolution_begin(struct resolution *r);
void resolution_add(struct resolution *r, when_t t);
int64_t resolution_tick(const struct resolution *r);

/* Microseconds; a second when there are no times. */
int64_t resolution_of(const when_t *times, size_t n);

#endif
