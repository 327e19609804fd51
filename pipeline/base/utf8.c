#include "utf8.h"
#include <stdint.h>
#include <string.h>

static bool tail(unsigned char c) { return (c & 0xC0) == 0x80; }

size_t utf8_length(const char *at, size_t n)
{
    const unsigned char *p = (const unsigned char *) at;
    if (n == 0)
        return 0;
    if (p[0] < 0x80)
        return 1;
    if (n >= 2 && p[0] >= 0xC2 && p[0] <= 0xDF)
        return tail(p[1]) ? 2 : 0;
    if (n >= 3 && (p[0] & 0xF0) == 0xE0 && tail(p[1]) && tail(p[2])) {
        bool overlong = p[0] == 0xE0 && p[1] < 0xA0, surrogate = p[0] == 0xED && p[1] > 0x9F;
        return overlong || surrogate ? 0 : 3;
    }
    if (n >= 4 && p[0] >= 0xF0 && p[0] <= 0xF4 && tail(p[1]) && tail(p[2]) && tail(p[3])) {
        bool overlong = p[0] == 0xF0 && p[1] < 0x90, beyond = p[0] == 0xF4 && p[1] > 0x8F;
        return overlong || beyond ? 0 : 4;
    }
    return 0;
}

/* The first byte that is not ASCII lies behind so many bytes, or behind fewer than 32 more. */
static size_t ascii_run(const char *at, size_t n)
{
    size_t done = 0;
    for (uint64_t x[4]; n - done >= sizeof x; done += sizeof x) {
        memcpy(x, at + done, sizeof x);
        if ((x[0] | x[1] | x[2] | x[3]) & UINT64_C(0x8080808080808080))
            break;
    }
    return done;
}

bool utf8_valid(const char *at, size_t n)
{
    size_t ascii = ascii_run(at, n);
    at += ascii;
    n -= ascii;
    while (n > 0) {
        uint64_t eight;
        if (n >= 8 && (memcpy(&eight, at, 8), (eight & UINT64_C(0x8080808080808080)) == 0)) {
            at += 8;
            n -= 8;
            continue;
        }
        size_t step = utf8_length(at, n);
        if (step == 0)
            return false;
        at += step;
        n -= step;
    }
    return true;
}
