/* nulls.h -- streams of event times in which nothing is periodic but the clock: what the
   significance of a period, a cadence or a cluster is measured against.  (Streams behind a cache: cachemodel.h.)

   Events come at the rate of weekrate.h (hour of the week times slow level) fitted to the series, in
   the observed intervals only.  Days, weeks and hours may be busier or quieter as a whole (gamma frailties with the fitted
   variances), and where the series shows bursts, an event is followed by another after a short lag: the share of
   events that are followed, and the lags, are those by which short gaps exceed what the rate explains,
   and nothing is added where they do not by three standard errors.

   Times are rounded down to the resolution, as a log does it. */

#ifndef DIELOG_NULLS_H
#define DIELOG_NULLS_H

#include "base/err.h"
#include "rows/observed.h"
#include <gsl/gsl_rng.h>

struct nulls; /* what was fitted */

/* TIMES ascend and lie in OBSERVED, which is borrowed and must outlive it.  RESOLUTION_S as resolution.h measures
   it.  Fails as weekrate_fit does. */
struct nulls *nulls_new(const when_t *times, size_t n, const struct observed *observed, double resolution_s,
                        struct err *err) MUST_USE;
void nulls_free(struct nulls *u);

/* The rate alone, of nulls_expected: nothing can be drawn of it. */
struct nulls *nulls_rate(const when_t *times, size_t n, const struct observed *observed, struct err *err) MUST_USE;

/* Expected events from the start of the span to T, bursts and all: differences of it are what the null expects
   of an interval.  O(1). */
double nulls_expected(const struct nulls *u, when_t t);

/* The same for a row of N: OUT[i] until FIRST + i + 1 widths of WIDTH_S after FROM. */
void nulls_expected_row(const struct nulls *u, when_t from, double first, double width_s, size_t n, double *out);

/* Share of events that a burst makes. */
double nulls_burst(const struct nulls *u);

/* A stream that was drawn; storage is kept from draw to draw.  Begin with NULLS_STREAM_INIT. */
struct nulls_stream {
    when_t *at; /* ascending */
    size_t n, capacity;
    double *hazard; /* scratch */
    size_t steps;
};

#define NULLS_STREAM_INIT { NULL, 0, 0, NULL, 0 }

void nulls_stream_release(struct nulls_stream *s);
void nulls_draw(const struct nulls *u, gsl_rng *rng, struct nulls_stream *out);

#endif
