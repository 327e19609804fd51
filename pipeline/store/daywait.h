/* daywait.h -- rows of a day that wait in memory until nothing earlier can come.

   Rows are added in any order; daywait_sort puts those before a time in the order of the
   day.  Logs come nearly in order, so sorting rows that came so costs little: rows a few
   places late are moved where they belong, and stretches that ascend are merged. */

#ifndef DIELOG_DAYWAIT_H
#define DIELOG_DAYWAIT_H

#include "dayrow.h"

struct daywait;

struct daywait *daywait_new(void);
void daywait_free(struct daywait *w); /* NULL is accepted */

/* Room for a row of SIZE bytes, valid until the next call; daywait_add takes it in once
   it is filled. */
struct dayrow *daywait_room(struct daywait *w, size_t size);
void daywait_add(struct daywait *w);

size_t daywait_count(const struct daywait *w);
size_t daywait_bytes(const struct daywait *w); /* of memory in use */

/* Sorts; returns how many rows are earlier than BEFORE.  Those are in the order of
   dayrow_compare_batch, at 0, 1, 2 ... until a row is added. */
size_t daywait_sort(struct daywait *w, when_t before);
const struct dayrow *daywait_at(const struct daywait *w, size_t i);

/* Lets go of the rows that are earlier than BEFORE. */
void daywait_drop(struct daywait *w, when_t before);

#endif
