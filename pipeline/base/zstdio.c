#include "zstdio.h"
#include "err.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#define LEVEL 1 /* level 3 takes a quarter more time for 1 % fewer bytes of a day */

bool zstdio_is_packed(const char *first, size_t n) { return n >= ZSTDIO_TELLING && memcmp(first, "\x28\xB5\x2F\xFD", ZSTDIO_TELLING) == 0; }

bool zstdio_is_name(const char *path)
{
    size_t n = strlen(path);
    return n > 4 && strcmp(path + n - 4, ".zst") == 0;
}

/* --- reading ---------------------------------------------------------------------- */

struct unzstd {
    int fd;
    ZSTD_DStream *stream;
    char *block;
    size_t capacity;
    ZSTD_inBuffer in;
    bool inside; /* of a frame: the file may not end here */
};

struct unzstd *unzstd_new(int fd, const char *first, size_t n)
{
    struct unzstd *u = mem_zero(sizeof *u);
    u->fd = fd;
    u->stream = ZSTD_createDStream();
    u->capacity = n > ZSTD_DStreamInSize() ? n : ZSTD_DStreamInSize();
    u->block = mem_alloc(u->capacity);
    memcpy(u->block, first, n);
    u->in = (ZSTD_inBuffer){ u->block, n, 0 };
    return u;
}

void unzstd_free(struct unzstd *u)
{
    if (!u)
        return;
    ZSTD_freeDStream(u->stream);
    free(u->block);
    free(u);
}

static ssize_t failed(int why)
{
    errno = why;
    return -1;
}

/* As read(2). */
static ssize_t more(struct unzstd *u, size_t *taken)
{
    ssize_t n;
    do
        n = read(u->fd, u->block, u->capacity);
    while (n < 0 && errno == EINTR);
    u->in = (ZSTD_inBuffer){ u->block, n > 0 ? (size_t) n : 0, 0 };
    *taken += u->in.size;
    return n;
}

ssize_t unzstd_read(struct unzstd *u, char *to, size_t room, size_t *taken)
{
    ZSTD_outBuffer out = { to, room, 0 };
    *taken = 0;
    if (!u->stream)
        return failed(ENOMEM);
    for (;;) {
        size_t before = u->in.pos, left = ZSTD_decompressStream(u->stream, &out, &u->in);
        if (ZSTD_isError(left))
            return failed(EBADMSG);
        if (u->in.pos > before || out.pos > 0)
            u->inside = left > 0;
        if (out.pos > 0)
            return (ssize_t) out.pos;
        if (u->in.pos < u->in.size)
            continue;
        ssize_t n = more(u, taken);
        if (n <= 0)
            return n == 0 && u->inside ? failed(EBADMSG) : n;
    }
}

/* --- writing ------------------------------------------------------------------------ */

struct writer {
    int fd;
    ZSTD_CStream *stream;
    char *block;
    int failed; /* why; the frame is not ended then */
};

static bool write_all(int fd, const char *at, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, at, n);
        if (done < 0 && errno != EINTR)
            return false;
        at += done > 0 ? done : 0;
        n -= done > 0 ? (size_t) done : 0;
    }
    return true;
}

/* Puts all of IN through; with ZSTD_e_end to the last byte of the frame. */
static bool put(struct writer *w, ZSTD_inBuffer *in, ZSTD_EndDirective end)
{
    for (;;) {
        ZSTD_outBuffer out = { w->block, ZSTD_CStreamOutSize(), 0 };
        size_t left = ZSTD_compressStream2(w->stream, &out, in, end);
        if (ZSTD_isError(left)) {
            errno = ENOMEM;
            return false;
        }
        if (!write_all(w->fd, w->block, out.pos))
            return false;
        if (end == ZSTD_e_end ? left == 0 : in->pos == in->size)
            return true;
    }
}

static ssize_t on_write(void *cookie, const char *at, size_t n)
{
    struct writer *w = cookie;
    ZSTD_inBuffer in = { at, n, 0 };
    if (!w->failed && put(w, &in, ZSTD_e_continue))
        return (ssize_t) n;
    w->failed = w->failed ? w->failed : errno;
    errno = w->failed;
    return 0; /* what a stream of this kind takes for an error */
}

static int on_close(void *cookie)
{
    struct writer *w = cookie;
    ZSTD_inBuffer nothing = { NULL, 0, 0 };
    bool good = !w->failed && put(w, &nothing, ZSTD_e_end);
    int why = w->failed ? w->failed : errno;
    ZSTD_freeCStream(w->stream);
    free(w->block);
    free(w);
    errno = why;
    return good ? 0 : EOF;
}

FILE *zstdio_writer(int fd)
{
    struct writer *w = mem_zero(sizeof *w);
    w->fd = fd;
    w->block = mem_alloc(ZSTD_CStreamOutSize());
    w->stream = ZSTD_createCStream();
    if (w->stream && !ZSTD_isError(ZSTD_CCtx_setParameter(w->stream, ZSTD_c_compressionLevel, LEVEL)) &&
        !ZSTD_isError(ZSTD_CCtx_setParameter(w->stream, ZSTD_c_checksumFlag, 1))) {
        FILE *f = fopencookie(w, "w", (cookie_io_functions_t){ .write = on_write, .close = on_close });
        if (f)
            return f;
    }
    ZSTD_freeCStream(w->stream);
    free(w->block);
    free(w);
    return NULL;
}
