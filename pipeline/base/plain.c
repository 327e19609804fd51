#include "plain.h"
#include <endian.h>
#include <stdint.h>

/* So many bytes are looked at at once; the compiler has an instruction for it, or many. */
#define WIDE 16

typedef unsigned char bytes __attribute__((vector_size(WIDE)));
typedef uint64_t words __attribute__((vector_size(WIDE)));

static bytes load(const char *at)
{
    bytes x;
    memcpy(&x, at, sizeof x);
    return x;
}

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

/* At the bytes of HITS that are set, the lowest first. */
static inline void close_fields(struct split *s, char *at, uint64_t hits)
{
    while (hits) {
        int k = __builtin_ctzll(hits);
        close_field(s, at + k / 8);
        hits &= ~(UINT64_C(0xff) << k);
    }
}

size_t plain_split(char *at, size_t len, char separator, struct text *fields, size_t max)
{
    struct split s = { fields, 0, max, at };
    bytes blanks = { 0 };
    bool any = false;
    char *end = at + len;
    for (; end - at >= WIDE; at += WIDE) {
        bytes x = load(at);
        words hits = (words) (x == (unsigned char) separator);
        blanks |= (bytes) (x <= ' ');
        close_fields(&s, at, le64toh(hits[0]));
        close_fields(&s, at + 8, le64toh(hits[1]));
    }
    for (; at < end; at++) {
        any |= blank(*at);
        if (*at == separator)
            close_field(&s, at);
    }
    close_field(&s, end);
    any |= (((words) blanks)[0] | ((words) blanks)[1]) != 0;
    for (size_t i = 0; any && i < s.n && i < max; i++)
        trim(&fields[i]);
    return s.n;
}
