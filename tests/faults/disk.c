/* disk.c -- preloaded by tests: makes the N-th call of one function fail, once.
   FAULT=fsync:3 fails the third fsync() with EIO; likewise rename, read and pread, and write with ENOSPC; due.h has the rest.
   (stdio's own writes go to the kernel inside libc, where nothing can be preloaded: strike_main.c, or `ulimit -f`.) */

#include "due.h"
#include <dlfcn.h>

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
