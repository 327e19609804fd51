/* evidence.h -- where a number of the report stands, and how it became what is read: a cell of a result table, or
   some of its rows taken together. */

#ifndef DIELOG_EVIDENCE_H
#define DIELOG_EVIDENCE_H

#include <stddef.h>

struct evidence {
    const char *file, *column; /* "share", "share_raw"; "" where rows are counted.  They live as long as the result tables */
    const char *as;            /* how it is said: "percent"; or what was made of rows: "lines", "rows", "sum", "kinds", "filled" ... (sentence.h) */
    size_t line;               /* of the file, from 1; 0 when it is not one line */
    double value;              /* NaN of a time and of words */
    const char *cell;          /* a time or words as they stand in the file, else NULL */
    char *lines;               /* "3 7 9" where lines are counted, else NULL */
    char *shown;               /* as the sentence has it */
};

#endif
