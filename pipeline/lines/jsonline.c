#include "jsonline.h"
#include "base/err.h"
#include "base/utf8.h"
#include <stdlib.h>

struct jsonline {
    struct jsonline_value *values;
    size_t capacity;
    struct buf decoded; /* texts without escapes; no longer than the line */
};

struct jsonline *jsonline_new(void) { return mem_zero(sizeof(struct jsonline)); }

void jsonline_free(struct jsonline *j)
{
    if (!j)
        return;
    free(j->values);
    buf_release(&j->decoded);
    free(j);
}

/* --- reading ------------------------------------------------------------------------ */

struct reader {
    const char *p, *end;
    struct jsonline_value *next;                 /* where the next value goes */
    struct jsonline_value *open[JSONLINE_DEPTH]; /* the containers around it */
    int depth;
    const char *why;
};

static bool fail(struct reader *r, const char *why)
{
    r->why = why;
    return false;
}

static bool malformed(struct reader *r) { return fail(r, "no JSON"); }

static struct jsonline_value *push(struct reader *r, enum jsonline_kind kind, const char *from, const char *to)
{
    struct jsonline_value *v = r->next++;
    v->text = (struct text){ from, (size_t) (to - from) };
    v->span = 1;
    v->kind = (uint8_t) kind;
    v->escaped = false;
    return v;
}

/* The next byte that is no blank, or NUL (which no JSON holds) at the end. */
static inline char peek(struct reader *r)
{
    while (r->p < r->end && (*r->p == ' ' || *r->p == '\t' || *r->p == '\r' || *r->p == '\n'))
        r->p++;
    return r->p < r->end ? *r->p : '\0';
}

static bool is_digit(const char *p, const char *end) { return p < end && *p >= '0' && *p <= '9'; }

static const char *skip_digits(const char *p, const char *end)
{
    while (is_digit(p, end))
        p++;
    return p;
}

/* Behind a number, or NULL: -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)? */
static const char *number_end(const char *p, const char *end)
{
    p += p < end && *p == '-';
    if (!is_digit(p, end))
        return NULL;
    p = *p == '0' ? p + 1 : skip_digits(p, end);
    if (p < end && *p == '.') {
        if (!is_digit(++p, end))
            return NULL;
        p = skip_digits(p, end);
    }
    if (p < end && (*p | 32) == 'e') {
        p++;
        p += p < end && (*p == '+' || *p == '-');
        if (!is_digit(p, end))
            return NULL;
        p = skip_digits(p, end);
    }
    return p;
}

static bool read_number(struct reader *r)
{
    const char *to = number_end(r->p, r->end);
    if (!to)
        return malformed(r);
    push(r, JSONLINE_NUMBER, r->p, to);
    r->p = to;
    return true;
}

static bool read_word(struct reader *r, const char *word, enum jsonline_kind kind)
{
    size_t n = strlen(word);
    if ((size_t) (r->end - r->p) < n || memcmp(r->p, word, n) != 0)
        return malformed(r);
    push(r, kind, r->p, r->p + n);
    r->p += n;
    return true;
}

/* The four digits at P, or -1. */
static int hex4(const char *p, const char *end)
{
    int value = 0;
    if (end - p < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int c = (unsigned char) p[i], letter = (c | 32) - 'a';
        if (c >= '0' && c <= '9')
            value = 16 * value + c - '0';
        else if (letter >= 0 && letter < 6)
            value = 16 * value + 10 + letter;
        else
            return -1;
    }
    return value;
}

static bool is_high(int unit) { return unit >= 0xD800 && unit < 0xDC00; }
static bool is_low(int unit) { return unit >= 0xDC00 && unit < 0xE000; }

/* The character of the escape \uXXXX[\uXXXX] at P; *LENGTH is its length, 0 when it
   is none. */
static uint32_t unicode_escape(const char *p, const char *end, size_t *length)
{
    int high = hex4(p + 2, end), low;
    *length = high < 0 || is_low(high) ? 0 : 6;
    if (!is_high(high))
        return (uint32_t) high;
    *length = 0;
    if (end - p < 12 || p[6] != '\\' || p[7] != 'u' || !is_low(low = hex4(p + 8, end)))
        return 0;
    *length = 12;
    return 0x10000u + (((uint32_t) high - 0xD800u) << 10) + ((uint32_t) low - 0xDC00u);
}

