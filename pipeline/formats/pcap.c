/* Captures, pcap and pcapng: DNS over port 53, or ICMP echo.

   A frame of the capture is what a line is elsewhere.  With lookup = dns (the
   default) one DNS query to port 53 is one lookup, whether it came in one UDP
   datagram, in fragments, or over TCP, where one frame may complete several;
   responses, other opcodes and all other traffic are set aside.  Of a query over
   TCP the frame that completes it counts, and its time.  With lookup = echo one
   ICMP echo request or reply is one record: action echo-request or echo-reply,
   target the address it went to, bytes the length of what it carried.

   VXLAN and Geneve are looked into.  What is encrypted is not DNS here.  Names
   and types come from libknot, frames from libpcap. */

#include "base/addr.h"
#include "dnswire.h"
#include "fragments.h"
#include "tcpflows.h"
#include "lines/clean.h"
#include "lines/formats.h"
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

#define DNS_PORT 53
#define MAX_TUNNELS 2
#define PROTOCOL_ICMP 1
#define PROTOCOL_TCP 6
#define PROTOCOL_UDP 17
#define PROTOCOL_ICMPV6 58
#define ICMP_HEADER 8

struct capture {
    struct stamper *clock;
    bool echo;
    struct input *in; /* set by the first frame */
    struct err trouble;
    pcap_t *pcap;
    int link;
    bool over;
    struct timeval time; /* of the frame at hand */
    struct fragments *fragments;
    struct tcpflows *flows;

    /* A TCP frame may hold several queries: the one to hand out, and the one
       behind it, which was looked for to know whether there is one. */
    struct tcpflow *flow;
    struct dnswire question[2];
    size_t length[2];
    int current;
    bool more;

    char client[ADDR_TEXT], target[ADDR_TEXT];
};

static void *begin(const struct format_input *input, struct err *err)
{
    (void) err;
    struct capture *c = mem_zero(sizeof *c);
    c->clock = input->clock;
    c->echo = input->lookup && strcmp(input->lookup, "echo") == 0;
    c->fragments = fragments_new();
    c->flows = tcpflows_new();
    return c;
}

static void end(void *state)
{
    struct capture *c = state;
    if (c->pcap)
        pcap_close(c->pcap);
    fragments_free(c->fragments);
    tcpflows_free(c->flows);
    dnswire_release(&c->question[0]);
    dnswire_release(&c->question[1]);
    free(c);
}

/* --- the file ----------------------------------------------------------------------------- */

static ssize_t read_bytes(void *cookie, char *at, size_t n)
{
    struct capture *c = cookie;
    return input_read(c->in, at, n, &c->trouble);
}

static bool open_capture(struct capture *c, struct err *err)
{
    char why[PCAP_ERRBUF_SIZE] = "";
    FILE *f = fopencookie(c, "r", (cookie_io_functions_t){ .read = read_bytes });
    if (!f)
        return err_errno(err, "error: cannot read the capture");
    c->pcap = pcap_fopen_offline(f, why);
    if (!c->pcap) {
        fclose(f);
        return err_set(err, "%s%s", c->trouble.set ? "" : "error: this is no capture: ",
                       c->trouble.set ? c->trouble.text : why);
    }
    c->link = pcap_datalink(c->pcap);
    if (packet_knows_link(c->link))
        return true;
    const char *name = pcap_datalink_val_to_name(c->link);
    return err_set(err, "error: a capture of link type %s (%d) is not read", name ? name : "unknown", c->link);
}

/* FORMAT_KEPT: a frame; else the end, a failure, or a last frame that is cut short. */
static enum format_verdict next_frame(struct capture *c, struct bytes *frame, const char **reason, struct err *err)
{
    struct pcap_pkthdr *header;
    const u_char *data;
    if (c->over)
        return FORMAT_END;
    if (!c->pcap && !open_capture(c, err))
        return FORMAT_FAIL;
    int status = pcap_next_ex(c->pcap, &header, &data);
    if (c->trouble.set)
        return err_set(err, "%s", c->trouble.text), FORMAT_FAIL;
    c->over = status != 1;
    if (status == PCAP_ERROR_BREAK)
        return FORMAT_END;
    if (status != 1 && strstr(pcap_geterr(c->pcap), "truncated"))
        return format_reject(reason, "frame cut short");
    if (status != 1)
        return err_set(err, "error: damaged capture: %s", pcap_geterr(c->pcap)), FORMAT_FAIL;
    c->time = header->ts;
    *frame = (struct bytes){ data, header->caplen };
    return FORMAT_KEPT;
}

