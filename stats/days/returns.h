/* returns.h -- how many visits come back after a period, day by day: what a timer and a cache of that length have in
   common, and people have not.

   A visit returns when the same client (another of whose visits may lie between) has a visit T to T + T/4 before it.  People
   do so by chance; that chance is read from four other delays of the same width, at 1/2, 3/4, 3/2 and 7/4 of T: r returns
   against a mean of c there.  Of n visits a day, the share (r - c)/(n - c) returns beyond chance; n - c is its weight. */

#ifndef DIELOG_RETURNS_H
#define DIELOG_RETURNS_H

#include "change_days.h"

/* Adds the visits of one client to Y (r - c) and B (n - c) of the days that D lays out; both have room for d->n. */
void returns_add(const when_t *times, size_t n, when_t period, const struct change_days *d, double *y, double *b);

#endif
