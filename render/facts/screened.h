/* screened.h -- what the report says of screen.csv, which has a row for each pair of a client and a target: it is counted as it is
   read, row by row, and the first ranks are kept; a million pairs take no more memory than ten.

   A pair is judged where it has a q (p adjusted over all pairs), and shows a cadence where q is SCREENED_DISCOVERY at most: the share of
   false ones among those that are said to show one; the screen's own verdicts rest on it, too. */

#ifndef DIELOG_SCREENED_H
#define DIELOG_SCREENED_H

#include "base/err.h"
#include <stddef.h>

#define SCREENED_DISCOVERY .05
#define SCREENED_FIRST 8

struct screened_pair {
    char *client, *target; /* no cut; of a group that is no pair, all of it and "" */
    char *verdict;
    double n, period_s, lo95_s, hi95_s, q; /* NaN where the cell is empty */
};

struct screened {
    size_t rows, judged, cadences;
    size_t machines; /* of the cadences: machine-like or mixed */
    struct screened_pair first[SCREENED_FIRST]; /* of those that were judged, in the order of the file */
    size_t n_first;
};

/* Reads DIR/screen.csv into S.  A file that is not there is an error: whoever asks for it has a case that does.  On failure S is empty. */
bool screened_read(struct screened *s, const char *dir, struct err *err) MUST_USE;
void screened_release(struct screened *s);

#endif
