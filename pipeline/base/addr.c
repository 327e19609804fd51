#include "addr.h"
#include "num.h"
#include <arpa/inet.h>
#include <stdio.h>

static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

bool addr_is_v4(const struct addr *a) { return memcmp(a->bytes, mapped, sizeof mapped) == 0; }

bool addr_parse(struct text t, struct addr *out)
{
    char text[ADDR_TEXT];
    if (t.len == 0 || t.len >= sizeof text || memchr(t.at, '\0', t.len))
        return false;
    memcpy(text, t.at, t.len);
    text[t.len] = '\0';
    memcpy(out->bytes, mapped, sizeof mapped);
    return inet_pton(AF_INET, text, out->bytes + 12) == 1 || inet_pton(AF_INET6, text, out->bytes) == 1;
}

size_t addr_write(const struct addr *a, char out[ADDR_TEXT])
{
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
