/* columns.h -- the columns of a hand-written table (parties.csv, events.csv): found by
   name, in any order.  A column that nobody knows is an error, for a misspelt one
   must not be passed over; so is one that appears twice. */

#ifndef DIELOG_COLUMNS_H
#define DIELOG_COLUMNS_H

#include "base/csv.h"

/* Sets at[i] to the place of names[i], -1 when the file has none; the first
   REQUIRED of the N names must be there. */
bool columns_find(const struct csv_reader *r, const char *const *names, size_t n, size_t required, int *at,
                  struct err *err) MUST_USE;

/* The row's field at that place, empty when the file has no such column. */
struct text columns_field(const struct csv_reader *r, int at);

#endif
