/* window_table_parts.h -- what the files of window_table share; nobody else includes it.

   window_table.c asks the questions and adjusts their p-values; window_write.c writes the rows. */

#ifndef DIELOG_WINDOW_TABLE_PARTS_H
#define DIELOG_WINDOW_TABLE_PARTS_H

#include "window_table.h"
#include "window_variants.h"

/* A question: one series and one event, or one group of events. */
struct window_row {
    const char *series;
    size_t event; /* or the group's number */
    struct window_result result;
    double baseline; /* squared relative error of the expected count */
    double p_search; /* of an exploratory row */
    double p, holm, bh, by;
    size_t days_out;
};

struct variant_row {
    const char *series;
    size_t event;
    enum variant variant;
    struct window_variant found;
};

struct window_rows {
    struct window_row *at;
    size_t n, capacity;
};

struct window_table {
    const struct window_asked *asked;
    struct observed *groups; /* the windows of each group of events that has two or more */
    const char **group_names;
    size_t *group_events;
    bool *group_beforehand; /* were all of its events declared beforehand? */
    size_t n_groups;
    struct window_rows rows, group_rows;
    struct variant_row *variants;
    size_t n_variants, variants_capacity;
};

#endif
