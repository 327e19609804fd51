#include "lines.h"
#include "err.h"
#include "utf8.h"
#include "zstdio.h"
#include "wide.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK ((size_t) 128 << 10)

struct lines {
    int fd;
    bool told;             /* whether the file is compressed */
    struct unzstd *packed; /* NULL: it is not */
    char *block;
    size_t capacity;
    size_t at, whole, end; /* next line; behind the last newline; behind the last byte */
    bool asked, plain;     /* all lines from the first that was asked of: were they looked at, are they plain */
    bool over;             /* the file has ended */
    struct progress *bar;
};

struct lines *lines_open(const char *path)
{
    bool input = strcmp(path, "-") == 0;
    int fd = input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    struct lines *l = mem_zero(sizeof *l);
    l->fd = fd;
    l->block = mem_grow(NULL, &l->capacity, BLOCK, 1);
    return l;
}

void lines_close(struct lines *l)
{
    if (!l)
        return;
    unzstd_free(l->packed);
    if (l->fd != STDIN_FILENO)
        close(l->fd);
    free(l->block);
    free(l);
}

void lines_show(struct lines *l, struct progress *bar) { l->bar = bar; }

static inline wide odd_bytes(wide x)
{
    return (wide) (x == '"') | (wide) (x == '\r') | (wide) (x == '\0') | (wide) (x > 0x7f);
}

/* ASCII without quote, carriage return and NUL, up to the 64 bytes that hold something else. */
static size_t plain_run(const char *at, size_t n)
{
    size_t done = 0;
    for (; n - done >= 4 * WIDE; done += 4 * WIDE) {
        const char *p = at + done;
        if (wide_mask(odd_bytes(wide_load(p)) | odd_bytes(wide_load(p + WIDE)) | odd_bytes(wide_load(p + 2 * WIDE)) |
                      odd_bytes(wide_load(p + 3 * WIDE))))
            break;
    }
    return done;
}

static bool is_plain(const char *at, size_t n)
{
    size_t run = plain_run(at, n);
    at += run;
    n -= run;
    return !memchr(at, '"', n) && !memchr(at, '\r', n) && !memchr(at, '\0', n) && utf8_valid(at, n);
}

/* As read(2); what was read of the file is shown. */
static ssize_t read_some(struct lines *l, char *to, size_t room)
{
    size_t taken;
    ssize_t n;
    if (l->packed) {
        n = unzstd_read(l->packed, to, room, &taken);
        progress_add(l->bar, (int64_t) taken);
        return n;
    }
    do
        n = read(l->fd, to, room);
    while (n < 0 && errno == EINTR);
    if (n > 0)
        progress_add(l->bar, n);
    return n;
}

/* The first bytes of the file tell.  They hold no newline where it is compressed; so until it is told, no line was whole
   and they stand at the begin of the block.  True when they were not the content. */
static bool tell(struct lines *l)
{
    if (l->told || l->end < ZSTDIO_TELLING)
        return false;
    l->told = true;
    if (!zstdio_is_packed(l->block, l->end))
        return false;
    l->packed = unzstd_new(l->fd, l->block, l->end);
    l->end = 0;
    return true;
}

/* Reads once behind what is there.  Bytes stay free for a last newline, and to be looked at behind it. */
static bool read_more(struct lines *l)
{
    ssize_t n;
    l->block = mem_grow(l->block, &l->capacity, l->end + BLOCK / 2 + LINES_BEHIND, 1);
    n = read_some(l, l->block + l->end, l->capacity - l->end - LINES_BEHIND);
    if (n < 0)
        return false;
    size_t before = l->end;
    l->end += (size_t) n;
    l->over = n == 0;
    if (tell(l))
        return true;
    if (l->over && l->end > 0)
        l->block[l->end++] = '\n';
    const char *last = memrchr(l->block + before, '\n', l->end - before);
    if (last) {
        l->whole = (size_t) (last - l->block) + 1;
        l->told = true;
    }
    return true;
}

/* The rest of the block moves to its begin; then more is read until a line is whole. */
static bool refill(struct lines *l)
{
    l->end -= l->at;
    memmove(l->block, l->block + l->at, l->end);
    l->at = l->whole = 0;
    while (l->whole == 0 && !l->over)
        if (!read_more(l))
            return false;
    l->asked = false;
    return true;
}

enum lines_status lines_next(struct lines *l, struct line *out)
{
    if (l->at == l->whole && !refill(l))
        return LINES_FAIL;
    if (l->at == l->whole)
        return LINES_END;
    out->at = l->block + l->at;
    out->len = (size_t) ((char *) memchr(out->at, '\n', l->whole - l->at) - out->at);
    l->at += out->len + 1;
    return LINES_LINE;
}

bool lines_plain(struct lines *l, const struct line *line)
{
    if (!l->asked)
        l->plain = is_plain(line->at, (size_t) (l->block + l->whole - line->at));
    l->asked = true;
    return l->plain || is_plain(line->at, line->len);
}
