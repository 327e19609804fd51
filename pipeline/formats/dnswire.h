/* dnswire.h -- what one DNS message asks: for the dialects whose records hold
   messages as they went over the wire (RFC 1035 section 4).  libknot reads names
   and types. */

#ifndef DIELOG_DNSWIRE_H
#define DIELOG_DNSWIRE_H

#include "base/buf.h"
#include <stdint.h>

enum dnswire_kind {
    DNSWIRE_QUERY,
    DNSWIRE_RESPONSE,
    DNSWIRE_OTHER,       /* NOTIFY, UPDATE, ...: another opcode than query */
    DNSWIRE_NO_QUESTION, /* a query that asks nothing (a server cookie alone, RFC 7873) */
    DNSWIRE_MALFORMED,
};

/* The question of a DNSWIRE_QUERY, the first one where there are several. */
struct dnswire {
    struct text name; /* canonical (clean.h), in .storage */
    struct text type; /* mnemonic or TYPE12345, in .mnemonic */
    struct buf storage;
    char mnemonic[16];
};

void dnswire_release(struct dnswire *d);

/* MESSAGE may be cut behind the question.  D is overwritten. */
enum dnswire_kind dnswire_read(struct dnswire *d, const uint8_t *message, size_t n);

/* Why it is no DNSWIRE_QUERY, in words that live for ever. */
const char *dnswire_reason(enum dnswire_kind kind);

#endif
