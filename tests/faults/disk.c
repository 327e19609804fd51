/* disk.c -- preloaded by tests: makes the N-th call of one function fail, once.
   FAULT=fsync:3 fails the third fsync() with EIO; likewise rename, read and pread,
   write with ENOSPC, and malloc (calloc and realloc are counted as malloc, from main on) with ENOMEM.
   FAULT=malloc:3+ fails every one from the third on.  (stdio's own writes go to the kernel inside
   libc, where nothing can be preloaded: strike_main.c, or `ulimit -f`.)
   FAULT_IN=PROGRAM: in that program alone.
   FAULT_SEEN=FILE is created when the fault was given, so that a test knows that N was reached. */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int due(const char *name)
{
    static long count;
    const char *fault = getenv("FAULT");
    const char *where = getenv("FAULT_IN");
    size_t n = strlen(name);
    if (where && strcmp(where, program_invocation_short_name) != 0)
        return 0;
    if (!fault || strncmp(fault, name, n) != 0 || fault[n] != ':')
        return 0;
    char *end;
    long nth = strtol(fault + n + 1, &end, 10), now = __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
    if (now != nth && !(now > nth && *end == '+'))
        return 0;
    const char *seen = getenv("FAULT_SEEN");
    int fd = seen ? open(seen, O_WRONLY | O_CREAT, 0666) : -1;
    if (fd >= 0)
        close(fd);
    return 1;
}

ssize_t read(int fd, void *bytes, size_t n)
{
    ssize_t (*real)(int, void *, size_t) = dlsym(RTLD_NEXT, "read");
    if (due("read")) {
        errno = EIO;
        return -1;
    }
    return real(fd, bytes, n);
}

ssize_t pread(int fd, void *bytes, size_t n, off_t at)
{
    ssize_t (*real)(int, void *, size_t, off_t) = dlsym(RTLD_NEXT, "pread");
    if (due("pread")) {
        errno = EIO;
        return -1;
    }
    return real(fd, bytes, n, at);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    if (due("write")) {
        errno = ENOSPC;
        return -1;
    }
    return real(fd, bytes, n);
}

int fsync(int fd)
{
    int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
    if (due("fsync")) {
        errno = EIO;
        return -1;
    }
    return real(fd);
}

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
    if (due("rename")) {
        errno = EIO;
        return -1;
    }
    return real(from, to);
}

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
