/* daysplit.h -- visits that are in part one thing's and in part another's, summed up by day: rows
   group,date,periodic,aperiodic (UTC days with visits; both cumulated from the first). */

#ifndef DIELOG_DAYSPLIT_H
#define DIELOG_DAYSPLIT_H

#include "base/csv.h"
#include "base/when.h"

void daysplit_head(struct csv_writer *w);
/* P: the probability of each visit to be periodic. */
void daysplit_put(struct csv_writer *w, const char *group, const when_t *times, size_t n, const double *p);

#endif
