#include "addr.h"
#include "num.h"
#include <arpa/inet.h>

static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

bool addr_is_v4(const struct addr *a) { return memcmp(a->bytes, mapped, sizeof mapped) == 0; }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Four numbers to 255 without leading zeros, as inet_pton takes them. */
static bool parse_v4(struct text t, uint8_t out[4])
{
    const char *p = t.at, *end = t.at + t.len;
    for (int i = 0; i < 4; i++) {
        const char *first = p;
        unsigned value = 0;
        for (; p < end && p - first < 3 && is_digit(*p); p++)
            value = 10 * value + (unsigned) (*p - '0');
        if (p == first || value > 255 || (*first == '0' && p - first > 1))
            return false;
        out[i] = (uint8_t) value;
        if (i < 3 && (p == end || *p++ != '.'))
            return false;
    }
    return p == end;
}

bool addr_v4_text(struct text t)
{
    uint8_t ignored[4];
    return parse_v4(t, ignored);
}

bool addr_parse(struct text t, struct addr *out)
{
    char text[ADDR_TEXT];
    memcpy(out->bytes, mapped, sizeof mapped);
    if (parse_v4(t, out->bytes + 12))
        return true;
    if (t.len == 0 || t.len >= sizeof text || memchr(t.at, '\0', t.len))
        return false;
    memcpy(text, t.at, t.len);
    text[t.len] = '\0';
    return inet_pton(AF_INET6, text, out->bytes) == 1;
}

/* The run of zeros that :: stands for: the first of the longest, and not of one alone. */
static int longest_zeros(const uint8_t *bytes, int *first)
{
    int longest = 1;
    *first = -1;
    for (int i = 0, n = 0; i < 8; i++) {
        n = bytes[2 * i] == 0 && bytes[2 * i + 1] == 0 ? n + 1 : 0;
        if (n > longest) {
            longest = n;
            *first = i + 1 - n;
        }
    }
    return *first < 0 ? 0 : longest;
}

static char *put_group(char *to, unsigned group)
{
    bool begun = false;
    for (int shift = 12; shift >= 0; shift -= 4) {
        unsigned digit = group >> shift & 15;
        begun |= digit != 0 || shift == 0;
        if (begun)
            *to++ = "0123456789abcdef"[digit];
    }
    return to;
}

static char *write_v6(const uint8_t *bytes, char *to)
{
    int first, zeros = longest_zeros(bytes, &first);
    for (int i = 0; i < 8; i++) {
        if (i > 0 || first == 0)
            *to++ = ':';
        if (i != first)
            to = put_group(to, (unsigned) bytes[2 * i] << 8 | bytes[2 * i + 1]);
        else if ((i += zeros - 1) == 7)
            *to++ = ':';
    }
    *to = '\0';
    return to;
}

size_t addr_write(const struct addr *a, char out[ADDR_TEXT])
{
    static const uint8_t zeros[10];
    if (memcmp(a->bytes, zeros, sizeof zeros) != 0)
        return (size_t) (write_v6(a->bytes, out) - out);
    bool v4 = addr_is_v4(a);
    inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? a->bytes + 12 : a->bytes, out, ADDR_TEXT);
    return strlen(out);
}

static bool host_bits_clear(const struct addr_prefix *p)
{
    for (int bit = p->bits; bit < 128; bit++)
        if (p->addr.bytes[bit / 8] & (0x80 >> bit % 8))
            return false;
    return true;
}

bool addr_parse_prefix(struct text t, struct addr_prefix *out, struct err *err)
{
    const char *slash = memchr(t.at, '/', t.len);
    struct text address = { t.at, slash ? (size_t) (slash - t.at) : t.len };
    if (!addr_parse(address, &out->addr))
        return err_set(err, "error: found '%.*s', expected an address or prefix", (int) (t.len < 80 ? t.len : 80), t.at);
    bool v4 = memchr(address.at, ':', address.len) == NULL;
    int64_t bits = v4 ? 32 : 128;
    if (slash && !num_int((struct text){ slash + 1, t.len - address.len - 1 }, 0, bits, &bits, err))
        return false;
    out->bits = (int) bits + (v4 ? 96 : 0);
    if (!host_bits_clear(out))
        return err_set(err, "error: %.*s has bits set behind its prefix length", (int) t.len, t.at);
    return true;
}

bool addr_in(const struct addr *a, const struct addr_prefix *p)
{
    int whole = p->bits / 8, rest = p->bits % 8;
    if (memcmp(a->bytes, p->addr.bytes, (size_t) whole) != 0)
        return false;
    return rest == 0 || ((a->bytes[whole] ^ p->addr.bytes[whole]) >> (8 - rest)) == 0;
}
