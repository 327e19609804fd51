/* weigh_rows.h -- the tables of dielog-weigh, row by row. */

#ifndef DIELOG_WEIGH_ROWS_H
#define DIELOG_WEIGH_ROWS_H

#include "base/csv.h"
#include "weigh.h"

enum weigh_table {
    WEIGH_MAIN,
    WEIGH_TABLE_PROPOSITIONS,
    WEIGH_PAIRS,
    WEIGH_TABLE_FEATURES,
    WEIGH_TABLE_BLOCKS,
    WEIGH_TABLES
};

void weigh_put_header(struct csv_writer *w, enum weigh_table table);

/* All rows of one party. */
void weigh_put(struct csv_writer *w, enum weigh_table table, struct weigh *of, const struct weighblocks *blocks);

#endif
