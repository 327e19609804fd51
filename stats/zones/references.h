/* references.h -- a case's own parties whose clock is known: the best calibration of what working hours look like.

   Read from the table of parties: the rows with reference = yes and a zone. */

#ifndef DIELOG_REFERENCES_H
#define DIELOG_REFERENCES_H

#include "base/err.h"
#include "localweek.h"

struct reference {
    char *party, *zone;
    bool seen; /* there are visits to learn from */
    struct profile_reference week;
};

struct references {
    struct reference *at;
    size_t n, capacity;
};

#define REFERENCE_LEAST 30 /* visits */

/* R begins as { 0 }; references_release in any case.  Columns party, zone and reference; a party counts once. */
bool references_read(struct references *r, const char *path, struct err *err) MUST_USE;
void references_release(struct references *r);

/* Takes the visits of PARTY, when it is a reference and has REFERENCE_LEAST of them. */
void references_see(struct references *r, const char *party, const struct localweek *week,
                    const struct zonegroups *groups);

/* What is learned from all that were seen but PARTY, which is to be judged by the others; false when none is left. */
bool references_learn(const struct references *r, const char *party, struct profile *out);

#endif
