/* handover.h -- sessions that begin in one zone's hours and go on in another's.

   A session is a run of visits, each within a stated gap of the one before.  On a working day of zone B
   its hours open at one moment.  Counted are the days on which a session runs over that moment that began in
   A's hours, with B still closed.

   Null: what happens before B opens and what happens after have nothing to do with each other, beyond
   how busy the days are.  The parts after the opening change places among days of the same four weeks that
   are about as busy after it (four neighbours in that order), times of day untouched.
   p: mid-p of the count among the shuffles (Lancaster 1961).  A session of one zone's people that runs on past the
   hour counts as well: this says that visits run on, not who runs them. */

#ifndef DIELOG_HANDOVER_H
#define DIELOG_HANDOVER_H

#include "rows/observed.h"
#include "workinghours.h"
#include "zonegroups.h"

#include <gsl/gsl_rng.h>

struct handover_rule {
    double open_h, close_h; /* local hours of work, of both zones */
    int64_t gap;            /* most between two visits of a session */
    size_t shuffles;
};

#define HANDOVER_RULE { WORKING_FROM_H, WORKING_TO_H, 1800 * WHEN_SECOND, 1999 }

struct handover {
    size_t days;     /* on which B opened under observation */
    size_t waiting;  /* of them: with a visit of a session of A's hours before */
    size_t went_on;  /* of them: it ran over B's opening */
    double expected; /* mean of the shuffles */
    double p;        /* one-sided, of so many or more; NaN where A is never open before B */
};

void handover_test(struct handover *h, const struct handover_rule *rule, const when_t *visits, size_t n,
                   const struct observed *observed, const struct zone_clock *a, const struct zone_clock *b,
                   gsl_rng *rng);

#endif
