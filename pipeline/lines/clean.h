/* clean.h -- names and texts of a log in the one form that the record knows.

   What comes in is hostile: any byte but LF.  What goes out is UTF-8 without
   control characters, so nothing further down the line can be surprised by it.

   A DNS name goes out in lower case (ASCII), without the dot at its end, the
   root as ".", in the presentation form of RFC 1035 section 5.1, one spelling
   for each name: the bytes " ( ) . ; \ @ $ within a label as \X, every other
   byte outside ! to ~ as \DDD (decimal), all else as itself.  It is pure ASCII.
   Two servers that escape differently thus give the same name. */

#ifndef DIELOG_CLEAN_H
#define DIELOG_CLEAN_H

#include "base/buf.h"

/* How the log escapes: \DDD and \X, Zeek's \xHH and \\, or not at all: a
   backslash is a byte like any other. */
enum clean_escapes { CLEAN_RFC1035, CLEAN_ZEEK, CLEAN_PLAIN };

/* The name in canonical form.  The result points into B, which is overwritten,
   and holds until the next call with the same B.  An escape that is cut short
   is a backslash that stands for itself. */
struct text clean_name(struct buf *b, struct text name, enum clean_escapes escapes);

/* Any other text: valid UTF-8 stays, control characters and bytes that are no
   UTF-8 become \DDD.  The result is T itself when nothing had to change, else
   as above. */
struct text clean_text(struct buf *b, struct text t);

/* Who asked: an address in canonical form (a zone index such as %eth0 is
   dropped), else the cleaned text in lower case.  Points into T or B.  Sets
   *IS_ADDRESS. */
struct text clean_client(struct buf *b, struct text t, bool *is_address);

#endif
