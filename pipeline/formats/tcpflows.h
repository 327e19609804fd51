/* tcpflows.h -- the bytes that one side of a TCP connection sent, in order, cut into
   DNS messages (RFC 7766: two bytes of length before each).

   A bounded number of connections and of bytes is kept; the one that was touched
   longest ago gives way.  A connection whose beginning was not captured is read
   from its first segment on, and one with a hole (a segment that never came) from
   the first one behind it, where a message begins there. */

#ifndef DIELOG_TCPFLOWS_H
#define DIELOG_TCPFLOWS_H

#include "packet.h"

struct tcpflows;
struct tcpflow; /* one side of one connection */

struct tcpflows *tcpflows_new(void);
void tcpflows_free(struct tcpflows *t);

/* Takes a segment from D.  The flow is valid until the next call. */
struct tcpflow *tcpflows_add(struct tcpflows *t, const struct datagram *d, const struct segment *s);

/* The next whole message of the flow, valid until the next tcpflows_add; false
   when there is none (yet). */
bool tcpflow_message(struct tcpflow *flow, struct bytes *message);

#endif
