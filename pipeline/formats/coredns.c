/* CoreDNS's plugin log, common and combined form, with any stamp before it.

     [stamp] [INFO] ADDR:PORT - ID "TYPE CLASS NAME PROTO SIZE DO BUFSIZE" RCODE FLAGS RSIZE SECONDSs

   A line is written when the query was answered and is one lookup; its bytes are
   the size of the reply.  CoreDNS itself writes no stamp (older versions did); what
   reads its output may: journald and syslog, `kubectl logs --timestamps' and the
   container runtimes ("2026-11-23T17:56:22.123456789Z stdout F ").  Old versions wrote
   [WHEN] instead of the ID, as a web log does, and no port.

   A blank or a quote within a name is escaped (\032, \"), so blanks part the words
   in the quotes too. */

#include "base/num.h"
#include "lines/dnsline.h"

/* "2018/10/01 12:00:00 " of Go, local time. */
static bool take_go_stamp(struct dnsline *d, struct text *t, struct stamp *time)
{
    char iso[19];
    if (t->len < 20 || t->at[4] != '/' || t->at[7] != '/' || t->at[19] != ' ')
        return false;
    memcpy(iso, t->at, sizeof iso);
    iso[4] = iso[7] = '-';
    if (stamp_scan_iso(d->clock, (struct text){ iso, sizeof iso }, time) != sizeof iso)
        return false;
    *t = behind(*t, 20);
    return true;
}

/* "stdout F ", and "[INFO] " or another level. */
static void skip_tags(struct text *t)
{
    if (TAKE(t, "stdout ") || TAKE(t, "stderr "))
        take_word(t);
    struct text rest = *t;
    if (TAKE(&rest, "[") && rest.len > 0 && rest.at[0] >= 'A' && rest.at[0] <= 'Z') {
        take_until(&rest, ']');
        *t = skip_blanks(rest);
    }
}

static struct text transport_of(struct text proto)
{
    static const char *const known[] = { "udp", "tcp", "tls", "https", "quic" };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (text_is(proto, known[i]))
            return text_of(known[i]);
    return TEXT("");
}

/* TYPE CLASS NAME PROTO SIZE DO BUFSIZE" RCODE FLAGS RSIZE ... */
static bool read_query(struct dnsline *d, struct text t, struct observation *o)
{
    struct err ignored = { .set = true };
    struct text type = take_word(&t), class = take_word(&t), name = take_word(&t), proto = take_word(&t);
    take_word(&t);
    take_word(&t);
    struct text size = take_word(&t), rcode = take_word(&t);
    take_word(&t);
    struct text reply = take_word(&t);
    if (!dnsline_is_mnemonic(class) || !ends(size, "\"") || rcode.len == 0 ||
        !dnsline_question(d, o, name, type, CLEAN_RFC1035) || !num_int(reply, 0, INT64_MAX, &o->bytes, &ignored))
        return false;
    o->status = text_is(rcode, "-") ? TEXT("") : clean_text(&d->scratch, rcode);
    o->transport = transport_of(proto);
    return true;
}

/* ID or [WHEN], up to the quote. */
static bool take_id(struct dnsline *d, struct text *t, struct syslog_head *head)
{
    struct stamp when;
    if (TAKE(t, "[")) {
        struct text stamp = take_until(t, ']');
        if (stamp_scan_web(d->clock, stamp, &when) == stamp.len && stamp.len > 0) {
            head->time = when;
            head->timed = true;
        }
        return TAKE(t, " \"");
    }
    take_word(t);
    return TAKE(t, "\"");
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct dnsline *d = state;
    struct syslog_head head;
    struct text t = syslog_peel_all(d->clock, text, &head);
    head.timed |= take_go_stamp(d, &t, &head.time);
    skip_tags(&t);
    struct text rest = t, client = take_word(&rest);
    if (!TAKE(&rest, "- "))
        return text.len > 0 && STARTS(text, "[") ? format_aside(reason, "other message")
                                                 : dnsline_other(&head, text, reason);
    if (!take_id(d, &rest, &head) || !read_query(d, rest, o))
        return format_reject(reason, "malformed query line");
    if (!head.timed && STARTS(text, "[INFO] "))
        return format_unusable(reason, "CoreDNS writes no time: take its log from journald or syslog, or by "
                                       "kubectl logs --timestamps");
    return dnsline_keep(d, dnsline_host(client), head.timed ? &head.time : NULL, o, reason);
}

const struct dialect format_coredns = {
    .name = "coredns",
    .what = "CoreDNS's plugin log, with a stamp before each line",
    .lookup = "one line: it is written when the query was answered",
    .example = "2026-11-23T17:56:22.123456789Z [INFO] 192.0.2.7:50759 - 29008 \"A IN www.example.com. udp 41 false "
               "4096\" NOERROR qr,rd,ra,ad 68 0.037990251s",
    .begin = dnsline_begin,
    .line = line,
    .end = dnsline_end,
};
