/* capture.c -- `capture N` writes a capture of N DNS queries over UDP and IPv4 to standard output, ten thousand a
   second: names of 24 bytes, clients and types that change.  A frame takes 100 bytes of the file with its header, so
   that MB/s are ten thousands of packets a second. */

#include "base/num.h"
#include <stdio.h>
#include <stdlib.h>

#define FRAME 100
#define CAPTURED (FRAME - 16)
#define QUESTION (16 + 14 + 20 + 8 + 12) /* where the name begins */
#define A_SECOND 10000

static void put16(unsigned char *at, unsigned x)
{
    at[0] = (unsigned char) (x >> 8);
    at[1] = (unsigned char) x;
}

static void put32(unsigned char *at, uint32_t x)
{
    put16(at, x >> 16);
    put16(at + 2, x & 0xffff);
}

/* What all frames have in common. */
static void lay_out(unsigned char *f)
{
    unsigned char *ip = f + 16 + 14, *udp = ip + 20, *dns = udp + 8;
    put32(f + 8, CAPTURED);
    put32(f + 12, CAPTURED);
    put16(f + 16 + 12, 0x0800);
    put16(ip, 0x4500);
    put16(ip + 2, CAPTURED - 14);
    put16(ip + 8, 64 << 8 | 17);
    put32(ip + 16, 0xcb007101); /* 203.0.113.1 */
    put16(udp + 2, 53);
    put16(udp + 4, CAPTURED - 14 - 20);
    put16(dns + 2, 0x0100);
    put16(dns + 4, 1);
    memcpy(f + QUESTION, "\7x000000\4zone\7example\3net", 26); /* with the NUL of the root */
    put16(f + FRAME - 2, 1);
}

static void vary(unsigned char *f, uint32_t i)
{
    static const unsigned char types[] = { 1, 28, 1, 15, 65, 1, 28, 16 };
    uint32_t mixed = i * UINT32_C(2654435761);
    put32(f, 1462320000 + i / A_SECOND);
    put32(f + 4, i % A_SECOND * (1000000 / A_SECOND));
    put32(f + 16 + 14 + 12, 0xc6336400 | mixed >> 24); /* 198.51.100.0/24 */
    put16(f + 16 + 14 + 20, 1024 + (mixed >> 8) % 60000);
    put16(f + 16 + 14 + 20 + 8, mixed & 0xffff);
    for (int k = 0; k < 6; k++, mixed >>= 4)
        f[QUESTION + 2 + k] = (unsigned char) ('a' + mixed % 16);
    f[FRAME - 3] = types[i % sizeof types];
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    int64_t n;
    unsigned char head[24] = { 0 }, frame[FRAME] = { 0 };
    if (argc != 2 || !num_int(text_of(argv[1]), 0, INT32_MAX, &n, &err)) {
        fputs("capture: expected how many queries\n", stderr);
        return 2;
    }
    put32(head, 0xa1b2c3d4);
    put32(head + 4, 2 << 16 | 4);
    put32(head + 16, 65535);
    put32(head + 20, 1); /* Ethernet */
    fwrite(head, sizeof head, 1, stdout);
    lay_out(frame);
    for (uint32_t i = 0; i < n; i++) {
        vary(frame, i);
        fwrite(frame, sizeof frame, 1, stdout);
    }
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
