/* workers.h -- the same work in several threads. */

#ifndef DIELOG_WORKERS_H
#define DIELOG_WORKERS_H

#include <stddef.h>

#define WORKERS_MOST 256

/* STATED, or where it is 0 one a processor that we may use. */
size_t workers_wanted(size_t stated);

/* Calls WORK(CONTEXT) in N threads, the caller's among them; where one cannot be had, in those that there are.  WORK takes
   its share from a counter in CONTEXT, so that every number of threads does all of it. */
void workers_run(size_t n, void *(*work)(void *context), void *context);

#endif
