/* gunzip.h -- gzip to plain bytes, every checksum compared.

   RFC 1952 by zlib: member after member, each one's CRC-32 and length (modulo
   2^32) verified, and the header's CRC where there is one.  Behind the last
   member zero bytes may stand (tapes pad); anything else there is an error, and
   so is an end in the midst of a member.  What can not be seen: a file cut
   exactly between two members.

   Bytes are handed out before their member's end is reached, hence before their
   checksum is known: nothing may be published before gunzip_next says 0. */

#ifndef DIELOG_GUNZIP_H
#define DIELOG_GUNZIP_H

#include "base/err.h"
#include <sys/types.h>

/* The next compressed bytes: *BLOCK is valid until the next call.  Returns how
   many, 0 at the end, -1 with a message. */
typedef ssize_t gunzip_pull(void *context, const void **block, struct err *err);

struct gunzip;

/* SHOWN, the name in messages, is borrowed. */
struct gunzip *gunzip_new(gunzip_pull *pull, void *context, const char *shown);

/* The next plain bytes, by the same rules as gunzip_pull.  After 0 every call is
   0; after -1 there must be none. */
ssize_t gunzip_next(struct gunzip *g, const void **plain, struct err *err) MUST_USE;

void gunzip_free(struct gunzip *g);

#endif
