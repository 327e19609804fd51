#include "plain.h"
#include "wide.h"

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
    unsigned blanks = 0;
    char *end = at + len;
    for (; end - at >= WIDE; at += WIDE) {
        wide x = wide_load(at);
        blanks |= wide_mask((wide) (x <= ' '));
        for (unsigned hits = wide_mask((wide) (x == (unsigned char) separator)); hits; hits &= hits - 1)
            close_field(&s, at + __builtin_ctz(hits));
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
