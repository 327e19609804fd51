/* period_family.h -- what belongs to a period that was found: its harmonics, its sub-harmonics, its beats with
   the day, the week and other periods.

   The fundamental.  H at f, f/2, f/3 all hold the harmonics that are at multiples of f; so of a peak at f with m harmonics the
   largest multiple j f is taken for which the harmonics that are no multiples of j are worth no more than noise, or a
   twentieth of H.

   What belongs to f1, a whole, L the length of the segments there, reach (2 + sqrt(H)/4) / L (the sidelobes of a line fall
   with the square of the distance, and those of outages are of that order):

       a f1;  a f1 +- 0, 1, 2 / week;  a f1 +- 1 to 4 / day;  a f1 +- b f2 with a second period, |a|, |b| <= 3

   Sub-harmonics hold nothing of their own once these are erased.

   The clock: multiples of 1/day below 12 a day, with their neighbours up to 1.1 / week, and multiples of 1/week below 4 a day, all
   within 1.5 / L.  The null's rate takes the day and the week away; what its smoothing leaves of them is not
   looked at.  A period of 2, 3, 4, 6, 8 or 12 hours is thus seen by its harmonics alone.

   A family is called a rhythm when f is a multiple of 1/day and the fifth to seventh neighbours of its line (+- 5, 6, 7 a
   day) are at least half as strong: something done once a day. */

#ifndef DIELOG_PERIOD_FAMILY_H
#define DIELOG_PERIOD_FAMILY_H

#include "spectrum.h"

struct period_family {
    double f, h, coherent_s;
    int m;
    bool rhythm;
};

struct period_family period_family_of(const struct spectrum *s, struct peak peak, double span);

/* Does F belong to one of N families? */
bool period_family_has(const struct period_family *family, size_t n, double f, double coherent_s);

/* Does F belong to the clock?  A spectrum_mask; the context is not used. */
bool period_family_clock(const void *context, double f, double coherent_s);

#endif
