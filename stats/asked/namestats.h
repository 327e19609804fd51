/* namestats.h -- what a group asks, in numbers: query types, names, and ICMP echoes.

   Of n records with repeats resolved, of D different names:

       entropy      -sum p_i log2 p_i over names, in bits: 0 when one name is all, log2 D when all are asked alike
       fresh        D / n: 1 when no name is asked twice
       searched     share of records whose name a search list has lengthened (dnsname.h)

   Lookups of names are the records whose action is a DNS type; an HTTP request or an echo is none. */

#ifndef DIELOG_NAMESTATS_H
#define DIELOG_NAMESTATS_H

#include "rows/records.h"

enum lookup_kind { LOOKUP_ADDRESS, LOOKUP_MX, LOOKUP_TXT, LOOKUP_PTR, LOOKUP_OTHER, LOOKUP_KINDS };

struct namestats {
    int64_t n, kinds[LOOKUP_KINDS], reverse, searched, single; /* single: names of one label */
    size_t names;
    double entropy, labels, length, first; /* means over different names: labels, characters, characters of the first label */
    int64_t echoes, echoes_odd; /* of a size that no common ping sends */
    size_t echo_sizes;
};

/* One for each value of GROUP, by its number, into OUT (names_count of them). */
void namestats_count(const struct records *r, enum record_field group, struct namestats *out);

/* Takes the records that are no lookups of names out of R. */
void namestats_keep_lookups(struct records *r);

#endif