/* The length of the escape at P (a backslash), or 0. */
static size_t escape_length(const char *p, const char *end)
{
    size_t length;
    if (end - p < 2)
        return 0;
    if (p[1] == 'u') {
        unicode_escape(p, end, &length);
        return length;
    }
    return p[1] != '\0' && strchr("\"\\/bfnrt", p[1]) ? 2 : 0;
}

/* To the first byte that is a quote, a backslash, a control character or no ASCII. */
static const char *skip_plain(const char *p, const char *end)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
    for (; end - p >= 8; p += 8) {
        uint64_t x;
        memcpy(&x, p, 8);
        uint64_t quote = x ^ (ones * '"'), slash = x ^ (ones * '\\');
        if (((x - ones * ' ') | (quote - ones) | (slash - ones) | x) & highs)
            break;
    }
    while (p < end && (unsigned char) *p >= ' ' && (unsigned char) *p < 0x80 && *p != '"' && *p != '\\')
        p++;
    return p;
}

static bool read_string(struct reader *r)
{
    const char *p = ++r->p;
    bool escaped = false;
    for (size_t n; (p = skip_plain(p, r->end)) < r->end && *p != '"'; p += n) {
        if (*p == '\\') {
            escaped = true;
            n = escape_length(p, r->end);
        } else {
            n = (unsigned char) *p < ' ' ? 0 : utf8_length(p, (size_t) (r->end - p));
        }
        if (n == 0)
            return (unsigned char) *p < 0x80 ? malformed(r) : fail(r, "JSON that is not UTF-8");
    }
    if (p == r->end)
        return malformed(r);
    push(r, JSONLINE_STRING, r->p, p)->escaped = escaped;
    r->p = p + 1;
    return true;
}

/* A name and its colon. */
static bool read_name(struct reader *r)
{
    if (peek(r) != '"' || !read_string(r) || peek(r) != ':')
        return r->why ? false : malformed(r);
    r->p++;
    return true;
}

static bool open_container(struct reader *r, enum jsonline_kind kind)
{
    if (r->depth == JSONLINE_DEPTH)
        return fail(r, "JSON nested too deeply");
    r->open[r->depth++] = push(r, kind, r->p, r->p);
    r->p++;
    return true;
}

static void close_container(struct reader *r)
{
    struct jsonline_value *v = r->open[--r->depth];
    v->span = (uint32_t) (r->next - v);
    r->p++;
}

/* Does the byte close the container that we are in? */
static bool closes(const struct reader *r, char c)
{
    return c == (r->open[r->depth - 1]->kind == JSONLINE_OBJECT ? '}' : ']');
}

/* Behind a value: closes what ends there and stands before the next value, if
   another one comes; *MORE says so. */
static bool read_behind(struct reader *r, bool *more)
{
    *more = false;
    while (r->depth > 0) {
        char c = peek(r);
        if (c == ',') {
            r->p++;
            *more = true;
            return r->open[r->depth - 1]->kind == JSONLINE_ARRAY || read_name(r);
        }
        if (!closes(r, c))
            return malformed(r);
        close_container(r);
    }
    return true;
}

/* A value, or the head of one: *INSIDE says that its first element or member's
   value comes next. */
static bool read_value(struct reader *r, bool *inside)
{
    char c = peek(r);
    *inside = false;
    switch (c) {
    case '"': return read_string(r);
    case 't': return read_word(r, "true", JSONLINE_TRUE);
    case 'f': return read_word(r, "false", JSONLINE_FALSE);
    case 'n': return read_word(r, "null", JSONLINE_NULL);
    case '{':
    case '[':
        if (!open_container(r, c == '{' ? JSONLINE_OBJECT : JSONLINE_ARRAY))
            return false;
        if (closes(r, peek(r))) {
            close_container(r);
            return true;
        }
        *inside = true;
        return c == '[' || read_name(r);
    default: return read_number(r);
    }
}

static bool read_all(struct reader *r)
{
    bool more, inside;
    do {
        if (!read_value(r, &inside) || (!inside && !read_behind(r, &more)))
            return false;
    } while (inside || more);
    peek(r);
    return r->p == r->end || malformed(r);
}

/* --- texts ---------------------------------------------------------------------------- */

static void put_character(struct buf *b, uint32_t c)
{
    if (c < 0x80) {
        buf_add_char(b, (char) c);
        return;
    }
    int tails = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char heads[] = { 0, 0xC0, 0xE0, 0xF0 };
    buf_add_char(b, (char) (heads[tails] | c >> (6 * tails)));
    while (tails-- > 0)
        buf_add_char(b, (char) (0x80 | (c >> (6 * tails) & 0x3F)));
}

