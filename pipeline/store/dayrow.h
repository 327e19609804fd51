/* dayrow.h -- a record of one day, packed into one run of bytes: how collect keeps rows in
   memory, and in files of its own while it works.

   The texts stand behind each other, a NUL between two; no text holds a NUL, so comparing
   all of them at once compares them one by one.  A row's size is a multiple of eight. */

#ifndef DIELOG_DAYROW_H
#define DIELOG_DAYROW_H

#include "base/buf.h"
#include "base/when.h"

enum { DAYROW_SENSOR, DAYROW_CLIENT, DAYROW_ACTION, DAYROW_TARGET, DAYROW_STATUS, DAYROW_TRANSPORT, DAYROW_TEXTS };

#define DAYROW_NO_BYTES INT64_C(-1)
#define DAYROW_LONGEST ((size_t) 1 << 30) /* of all texts */

struct dayrow {
    when_t time;
    int64_t bytes; /* or DAYROW_NO_BYTES */
    int64_t count, raw; /* repeats resolved, and not */
    uint32_t size; /* of the row */
    uint32_t batch;
    uint32_t plain;  /* no text needs quotes in CSV */
    uint32_t client; /* a hash of the client */
    uint32_t end[DAYROW_TEXTS];
    char text[];
};

/* What a row with these texts takes; 0 when they are too long. */
size_t dayrow_size(const struct text texts[DAYROW_TEXTS]);

/* Packs the texts, a NUL behind each, and sets the row's size; ROW has room for
   dayrow_size bytes. */
void dayrow_pack(struct dayrow *row, size_t size, const struct text texts[DAYROW_TEXTS]);

struct text dayrow_text(const struct dayrow *row, int i);

/* The order of a day: time, texts by bytes, size (missing first).  Equal rows are
   repeats of each other. */
int dayrow_compare(const struct dayrow *a, const struct dayrow *b);

/* The same; of repeats, those of one batch lie together. */
int dayrow_compare_batch(const struct dayrow *a, const struct dayrow *b);

#endif
