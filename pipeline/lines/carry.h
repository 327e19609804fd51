/* carry.h -- what a piece of a log hands on to the next piece of the same log, so that
   pieces read night after night give what one reading of the whole would.

   A file of two columns, name,value: numbers by name; format; sha256; content and header in
   hexadecimal digits; and a row `rejected:REASON` or `aside:REASON` a reason. */

#ifndef DIELOG_CARRY_H
#define DIELOG_CARRY_H

#include "base/hash.h"
#include "stamp.h"
#include "tally.h"

#define CARRY_FORMAT 32

struct carry {
    int64_t end;      /* plain bytes from the log's begin to the piece's end */
    uint64_t content; /* hash of the piece's plain bytes */
    int64_t bytes;    /* on disk, of all pieces so far */
    char sha256[SHA256_TEXT];
    char format[CARRY_FORMAT]; /* the dialect's name */
    struct tally tally; /* of all pieces so far */
    struct stamp_carry times;
    struct buf header; /* header lines, each with its LF */
    struct names *reasons; /* owns the texts of tally where they were read; NULL: literals */
};

/* False, with a message, when PATH is no such file; then there is nothing to release. */
bool carry_read(struct carry *c, const char *path, struct err *err) MUST_USE;
void carry_write(const struct carry *c, struct buf *into); /* replaces what INTO holds */
void carry_release(struct carry *c);

#endif
