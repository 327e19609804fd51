/* candidates.h -- the zones in question, for drawing: at most two whose working days are shaded.

   The two that case.ini names; else those that parties.csv states, the busiest party's first; else those that fit best
   (zone.csv).  Zones whose clocks and weekends agree at both ends of the span and in its middle are one. */

#ifndef DIELOG_CANDIDATES_H
#define DIELOG_CANDIDATES_H

#include "base/tz.h"
#include "facts.h"
#include "result.h"

#define CANDIDATES_MOST 2
#define CANDIDATE_FROM_H 9 /* of a working day, as it is drawn */
#define CANDIDATE_TO_H 17

struct candidate {
    char *zone;
    struct tz *tz;
    char *countries; /* ISO 3166 codes */
    unsigned colour; /* of the party that states this clock and weekend, else one of its own */
};

struct candidates {
    struct candidate at[CANDIDATES_MOST];
    size_t n;
};

/* ZONE may be NULL: then zones that only fit are none.  C is to be released in any case. */
bool candidates_find(struct candidates *c, const struct facts *f, const struct result *zone, struct err *err) MUST_USE;
void candidates_release(struct candidates *c);

/* The one whose clock and weekends are ZONE's; NULL where there is none, or no such zone. */
const struct candidate *candidates_of(const struct candidates *c, const struct facts *f, const char *zone);

/* Does ZONE keep the candidate's clock, whatever its weekends? */
bool candidate_has_clock(const struct candidate *c, const struct facts *f, const char *zone);

/* The candidate's working day that begins on local DAY; false at its weekend. */
bool candidate_works(const struct candidate *c, int64_t day, when_t *start, when_t *end);

/* Hours east of UTC in the middle of the span. */
double candidate_offset(const struct candidate *c, const struct facts *f);

#endif
