/* lastdigit.h -- the last digit of the stamps: of seconds, of milliseconds, or of whatever the clock ticks in.

   The digit of a time t at a tick g is floor(t / g) mod 10; at a tick of 4 ms it is no decimal digit of what was written,
   and still as even.  A clock fills all ten alike, and no schedule longer than ten ticks changes that unless it keeps to round
   times; hands that write or round stamps prefer digits, or avoid them (Mosimann et al. 1995, "Data fabrication: can people generate random
   digits?", Accountability in Research 4: 31).  The test is that of clockface.h on a ring of ten parts, two-sided, with
   bursts allowed for in the same way: pairs of visits less than R apart against those from R to 2 R, the ends by half; R is 1,000 ticks and at most
   600 s, since a lag that is longer is known too loosely to tie digits together. */

#ifndef DIELOG_LASTDIGIT_H
#define DIELOG_LASTDIGIT_H

#include "clockface.h"

/* Time by time, ascending: what is to come is said first. */
struct lastdigit {
    double count[10], near[10];
    int64_t tick, reach;
    when_t last;
    size_t n, used;
    struct followers *followers; /* NULL: no test */
};

void lastdigit_begin(struct lastdigit *l, size_t n, when_t first, when_t last, int64_t tick);
void lastdigit_add(struct lastdigit *l, when_t t);
struct clockface_test lastdigit_end(struct lastdigit *l); /* *L stays where it is until then */

/* All at once.  TIMES (visits) ascend; TICK in microseconds as resolution_of tells it.  No test (parts 0) with fewer than 50 visits or a
   tick of a minute. */
struct clockface_test lastdigit_test(const when_t *times, size_t n, int64_t tick);

#endif