/* --- records -------------------------------------------------------------------------------- */

static enum format_verdict put_time(struct capture *c, struct observation *o, const char **reason)
{
    o->status = TEXT("");
    o->count = 1;
    if (c->time.tv_sec < 0 || c->time.tv_usec < 0 || c->time.tv_usec >= WHEN_SECOND)
        return format_reject(reason, format_timeless);
    return format_instant(c->clock, (uint64_t) c->time.tv_sec, (uint32_t) c->time.tv_usec, o, reason);
}

static void put_query(struct observation *o, const struct dnswire *question, size_t bytes, const char *transport)
{
    o->action = question->type;
    o->target = question->name;
    o->transport = text_of(transport);
    o->bytes = (int64_t) bytes;
}

static void put_client(struct capture *c, const struct addr *from, struct observation *o)
{
    o->client = (struct text){ c->client, addr_write(from, c->client) };
}

static enum format_verdict other(const struct capture *c, const char **reason)
{
    return format_aside(reason, c->echo ? "not ICMP echo" : "not DNS");
}

/* --- DNS over UDP ------------------------------------------------------------------------------ */

static enum format_verdict dns_message(struct capture *c, const struct datagram *d, struct bytes message,
                                       struct observation *o, const char **reason)
{
    enum dnswire_kind kind = dnswire_read(&c->question[0], message.at, message.n);
    if (kind == DNSWIRE_MALFORMED)
        return format_reject(reason, dnswire_reason(kind));
    if (kind != DNSWIRE_QUERY)
        return format_aside(reason, dnswire_reason(kind));
    put_query(o, &c->question[0], message.n, "udp");
    put_client(c, &d->from, o);
    return put_time(c, o, reason);
}

/* --- DNS over TCP ------------------------------------------------------------------------------ */

/* Looks for the next query of the flow; other messages are passed over. */
static bool find_query(struct capture *c, int into, enum dnswire_kind *kind)
{
    struct bytes message;
    while (tcpflow_message(c->flow, &message)) {
        *kind = dnswire_read(&c->question[into], message.at, message.n);
        c->length[into] = message.n;
        if (*kind == DNSWIRE_QUERY)
            return true;
    }
    return false;
}

/* Hands out the query that was found last, and looks for the one behind it. */
static enum format_verdict hand_out(struct capture *c, struct observation *o, const char **reason)
{
    enum dnswire_kind kind;
    int now = c->current;
    c->current = 1 - now;
    c->more = find_query(c, c->current, &kind);
    put_query(o, &c->question[now], c->length[now], "tcp");
    o->client = text_of(c->client);
    enum format_verdict v = put_time(c, o, reason);
    if (v != FORMAT_KEPT)
        c->more = false; /* its time is that of the others */
    return v == FORMAT_KEPT && c->more ? FORMAT_MORE : v;
}

static enum format_verdict dns_segment(struct capture *c, const struct datagram *d, const struct segment *s,
                                       struct observation *o, const char **reason)
{
    enum dnswire_kind kind = DNSWIRE_QUERY;
    c->flow = tcpflows_add(c->flows, d, s);
    c->current = 0;
    if (!find_query(c, 0, &kind)) {
        if (kind == DNSWIRE_MALFORMED)
            return format_reject(reason, dnswire_reason(kind));
        return format_aside(reason, kind != DNSWIRE_QUERY ? dnswire_reason(kind)
                                    : s->payload.n > 0    ? "part of a message"
                                                          : "TCP without data");
    }
    put_client(c, &d->from, o);
    return hand_out(c, o, reason);
}

static enum format_verdict tcp(struct capture *c, const struct datagram *d, struct observation *o,
                               const char **reason)
{
    struct segment s;
    if (!packet_tcp(d, &s))
        return format_reject(reason, "malformed packet");
    if (s.to == DNS_PORT)
        return dns_segment(c, d, &s, o, reason);
    if (s.from != DNS_PORT)
        return format_aside(reason, "not DNS");
    return format_aside(reason, s.payload.n > 0 ? "response" : "TCP without data");
}

