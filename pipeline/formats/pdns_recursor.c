/* PowerDNS Recursor with quiet=no, as a file or through syslog.

   Since 4.8, structured:
     [stamp] msg="Question" ... ts="1795436941.163" ... proto="udp" qname="NAME" qtype="A" remote="ADDR:PORT" ...
   before, and with structured-logging=no:
     [stamp] THREAD [ID/N] [TCP ]question for 'NAME|TYPE' from ADDR:PORT [(ecs SUBNET)]
     [stamp] THREAD [TCP ]question answered from packet cache tag=0 from ADDR:PORT [(via ADDR:PORT)]

   A question is logged once: as such, or as answered from the packet cache.  Both
   are one lookup; the old form of the latter does not say the name, and the record
   has none.  Answers are set aside.  The ts of a structured line is its time: it
   has a zone, and milliseconds.  Where a proxy stands before the recursor, source
   is who asked and remote the proxy.  Within quotes \" and \\ are escaped, on top of
   the escapes of the name itself. */

#include "lines/dnsline.h"

enum key { MSG, TS, PROTO, QNAME, QTYPE, REMOTE, SOURCE, KEYS };

static const char *const key_names[KEYS] = { "msg", "ts", "proto", "qname", "qtype", "remote", "source" };

/* --- structured -------------------------------------------------------------------- */

/* The value up to its closing quote, still escaped; false when there is none. */
static bool take_value(struct text *t, struct text *value)
{
    size_t n = 0;
    while (n < t->len && t->at[n] != '"')
        n += t->at[n] == '\\' ? 2 : 1;
    if (n >= t->len)
        return false;
    *value = (struct text){ t->at, n };
    *t = behind(*t, n + 1);
    return true;
}

/* key="value" key="value" ...; false when the line is cut. */
static bool read_pairs(struct text t, struct text *values)
{
    for (t = skip_blanks(t); t.len > 0; t = skip_blanks(t)) {
        struct text key = take_until(&t, '='), value;
        if (!TAKE(&t, "\"") || !take_value(&t, &value))
            return false;
        for (int k = 0; k < KEYS; k++)
            if (text_is(key, key_names[k])) {
                values[k] = value;
                break;
            }
    }
    return true;
}

static struct text unescape(struct buf *b, struct text t)
{
    if (!memchr(t.at, '\\', t.len))
        return t;
    buf_clear(b);
    for (size_t i = 0; i < t.len; i++) {
        i += t.at[i] == '\\' && i + 1 < t.len;
        buf_add_char(b, t.at[i]);
    }
    return (struct text){ b->at, b->len };
}

/* Its own ts, else the stamp before the line. */
static bool time_of(struct dnsline *d, struct text ts, const struct syslog_head *head, struct stamp *time)
{
    if (ts.len == 0) {
        *time = head->time;
        return head->timed;
    }
    return stamp_scan_epoch(ts, time) == ts.len || stamp_scan_iso(d->clock, ts, time) == ts.len;
}

static enum format_verdict structured(struct dnsline *d, struct text t, const struct syslog_head *head,
                                      struct observation *o, const char **reason)
{
    struct text value[KEYS] = { 0 };
    struct stamp time;
    if (!STARTS(t, "msg=\"Question") && !STARTS(t, "msg=\"TCP question"))
        return format_aside(reason, STARTS(t, "msg=\"Answer\"") ? "reply" : "other message");
    for (int k = 0; k < KEYS; k++)
        value[k] = TEXT("");
    if (!read_pairs(t, value) ||
        !dnsline_question(d, o, unescape(&d->scratch, value[QNAME]), value[QTYPE], CLEAN_RFC1035) ||
        value[QTYPE].len == 0)
        return format_reject(reason, "malformed query line");
    bool timed = time_of(d, value[TS], head, &time);
    if (text_is(value[PROTO], "udp") || text_is(value[PROTO], "tcp"))
        o->transport = value[PROTO];
    struct text client = value[SOURCE].len > 0 ? value[SOURCE] : value[REMOTE];
    return dnsline_keep(d, dnsline_host(client), timed ? &time : NULL, o, reason);
}

/* --- before ------------------------------------------------------------------------ */

/* "2 [1/1] TCP question ": cuts it off; false when it is something else. */
static bool take_question(struct text *t, bool *tcp)
{
    struct text rest = *t;
    while (rest.len > 0 && (rest.at[0] == '[' || (rest.at[0] >= '0' && rest.at[0] <= '9')))
        take_word(&rest);
    *tcp = TAKE(&rest, "TCP ");
    if (!TAKE(&rest, "question "))
        return false;
    *t = rest;
    return true;
}

/* for 'NAME|TYPE' from ADDR, or answered from packet cache tag=0 from ADDR */
static bool read_question(struct dnsline *d, struct text *t, struct observation *o)
{
    if (TAKE(t, "answered from packet cache tag=")) {
        take_word(t);
        return TAKE(t, "from ") && dnsline_question(d, o, TEXT(""), TEXT(""), CLEAN_RFC1035);
    }
    if (!TAKE(t, "for '"))
        return false;
    const char *stop = memmem(t->at, t->len, "' from ", 7);
    const char *bar = stop ? memrchr(t->at, '|', (size_t) (stop - t->at)) : NULL;
    if (!bar)
        return false;
    struct text name = { t->at, (size_t) (bar - t->at) }, type = { bar + 1, (size_t) (stop - bar - 1) };
    *t = behind(*t, (size_t) (stop - t->at) + 7);
    return dnsline_question(d, o, name, type, CLEAN_RFC1035);
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct dnsline *d = state;
    struct syslog_head head;
    bool tcp;
    struct text t = syslog_peel_all(d->clock, text, &head);
    if (STARTS(t, "msg=\""))
        return structured(d, t, &head, o, reason);
    if (!take_question(&t, &tcp))
        return dnsline_other(&head, text, reason);
    if (!read_question(d, &t, o))
        return format_reject(reason, "malformed query line");
    o->transport = tcp ? TEXT("tcp") : TEXT("udp");
    return dnsline_keep(d, dnsline_host(take_word(&t)), head.timed ? &head.time : NULL, o, reason);
}

const struct dialect format_pdns_recursor = {
    .name = "pdns-recursor",
    .what = "PowerDNS Recursor with quiet=no, structured or not",
    .lookup = "one question, asked on or answered from the packet cache; answers are set aside",
    .example = "Nov 23 12:29:01 msg=\"Question\" subsystem=\"syncres\" level=\"0\" prio=\"Info\" tid=\"1\" "
               "ts=\"1795436941.163\" ecs=\"\" mtid=\"1\" proto=\"udp\" qname=\"www.example.com\" qtype=\"A\" "
               "remote=\"192.0.2.7:46872\"",
    .begin = dnsline_begin,
    .line = line,
    .end = dnsline_end,
};
