/* parties.h -- who is behind a client: parties.csv.

   A row says that an address, a prefix (192.0.2.0/24, 2001:db8::/32), a host
   name, or all names under a suffix (.example.net) belongs to a party.  The
   longest row that covers a client wins: of prefixes the one with most bits, of
   names the name itself before the longest suffix.  `.example.net` covers
   a.example.net and b.a.example.net, not example.net.  Names know no case, and a
   dot at their end does not count.

   A row may state a fact (who registered the addresses, who runs them), with its day
   and where that is told; a row that states one needs no prefix, and then covers no client.

   One hash table holds all rows; a client costs one probe for each prefix length
   that occurs (for a name: each label), whatever the number of rows. */

#ifndef DIELOG_PARTIES_H
#define DIELOG_PARTIES_H

#include "base/buf.h"
#include "base/err.h"
#include <stdio.h>

#define PARTY_OTHER "other" /* of a client that no row covers */

struct parties;

struct party_row {
    struct text prefix, party, label, zone, reference, note, fact, date, source;
};

struct parties *parties_new(void);
void parties_free(struct parties *p);

/* Adds a row; copies it.  Fails on a prefix that is none, that has host bits,
   that was given before (LINE tells where), on a party that is no short id, on a date that is no day,
   and on a date or a source without a fact.  The message names no place. */
bool parties_add(struct parties *p, const struct party_row *row, size_t line, struct err *err) MUST_USE;

/* Reads PATH: columns prefix and party, and label, zone, reference, note, fact, date, source where
   they are; any other column is an error.  Errors say FILE:LINE. */
struct parties *parties_read(const char *path, struct err *err) MUST_USE;

/* The party of a client (address or name as the log writes it). */
struct text parties_find(const struct parties *p, struct text client);

/* The rows as they came, prefixes in canonical form. */
size_t parties_count(const struct parties *p);
struct party_row parties_at(const struct parties *p, size_t i);
size_t parties_line(const struct parties *p, size_t i);

/* The normalized CSV: header and all rows. */
void parties_write(const struct parties *p, FILE *to);

/* A short id: [A-Za-z0-9_.-]+, at most 64 characters. */
bool short_id(struct text t);

#endif
