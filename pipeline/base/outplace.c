#include "outplace.h"
#include "num.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_LINKS 40 /* as the kernel follows: path_resolution(7) */

bool outplace_is_ours(const struct stat *s) { return s->st_uid == geteuid() || s->st_uid == 0; }

static bool is_direct(mode_t mode) { return !S_ISREG(mode) && !S_ISDIR(mode); }

/* Where names of descriptors end: /proc/self/fd, by whatever name. */
static bool is_folder_of_numbers(const char *folder)
{
    char *real = realpath(folder, NULL), *ours = realpath("/proc/self/fd", NULL);
    bool is = real && ours && strcmp(real, ours) == 0;
    free(real);
    free(ours);
    return is;
}

/* The descriptor that PATH names; -1: none. */
static int number_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct err ignored = { .set = false };
    int64_t number;
    if (!slash || !num_int(text_of(slash + 1), 0, INT_MAX, &number, &ignored))
        return -1;
    struct buf folder = BUF_INIT;
    buf_add(&folder, path, (size_t) (slash - path));
    bool is = folder.len > 0 && is_folder_of_numbers(folder.at);
    buf_release(&folder);
    return is ? (int) number : -1;
}

/* Makes of the path of a link that to which it leads. */
static bool follow(struct buf *path)
{
    char target[PATH_MAX];
    const char *slash = strrchr(path->at, '/');
    ssize_t n = readlink(path->at, target, sizeof target);
    if (n <= 0 || n == (ssize_t) sizeof target)
        return false;
    path->len = *target == '/' || !slash ? 0 : (size_t) (slash + 1 - path->at);
    buf_add(path, target, (size_t) n);
    return true;
}

struct way {
    int number;  /* that it ends at; -1: none */
    bool theirs; /* a link on it is somebody else's */
};

/* The kernel's own links, of another process, lead to no name: there it ends, too. */
static struct way way_of(const char *path)
{
    struct way way = { .number = -1 };
    struct buf at = BUF_INIT;
    struct stat s;
    buf_add_text(&at, path);
    for (int i = 0; i < MOST_LINKS && !way.theirs; i++) {
        way.number = number_of(at.at);
        if (way.number >= 0 || lstat(at.at, &s) != 0 || !S_ISLNK(s.st_mode))
            break;
        way.theirs = !outplace_is_ours(&s);
        if (!follow(&at))
            break;
    }
    buf_release(&at);
    return way;
}

enum outplace outplace_of(const char *path)
{
    struct way way = way_of(path);
    struct stat s;
    if (way.theirs)
        return OUTPLACE_FILE;
    if (way.number >= 0)
        return OUTPLACE_DIRECT;
    if (stat(path, &s) != 0 || !is_direct(s.st_mode))
        return OUTPLACE_FILE;
    return S_ISFIFO(s.st_mode) && !outplace_is_ours(&s) ? OUTPLACE_REFUSED : OUTPLACE_DIRECT;
}

/* Only what was handed to us: what we opened ourselves is closed on exec. */
static int copy_of(int number)
{
    int flags = fcntl(number, F_GETFD);
    if (flags >= 0 && !(flags & FD_CLOEXEC))
        return fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    errno = EBADF;
    return -1;
}

int outplace_open(const char *path)
{
    struct way way = way_of(path);
    struct stat s;
    if (!way.theirs && way.number >= 0)
        return copy_of(way.number);
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd >= 0 && fstat(fd, &s) == 0 && is_direct(s.st_mode) && outplace_of(path) == OUTPLACE_DIRECT)
        return fd;
    if (fd >= 0) {
        close(fd);
        errno = EPERM;
    }
    return -1;
}
