/* shifts.h -- the whole weeks by which a window can be moved: same clock, same weekday.

   A place is good when it lies in the observed span, was observed for at least half as long as the window itself, and
   touches no declared window. */

#ifndef DIELOG_SHIFTS_H
#define DIELOG_SHIFTS_H

#include "observed.h"

struct shifts {
    int64_t *weeks; /* weeks[0] is 0: the window's own place */
    size_t n;
};

void shifts_init(struct shifts *s, const struct observed *o, struct interval window, const struct interval *declared,
                 size_t n_declared);
void shifts_release(struct shifts *s);

struct interval shifts_place(const struct shifts *s, size_t i, struct interval window);

#endif
