#include "err.h"
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Control bytes would break the one line, or a terminal. */
static void show_controls(struct err *err)
{
    char plain[sizeof err->text];
    size_t n = 0;
    for (const unsigned char *p = (const unsigned char *) err->text; *p && n + 5 < sizeof plain; p++) {
        if (*p < 0x20 || *p == 0x7f)
            n += (size_t) snprintf(plain + n, 5, "\\%03o", *p);
        else
            plain[n++] = (char) *p;
    }
    plain[n] = '\0';
    memcpy(err->text, plain, n + 1);
}

static void fill(struct err *err, const char *format, va_list args)
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

static void *or_die(void *p)
{
    if (!p) {
        fputs("dielog: error: out of memory\n", stderr);
        exit(1);
    }
    return p;
}

void *mem_alloc(size_t n) { return or_die(malloc(n ? n : 1)); }
void *mem_zero(size_t n) { return or_die(calloc(1, n ? n : 1)); }
void *mem_resize(void *old, size_t n) { return or_die(realloc(old, n ? n : 1)); }

void *mem_grow(void *old, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return old;
    size_t n = *capacity ? *capacity : 16;
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
