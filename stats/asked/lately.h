/* lately.h -- what was asked lately: a value for each pair of numbers (a client and a question), which is forgotten once it was not
   touched for a while.  So memory grows with what is asked within that while, and not with all that was ever asked. */

#ifndef DIELOG_LATELY_H
#define DIELOG_LATELY_H

#include "base/when.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lately;

/* Values of SIZE bytes.  One that was touched at most WITHIN ago is there; an older one may be there still.  GONE (or NULL) is told of
   each that is forgotten. */
struct lately *lately_new(size_t size, int64_t within, void (*gone)(void *value, void *context), void *context);
void lately_free(struct lately *l);
void lately_end(struct lately *l); /* forgets all */

/* Touches the pair's value: valid until the next call.  *FRESH: it was not there, and holds what the caller puts into it.  NOW ascends. */
void *lately_at(struct lately *l, uint32_t a, uint32_t b, when_t now, bool *fresh);

#endif
