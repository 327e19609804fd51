/* batches.h -- the log files of a case: glob patterns expanded, one batch a file.

   A batch's id is <sensor>-<the file's name, cleaned>-<hash of its path>: letters,
   digits, _ . and - alone, so that make and the shell can carry it whatever the
   file is called.  The path is the one that the case gives, relative to its
   folder, so ids do not depend on where the case lies. */

#ifndef DIELOG_BATCHES_H
#define DIELOG_BATCHES_H

#include "casefile.h"

struct batch {
    char *id;
    char *shown;  /* the path as the case gives it, fit for an INI value: bytes that would hurt as \DDD */
    char *target; /* the absolute path */
    int64_t bytes, changed_ns, device, inode;
    const struct case_input *input;
};

struct batches {
    struct batch *at; /* in order of id */
    size_t n, capacity;
};

#define BATCHES_INIT { NULL, 0, 0 }

/* A pattern that no file matches is an error with FILE:LINE, unless NONE_IS_FINE; so
   is a file that cannot be read. */
bool batches_find(struct batches *b, const struct casefile *c, bool none_is_fine, struct err *err) MUST_USE;
void batches_release(struct batches *b);

#endif
