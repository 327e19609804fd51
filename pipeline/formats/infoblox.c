/* Infoblox NIOS: DNS queries and responses, through syslog or as captured files.

   Its name server is a BIND whose query lines are those of formats/bind9.c.  It may
   log responses too:

     [syslog] [stamp] client ADDR#PORT[:] [view V:] UDP: query: NAME CLASS TYPE response: RCODE FLAGS [RR; RR;]

   One query line is one lookup, or one response line where the input says so.  The
   stamp within the message, local without zone, wins over syslog's. */

#include "lines/dnsline.h"
#include <stdlib.h>

struct infoblox {
    struct dnsline *common;
    void *bind; /* for the lines that are BIND's */
};

static void *begin(const struct format_input *input, struct err *err)
{
    struct infoblox *x = mem_zero(sizeof *x);
    x->common = dnsline_begin(input, err);
    x->bind = format_bind9.begin(input, err);
    return x;
}

static void end(void *state)
{
    struct infoblox *x = state;
    format_bind9.end(x->bind);
    dnsline_end(x->common);
    free(x);
}

/* NAME CLASS TYPE response: RCODE ... */
static bool read_response(struct dnsline *d, struct text t, struct observation *o)
{
    struct text name = take_word(&t), class = take_word(&t), type = take_word(&t);
    if (!dnsline_is_mnemonic(class) || !TAKE(&t, "response: "))
        return false;
    struct text rcode = take_word(&t), flags = take_word(&t);
    if (!dnsline_is_mnemonic(rcode) || flags.len == 0 || (flags.at[0] != '+' && flags.at[0] != '-') ||
        !dnsline_question(d, o, name, type, CLEAN_RFC1035))
        return false;
    o->status = rcode;
    return true;
}

/* T begins behind "client ", REST behind " query: ". */
static enum format_verdict response(struct dnsline *d, struct text t, struct text rest, bool tcp,
                                    const struct syslog_head *head, struct observation *o, const char **reason)
{
    struct text client = take_word(&t);
    if (STARTS(client, "@0x"))
        client = take_word(&t);
    if (!memchr(client.at, '#', client.len) || !read_response(d, rest, o))
        return format_reject(reason, "malformed response line");
    if (!d->replies)
        return format_aside(reason, "reply");
    o->transport = tcp ? TEXT("tcp") : TEXT("udp");
    return dnsline_keep(d, take_until(&client, '#'), head->timed ? &head->time : NULL, o, reason);
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct infoblox *x = state;
    struct dnsline *d = x->common;
    struct syslog_head head;
    struct text t = syslog_peel_all(d->clock, text, &head), before;
    const char *query = STARTS(t, "client ") ? memmem(t.at, t.len, " query: ", 8) : NULL;
    if (query) {
        before = (struct text){ t.at, (size_t) (query - t.at) };
        bool tcp = ends(before, " TCP:");
        if (tcp || ends(before, " UDP:"))
            return response(d, behind(t, 7), behind(t, before.len + 8), tcp, &head, o, reason);
        if (d->replies)
            return format_aside(reason, "query");
    }
    return format_bind9.line(x->bind, text, o, reason);
}

const struct dialect format_infoblox = {
    .name = "infoblox",
    .extends = "bind9",
    .what = "Infoblox NIOS, DNS queries and responses, through syslog or captured",
    .lookup = "one query line as BIND writes it (lookup = replies counts `response:' lines instead)",
    .keys = dnsline_keys,
    .lookups = dnsline_lookups,
    .example = "<30>Nov 23 01:38:34 ns1.example.org named[25679]: 23-Nov-2026 01:38:34.595 client 192.0.2.7#65520: "
               "query: www.example.com IN A +ED (192.0.2.53)",
    .begin = begin,
    .line = line,
    .end = end,
};
