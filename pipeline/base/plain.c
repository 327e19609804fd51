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

static inline void close_fields(struct split *s, char *at, uint64_t hits)
{
    for (; hits; hits &= hits - 1)
        close_field(s, at + __builtin_ctzll(hits));
}

/* Bytes AT that are the separator, as bits; MAY_BE_BLANK gets those that may be a blank or tab. */
static inline uint64_t separators(const char *at, char separator, uint64_t *may_be_blank)
{
    uint64_t hits = 0;
    for (int i = 0; i < PLAIN_BEHIND; i += WIDE) {
        wide x = wide_load(at + i);
        hits |= (uint64_t) wide_mask((wide) (x == (unsigned char) separator)) << i;
        *may_be_blank |= (uint64_t) wide_mask((wide) (x <= ' ')) << i;
    }
    return hits;
}

size_t plain_split(char *at, size_t len, char separator, struct text *fields, size_t max)
{
    struct split s = { fields, 0, max, at };
    uint64_t blanks = 0, last = 0, hits;
    char *end = at + len;
    for (; end - at >= PLAIN_BEHIND; at += PLAIN_BEHIND)
        close_fields(&s, at, separators(at, separator, &blanks));
    uint64_t within = (UINT64_C(1) << (end - at)) - 1;
    hits = separators(at, separator, &last) & within;
    close_fields(&s, at, hits);
    close_field(&s, end);
    for (size_t i = 0; (blanks | (last & within)) && i < s.n && i < max; i++)
        trim(&fields[i]);
    return s.n;
}
