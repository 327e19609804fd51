/* progress.h -- a bar on the terminal while a long stage runs.

     normalize logs/ns1.log  [=======>            ]  38 %   512 MB/s   0:07 left

   Only where somebody looks: standard error is a terminal, or the file descriptor
   that $DIELOG_PROGRESS numbers is one (a caller whose stages' errors go through a
   pipe hands its terminal on that way; "no" turns bars off), and TERM is not dumb.
   Else there is no bar and nothing costs anything: progress_new returns NULL,
   which all functions take.  No colours, so NO_COLOR has nothing to turn off. */

#ifndef DIELOG_PROGRESS_H
#define DIELOG_PROGRESS_H

#include "buf.h"
#include <stdint.h>

struct progress;

/* WHAT is shown before the bar, without its control characters and cut where it
   would not fit.  TOTAL is the number of bytes to come, or -1 when it is not
   known.  QUIET: never a bar. */
struct progress *progress_new(const char *what, int64_t total, bool quiet);

/* DONE bytes are done by now.  Draws at most ten times a second; call it as often as
   you like, but a clock is read each time. */
void progress_at(struct progress *p, int64_t done);

/* So many bytes more are done. */
void progress_add(struct progress *p, int64_t bytes);

void progress_free(struct progress *p); /* wipes the line */

/* One line as it would be drawn, COLUMNS wide at most: for the drawing and its tests.
   SECONDS since the start. */
void progress_line(struct buf *into, const char *what, int64_t done, int64_t total, double seconds, size_t columns);

#endif
