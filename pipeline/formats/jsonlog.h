/* jsonlog.h -- what the logs in JSON lines (and Zeek's in any form) have in common:
   one object a line, times as epoch seconds or ISO 8601, numbers as text, requests
   of the web. */

#ifndef DIELOG_JSONLOG_H
#define DIELOG_JSONLOG_H

#include "lines/formats.h"
#include "lines/jsonline.h"

/* The object that LINE holds behind what syslog put before it (and the "@cee:"
   that some want there); NULL when it is none, with the verdict and the reason.
   Another program's message in a syslog file is set aside. */
const struct jsonline_value *jsonlog_object(struct jsonline *j, struct stamper *clock, struct text line,
                                            enum format_verdict *verdict, const char **reason);

/* All of T as a stamp: epoch seconds, epoch milliseconds (a whole number of 12 or
   13 digits), or ISO 8601. */
bool jsonlog_time(struct stamper *clock, struct text t, struct stamp *time);

/* A whole number from MIN on.  *OUT stays as it is when T says nothing. */
bool jsonlog_number(struct text t, int64_t min, int64_t *out);

/* T, or the empty text where there is none. */
static inline struct text jsonlog_or_empty(struct text t) { return t.at ? t : TEXT(""); }

/* HOST as a URI has it: an address in canonical form, IPv6 in brackets, a name in
   lower case; cleaned with the help of PART. */
void jsonlog_put_host(struct buf *to, struct buf *part, struct text host);

/* What a request of the web asked for: host and URI, or the URI alone where it names
   its host (CONNECT, proxies).  Cleaned, the host in lower case; the result points
   into B or URI. */
struct text jsonlog_web_target(struct buf b[3], struct text host, struct text uri);

/* udp or tcp from a protocol's name in any case, else empty. */
struct text jsonlog_transport(struct text protocol);

#endif
