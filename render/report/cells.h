/* cells.h -- the next cell of a table, from a number or a text as the results have it; empty where the number is missing. */

#ifndef DIELOG_CELLS_H
#define DIELOG_CELLS_H

#include "base/when.h"
#include "facts/facts.h"
#include "words/table.h"

void cell_count(struct table *t, double n);
void cell_fixed(struct table *t, double x, int decimals);
void cell_significant(struct table *t, double x, int digits);
void cell_percent(struct table *t, double fraction);
void cell_interval(struct table *t, double lo, double hi, double scale, int decimals); /* light; empty when missing */
void cell_p(struct table *t, double p);
void cell_label(struct table *t, unsigned look, const char *text, size_t limit); /* text from outside */
void cell_group(struct table *t, const struct facts *f, const char *group);
void cell_moment(struct table *t, when_t when);
void cell_offset(struct table *t, double hours);
void cell_offsets(struct table *t, double lo, double hi);

#endif
