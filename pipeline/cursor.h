/* cursor.h -- reading a line from its head: a struct text that gets shorter. */

#ifndef DIELOG_CURSOR_H
#define DIELOG_CURSOR_H

#include "base/buf.h"

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

/* Cuts what stands before the next STOP off the head of *T, the STOP too; all of
   *T when there is none. */
static inline struct text take_until(struct text *t, char stop)
{
    const char *at = t->len > 0 ? memchr(t->at, stop, t->len) : NULL;
    size_t n = at ? (size_t) (at - t->at) : t->len;
    struct text head = { t->at, n };
    *t = behind(*t, at ? n + 1 : n);
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