/* --- ICMP echo ------------------------------------------------------------------------------------ */

static const char *echo_name(const struct datagram *d)
{
    if (d->payload.n < ICMP_HEADER || d->whole < ICMP_HEADER)
        return NULL;
    bool six = d->protocol == PROTOCOL_ICMPV6;
    uint8_t type = d->payload.at[0];
    if (type == (six ? 128 : 8))
        return "echo-request";
    return type == (six ? 129 : 0) ? "echo-reply" : NULL;
}

static enum format_verdict icmp(struct capture *c, const struct datagram *d, struct observation *o,
                                const char **reason)
{
    const char *name = echo_name(d);
    if (!name || !c->echo)
        return name ? format_aside(reason, "ICMP echo") : other(c, reason);
    put_client(c, &d->from, o);
    o->action = text_of(name);
    o->target = (struct text){ c->target, addr_write(&d->to, c->target) };
    o->transport = TEXT("");
    o->bytes = (int64_t) d->whole - ICMP_HEADER;
    return put_time(c, o, reason);
}

/* --- from the frame on ------------------------------------------------------------------------------ */

/* The datagram of the frame, or why there is none yet. */
static enum format_verdict whole_datagram(struct capture *c, int link, struct bytes frame, struct datagram *d,
                                          const char **reason)
{
    struct datagram part;
    enum packet_verdict v = packet_datagram(link, frame, d);
    if (v == PACKET_OTHER)
        return other(c, reason);
    if (v == PACKET_MALFORMED)
        return format_reject(reason, "malformed packet");
    part = *d;
    if (part.is_fragment && !fragments_add(c->fragments, &part, d))
        return format_aside(reason, "fragment of a datagram");
    return FORMAT_KEPT;
}

static enum format_verdict udp(struct capture *c, const struct datagram *d, int tunnels, struct observation *o,
                               const char **reason);

static enum format_verdict by_protocol(struct capture *c, int link, struct bytes frame, int tunnels,
                                       struct observation *o, const char **reason)
{
    struct datagram d;
    enum format_verdict v = whole_datagram(c, link, frame, &d, reason);
    if (v != FORMAT_KEPT)
        return v;
    if (d.protocol == PROTOCOL_ICMP || d.protocol == PROTOCOL_ICMPV6)
        return icmp(c, &d, o, reason);
    if (d.protocol == PROTOCOL_UDP)
        return udp(c, &d, tunnels, o, reason);
    return d.protocol == PROTOCOL_TCP && !c->echo ? tcp(c, &d, o, reason) : other(c, reason);
}

static enum format_verdict udp(struct capture *c, const struct datagram *d, int tunnels, struct observation *o,
                               const char **reason)
{
    uint16_t from, to;
    struct bytes payload, inner;
    if (!packet_udp(d, &from, &to, &payload))
        return format_reject(reason, "malformed packet");
    if (tunnels < MAX_TUNNELS && packet_tunnel(to, payload, &inner))
        return by_protocol(c, DLT_EN10MB, inner, tunnels + 1, o, reason);
    if (c->echo || (from != DNS_PORT && to != DNS_PORT))
        return other(c, reason);
    return dns_message(c, d, payload, o, reason);
}

static enum format_verdict frame(void *state, struct input *in, struct observation *o, const char **reason,
                                 struct err *err)
{
    struct capture *c = state;
    struct bytes bytes;
    c->in = in;
    if (c->more)
        return hand_out(c, o, reason);
    enum format_verdict v = next_frame(c, &bytes, reason, err);
    return v == FORMAT_KEPT ? by_protocol(c, c->link, bytes, 0, o, reason) : v;
}

static const char *const keys[] = { "lookup", NULL };
static const char *const lookups[] = { "dns", "echo", NULL };

const struct dialect format_pcap = {
    .name = "pcap",
    .what = "captures (pcap, pcapng): DNS over port 53, or ICMP echo",
    .lookup = "one DNS query to port 53 over UDP or TCP; with lookup = echo one ICMP echo request or reply",
    .keys = keys,
    .lookups = lookups,
    .example = "(binary: a capture as tcpdump -w writes it)",
    .begin = begin,
    .frame = frame,
    .end = end,
};
