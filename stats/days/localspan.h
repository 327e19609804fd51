/* localspan.h -- observed time by a local clock.

   A zone's clock is UTC plus an offset that changes now and then; between two
   changes observed time is cut into stretches, each given in local microseconds
   since local 1970-01-01T00:00.  Where the clock is put back, two stretches overlap in local
   time; where it is put forward there is a hole.  ZONE NULL: UTC. */

#ifndef DIELOG_LOCALSPAN_H
#define DIELOG_LOCALSPAN_H

#include "base/tz.h"
#include "rows/observed.h"

when_t localspan_time(when_t t, const struct tz *zone);

/* Calls VISIT with each stretch [start, end), in order of UTC. */
void localspan_each(const struct observed *o, const struct tz *zone,
                    void (*visit)(when_t start, when_t end, void *context), void *context);

#endif
