/* fragments.h -- datagrams put together again from their fragments (RFC 791, RFC
   8200).  A bounded number are in the making at a time; the one that was touched
   longest ago gives way. */

#ifndef DIELOG_FRAGMENTS_H
#define DIELOG_FRAGMENTS_H

#include "packet.h"

struct fragments;

struct fragments *fragments_new(void);
void fragments_free(struct fragments *f);

/* Adds a fragment.  True when its datagram is whole now: *WHOLE is it, its
   payload valid until the next call. */
bool fragments_add(struct fragments *f, const struct datagram *fragment, struct datagram *whole);

#endif
