#include "plain.h"
#include <endian.h>
#include <stdint.h>

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Which of the eight bytes AT are the one in PATTERN: 0x80 in their places, the first
   lowest.  (x & 0x7f) + 0x7f has its high bit set when a low bit was; no carry leaves
   a byte, so it is exact.  H. S. Warren, Hacker's Delight, 6-1.) */
static uint64_t matches(const char *at, uint64_t pattern)
{
    uint64_t x;
    memcpy(&x, at, sizeof x);
    x = le64toh(x) ^ pattern;
    return ~(((x & EACH(0x7f)) + EACH(0x7f)) | x | EACH(0x7f));
}

static bool blank(char c) { return c == ' ' || c == '\t'; }

struct split {
    struct text *fields;
    size_t n, max;
    char *from; /* of the field that is open */
};

static struct text trim(char *from, char *to)
{
    while (from < to && blank(*from))
        from++;
    while (from < to && blank(to[-1]))
        to--;
    *to = '\0';
    return (struct text){ from, (size_t) (to - from) };
}

static inline void close_field(struct split *s, char *end)
{
    char *from = s->from;
    s->from = end + 1;
    if (s->n++ >= s->max)
        return;
    struct text *field = &s->fields[s->n - 1];
    if (from < end && (blank(*from) || blank(end[-1]))) {
        *field = trim(from, end);
        return;
    }
    *end = '\0';
    *field = (struct text){ from, (size_t) (end - from) };
}

size_t plain_split(char *at, size_t len, char separator, struct text *fields, size_t max)
{
    struct split s = { fields, 0, max, at };
    uint64_t pattern = EACH((unsigned char) separator);
    char *end = at + len;
    for (; end - at >= 8; at += 8)
        for (uint64_t hits = matches(at, pattern); hits; hits &= hits - 1)
            close_field(&s, at + __builtin_ctzll(hits) / 8);
    for (; at < end; at++)
        if (*at == separator)
            close_field(&s, at);
    close_field(&s, end);
    return s.n;
}
