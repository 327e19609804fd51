/* ahead.h -- work that a thread of its own does ahead of the caller: it fills slots
   of a ring while the caller uses those that were filled before.

   The ring bounds both memory and how far ahead the thread gets.  A slot that was
   handed out is the caller's until the next call; what FILL reads and writes beside
   its slot is the thread's alone until ahead_next gave NULL or ahead_free came back.
   Where no thread can be made, ahead_next fills the slots itself: the results are the
   same. */

#ifndef DIELOG_AHEAD_H
#define DIELOG_AHEAD_H

#include <stdbool.h>
#include <stddef.h>

struct ahead;

/* Fills SLOT; false when there is none behind it. */
typedef bool ahead_fill(void *context, void *slot);

/* SLOTS, N of SIZE bytes each (N at least 2), are borrowed. */
struct ahead *ahead_new(ahead_fill *fill, void *context, void *slots, size_t size, size_t n);

/* The next slot; NULL behind the last. */
void *ahead_next(struct ahead *a);

/* Waits for the slot that is being filled, and for no more.  NULL is accepted. */
void ahead_free(struct ahead *a);

#endif
