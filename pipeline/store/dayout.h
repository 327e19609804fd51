/* dayout.h -- writes the CSV of a day: a row of dayrow.h with its party, its count and
   its raw count. */

#ifndef DIELOG_DAYOUT_H
#define DIELOG_DAYOUT_H

#include "base/err.h"
#include "case/parties.h"
#include "dayrow.h"

struct dayout;

/* Begins with the header. */
struct dayout *dayout_new(const struct parties *parties, FILE *to);

/* This row will be put soon: says so to the processor's cache. */
void dayout_expect(const struct dayout *out, const struct dayrow *row);

/* Fails when the file cannot be written. */
bool dayout_put(struct dayout *out, const struct dayrow *row, int64_t count, int64_t raw, struct err *err) MUST_USE;

/* Writes what waits, and frees. */
bool dayout_end(struct dayout *out, struct err *err) MUST_USE;

#endif
