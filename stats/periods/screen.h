/* screen.h -- many series, looked through in two steps: a first sight of all, the whole of cadence.h for those that
   look regular.

   First sight: the lag statistic (lagscan.h) with weights by the hour of the day, held against what an even stream of as
   many visits shows at most (one in 200 of them; from draws made once for a few sizes); with
   CADENCE_CLOCK_SIGHT visits also the clock's p.  The others get p = 1: a p of 1
   can only lose, so adjusting the p-values of all series (Benjamini and Hochberg, as cadence_adjust does) keeps its
   rate of false discoveries whatever the first step lets pass.

   Series are shared out among threads; each has random numbers of its own, and results stand by the series: the
   number of threads changes nothing. */

#ifndef DIELOG_SCREEN_H
#define DIELOG_SCREEN_H

#include "cadence_rows.h"

/* Judges all series of SET into ROWS (series_count of them, zeroed; in the set's order). */
bool screen_run(const struct series_set *set, const struct observed *o, const struct cadence_how *how, size_t jobs,
                struct cadence_row *rows, struct err *err);

#endif
