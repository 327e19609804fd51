/* memory.c -- preloaded by tests: FAULT=malloc:3 makes the third malloc() fail with ENOMEM; calloc and realloc are counted as malloc, from
   main on.  By itself, and not in disk.c, because a sanitizer has a malloc of its own. */

#include "due.h"
#include <dlfcn.h>

/* glibc's own, under the names that it keeps for this. */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t n);

static int begun;
static int (*real_main)(int argc, char **argv, char **environment);

static int counted_main(int argc, char **argv, char **environment)
{
    begun = 1;
    return real_main(argc, argv, environment);
}

/* What calls main.  Constructors of libraries come before it, and not all of them can do without memory. */
int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void), void (*fini)(void),
                      void (*rtld_fini)(void), void *stack_end)
{
    __typeof__(&__libc_start_main) real = dlsym(RTLD_NEXT, "__libc_start_main");
    real_main = main;
    return real(counted_main, argc, argv, init, fini, rtld_fini, stack_end);
}

static int is_out(void)
{
    int out = begun && due("malloc");
    if (out)
        errno = ENOMEM;
    return out;
}

void *malloc(size_t n) { return is_out() ? NULL : __libc_malloc(n); }
void *calloc(size_t n, size_t size) { return is_out() ? NULL : __libc_calloc(n, size); }
void *realloc(void *old, size_t n) { return is_out() ? NULL : __libc_realloc(old, n); }
