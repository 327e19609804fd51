/* inputsums.h -- what was read of each sensor's logs, summed from the table of inputs (span/inputs.csv). */

#ifndef DIELOG_INPUTSUMS_H
#define DIELOG_INPUTSUMS_H

#include "base/err.h"
#include "base/names.h"

struct inputsum {
    double logs, lines, kept, rejected, ambiguous;
    double steps_back; /* NAN where no row says it */
};

struct inputsums {
    struct names *sensors;
    struct inputsum *at; /* by the number of the sensor */
    size_t capacity;
};

/* PATH has the columns sensor, lines, kept, rejected, ambiguous, steps_back.  Release also after a failure. */
bool inputsums_read(struct inputsums *s, const char *path, struct err *err) MUST_USE;
void inputsums_release(struct inputsums *s);

/* NULL: of this sensor nothing was read. */
const struct inputsum *inputsums_of(const struct inputsums *s, const char *sensor);

#endif
