/* lookback.h -- which of a case's days a night's report looks at, so that a night costs the same after years.

   A report without a look back (0 days) is about all days.  Else it is about the last LOOK_BACK days up to a closing day,
   and the days since.  Statistics that cost much look up to the closing day only: they are made anew when it moves, every
   sixth of the days looked at (every week where these are six), so that their cost a night, averaged, is six times that of
   a day.  The last day is not closed before another has begun, since its logs go on.

        first day of the case                     closing day    last day
        |.............[==== LOOK_BACK days ============|------------]
                    from                              close        n

   All of it follows from the number of days alone, never from which nights ran. */

#ifndef DIELOG_LOOKBACK_H
#define DIELOG_LOOKBACK_H

#include <stddef.h>

#define LOOKBACK_PARTS 6 /* days up to so many are all closed; later closing days are a part of the days apart */

/* Places among the days of a case in order: [from, close) for what costs much, [from, n) for the rest. */
struct lookback {
    size_t from, close;
};

struct lookback lookback_of(size_t n, size_t look_back);

#endif
