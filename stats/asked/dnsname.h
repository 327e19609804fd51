/* dnsname.h -- what a name says of itself, without asking anybody.

   Names are as the record has them: lower case, no dot at the end, RFC 1035 escapes (an escaped dot is not looked for:
   it is rare, and a label more or less changes nothing here). */

#ifndef DIELOG_DNSNAME_H
#define DIELOG_DNSNAME_H

#include "base/names.h"

/* The part that somebody registered: the last two labels, three where the last has two letters and the one before at
   most three (example.co.uk), in-addr.arpa and ip6.arpa as they are.  A rule of thumb instead of the list of public
   suffixes, which would be out of date.  The whole name where it has no more. */
struct text dnsname_suffix(struct text name);

bool dnsname_is_reverse(struct text name); /* of an address: in-addr.arpa, ip6.arpa */
bool dnsname_is_policy(struct text name);  /* what a mail receiver looks up: _dmarc, _domainkey, _spf, _mta-sts, _bimi */
bool dnsname_is_version(struct text name); /* what a scanner asks a server about itself: version.bind, id.server ... */

/* A name to which a search list has added its suffix (mail.example.com.corp.local): another name that was asked for
   (ASKED, two labels or more) with labels behind it, or one with a well-known top level inside that ends in one that is
   not public (.local, .lan, .corp ...).  The alias of a content network (www.example.com.cdn.example.net) looks the same. */
bool dnsname_is_searched(struct text name, const struct names *asked);

/* Labels; characters of the first one. */
size_t dnsname_labels(struct text name);
size_t dnsname_first(struct text name);

#endif
