/* packet.h -- from a captured frame to the IP datagram in it, and to its parts.
   Everything points into the bytes that were given; lengths are those captured. */

#ifndef DIELOG_PACKET_H
#define DIELOG_PACKET_H

#include "base/addr.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
    const uint8_t *at;
    size_t n;
};

/* A datagram, or one fragment of it. */
struct datagram {
    struct addr from, to;
    uint8_t protocol; /* of the payload: 6 TCP, 17 UDP, 1 ICMP, 58 ICMPv6 */
    struct bytes payload;
    size_t whole; /* the payload's length on the wire, at least payload.n */
    bool is_fragment, more_fragments;
    uint32_t id;     /* of the fragments of one datagram */
    uint32_t offset; /* of the fragment, in bytes */
};

enum packet_verdict { PACKET_IP, PACKET_OTHER, PACKET_MALFORMED };

/* Is there a way to read frames of this DLT_ link type? */
bool packet_knows_link(int link);

/* The datagram in a frame of link type LINK: Ethernet, raw IP, BSD loopback,
   Linux cooked (1 and 2); VLAN tags (802.1Q, 802.1ad) are skipped. */
enum packet_verdict packet_datagram(int link, struct bytes frame, struct datagram *out);

/* The payload of UDP, and its ports; false when it is cut short. */
bool packet_udp(const struct datagram *d, uint16_t *from, uint16_t *to, struct bytes *payload);

struct segment {
    uint16_t from, to;
    uint32_t sequence;
    bool syn, fin, rst;
    struct bytes payload;
    bool cut; /* the capture lacks the end of the payload */
};

bool packet_tcp(const struct datagram *d, struct segment *out);

/* A VXLAN (RFC 7348) or Geneve (RFC 8926) header before an Ethernet frame: the
   frame; false when DESTINATION is no such port or there is something else. */
bool packet_tunnel(uint16_t destination, struct bytes payload, struct bytes *frame);

#endif
