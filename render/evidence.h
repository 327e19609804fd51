/* evidence.h -- where a number of the report stands: a cell of a result table. */

#ifndef DIELOG_EVIDENCE_H
#define DIELOG_EVIDENCE_H

#include <stddef.h>

struct evidence {
    const char *file, *column; /* "share", "share_raw"; they live as long as the result tables */
    size_t line;               /* of the file, from 1 */
    double value;
};

#endif
