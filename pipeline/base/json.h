/* json.h -- the pieces of JSON (RFC 8259) that our writers need: a text and a
   number.  Braces and commas are the writer's own. */

#ifndef DIELOG_JSON_H
#define DIELOG_JSON_H

#include "buf.h"

/* T as a string with its quotes.  Quote, backslash and control characters are
   escaped; other UTF-8 stays, and each byte that is no UTF-8 becomes U+FFFD: what
   comes out is valid whatever went in. */
void json_text(struct buf *into, struct text t);

/* %.17g; null when X is not finite, for JSON knows no such number. */
void json_number(struct buf *into, double x);

#endif
