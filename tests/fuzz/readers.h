/* readers.h -- the readers beside the dialects, and what is written from texts of strangers: any bytes
   through each, and laws of its own that must hold then.

   A broken law ends the program by abort(), with one line on standard error. */

#ifndef DIELOG_FUZZ_READERS_H
#define DIELOG_FUZZ_READERS_H

#include "base/buf.h"
#include "base/err.h"

struct reader {
    const char *name;
    void (*hold)(struct text bytes);
};

/* Each array ends with a name NULL: readers.c has those of files, papers.c those of reports. */
extern const struct reader file_readers[], paper_readers[];

const struct reader *reader_find(const char *name); /* NULL: no reader is called so */

/* LAW holds, or the program ends and says WHAT is broken. */
void reader_law(bool holds, const char *what);

/* The bytes as a file in memory: its path is good until the next call with this SLOT (0 to READER_SLOTS - 1). */
#define READER_SLOTS 3
const char *reader_file(size_t slot, struct text bytes);

/* A folder, made once, in which NAME is the file in SLOT. */
const char *reader_folder(size_t slot, const char *name);

#endif
