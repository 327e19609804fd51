/* followers.h -- each so manieth of ascending times with those that follow it within a reach: what pairs of visits near each other
   are counted from, without all of them in memory.

   The pairs of a burst grow with the square of its times.  Where more than MOST = max(2 REACH / GRAIN + 2, 200 STEP) times are held
   at once they are rounded down to the grain, by which the user counts anyway, and those that become equal are held as one
   with their number; so is what comes until none is held.  So no more than MOST are held, none is seen with
   more followers than that, and what stays below is not changed. */

#ifndef DIELOG_FOLLOWERS_H
#define DIELOG_FOLLOWERS_H

#include "base/when.h"
#include <stddef.h>

/* N times, the first of them at FROM, that count as T. */
struct follower {
    when_t t, from;
    size_t n;
};

/* AT[0] as so many times as are shown of it, with those that follow less than the reach behind it. */
struct followed {
    const struct follower *at;
    size_t n;     /* AT[0] included */
    size_t shown;
    double within; /* pairs of these with later times of AT[0] itself */
};

struct followers;

/* EACH sees the first time, and every STEP-th from there on.  GRAIN lies in REACH some thousand times. */
struct followers *followers_new(int64_t reach, int64_t grain, size_t step, void (*each)(const struct followed *f, void *context), void *context);
void followers_add(struct followers *f, when_t t);
void followers_end(struct followers *f); /* shows those whose reach is not over, and frees; NULL is accepted */

#endif
