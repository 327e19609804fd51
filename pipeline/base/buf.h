/* buf.h -- bytes that grow.  The storage is the caller's (`struct buf b = BUF_INIT`),
   the bytes are the buffer's.  `at` is always NUL terminated once something
   was added; NULs inside are allowed and counted in `len`. */

#ifndef DIELOG_BUF_H
#define DIELOG_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct buf {
    char *at;
    size_t len, capacity;
};

#define BUF_INIT { NULL, 0, 0 }

void buf_release(struct buf *b);
void buf_clear(struct buf *b); /* keeps the storage */
void buf_grow(struct buf *b, size_t more);
static inline void buf_need(struct buf *b, size_t more)
{
    if (more >= b->capacity - b->len)
        buf_grow(b, more);
}
void buf_add(struct buf *b, const char *bytes, size_t n);
void buf_add_text(struct buf *b, const char *text);
void buf_add_char(struct buf *b, char c);
void buf_add_format(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3), nonnull(1, 2)));
char *buf_detach(struct buf *b); /* the caller frees it; never NULL */

/* A run of bytes that somebody else owns. */
struct text {
    const char *at;
    size_t len;
};

#define TEXT(literal) ((struct text){ (literal), sizeof(literal) - 1 })

static inline struct text text_of(const char *s) { return (struct text){ s, strlen(s) }; }
static inline bool text_is(struct text t, const char *s)
{
    return strlen(s) == t.len && memcmp(t.at, s, t.len) == 0;
}

#endif
