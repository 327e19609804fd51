/* binsum.h -- counts of one bin, by series.

   A series is everybody (kind all), a party or a client.  Rows are added in any
   order; writing sorts them (all, then parties, then clients, by bytes), clears the
   bin and keeps the storage, so a walk through years costs one bin's memory and
   each name once. */

#ifndef DIELOG_BINSUM_H
#define DIELOG_BINSUM_H

#include "base/csv.h"
#include "base/when.h"

enum binsum_kind { BINSUM_ALL, BINSUM_PARTY, BINSUM_CLIENT, BINSUM_KINDS };
extern const char *const binsum_kinds[BINSUM_KINDS]; /* as the column `kind` says them */

struct binsum;

struct binsum *binsum_new(void);
void binsum_free(struct binsum *t);

void binsum_add(struct binsum *t, enum binsum_kind kind, struct text series, int64_t count, int64_t raw);
bool binsum_empty(const struct binsum *t);

/* The header: start,series,kind,count,raw,exposure_s. */
void binsum_header(struct csv_writer *w);

/* The bin's rows; a row of everybody comes first even when nothing was added. */
void binsum_write(struct binsum *t, when_t start, double exposure_s, struct csv_writer *w);

#endif