/* The escape at P, which was checked, as what it stands for; returns its length. */
static size_t put_escape(struct buf *b, const char *p, const char *end)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    size_t length = 2;
    const char *control = strchr(from, p[1]);
    if (p[1] == 'u')
        put_character(b, unicode_escape(p, end, &length));
    else
        buf_add_char(b, control ? to[control - from] : p[1]);
    return length;
}

/* T without its escapes, behind what B holds; B has room and does not move. */
static struct text decode(struct buf *b, struct text t)
{
    const char *p = t.at, *end = t.at + t.len;
    size_t from = b->len;
    while (p < end) {
        const char *slash = memchr(p, '\\', (size_t) (end - p));
        size_t plain = (size_t) ((slash ? slash : end) - p);
        buf_add(b, p, plain);
        p += plain;
        if (slash)
            p += put_escape(b, p, end);
    }
    return (struct text){ b->at + from, b->len - from };
}

/* --- asking ----------------------------------------------------------------------------- */

static uint8_t hash_name(struct text name)
{
    if (name.len == 0)
        return 0;
    unsigned first = (unsigned char) name.at[0], last = (unsigned char) name.at[name.len - 1];
    return (uint8_t) (5 * (unsigned) name.len + 31 * first + 7 * last);
}

void jsonline_names_init(struct jsonline_names *names, const char *const *list, size_t n)
{
    *names = (struct jsonline_names){ .n = n };
    for (size_t i = 0; i < n; i++) {
        names->name[i] = text_of(list[i]);
        uint8_t h = hash_name(names->name[i]);
        while (names->slot[h])
            h++;
        names->slot[h] = (uint8_t) (i + 1);
    }
}

static bool same(struct text a, struct text b) { return a.len == b.len && memcmp(a.at, b.at, a.len) == 0; }

/* The place of a name, or -1. */
static int find_name(const struct jsonline_names *names, struct text name)
{
    for (uint8_t h = hash_name(name); names->slot[h]; h++)
        if (same(names->name[names->slot[h] - 1], name))
            return names->slot[h] - 1;
    return -1;
}

/* Escapes are resolved in place, once: together they are no longer than the line. */
static void resolve(struct jsonline *j, struct jsonline_value *v)
{
    if (v->escaped)
        v->text = decode(&j->decoded, v->text);
    v->escaped = false;
}

const struct jsonline_value *jsonline_read(struct jsonline *j, struct text line, const char **why)
{
    /* Two bytes or more a value, but for the brackets that are not closed yet. */
    size_t most = line.len / 2 + JSONLINE_DEPTH + 2;
    if (most > j->capacity)
        j->values = mem_grow(j->values, &j->capacity, most, sizeof *j->values);
    buf_clear(&j->decoded);
    buf_need(&j->decoded, line.len);
    struct reader r;
    r.p = line.at;
    r.end = line.at + line.len;
    r.next = j->values;
    r.depth = 0;
    r.why = NULL;
    if (!read_all(&r)) {
        *why = r.why;
        return NULL;
    }
    resolve(j, j->values);
    return j->values;
}

void jsonline_members(struct jsonline *j, const struct jsonline_value *object, const struct jsonline_names *names,
                      const struct jsonline_value **values)
{
    memset(values, 0, names->n * sizeof *values);
    if (!object || object->kind != JSONLINE_OBJECT)
        return;
    struct jsonline_value *name = j->values + (object - j->values) + 1;
    const struct jsonline_value *end = object + object->span;
    for (struct jsonline_value *v; name < end; name = v + v->span) {
        v = name + 1;
        resolve(j, name);
        int i = find_name(names, name->text);
        if (i < 0)
            continue;
        resolve(j, v);
        values[i] = v->kind == JSONLINE_NULL ? NULL : v;
    }
}

struct text jsonline_text(const struct jsonline_value *v)
{
    bool has = v && (v->kind == JSONLINE_STRING || v->kind == JSONLINE_NUMBER);
    return has ? v->text : (struct text){ NULL, 0 };
}

const struct jsonline_value *jsonline_element(struct jsonline *j, const struct jsonline_value *array,
                                              const struct jsonline_value *previous)
{
    if (!array || array->kind != JSONLINE_ARRAY)
        return NULL;
    const struct jsonline_value *next = previous ? previous + previous->span : array + 1;
    if (next == array + array->span)
        return NULL;
    resolve(j, j->values + (next - j->values));
    return next;
}
