#include "clean.h"
#include "base/addr.h"
#include "base/utf8.h"

/* The canonical byte of a character that stands for itself in a name, else 0.
   The dot is one: unescaped it parts labels. */
static const unsigned char plain[256] = {
    ['!'] = '!', ['#'] = '#', ['%'] = '%', ['&'] = '&', ['\''] = '\'', ['*'] = '*', ['+'] = '+',
    [','] = ',', ['-'] = '-', ['.'] = '.', ['/'] = '/', ['0'] = '0', ['1'] = '1', ['2'] = '2',
    ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8', ['9'] = '9',
    [':'] = ':', ['<'] = '<', ['='] = '=', ['>'] = '>', ['?'] = '?', ['['] = '[', [']'] = ']',
    ['^'] = '^', ['_'] = '_', ['`'] = '`', ['{'] = '{', ['|'] = '|', ['}'] = '}', ['~'] = '~',
    ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f', ['G'] = 'g',
    ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n',
    ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't', ['U'] = 'u',
    ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z',
    ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f', ['g'] = 'g',
    ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n',
    ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't', ['u'] = 'u',
    ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z',
};

static char *put_decimal(char *to, unsigned char byte)
{
    *to++ = '\\';
    *to++ = (char) ('0' + byte / 100);
    *to++ = (char) ('0' + byte / 10 % 10);
    *to++ = (char) ('0' + byte % 10);
    return to;
}

