#include "clean.h"
#include "base/addr.h"
#include "base/shortkey.h"
#include "base/utf8.h"
#include "base/wide.h"

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

/* The byte at P, or the escape, which may need care; behind it. */
static const char *take_with_care(const char *p, const char *end, enum clean_escapes escapes, char **to)
{
    unsigned char byte = (unsigned char) *p;
    size_t used = 0, left = (size_t) (end - p);
    if (byte == '.') {
        *(*to)++ = '.';
        return p + 1;
    }
    if (byte == '\\' && escapes != CLEAN_PLAIN) {
        used = escapes == CLEAN_ZEEK ? read_zeek(p, left, &byte) : read_rfc1035(p, left, &byte);
        if (used == 0)
            byte = '\\';
    }
    *to = put_label_byte(*to, byte);
    return p + (used > 0 ? used : 1);
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

/* Capitals become small letters. */
static inline wide in_lower_case(wide x) { return x | ((wide) (x - 'A' <= 'Z' - 'A') & 0x20); }

/* Which of them are none of - . / 0-9 _ ` a-z, which stand for themselves? */
static inline unsigned standing_not(wide x)
{
    wide low = (wide) (x - '-' <= '9' - '-'), high = (wide) (x - '_' <= 'z' - '_');
    return wide_mask(~(low | high));
}

/* Copies what needs no care at the head of P, N bytes; returns how many those are.  TO has room for N: sixteen are
   looked at and copied at once, the last ones over what went before. */
static size_t put_plain(char *to, const char *p, size_t n)
{
    size_t i = 0;
    for (size_t next = 0; n >= WIDE && i < n; i = next) {
        next = n - i >= WIDE ? i + WIDE : n;
        wide x = in_lower_case(wide_load(p + next - WIDE));
        unsigned care = standing_not(x);
        wide_store(to + next - WIDE, x);
        if (care)
            return next - WIDE + (size_t) __builtin_ctz(care);
    }
    if (n < WIDE && n >= 8) {
        wide x = in_lower_case(wide_load_ends(p, n));
        wide_store_ends(to, n, x);
        i = standing_not(x) ? 0 : n;
    }
    for (unsigned char c; i < n && (c = plain[(unsigned char) p[i]]) != 0; i++)
        to[i] = (char) c;
    return i;
}

struct text clean_name(struct buf *b, struct text name, enum clean_escapes escapes)
{
    b->len = 0;
    buf_need(b, 4 * name.len + 1);
    const char *p = name.at, *end = name.at + name.len;
    char *to = b->at;
    for (;;) {
        size_t n = put_plain(to, p, (size_t) (end - p));
        to += n;
        p += n;
        if (p == end)
            break;
        p = take_with_care(p, end, escapes, &to);
    }
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

/* Is T an address?  *CANONICAL is its text, T itself or in B. */
static bool read_address(struct buf *b, struct text t, struct text *canonical)
{
    struct addr address;
    const char *zone = memchr(t.at, '%', t.len);
    struct text bare = { t.at, zone ? (size_t) (zone - t.at) : t.len };
    *canonical = t;
    if (addr_v4_text(t))
        return true;
    if (!addr_parse(bare, &address))
        return false;
    b->len = 0;
    buf_need(b, ADDR_TEXT);
    b->len = addr_write(&address, b->at);
    *canonical = (struct text){ b->at, b->len };
    return true;
}

/* A client comes again and again, and mostly as it should be written: short addresses that were seen in canonical form. */
#define SEEN_BITS 12

static bool read_known_address(struct buf *b, struct text t, struct text *canonical)
{
    static _Thread_local struct shortkey seen[1 << SEEN_BITS];
    bool known;
    if (t.len == 0 || t.len > SHORTKEY_MOST)
        return read_address(b, t, canonical);
    struct shortkey key = shortkey_of(t);
    size_t place = shortkey_place(seen, SEEN_BITS, &key, &known);
    *canonical = t;
    if (known)
        return true;
    if (!read_address(b, t, canonical))
        return false;
    if (canonical->len == t.len && memcmp(canonical->at, t.at, t.len) == 0)
        seen[place] = key;
    return true;
}

struct text clean_client(struct buf *b, struct text t, bool *is_address)
{
    struct text clean;
    *is_address = read_known_address(b, t, &clean);
    if (*is_address)
        return clean;
    clean = clean_text(b, t);
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
