/* PowerDNS Authoritative Server with log-dns-queries, as a file or through syslog.

     [syslog or stamp] [TCP ]Remote ADDR[<-SUBNET] wants 'NAME|TYPE', do = 0, bufsize = 1232 (4096): packetcache MISS

   One such line is one lookup, answered from the packet cache or not; SUBNET is the
   EDNS client subnet.  Stamps have no year and no zone.  A blank within a name is
   written \032, but ' and | stand for themselves: the name ends where "', do = "
   comes, the type begins behind the last |.  Zone transfers and NOTIFY have lines
   of another kind and are set aside. */

#include "lines/dnsline.h"

/* 'NAME|TYPE', do = ... */
static bool read_question(struct dnsline *d, struct text t, struct observation *o)
{
    const char *stop = memmem(t.at, t.len, "', do = ", 8);
    const char *bar = stop ? memrchr(t.at, '|', (size_t) (stop - t.at)) : NULL;
    if (!bar)
        return false;
    struct text name = { t.at, (size_t) (bar - t.at) }, type = { bar + 1, (size_t) (stop - bar - 1) };
    return dnsline_question(d, o, name, type, CLEAN_RFC1035);
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct dnsline *d = state;
    struct syslog_head head;
    struct text t = syslog_peel_all(d->clock, text, &head);
    bool tcp = TAKE(&t, "TCP ");
    if (!TAKE(&t, "Remote "))
        return dnsline_other(&head, text, reason);
    struct text client = take_word(&t);
    const char *subnet = memmem(client.at, client.len, "<-", 2);
    if (subnet)
        client.len = (size_t) (subnet - client.at);
    if (!TAKE(&t, "wants '") || !read_question(d, t, o))
        return format_reject(reason, "malformed query line");
    o->transport = tcp ? TEXT("tcp") : TEXT("udp");
    return dnsline_keep(d, dnsline_host(client), head.timed ? &head.time : NULL, o, reason);
}

const struct dialect format_powerdns = {
    .name = "powerdns",
    .what = "PowerDNS Authoritative Server with log-dns-queries",
    .lookup = "one `Remote ... wants' line, answered from the packet cache or not",
    .example = "Nov 23 12:28:56 Remote 192.0.2.7 wants 'www.example.com|A', do = 0, bufsize = 1232: packetcache MISS",
    .begin = dnsline_begin,
    .line = line,
    .end = dnsline_end,
};
