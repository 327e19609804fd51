/* asksessions.h -- what a client asks in one go, and what that looks like.

   A session is the records of one client with at most GAP between them, and at most SESSION_LONGEST long.  It is reduced to marks:
   is there an MX question in it, a TXT question, ...  One of more than SESSION_BUSY records says nothing: many
   users behind one address look like everything at once.

   What is kept: the sessions that are open, each client's distinct questions while they are looked at, and of a session the number
   of its kind (4 bytes), of which there are few. */

#ifndef DIELOG_ASKSESSIONS_H
#define DIELOG_ASKSESSIONS_H

#include "rows/records.h"

#define SESSION_LONGEST (300 * WHEN_SECOND)
#define SESSION_BUSY 200

enum mark {
    MARK_ADDRESS, /* A or AAAA */
    MARK_MX,
    MARK_TXT,     /* or SPF, of a name that is no policy's */
    MARK_POLICY,  /* dnsname_is_policy */
    MARK_REVERSE, /* dnsname_is_reverse */
    MARK_ZONE,    /* NS or SOA */
    MARK_PROBE,   /* ANY, AXFR, IXFR, HINFO, or dnsname_is_version */
    MARK_MANY,    /* three questions (names and types) or more */
    MARK_ONCE,    /* no question twice */
    MARK_NAMES,   /* five names or more below one suffix */
    MARK_COMMON,  /* three names or more that begin with one of the labels that every list of guesses begins with (www, mail, vpn ...) */
    MARK_ROUTINE, /* half of its questions or more were asked by this client before */
    MARK_OFTEN,   /* the client asks half of its questions or more three times a day or more */
    MARK_DENIED,  /* more than half of the answers that are told are REFUSED or NXDOMAIN */
    MARKS
};

/* A kind of session: all that share what they show. */
struct session {
    uint32_t group;
    unsigned marks : MARKS; /* bit MARK_x */
    unsigned known : MARKS; /* marks that could have been seen */
    bool busy : 1;
};

struct sessions {
    struct session *kinds;
    uint32_t *of; /* the kind of each, by client, then time */
    size_t n, n_kinds, capacity;
};

/* What is a session's. */
struct sessions_rule {
    enum record_field group; /* the field whose value is the session's group (that of its first record) */
    int64_t gap;
    int64_t span;            /* over which OFTEN is told: from the first record to the last */
    bool (*leave)(const struct record *one, void *context); /* is it passed over?  NULL: none is */
    void *context;
};

/* Goes through the records twice.  Release also after a failure. */
bool sessions_find(struct sessions *s, struct records *r, const struct sessions_rule *rule, struct err *err) MUST_USE;
void sessions_release(struct sessions *s);

/* The I-th. */
const struct session *sessions_at(const struct sessions *s, size_t i);

#endif
