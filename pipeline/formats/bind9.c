/* BIND 9's query log, as a file or through syslog.

     [syslog] [stamp] [category:] [severity:] client [@0x..] ADDR#PORT[/key K] [(NAME)]:
       [view V:] query: NAME CLASS TYPE [FLAGS] [(SERVER)] [[ECS ..]]

   Every part in brackets may be missing.  One `query:' line is one lookup; all
   else that is well formed is set aside: responses (9.20's response log) and
   `query failed' and `denied' lines tell of lookups that were logged already.

   Names hold no blank (BIND writes \032), so a part of the line that is a name
   ends at the next blank; view names may hold blanks.  The @0x pointer is
   reused by many clients and tells nothing.  The grammar was read off the
   output of 9.18 and 9.20 and, for older shapes, lib/ns/client.c and
   lib/ns/query.c (ns_client_log, log_query) of ISC BIND. */

#include "lines/clean.h"
#include "lines/dnsline.h"
#include "lines/formats.h"
#include "lines/syslog.h"
#include "lines/words.h"
#include <stdlib.h>

struct bind9 {
    struct stamper *clock;
    struct buf name, client;
};

static void *begin(const struct format_input *input, struct err *err)
{
    (void) err;
    struct bind9 *b = mem_zero(sizeof *b);
    b->clock = input->clock;
    return b;
}

static void end(void *state)
{
    struct bind9 *b = state;
    buf_release(&b->name);
    buf_release(&b->client);
    free(b);
}

/* --- what comes before the message ------------------------------------------------- */

/* "queries: ", "info: ", "debug 1: ": at most two of them. */
static struct text skip_tags(struct text t)
{
    if (STARTS(t, "queries: info: client "))
        return behind(t, 15);
    for (int i = 0; i < 2; i++) {
        size_t n = 0;
        while (n < t.len && ((t.at[n] >= 'a' && t.at[n] <= 'z') || t.at[n] == '-'))
            n++;
        if (n > 0 && n + 2 < t.len && t.at[n] == ' ' && t.at[n + 1] >= '0' && t.at[n + 1] <= '9')
            for (n++; n < t.len && t.at[n] >= '0' && t.at[n] <= '9'; n++)
                ;
        if (n == 0 || n + 2 > t.len || t.at[n] != ':' || t.at[n + 1] != ' ')
            break;
        t = behind(t, n + 2);
    }
    return t;
}

struct head {
    struct text message; /* from the tags on, without them */
    struct stamp time;
    bool timed, other_program; /* other_program: syslog's tag is not the name server's */
};

/* Peels stamp, syslog prefix and tags off a line.  BIND's own stamp wins over
   syslog's; a line that begins with it went through no syslog. */
static void read_head(struct bind9 *b, struct text line, struct head *h)
{
    struct syslog_head syslog;
    size_t n = stamp_scan_bind(b->clock, line, &h->time);
    h->timed = n > 0 && n < line.len && line.at[n] == ' ';
    h->other_program = false;
    if (h->timed) {
        h->message = skip_tags(behind(line, n + 1));
        return;
    }
    h->message = skip_tags(syslog_peel_all(b->clock, line, &syslog));
    h->timed = syslog.timed;
    h->time = syslog.time;
    h->other_program = syslog.wrapped && !contains(syslog.program, "named") && !contains(syslog.program, "bind");
}

/* --- the message --------------------------------------------------------------------- */

/* ADDR#PORT[/key K]: the address, or an empty text. */
static inline struct text client_address(const struct words *w, struct text word)
{
    size_t n = words_find(w, word, '#');
    return (struct text){ word.at, n < word.len ? n : 0 };
}

/* Behind "view V: ", whose name may hold blanks and colons: before the first "query: " behind a colon, or else behind
   the first colon. */
static inline void skip_view(struct words *w)
{
    if (!STARTS(w->rest, "view "))
        return;
    struct words at = *w, first = *w;
    bool colon = false;
    while (at.rest.len > 0) {
        struct text word = words_take(&at);
        bool blank = at.rest.at > word.at + word.len;
        if (!blank || !ends(word, ":"))
            continue;
        if (!colon)
            first = at;
        colon = true;
        if (STARTS(at.rest, "query: ")) {
            *w = at;
            return;
        }
    }
    *w = first;
}

