/* cadence_rows.h -- the table of dielog-cadence and dielog-screen: a row a series, ordered and adjusted. */

#ifndef DIELOG_CADENCE_ROWS_H
#define DIELOG_CADENCE_ROWS_H

#include "base/csv.h"
#include "cadence.h"

struct cadence_row {
    const char *group; /* borrowed */
    struct cadence c;  /* owned */
    double q;          /* p_value adjusted over the table, NAN without one */
};

/* Sets q of every row: Benjamini and Hochberg over those that have a p. */
void cadence_adjust(struct cadence_row *rows, size_t n);

/* Most like a machine first: the verdict (machine-like, mixed, cache, cannot tell with a cadence, the rest), then q, then
   lr_machine, then the group's name. */
void cadence_rank(struct cadence_row *rows, size_t n);

/* RANK adds a last column: the row's place, from 1. */
void cadence_write(struct csv_writer *w, const struct cadence_row *rows, size_t n, bool rank);

/* group,time,posterior,part; group,date,periodic,aperiodic (cumulated); group,time,gap_before_s,gap_after_s, at most
   CADENCE_GAP_ROWS rows a group (every so many). */
#define CADENCE_GAP_ROWS 5000
void cadence_write_split(struct csv_writer *w, const struct cadence_row *rows, size_t n);
void cadence_write_parts(struct csv_writer *w, const struct cadence_row *rows, size_t n);
void cadence_write_gaps(struct csv_writer *w, const struct cadence_row *rows, size_t n, const struct observed *o);

void cadence_rows_free(struct cadence_row *rows, size_t n);

#endif
