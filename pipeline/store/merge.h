/* merge.h -- counts that came about in many places as one: any split of the records, merged in any order and grouping,
   gives the bytes of counting all of them at once.

   Each file is in order of time, as dielog-count and this write it; the files are read together, the earliest row
   first.  A file is open from its first bin to its last (a stream from the beginning on), so that days one behind the
   other take one open file, and as many parts of one day as many.  Memory: 128 KiB a file that is open, and each
   series once. */

#ifndef DIELOG_MERGE_H
#define DIELOG_MERGE_H

#include "base/progress.h"
#include "count.h"
#include "filelist.h"

/* Puts the rows of all FILES into TO.  What is read counts in BAR. */
bool merge_counts(const struct filelist *files, struct rebin *to, struct progress *bar, struct err *err) MUST_USE;

#endif
