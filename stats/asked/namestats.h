/* namestats.h -- what a group asks, in numbers: query types, names, and ICMP echoes.

   Of n records with repeats resolved, of D different names:

       entropy      -sum p_i log2 p_i over names, in bits: 0 when one name is all, log2 D when all are asked alike
       fresh        D / n: 1 when no name is asked twice
       searched     share of records whose name a search list has lengthened (dnsname.h)

   Lookups of names are the records whose action is a DNS type; an HTTP request or an echo is none. */

#ifndef DIELOG_NAMESTATS_H
#define DIELOG_NAMESTATS_H

#include "numbers/pairs.h"
#include "rows/records.h"

enum lookup_kind { LOOKUP_ADDRESS, LOOKUP_MX, LOOKUP_TXT, LOOKUP_PTR, LOOKUP_OTHER, LOOKUP_KINDS };

struct namestats {
    int64_t n, kinds[LOOKUP_KINDS], reverse, searched, single; /* single: names of one label */
    size_t names;
    double entropy, labels, length, first; /* means over different names: labels, characters, characters of the first label */
    int64_t echoes, echoes_odd; /* of a size that no common ping sends */
    size_t echo_sizes;
};

/* How a group asks for one name. */
struct nameasks {
    int64_t n;          /* records with repeats resolved */
    when_t last;
    uint32_t questions; /* repeats within 1 s counted once */
};

/* What is kept of the lookups: by distinct names, not by records. */
struct askednames {
    const struct records *records;
    enum record_field group;
    struct namestats *stats;    /* by the group's number, names_count of them */
    struct pairs *names;        /* group and target */
    struct nameasks *asks;      /* by their number */
    struct pairs *of_clients;   /* client and target */
    uint32_t *first;            /* by their number: in NAMES, as which the client asked first */
    struct pairs *sizes;        /* of echoes: group and bytes */
    int *kinds;                 /* by action */
    when_t from, to;            /* of lookups */
    bool any;
    size_t n_stats, stats_room, asks_room, first_room, n_kinds, kinds_room;
};

/* Goes through the records once.  Release also after a failure. */
bool askednames_read(struct askednames *a, struct records *r, enum record_field group, struct err *err) MUST_USE;
void askednames_release(struct askednames *a);

/* Gives back all but the statistics and what tells a lookup: flows (tunnel.h) were found. */
void askednames_shed(struct askednames *a);

/* Is ONE, which was read, a lookup of a name? */
bool askednames_is_lookup(const struct askednames *a, const struct record *one);

#endif
