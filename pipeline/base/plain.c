#include "plain.h"
#include <endian.h>
#include <stdint.h>

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static uint64_t eight(const char *at)
{
    uint64_t x;
    memcpy(&x, at, sizeof x);
    return le64toh(x);
}

/* Which bytes are zero: 0x80 in their places, the first lowest.  (x & 0x7f) + 0x7f has
   its high bit set when a low bit was; no carry leaves a byte, so it is exact.  (H. S.
   Warren, Hacker's Delight, 6-1.) */
static uint64_t zeros(uint64_t x) { return ~(((x & EACH(0x7f)) + EACH(0x7f)) | x | EACH(0x7f)); }

/* Not zero in the high bits when some byte is at most a blank.  (Ibid.) */
static uint64_t any_blank(uint64_t x) { return (x - EACH(0x21)) & ~x & EACH(0x80); }

static bool blank(char c) { return c == ' ' || c == '\t'; }

/* Blanks around a field do not belong to it. */
static void trim(struct text *field)
{
    char *from = (char *) field->at, *to = from + field->len;
    while (from < to && blank(*from))
        from++;
    while (from < to && blank(to[-1]))
        to--;
    *to = '\0';
    *field = (struct text){ from, (size_t) (to - from) };
}

/* Where fields go: N of them, those beyond MAX nowhere. */
struct split {
    struct text *fields;
    size_t n, max;
    char *from; /* of the field that is open */
};

static inline void close_field(struct split *s, char *end)
{
    if (s->n < s->max)
        s->fields[s->n] = (struct text){ s->from, (size_t) (end - s->from) };
    *end = '\0';
    s->n++;
    s->from = end + 1;
}

size_t plain_split(char *at, size_t len, char separator, struct text *fields, size_t max)
{
    struct split s = { fields, 0, max, at };
    uint64_t pattern = EACH((unsigned char) separator), blanks = 0;
    char *end = at + len;
    for (; end - at >= 8; at += 8) {
        uint64_t x = eight(at);
        blanks |= any_blank(x);
        for (uint64_t hits = zeros(x ^ pattern); hits; hits &= hits - 1)
            close_field(&s, at + __builtin_ctzll(hits) / 8);
    }
    for (; at < end; at++) {
        blanks |= blank(*at);
        if (*at == separator)
            close_field(&s, at);
    }
    close_field(&s, end);
    for (size_t i = 0; blanks && i < s.n && i < max; i++)
        trim(&fields[i]);
    return s.n;
}
