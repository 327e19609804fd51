/* mixture_rows.h -- the tables of dielog-mixture, a row each. */

#ifndef DIELOG_MIXTURE_ROWS_H
#define DIELOG_MIXTURE_ROWS_H

#include "base/csv.h"
#include "mixture.h"

enum mixture_table {
    MIXTURE_MAIN,
    MIXTURE_PAIRS,
    MIXTURE_PROPOSITIONS,
    MIXTURE_SESSIONS,
    MIXTURE_TIME,
    MIXTURE_TABLES
};

void mixture_put_header(struct csv_writer *w, enum mixture_table table);

/* All rows of one series; Q tells the stated zones' names. */
void mixture_put(struct csv_writer *w, enum mixture_table table, const char *name, const struct mixture *m,
                 const struct mixture_question *q);

#endif
