/* spike_days.h -- the days of a series as the search for spikes saw them, beside what other methods say of the
   same counts: the table from which a reader can check a spike, or the lack of one. */

#ifndef DIELOG_SPIKE_DAYS_H
#define DIELOG_SPIKE_DAYS_H

#include "base/csv.h"
#include "unusual.h"

void spike_days_header(struct csv_writer *w);

/* DAYS are bins of 24 hours.  TIMES are the visits.  Columns: stats/dielog-spike.1. */
void spike_days_write(struct csv_writer *w, const char *series, const struct unusual *days, const when_t *times,
                      size_t n, const struct observed *o);

#endif
