/* weighed.h -- the propositions of weigh.csv in words (base/proposed.h), and which rows are spoken of: for the chart, the section and the summary. */

#ifndef DIELOG_WEIGHED_H
#define DIELOG_WEIGHED_H

#include "result.h"

/* "people partly behind a cache" for "people+cache"; the name itself where it is not known. */
const char *weighed_words(const char *proposition);

/* A zone: it refines people, and is no rival of theirs. */
bool weighed_is_zone(const char *proposition);

/* Does the row of weigh.csv name a best proposition, whether or not it is told from the others? */
bool weighed_has_best(const struct result *weigh, size_t row);
bool weighed_is_told(const struct result *weigh, size_t row);

/* The row of weigh_pairs.csv of GROUP, the one against the other; past the last where there is none. */
size_t weighed_pair(const struct result *pairs, const char *group, const char *proposition, const char *against);

#endif
