/* validate.h -- the bars that dielog is held to on people whose clock is known: a row a bar, asked and measured.

   To add rows: write of_<name>.c with a function validate_<name> that measures and calls bar() for each, and name it
   in VALIDATE_PARTS.  It may use the persons, or simulate. */

#ifndef DIELOG_VALIDATE_H
#define DIELOG_VALIDATE_H

#include "people.h"

#define VALIDATE_PARTS(X) \
    X(zone)               \
    X(folds)              \
    X(rules)              \
    X(crowds)             \
    X(machines)           \
    X(pairs)              \
    X(mixture)

struct report;

/* ASKED: low to high, both may be infinite; NAN in both: told for the record, no bar.  N: persons, pools or draws. */
void bar(struct report *r, const char *what, double low, double high, double measured, size_t n);

/* The bars on persons, each alone; NAME is put before each. */
void zone_bars(struct report *r, const char *name, const struct person *const *who, const struct outcome *o, size_t n);

#define VALIDATE_DECLARE(name) void validate_##name(const struct people *p, struct report *r);
VALIDATE_PARTS(VALIDATE_DECLARE)

#endif
