/* count.h -- from records to counts a bin, and from counts to counts of longer bins.

   A bin is [start, start + length) in UTC, its length divides a day.  The rows of
   everybody (kind all) are dense: every bin in which somebody observed, with the
   seconds observed; so a bin that is absent for a party or client is zero.  A
   record in a bin that nobody says to have observed is kept, with exposure 0. */

#ifndef DIELOG_COUNT_H
#define DIELOG_COUNT_H

#include "base/csv.h"
#include "base/err.h"
#include "base/when.h"
#include "daymask.h"

struct count_day {
    int64_t bin_s;                /* divides 86400 */
    const struct daymask *observed;
    bool has_day;                 /* else the day is that of the first record */
    int64_t day;                  /* days since 1970-01-01 */
};

/* RECORDS: a day as dielog-collect writes it.  A record out of order or of another
   day is an error with FILE:LINE. */
bool count_records(struct csv_reader *records, const struct count_day *how, FILE *to, struct err *err) MUST_USE;

/* Where the columns of counts are in a file. */
struct count_columns {
    size_t start, series, kind, count, raw, exposure;
};

bool count_columns_find(const struct csv_reader *r, struct count_columns *at, struct err *err) MUST_USE;
bool count_start(const struct csv_reader *r, const struct count_columns *at, when_t *start, struct err *err) MUST_USE;

/* Rows of counts in order of time, summed into bins of BIN_S seconds (a multiple of theirs).  A bin may come in
   parts, from several who counted other records of it: their counts add up, and each must state the same exposure,
   which is that of the bin.  The exposure of a longer bin is the sum of its bins'. */
#define REBIN_KEEP 0 /* for BIN_S: the bins stay as they are */
struct rebin;
struct rebin *rebin_new(int64_t bin_s, FILE *to); /* writes the header */
bool rebin_row(struct rebin *b, const struct csv_reader *r, const struct count_columns *at, when_t start, struct err *err) MUST_USE;
void rebin_end(struct rebin *b); /* writes the last bin and frees; NULL is accepted */

#endif
