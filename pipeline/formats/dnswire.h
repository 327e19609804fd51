/* dnswire.h -- what one DNS message asks: for the dialects whose records hold
   messages as they went over the wire (RFC 1035 section 4).  libknot reads names
   and types. */

#ifndef DIELOG_DNSWIRE_H
#define DIELOG_DNSWIRE_H

#include "base/buf.h"
#include <stdint.h>

#define DNSWIRE_MNEMONIC 16 /* bytes of a type's name, with its NUL */

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
    char mnemonic[DNSWIRE_MNEMONIC];
};

void dnswire_release(struct dnswire *d);

/* MESSAGE may be cut behind the question.  D is overwritten. */
enum dnswire_kind dnswire_read(struct dnswire *d, const uint8_t *message, size_t n);

/* The name of a type that a log gives as a number, written into NAME: CAA for 257,
   TYPE65280 for what has no name; any other text as it is. */
struct text dnswire_type_name(struct text type, char name[DNSWIRE_MNEMONIC]);

/* Why it is no DNSWIRE_QUERY, in words that live for ever. */
const char *dnswire_reason(enum dnswire_kind kind);

#endif
