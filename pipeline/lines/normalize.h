/* normalize.h -- one log file through its dialect: lines in, records out, each line
   accounted for. */

#ifndef DIELOG_NORMALIZE_H
#define DIELOG_NORMALIZE_H

#include "base/progress.h"
#include "carry.h"
#include "input.h"
#include "tally.h"
#include <stdio.h>

struct normalize_source {
    const char *path;  /* "-": standard input */
    const char *shown; /* its name in messages */
    struct text sensor;
    const struct dialect *dialect;
    struct format_input input;
    const struct input_part *part; /* NULL: the whole file */
    const struct carry *before;    /* what the pieces before this part carry; NULL: it is the first */
    double max_rejects; /* share of the lines that may be rejected */
    bool allow_empty;
    bool unhashed; /* nobody asks for sha256 and the content's hash */
};

/* Where the records go. */
struct normalize_sink {
    bool (*take)(void *context, const struct observation *o, struct err *err);
    void *context;
    FILE *rejects;      /* LINE<TAB>REASON<TAB>raw line; or NULL */
    bool name_the_file; /* FILE:LINE there, where several files share it */
    struct progress *progress; /* told how many bytes of the disk were read; NULL: nobody looks */
};

/* Of the log up to where the part ended: what earlier pieces carry is in it. */
struct normalize_result {
    int64_t bytes;            /* on disk */
    char sha256[SHA256_TEXT]; /* of them; of several pieces: of the digest before and the piece's, as text */
    struct tally tally;
    struct stamp_summary times;
    struct carry after; /* the caller releases it */
};

/* False, with a message (and nothing to release), when the file cannot be read whole, a record cannot be
   written, or too many lines were rejected: what was written is void then. */
bool normalize_file(const struct normalize_source *source, const struct normalize_sink *sink,
                    struct normalize_result *result, struct err *err) MUST_USE;

#endif
