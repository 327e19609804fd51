/* dnsdist's LogAction and LogResponseAction (not the binary files), as a file, on
   its console or through syslog.

     [syslog or stamp] [SECONDS.NANOSECONDS] Packet from ADDR:PORT for NAME TYPE with id N
     [syslog or stamp] [SECONDS.NANOSECONDS] Answer to ADDR:PORT for NAME TYPE (RCODE) with id N

   The stamp in brackets comes with includeTimestamp and wins.  Its nanoseconds are
   not padded: [1795436941.5] is 5 ns behind the second, not half a second.  RCODE is
   in words ("Non-Existent domain"); the record has the usual name.

   One Packet line is one lookup, or one Answer line where the input says so.  What
   dnsdist says of the same queries when it is verbose (Got query for ...) is set
   aside: it leaves out those that the cache answers. */

#include "lines/dnsline.h"

/* "[SECONDS.NANOSECONDS] " */
static bool take_own_stamp(struct text *t, struct stamp *time)
{
    struct text rest = *t;
    int64_t nanoseconds = 0;
    if (!TAKE(&rest, "["))
        return false;
    struct text stamp = take_until(&rest, ']'), fraction = stamp, seconds = take_until(&fraction, '.');
    if (fraction.len == 0 || fraction.len > 9 || !TAKE(&rest, " ") || stamp_scan_epoch(seconds, time) != seconds.len)
        return false;
    for (size_t i = 0; i < fraction.len; i++) {
        if (fraction.at[i] < '0' || fraction.at[i] > '9')
            return false;
        nanoseconds = 10 * nanoseconds + (fraction.at[i] - '0');
    }
    time->micros = (int32_t) (nanoseconds / 1000);
    time->digits = 6;
    *t = rest;
    return true;
}

static struct text rcode_name(struct dnsline *d, struct text words)
{
    static const char *const known[][2] = {
        { "No Error", "NOERROR" },
        { "Form Error", "FORMERR" },
        { "Server Failure", "SERVFAIL" },
        { "Non-Existent domain", "NXDOMAIN" },
        { "Not Implemented", "NOTIMP" },
        { "Query Refused", "REFUSED" },
        { "Name Exists when it should not", "YXDOMAIN" },
        { "RR Set Exists when it should not", "YXRRSET" },
        { "RR Set that should exist does not", "NXRRSET" },
        { "Server Not Authoritative for zone / Not Authorized", "NOTAUTH" },
        { "Name not contained in zone", "NOTZONE" },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (text_is(words, known[i][0]))
            return text_of(known[i][1]);
    return clean_text(&d->scratch, words);
}

/* "(RCODE) ", cut off. */
static bool take_rcode(struct text *t, struct text *rcode)
{
    const char *close = STARTS(*t, "(") ? memmem(t->at, t->len, ") with id ", 10) : NULL;
    if (!close)
        return false;
    *rcode = (struct text){ t->at + 1, (size_t) (close - t->at) - 1 };
    *t = behind(*t, rcode->len + 3);
    return true;
}

/* ADDR:PORT for NAME TYPE [(RCODE) ]with id N */
static bool read_packet(struct dnsline *d, struct text t, bool reply, struct observation *o, struct text *client)
{
    struct text rcode = TEXT("");
    *client = dnsline_host(take_word(&t));
    bool good = TAKE(&t, "for ");
    struct text name = take_word(&t), type = take_word(&t);
    good = good && (!reply || take_rcode(&t, &rcode)) && TAKE(&t, "with id ") && t.len > 0 &&
           dnsline_question(d, o, name, type, CLEAN_RFC1035);
    if (good)
        o->status = rcode_name(d, rcode);
    return good;
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct dnsline *d = state;
    struct syslog_head head;
    struct text t = syslog_peel_all(d->clock, text, &head), client;
    head.timed |= take_own_stamp(&t, &head.time);
    bool query = TAKE(&t, "Packet from "), reply = !query && TAKE(&t, "Answer to ");
    if (!query && !reply)
        return dnsline_other(&head, text, reason);
    if (!read_packet(d, t, reply, o, &client))
        return format_reject(reason, reply ? "malformed reply line" : "malformed query line");
    if (reply != d->replies)
        return format_aside(reason, reply ? "reply" : "query");
    return dnsline_keep(d, client, head.timed ? &head.time : NULL, o, reason);
}

const struct dialect format_dnsdist = {
    .name = "dnsdist",
    .what = "dnsdist's LogAction and LogResponseAction in text form",
    .lookup = "one `Packet from' line (lookup = replies counts `Answer to' lines instead)",
    .example = "[1795436941.163000417] Packet from 192.0.2.7:46872 for www.example.com. A with id 4711",
    .keys = dnsline_keys,
    .lookups = dnsline_lookups,
    .begin = dnsline_begin,
    .line = line,
    .end = dnsline_end,
};
