/* holidays.h -- days that are named, read from the column date of a CSV file; its other columns are for people. */

#ifndef DIELOG_HOLIDAYS_H
#define DIELOG_HOLIDAYS_H

#include "base/err.h"
#include <stdint.h>

struct holidays {
    int64_t *days; /* since 1970-01-01, in the order of the file */
    size_t n, capacity;
};

/* H begins as { 0 }; holidays_release in any case. */
bool holidays_read(struct holidays *h, const char *path, struct err *err) MUST_USE;
void holidays_release(struct holidays *h);

#endif