/* Cuts "[@0x..] ADDR#PORT[/key K] [(NAME)]: [view V: ]" off. */
static inline bool take_client(struct words *w, struct text *address)
{
    struct text word = words_take(w);
    if (STARTS(word, "@0x"))
        word = words_take(w);
    *address = client_address(w, word);
    if (address->len == 0)
        return false;
    if (word.len >= 4 && memcmp(word.at + word.len - 4, "/key", 4) == 0)
        word = words_take(w);
    if (!ends(word, ":")) {
        word = words_take(w);
        if (word.len < 3 || word.at[0] != '(' || word.at[word.len - 2] != ')' || word.at[word.len - 1] != ':')
            return false;
    }
    skip_view(w);
    return true;
}

/* Flags are + or - and letters; T says TCP.  Very old logs have none. */
static inline struct text transport_of(const struct words *w, struct text flags)
{
    if (flags.len == 0 || (flags.at[0] != '+' && flags.at[0] != '-'))
        return TEXT("");
    return words_find(w, flags, 'T') < flags.len ? TEXT("tcp") : TEXT("udp");
}

/* NAME CLASS TYPE [FLAGS] ... */
static inline bool read_query(struct bind9 *b, struct words *w, struct observation *o)
{
    struct text name = words_take(w), class = words_take(w), type = words_take(w), flags = words_take(w);
    if (name.len == 0 || !dnsline_is_mnemonic(class) || !dnsline_is_mnemonic(type))
        return false;
    o->target = clean_name(&b->name, name, CLEAN_RFC1035);
    o->action = type;
    o->transport = transport_of(w, flags);
    o->status = TEXT("");
    o->bytes = OBSERVATION_NO_BYTES;
    o->count = 1;
    return true;
}

/* "client @0x7f..: allocate new" names no address and is well formed; a line that
   was cut has no colon left. */
static enum format_verdict broken_client_line(struct text t, const char **reason)
{
    if (contains(t, " query: ") || !contains(t, ": "))
        return format_reject(reason, "malformed query line");
    return format_aside(reason, "other message");
}

/* A client's line that is no query, or one that was cut within "query: ". */
static enum format_verdict other_client_line(struct text t, const char **reason)
{
    if (t.len < 7 && memcmp(t.at, "query: ", t.len) == 0)
        return format_reject(reason, "malformed query line");
    if (STARTS(t, "response: "))
        return format_aside(reason, "response");
    if (STARTS(t, "query failed"))
        return format_aside(reason, "query failed");
    if (contains(t, "' denied") || contains(t, " denied "))
        return format_aside(reason, "denied");
    return format_aside(reason, "other message");
}

static enum format_verdict no_client_line(const struct head *h, struct text line, const char **reason)
{
    if (line.len == 0)
        return format_aside(reason, "blank line");
    if (h->other_program)
        return format_aside(reason, "other program");
    if (contains(line, " query: "))
        return format_reject(reason, "malformed query line");
    return h->timed ? format_aside(reason, "other message") : format_reject(reason, "not a line of BIND's log");
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct bind9 *b = state;
    struct head h;
    read_head(b, text, &h);
    struct text address;
    struct words w;
    bool is_address;
    if (!STARTS(h.message, "client "))
        return no_client_line(&h, text, reason);
    words_begin(&w, behind(h.message, 7));
    if (!take_client(&w, &address))
        return broken_client_line(h.message, reason);
    if (!STARTS(w.rest, "query: "))
        return other_client_line(w.rest, reason);
    words_take(&w);
    o->client = clean_client(&b->client, address, &is_address);
    if (!read_query(b, &w, o))
        return format_reject(reason, "malformed query line");
    if (!is_address)
        return format_reject(reason, "client is no address");
    if (!h.timed)
        return format_reject(reason, format_timeless);
    return format_time(b->clock, &h.time, o, reason);
}

const struct dialect format_bind9 = {
    .name = "bind9",
    .what = "BIND 9 query log, also through syslog",
    .lookup = "one `query:' line; responses, failed and denied queries repeat one that was logged",
    .example = "23-Nov-2026 17:58:47.644 queries: info: client @0x7f299d470098 192.0.2.7#56570 "
               "(www.example.com): query: www.example.com IN A +E(0)K (192.0.2.53)",
    .begin = begin,
    .line = line,
    .end = end,
};
