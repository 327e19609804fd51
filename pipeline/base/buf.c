#include "buf.h"
#include "err.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void buf_release(struct buf *b)
{
    free(b->at);
    *b = (struct buf) BUF_INIT;
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    if (b->at)
        b->at[0] = '\0';
}

void buf_grow(struct buf *b, size_t more)
{
    b->at = mem_grow(b->at, &b->capacity, b->len + more + 1, 1);
}

void buf_add(struct buf *b, const char *bytes, size_t n)
{
    buf_need(b, n);
    if (n)
        memcpy(b->at + b->len, bytes, n);
    b->len += n;
    b->at[b->len] = '\0';
}

void buf_add_text(struct buf *b, const char *text) { buf_add(b, text, strlen(text)); }
void buf_add_char(struct buf *b, char c) { buf_add(b, &c, 1); }

void buf_add_format(struct buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n > 0) {
        buf_need(b, (size_t) n);
        vsnprintf(b->at + b->len, (size_t) n + 1, format, again);
        b->len += (size_t) n;
    }
    va_end(again);
}

char *buf_detach(struct buf *b)
{
    buf_need(b, 0);
    b->at[b->len] = '\0';
    char *text = b->at;
    *b = (struct buf) BUF_INIT;
    return text;
}
