/* Unbound's log (log-queries, log-replies), as a file or through syslog.

     [1795436837] unbound[PID:THREAD] SEVERITY: MESSAGE
     Nov 23 07:27:29 unbound[PID:THREAD] SEVERITY: MESSAGE    (log-time-ascii)
     syslog's head, [PID:THREAD] SEVERITY: MESSAGE

     query       ADDR NAME. TYPE CLASS
     reply       ADDR NAME. TYPE CLASS RCODE SECONDS CACHED SIZE ...
     local zone  ZONE. KIND ADDR@PORT NAME. TYPE CLASS

   The severity is query and reply with log-tag-queryreply, else info: then the
   number of words tells them apart.  A lookup has up to all three lines; only its
   query counts, or only its reply where the input says so.

   Unbound writes ? for every byte of a name that is not a letter, digit or one of
   - _ *, so different names may look the same.  log-time-ascii writes the month in
   the language of the server's locale.  ascii stamps have no zone and no year.

   syslog_peel takes "unbound[PID:THREAD] info: " behind a stamp for a host and a
   tag: what it calls the program is the severity then. */

#include "base/num.h"
#include "lines/dnsline.h"

static bool is_severity(struct text t)
{
    static const char *const known[] = { "info", "query", "reply", "notice", "warning", "error", "debug" };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (text_is(t, known[i]))
            return true;
    return false;
}

/* "[1795436837] " or a stamp with the month in another language. */
static void take_own_stamp(struct text *t, struct syslog_head *head)
{
    struct stamp time;
    bool bracket = STARTS(*t, "[");
    struct text at = behind(*t, bracket);
    size_t n = bracket ? stamp_scan_epoch(at, &time) : stamp_scan_foreign(at, &time), close = bracket;
    if (n == 0 || at.len < n + close + 1 || at.at[n + close] != ' ' || (bracket && at.at[n] != ']'))
        return;
    head->time = time;
    head->timed = true;
    *t = behind(at, n + close + 1);
}

/* Cuts what comes before the message off; its severity, or an empty text. */
static struct text take_head(struct text *t, struct syslog_head *head)
{
    if (head->wrapped && is_severity(head->program))
        return head->program;
    take_own_stamp(t, head);
    struct text rest = *t, thread = take_word(&rest), severity = take_until(&rest, ':');
    if (thread.len < 5 || thread.at[thread.len - 1] != ']' || !memchr(thread.at, '[', thread.len) ||
        !is_severity(severity) || !TAKE(&rest, " "))
        return TEXT("");
    *t = rest;
    return severity;
}

/* RCODE SECONDS CACHED SIZE ... */
static bool read_reply(struct text t, struct observation *o)
{
    struct text rcode = take_word(&t), seconds = take_word(&t), cached = take_word(&t), size = take_word(&t);
    struct err ignored = { .set = true };
    if (!dnsline_is_mnemonic(rcode) || seconds.len == 0 || cached.len != 1 ||
        !num_int(size, 0, INT64_MAX, &o->bytes, &ignored))
        return false;
    o->status = rcode;
    return true;
}

static enum format_verdict message(struct dnsline *d, struct text t, struct text severity,
                                   const struct syslog_head *head, struct observation *o, const char **reason)
{
    bool is_address, tagged = !text_is(severity, "info");
    struct text client = take_word(&t), name = take_word(&t), type = take_word(&t), class = take_word(&t);
    clean_client(&d->client, client, &is_address);
    if (!is_address && !tagged)
        return format_aside(reason, memchr(type.at, '@', type.len) ? "local zone" : "other message");
    bool reply = tagged ? text_is(severity, "reply") : t.len > 0;
    if (class.len < 2 || !dnsline_is_mnemonic(class) || !dnsline_question(d, o, name, type, CLEAN_RFC1035) ||
        (reply && !read_reply(t, o)) || (!reply && t.len > 0))
        return format_reject(reason, reply ? "malformed reply line" : "malformed query line");
    if (reply != d->replies)
        return format_aside(reason, reply ? "reply" : "query");
    return dnsline_keep(d, client, head->timed ? &head->time : NULL, o, reason);
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct dnsline *d = state;
    struct syslog_head head;
    struct text t = syslog_peel_all(d->clock, text, &head), severity = take_head(&t, &head);
    if (severity.len == 0)
        return dnsline_other(&head, text, reason);
    if (severity.at[0] != 'i' && severity.at[0] != 'q' && severity.at[0] != 'r')
        return format_aside(reason, "other message");
    return message(d, t, severity, &head, o, reason);
}

const struct dialect format_unbound = {
    .name = "unbound",
    .what = "Unbound, log-queries or log-replies, as a file or through syslog",
    .lookup = "one query line; its reply and local-zone lines repeat it (lookup = replies counts replies instead)",
    .example = "[1795436837] unbound[30645:0] info: 192.0.2.7 www.example.com. A IN",
    .keys = dnsline_keys,
    .lookups = dnsline_lookups,
    .begin = dnsline_begin,
    .line = line,
    .end = dnsline_end,
};
