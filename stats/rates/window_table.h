/* window_table.h -- all series against all declared events: the questions, the families that they belong to, and the rows.

   Families.  A p-value is adjusted over every row that asks the same kind of question of any series and could be
   answered (window_answerable): all series times all events, since each "more than expected" in the report is one chance to
   be wrong, whichever series it is of.  Events that were written down before their windows began are one family
   (confirmatory: p_tail).  The others are another one (exploratory): each pays first for the search through every place that its window could
   have had in the span (p_search, search.h), then for the number of rows.  Groups of events are a third; variants of a window
   are described, with one p over the variants of an event, and decide nothing. */

#ifndef DIELOG_WINDOW_TABLE_H
#define DIELOG_WINDOW_TABLE_H

#include "base/csv.h"
#include "rows/eventlist.h"
#include "rows/series.h"
#include "window.h"

struct window_table;

struct window_asked {
    const struct eventlist *events;
    const struct observed *observed;
    int64_t visit_gap; /* microseconds; negative: every event counts */
    int64_t seed;
};

/* SERIES are those of SET; all three are borrowed and must outlive the table. */
struct window_table *window_table_new(const struct window_asked *asked);
void window_table_free(struct window_table *t);

bool window_table_ask(struct window_table *t, const struct series *s, struct err *err) MUST_USE;

/* After the last series: p-values are adjusted over their families. */
void window_table_adjust(struct window_table *t);

/* The tables, as dielog-window(1) has their columns. */
void window_table_write(struct csv_writer *w, const struct window_table *t);
void window_table_write_tests(struct csv_writer *w, const struct window_table *t);
void window_table_write_groups(struct csv_writer *w, const struct window_table *t);
void window_table_write_variants(struct csv_writer *w, const struct window_table *t);

#endif
