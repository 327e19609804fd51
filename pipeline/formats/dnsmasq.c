/* dnsmasq's log-queries, also as Pi-hole and OpenWrt keep it.

     [syslog or stamp] dnsmasq[PID]: [SERIAL ADDR/PORT] query[TYPE] NAME from ADDR

   The part with the serial comes with log-queries=extra.  Where dnsmasq is
   authoritative it writes auth[TYPE] instead of query[TYPE].  One such line is one
   lookup; forwarded, reply, cached, config, gravity blocked and so on tell what
   became of it.  Stamps have neither year nor zone, but for OpenWrt's.

   A name is written as it came: with blanks, with backslashes, even with
   " from 10.0.0.1" in it, so the client is the last word of the line.  One with
   bytes that are not printable, or with a dot within a label, is written
   <name unprintable>: the record's target is empty then. */

#include "lines/dnsline.h"

/* "SERIAL ADDR/PORT " and the protocol, where they stand. */
static void skip_extra(struct text *t, struct text *transport)
{
    struct text rest = *t, serial = take_word(&rest), from = take_word(&rest);
    if (serial.len > 0 && serial.at[0] >= '0' && serial.at[0] <= '9' && memchr(from.at, '/', from.len))
        *t = rest;
    *transport = TAKE(t, "TCP ") ? TEXT("tcp") : TAKE(t, "UDP ") ? TEXT("udp") : TEXT("");
}

/* "type=65280" is how it writes a type that it does not know. */
static struct text type_of(struct dnsline *d, struct text t)
{
    if (!TAKE(&t, "type="))
        return t;
    buf_clear(&d->scratch);
    buf_add_text(&d->scratch, "TYPE");
    buf_add(&d->scratch, t.at, t.len);
    return (struct text){ d->scratch.at, d->scratch.len };
}

/* TYPE] NAME from ADDR */
static bool read_query(struct dnsline *d, struct text t, struct observation *o, struct text *client)
{
    struct text type = type_of(d, take_until(&t, ']'));
    *client = take_last_word(&t);
    if (!TAKE(&t, " ") || !ends(t, " from"))
        return false;
    t.len -= 5;
    if (!dnsline_question(d, o, t, type, CLEAN_PLAIN))
        return false;
    if (text_is(t, "<name unprintable>"))
        o->target = TEXT("");
    return true;
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct dnsline *d = state;
    struct syslog_head head;
    struct text t = syslog_peel_all(d->clock, text, &head), client, program, transport;
    syslog_take_tag(&t, &program); /* of a file: it has no host */
    skip_extra(&t, &transport);
    if (!TAKE(&t, "query[") && !TAKE(&t, "auth["))
        return dnsline_other(&head, text, reason);
    if (!read_query(d, t, o, &client))
        return format_reject(reason, "malformed query line");
    o->transport = transport;
    if (!head.timed && STARTS(text, "dnsmasq: "))
        return format_unusable(reason, "dnsmasq wrote this to its standard error, without time: log to a file "
                                       "(log-facility=FILE) or to syslog");
    return dnsline_keep(d, client, head.timed ? &head.time : NULL, o, reason);
}

const struct dialect format_dnsmasq = {
    .name = "dnsmasq",
    .what = "dnsmasq with log-queries, Pi-hole, OpenWrt",
    .lookup = "one query[TYPE] or auth[TYPE] line; what became of it (forwarded, cached, reply, ...) is set aside",
    .example = "Nov 23 13:27:57 dnsmasq[31144]: query[AAAA] www.example.com from 192.0.2.7",
    .begin = dnsline_begin,
    .line = line,
    .end = dnsline_end,
};