/* A byte that belongs to a label, wherever it came from. */
static char *put_label_byte(char *to, unsigned char byte)
{
    if (plain[byte] && byte != '.') {
        *to++ = (char) plain[byte];
        return to;
    }
    if (byte > ' ' && byte < 0x7f) {
        *to++ = '\\';
        *to++ = (char) byte;
        return to;
    }
    return put_decimal(to, byte);
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    int letter = (c | 32) - 'a';
    return letter >= 0 && letter < 6 ? 10 + letter : -1;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The byte that an escape at P (a backslash) stands for; returns its length. */
static size_t read_rfc1035(const char *p, size_t n, unsigned char *byte)
{
    if (n >= 4 && is_digit(p[1]) && is_digit(p[2]) && is_digit(p[3])) {
        int value = 100 * (p[1] - '0') + 10 * (p[2] - '0') + p[3] - '0';
        *byte = (unsigned char) value;
        return value < 256 ? 4 : 0;
    }
    if (n < 2 || is_digit(p[1]))
        return 0;
    *byte = (unsigned char) p[1];
    return 2;
}

static size_t read_zeek(const char *p, size_t n, unsigned char *byte)
{
    if (n >= 4 && p[1] == 'x' && hex(p[2]) >= 0 && hex(p[3]) >= 0) {
        *byte = (unsigned char) (16 * hex(p[2]) + hex(p[3]));
        return 4;
    }
    *byte = '\\';
    return n >= 2 && p[1] == '\\' ? 2 : 0;
}

/* The rest of a name from the first byte that needs care. */
static char *put_with_care(char *to, const char *p, const char *end, enum clean_escapes escapes)
{
    while (p < end) {
        unsigned char byte = (unsigned char) *p;
        if (byte == '.') {
            *to++ = '.';
            p++;
            continue;
        }
        size_t used = 0;
        if (byte == '\\' && escapes != CLEAN_PLAIN) {
            size_t left = (size_t) (end - p);
            used = escapes == CLEAN_ZEEK ? read_zeek(p, left, &byte) : read_rfc1035(p, left, &byte);
            if (used == 0)
                byte = '\\';
        }
        to = put_label_byte(to, byte);
        p += used > 0 ? used : 1;
    }
    return to;
}

/* Is the last byte a dot that parts labels?  (Canonical text.) */
static bool ends_in_dot(const char *at, size_t len)
{
    if (len < 2 || at[len - 1] != '.')
        return false;
    size_t slashes = 0;
    while (slashes + 1 < len && at[len - 2 - slashes] == '\\')
        slashes++;
    return slashes % 2 == 0;
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Are all of eight bytes among - . / 0-9 _ ` a-z, which stand for themselves?  Ranges of bytes below 0x80, by
   additions that carry into the eighth bit. */
static bool eight_stand(uint64_t x)
{
    uint64_t low = (x + EACH(0x80 - '-')) & ~(x + EACH(0x80 - ':'));
    uint64_t high = (x + EACH(0x80 - '_')) & ~(x + EACH(0x80 - '{'));
    return ((low | high) & ~x & EACH(0x80)) == EACH(0x80) && (x & EACH(0x80)) == 0;
}

struct text clean_name(struct buf *b, struct text name, enum clean_escapes escapes)
{
    buf_clear(b);
    buf_need(b, 4 * name.len + 1);
    const char *p = name.at, *end = name.at + name.len;
    char *to = b->at;
    for (uint64_t x; end - p >= 8; p += 8, to += 8) {
        memcpy(&x, p, 8);
        if (!eight_stand(x))
            break;
        memcpy(to, &x, 8);
    }
    for (unsigned char c; p < end && (c = plain[(unsigned char) *p]) != 0; p++)
        *to++ = (char) c;
    if (p < end)
        to = put_with_care(to, p, end, escapes);
    b->len = (size_t) (to - b->at);
    if (ends_in_dot(b->at, b->len))
        b->len--;
    return (struct text){ b->at, b->len };
}

/* The length of the clean character at P, or 0. */
static size_t clean_character(const char *p, size_t n)
{
    unsigned char c = (unsigned char) *p;
    if (c < 0x80)
        return c >= ' ' && c != 0x7f;
    size_t len = utf8_length(p, n);
    bool control = len == 2 && c == 0xc2 && (unsigned char) p[1] < 0xa0;
    return control ? 0 : len;
}

static size_t clean_prefix(struct text t)
{
    size_t i = 0, len = 1;
    while (i < t.len && len > 0) {
        unsigned char c = (unsigned char) t.at[i];
        len = c >= ' ' && c < 0x7f ? 1 : clean_character(t.at + i, t.len - i);
        i += len;
    }
    return i;
}

struct text clean_text(struct buf *b, struct text t)
{
    size_t i = clean_prefix(t);
    if (i == t.len)
        return t;
    buf_clear(b);
    buf_need(b, 4 * t.len + 1);
    memcpy(b->at, t.at, i);
    char *to = b->at + i;
    while (i < t.len) {
        size_t len = clean_character(t.at + i, t.len - i);
        if (len == 0)
            to = put_decimal(to, (unsigned char) t.at[i]);
        for (size_t k = 0; k < len; k++)
            *to++ = t.at[i + k];
        i += len > 0 ? len : 1;
    }
    b->len = (size_t) (to - b->at);
    return (struct text){ b->at, b->len };
}

struct text clean_client(struct buf *b, struct text t, bool *is_address)
{
    struct addr address;
    *is_address = addr_v4_text(t);
    if (*is_address)
        return t;
    const char *zone = memchr(t.at, '%', t.len);
    struct text bare = { t.at, zone ? (size_t) (zone - t.at) : t.len };
    *is_address = addr_parse(bare, &address);
    if (*is_address) {
        buf_clear(b);
        buf_need(b, ADDR_TEXT);
        b->len = addr_write(&address, b->at);
        return (struct text){ b->at, b->len };
    }
    struct text clean = clean_text(b, t);
    if (clean.at != b->at) {
        buf_clear(b);
        buf_add(b, clean.at, clean.len);
    }
    for (size_t i = 0; i < b->len; i++) {
        if (b->at[i] >= 'A' && b->at[i] <= 'Z')
            b->at[i] = (char) (b->at[i] | 32);
    }
    return (struct text){ b->at, b->len };
}
