/* filelist.h -- the files that a program is to read: its operands, then those that
   a list names (one a line, so that thousands of names need no command line). */

#ifndef DIELOG_FILELIST_H
#define DIELOG_FILELIST_H

#include "base/err.h"
#include <stdint.h>

struct filelist {
    char **at;
    size_t n, capacity;
};

#define FILELIST_INIT { NULL, 0, 0 }

void filelist_add(struct filelist *l, const char *path); /* copies it */

/* Adds every line of LIST; empty lines are passed over. */
bool filelist_read(struct filelist *l, const char *list, struct err *err) MUST_USE;

/* The operands and, when LIST is not NULL, what it names. */
bool filelist_gather(struct filelist *l, int n, char **operands, const char *list, struct err *err) MUST_USE;

/* The same for a program that reads a stream: standard input ("-") where nobody named a file or a list. */
bool filelist_inputs(struct filelist *l, int n, char **operands, const char *list, struct err *err) MUST_USE;

/* The bytes of the files, or -1 when some are no files that lie there whole. */
int64_t filelist_bytes(const struct filelist *l);

void filelist_release(struct filelist *l);

#endif
