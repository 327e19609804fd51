#include "packet.h"
#include <pcap/dlt.h>
#include <string.h>

#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_IPV6 0x86dd
#define MAX_TAGS 8
#define MAX_EXTENSIONS 16

static uint16_t u16(const uint8_t *p) { return (uint16_t) (p[0] << 8 | p[1]); }
static uint32_t u32(const uint8_t *p) { return (uint32_t) u16(p) << 16 | u16(p + 2); }

/* Cuts N bytes off the head; false when there are fewer. */
static bool skip(struct bytes *b, size_t n)
{
    if (b->n < n)
        return false;
    *b = (struct bytes){ b->at + n, b->n - n };
    return true;
}

/* --- the network layer ------------------------------------------------------------------- */

static enum packet_verdict ipv4(struct bytes b, struct datagram *out)
{
    if (b.n < 20 || b.at[0] >> 4 != 4)
        return PACKET_MALFORMED;
    size_t header = 4 * (size_t) (b.at[0] & 15), total = u16(b.at + 2);
    uint16_t fragment = u16(b.at + 6);
    if (total == 0) /* segmentation was left to the network card */
        total = b.n;
    if (header < 20 || total < header || b.n < header)
        return PACKET_MALFORMED;
    *out = (struct datagram){ .protocol = b.at[9], .id = u16(b.at + 4) };
    out->offset = 8 * (uint32_t) (fragment & 0x1fff);
    out->more_fragments = fragment & 0x2000;
    out->is_fragment = out->more_fragments || out->offset > 0;
    out->from.bytes[10] = out->from.bytes[11] = out->to.bytes[10] = out->to.bytes[11] = 0xff;
    memcpy(out->from.bytes + 12, b.at + 12, 4);
    memcpy(out->to.bytes + 12, b.at + 16, 4);
    out->whole = total - header;
    out->payload = (struct bytes){ b.at + header, (total < b.n ? total : b.n) - header };
    return PACKET_IP;
}

/* Steps over one extension header (RFC 8200 section 4). */
static bool skip_extension(struct bytes *b, struct datagram *out)
{
    if (b->n < 8)
        return false;
    uint8_t kind = out->protocol;
    size_t length = kind == 44 ? 8 : kind == 51 ? 4 * ((size_t) b->at[1] + 2) : 8 * ((size_t) b->at[1] + 1);
    if (kind == 44) {
        out->is_fragment = true;
        out->offset = u16(b->at + 2) & 0xfff8u;
        out->more_fragments = b->at[3] & 1;
        out->id = u32(b->at + 4);
    }
    out->protocol = b->at[0];
    out->whole -= length < out->whole ? length : out->whole;
    return skip(b, length);
}

static bool is_extension(uint8_t protocol)
{
    return protocol == 0 || protocol == 43 || protocol == 44 || protocol == 51 || protocol == 60;
}

static enum packet_verdict ipv6(struct bytes b, struct datagram *out)
{
    if (b.n < 40 || b.at[0] >> 4 != 6)
        return PACKET_MALFORMED;
    size_t whole = u16(b.at + 4);
    *out = (struct datagram){ .protocol = b.at[6], .whole = whole };
    memcpy(out->from.bytes, b.at + 8, 16);
    memcpy(out->to.bytes, b.at + 24, 16);
    skip(&b, 40);
    if (whole < b.n)
        b.n = whole;
    for (int i = 0; i < MAX_EXTENSIONS && is_extension(out->protocol); i++) {
        bool later_fragment = out->is_fragment && out->offset > 0;
        if (later_fragment)
            break;
        if (!skip_extension(&b, out))
            return PACKET_MALFORMED;
    }
    out->payload = b;
    return PACKET_IP;
}

static enum packet_verdict ip(struct bytes b, struct datagram *out)
{
    if (b.n == 0)
        return PACKET_MALFORMED;
    switch (b.at[0] >> 4) {
        case 4: return ipv4(b, out);
        case 6: return ipv6(b, out);
        default: return PACKET_OTHER;
    }
}

/* --- the link layer -------------------------------------------------------------------------- */

static bool is_vlan(uint16_t type) { return type == 0x8100 || type == 0x88a8 || type == 0x9100; }

static enum packet_verdict by_ethertype(uint16_t type, struct bytes b, struct datagram *out)
{
    for (int i = 0; i < MAX_TAGS && is_vlan(type); i++) {
        if (b.n < 4)
            return PACKET_MALFORMED;
        type = u16(b.at + 2);
        skip(&b, 4);
    }
    if (type != ETHERTYPE_IPV4 && type != ETHERTYPE_IPV6)
        return PACKET_OTHER;
    return type == ETHERTYPE_IPV4 ? ipv4(b, out) : ipv6(b, out);
}

/* How long each link's header is and where its EtherType stands. */
static const struct {
    int link;
    size_t header;
    int type_at; /* -1: none, the datagram tells its version itself */
} links[] = {
    { DLT_EN10MB, 14, 12 }, { DLT_LINUX_SLL, 16, 14 }, { DLT_LINUX_SLL2, 20, 0 }, { DLT_NULL, 4, -1 },
    { DLT_LOOP, 4, -1 },    { DLT_RAW, 0, -1 },        { DLT_IPV4, 0, -1 },       { DLT_IPV6, 0, -1 },
};

bool packet_knows_link(int link)
{
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (links[i].link == link)
            return true;
    return false;
}

enum packet_verdict packet_datagram(int link, struct bytes frame, struct datagram *out)
{
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        if (links[i].link != link)
            continue;
        struct bytes rest = frame;
        if (!skip(&rest, links[i].header))
            return PACKET_MALFORMED;
        return links[i].type_at < 0 ? ip(rest, out) : by_ethertype(u16(frame.at + links[i].type_at), rest, out);
    }
    return PACKET_OTHER;
}

/* --- above IP ----------------------------------------------------------------------------------- */

bool packet_udp(const struct datagram *d, uint16_t *from, uint16_t *to, struct bytes *payload)
{
    struct bytes b = d->payload;
    if (b.n < 8)
        return false;
    size_t length = u16(b.at + 4);
    *from = u16(b.at);
    *to = u16(b.at + 2);
    skip(&b, 8);
    if (length >= 8 && length - 8 < b.n)
        b.n = length - 8;
    *payload = b;
    return true;
}

bool packet_tcp(const struct datagram *d, struct segment *out)
{
    struct bytes b = d->payload;
    if (b.n < 20)
        return false;
    size_t header = 4 * (size_t) (b.at[12] >> 4);
    uint8_t flags = b.at[13];
    *out = (struct segment){ .from = u16(b.at), .to = u16(b.at + 2), .sequence = u32(b.at + 4) };
    out->fin = flags & 1;
    out->syn = flags & 2;
    out->rst = flags & 4;
    out->cut = d->whole > b.n;
    if (header < 20 || !skip(&b, header))
        return false;
    out->payload = b;
    return true;
}

bool packet_tunnel(uint16_t destination, struct bytes payload, struct bytes *frame)
{
    size_t header = 8;
    if ((destination != 4789 && destination != 6081) || payload.n < header)
        return false;
    if (destination == 6081) {
        if (u16(payload.at + 2) != 0x6558) /* an Ethernet frame */
            return false;
        header += 4 * (size_t) (payload.at[0] & 0x3f);
    }
    *frame = payload;
    return skip(frame, header);
}
