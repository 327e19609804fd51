/* dnsline.h -- what the text logs of name servers have in common: the state that
   reading their lines needs, addresses with ports, types, how a record is filled. */

#ifndef DIELOG_DNSLINE_H
#define DIELOG_DNSLINE_H

#include "clean.h"
#include "formats.h"
#include "syslog.h"

struct dnsline {
    struct stamper *clock;
    bool replies; /* lookup = replies */
    struct buf name, client, scratch;
};

/* The verbs begin and end of a dialect that needs no more than that. */
void *dnsline_begin(const struct format_input *input, struct err *err);
void dnsline_end(void *state);

/* The keys and the lookups of a dialect that logs queries and replies. */
extern const char *const dnsline_keys[], *const dnsline_lookups[];

/* A type, a class, a response code: letters, digits, a hyphen (NSAP-PTR). */
static inline bool dnsline_is_mnemonic(struct text t)
{
    static const bool may[256] = { ['-'] = true, ['0' ... '9'] = true, ['A' ... 'Z'] = true, ['a' ... 'z'] = true };
    size_t i = 0;
    while (i < t.len && may[(unsigned char) t.at[i]])
        i++;
    return t.len > 0 && i == t.len;
}

/* The address of "ADDR", "ADDR:PORT" (IPv4), "[ADDR]:PORT", "ADDR@PORT". */
struct text dnsline_host(struct text t);

/* Fills in a record but for its time and client: the question, one lookup, the rest
   not said.  NAME may be empty where the log does not say it.  False when TYPE is
   none, or NAME is empty though TYPE is not. */
bool dnsline_question(struct dnsline *d, struct observation *o, struct text name, struct text type,
                      enum clean_escapes escapes);

/* The record gets its client and its time (NULL: the line has none), and is kept
   unless these are none. */
enum format_verdict dnsline_keep(struct dnsline *d, struct text client, const struct stamp *time,
                                 struct observation *o, const char **reason);

/* A line that is none of the dialect's lookups: well formed when it has a stamp. */
enum format_verdict dnsline_other(const struct syslog_head *head, struct text line, const char **reason);

#endif
