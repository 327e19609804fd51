/* timing.h -- which rows of period.csv, cadence.csv and cache.csv are spoken of, decided once for the
   charts, the section "People or a machine" and the summary. */

#ifndef DIELOG_TIMING_H
#define DIELOG_TIMING_H

#include "facts.h"
#include "result.h"

typedef bool timing_test(struct result *r, size_t row);

timing_test timing_stands_out; /* period.csv: a family that the hours of the week do not make */
timing_test timing_is_machine; /* cadence.csv: machine-like or mixed */
timing_test timing_is_cache;   /* cache.csv: demand behind a cache */
timing_test timing_is_told;    /* any of them: not "cannot tell" */
timing_test timing_is_in_part; /* cache.csv, cache_client.csv: a cache among other visits */
timing_test timing_is_any;     /* every row */

/* The rows that pass TEST, at most MOST: those of the parties in their order, those of `all` where no party
   has one.  Returns how many pass; ROWS (NULL with MOST 0) gets the first. */
size_t timing_rows(const struct facts *f, struct result *r, timing_test *test, size_t *rows, size_t most);

/* The same in the order of the table: of clients, which are no parties. */
size_t timing_table_rows(struct result *r, timing_test *test, size_t *rows, size_t most);

#endif
