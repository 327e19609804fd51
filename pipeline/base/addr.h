/* addr.h -- IP addresses and prefixes.  IPv4 is kept as IPv4-mapped IPv6, so one
   16-byte key serves both; IPv4 text stays IPv4 text.  Written form: RFC 5952. */

#ifndef DIELOG_ADDR_H
#define DIELOG_ADDR_H

#include "buf.h"
#include "err.h"
#include <stdint.h>

#define ADDR_TEXT 46

struct addr {
    uint8_t bytes[16];
};

struct addr_prefix {
    struct addr addr;
    int bits; /* 0..128, of the mapped form: IPv4 /24 is 120 */
};

bool addr_parse(struct text t, struct addr *out); /* no zone index, no port */
size_t addr_write(const struct addr *a, char out[ADDR_TEXT]);
bool addr_is_v4(const struct addr *a);
bool addr_v4_text(struct text t); /* an IPv4 address, which has one spelling alone */

/* "192.0.2.0/24", "2001:db8::/32" or a single address.  Host bits that are set
   are an error. */
bool addr_parse_prefix(struct text t, struct addr_prefix *out, struct err *err) MUST_USE;
bool addr_in(const struct addr *a, const struct addr_prefix *p);

#endif
