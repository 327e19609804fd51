/* cursor.h -- reading a line from its head: a struct text that gets shorter. */

#ifndef DIELOG_CURSOR_H
#define DIELOG_CURSOR_H

#include "base/buf.h"
#include "base/wide.h"

static inline bool starts(struct text t, const char *word, size_t len)
{
    return t.len >= len && memcmp(t.at, word, len) == 0;
}
#define STARTS(t, literal) starts((t), (literal), sizeof(literal) - 1)

static inline struct text behind(struct text t, size_t n) { return (struct text){ t.at + n, t.len - n }; }

/* Cuts LITERAL off the head of *T where it stands there. */
static inline bool take(struct text *t, const char *word, size_t len)
{
    if (!starts(*t, word, len))
        return false;
    *t = behind(*t, len);
    return true;
}
#define TAKE(t, literal) take((t), (literal), sizeof(literal) - 1)

/* Where BYTE stands first, or N.  Words are short: without a call. */
static inline size_t find_byte(const char *at, size_t n, char byte)
{
    size_t i = 0;
    for (; n - i >= WIDE; i += WIDE) {
        unsigned found = wide_mask((wide) (wide_load(at + i) == (unsigned char) byte));
        if (found)
            return i + (size_t) __builtin_ctz(found);
    }
    while (i < n && at[i] != byte)
        i++;
    return i;
}

/* Cuts what stands before the next STOP off the head of *T, the STOP too; all of
   *T when there is none. */
static inline struct text take_until(struct text *t, char stop)
{
    size_t n = find_byte(t->at, t->len, stop);
    struct text head = { t->at, n };
    *t = behind(*t, n < t->len ? n + 1 : n);
    return head;
}

/* Cuts the word up to the next blank off, the blank too. */
static inline struct text take_word(struct text *t) { return take_until(t, ' '); }

/* Cuts the last word off the tail of *T, the blank before it too; all of *T when
   there is no blank. */
static inline struct text take_last_word(struct text *t)
{
    const char *blank = t->len > 0 ? memrchr(t->at, ' ', t->len) : NULL;
    size_t n = blank ? (size_t) (blank - t->at) + 1 : 0;
    struct text word = behind(*t, n);
    t->len = n > 0 ? n - 1 : 0;
    return word;
}

static inline bool ends(struct text t, const char *word)
{
    size_t len = strlen(word);
    return t.len >= len && memcmp(t.at + t.len - len, word, len) == 0;
}

static inline bool contains(struct text t, const char *what)
{
    return memmem(t.at, t.len, what, strlen(what)) != NULL;
}

static inline struct text skip_blanks(struct text t)
{
    while (t.len > 0 && t.at[0] == ' ')
        t = behind(t, 1);
    return t;
}

#endif
