#include "err.h"
#include "utf8.h"
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What breaks the one line or a terminal: controls (those of eight bits too), and bytes that are no UTF-8. */
static bool is_shown_as_digits(const unsigned char *at, size_t length)
{
    return length == 0 || *at < 0x20 || *at == 0x7f || (*at == 0xc2 && at[1] < 0xa0);
}

static void show_controls(struct err *err)
{
    char plain[sizeof err->text];
    size_t n = 0;
    for (const char *p = err->text, *end = p + strlen(p); p < end && n + 5 < sizeof plain;) {
        size_t length = utf8_length(p, (size_t) (end - p));
        if (is_shown_as_digits((const unsigned char *) p, length)) {
            n += (size_t) snprintf(plain + n, 5, "\\%03o", (unsigned char) *p++);
            continue;
        }
        memcpy(plain + n, p, length);
        n += length;
        p += length;
    }
    plain[n] = '\0';
    memcpy(err->text, plain, n + 1);
}

__attribute__((format(printf, 2, 0))) static void fill(struct err *err, const char *format, va_list args)
{
    vsnprintf(err->text, sizeof err->text, format, args);
    show_controls(err);
    err->set = true;
}

bool err_set(struct err *err, const char *format, ...)
{
    if (!err->set) {
        va_list args;
        va_start(args, format);
        fill(err, format, args);
        va_end(args);
    }
    return false;
}

bool err_errno(struct err *err, const char *format, ...)
{
    int code = errno;
    if (!err->set) {
        va_list args;
        va_start(args, format);
        fill(err, format, args);
        va_end(args);
        size_t n = strlen(err->text);
        snprintf(err->text + n, sizeof err->text - n, ": %s", strerror(code));
    }
    return false;
}

int err_report(const struct err *err, const char *program)
{
    fprintf(stderr, "%s: %s\n", program, err->set ? err->text : "error: unknown failure");
    return 1;
}

void mem_out(void)
{
    fprintf(stderr, "%s: error: out of memory\n", program_invocation_short_name);
    exit(1);
}

static void *or_die(void *p)
{
    if (!p)
        mem_out();
    return p;
}

void *mem_alloc(size_t n) { return or_die(malloc(n ? n : 1)); }
void *mem_zero(size_t n) { return or_die(calloc(1, n ? n : 1)); }
void *mem_resize(void *old, size_t n) { return or_die(realloc(old, n ? n : 1)); }

/* Few at first: many a small array is a client's. */
#define GROW_FIRST 4

void *mem_grow(void *old, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return old;
    size_t n = *capacity ? *capacity : GROW_FIRST;
    while (n < need)
        n *= 2;
    if (n > SIZE_MAX / 2 / size)
        or_die(NULL);
    *capacity = n;
    return mem_resize(old, n * size);
}

char *mem_text(const char *s)
{
    size_t n = strlen(s) + 1;
    return memcpy(mem_alloc(n), s, n);
}

void mem_sort(void *at, size_t n, size_t size, int (*compare)(const void *, const void *))
{
    if (n > 1)
        qsort(at, n, size, compare);
}
