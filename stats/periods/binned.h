/* binned.h -- the periods of counts a bin, for comparison with those of the times themselves: Fisher's g and
   Lomb-Scargle on what the hour of the week leaves over.

   The null of both p is white noise, which counts of people are not: a small p says that there is some rhythm that the weekly clock
   does not explain, and no more. */

#ifndef DIELOG_BINNED_H
#define DIELOG_BINNED_H

#include "numbers/fisherg.h"
#include "rows/observed.h"

#define BINNED_MOST 20000 /* bins of Fisher's g; of Lomb-Scargle a quarter (coarser bins are taken then) */

struct binned {
    struct fisherg fisher;
    double fisher_period;  /* s; NAN when there is none */
    double lomb_power, lomb_period;
    double lomb_p;         /* of the largest power at all frequencies */
};

/* WIDTH in seconds; wider when that would make more than BINNED_MOST bins. */
struct binned binned_of(const when_t *times, size_t n, const struct observed *o, double width);

#endif
