#include "gunzip.h"
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define PIECE ((size_t) 1 << 18)
#define GZIP_ALONE (16 + MAX_WBITS) /* inflateInit2: a gzip header and trailer, no zlib ones */

struct gunzip {
    gunzip_pull *pull;
    void *context;
    const char *shown;
    z_stream z;
    bool ready;   /* z is to be ended */
    bool between; /* the last member is whole, the next not begun */
    bool source_over;
    unsigned char plain[PIECE];
};

struct gunzip *gunzip_new(gunzip_pull *pull, void *context, const char *shown)
{
    struct gunzip *g = mem_zero(sizeof *g);
    g->pull = pull;
    g->context = context;
    g->shown = shown;
    return g;
}

/* More to inflate, unless there is some or the source is at its end. */
static bool refill(struct gunzip *g, struct err *err)
{
    const void *block;
    if (g->z.avail_in > 0 || g->source_over)
        return true;
    ssize_t n = g->pull(g->context, &block, err);
    if (n < 0)
        return false;
    g->source_over = n == 0;
    g->z.next_in = (z_const Bytef *) block;
    g->z.avail_in = (uInt) n;
    return true;
}

/* Behind a member that is whole: zero bytes to the end, or it is an error. */
static bool only_padding(struct gunzip *g, struct err *err)
{
    long long bytes = 0;
    bool zeros = true;
    while (refill(g, err) && g->z.avail_in > 0) {
        for (uInt i = 0; i < g->z.avail_in; i++)
            zeros &= g->z.next_in[i] == 0;
        bytes += g->z.avail_in;
        g->z.avail_in = 0;
    }
    if (!g->source_over)
        return false;
    return zeros || err_set(err, "%s: error: %lld bytes behind the end of the gzip data that are no padding",
                            g->shown, bytes);
}

static bool failed(struct gunzip *g, int status, struct err *err)
{
    if (status == Z_BUF_ERROR)
        return err_set(err, "%s: error: the gzip data is cut short", g->shown);
    return err_set(err, "%s: error: the gzip data is damaged: %s", g->shown,
                   g->z.msg ? g->z.msg : zError(status));
}

/* Begins the next member, or finds that there is none (*OVER). */
static bool begin_member(struct gunzip *g, bool *over, struct err *err)
{
    if (!refill(g, err))
        return false;
    *over = g->ready && (g->source_over || g->z.next_in[0] != 0x1f);
    if (*over)
        return only_padding(g, err);
    int status = g->ready ? inflateReset(&g->z) : inflateInit2(&g->z, GZIP_ALONE);
    g->ready = true;
    g->between = false;
    return status == Z_OK || failed(g, status, err);
}

ssize_t gunzip_next(struct gunzip *g, const void **plain, struct err *err)
{
    bool over = false;
    g->z.next_out = g->plain;
    g->z.avail_out = PIECE;
    while (g->z.avail_out > 0) {
        if ((!g->ready || g->between) && !begin_member(g, &over, err))
            return -1;
        if (over)
            break;
        if (!refill(g, err))
            return -1;
        /* Also at the source's end: zlib may hold back bytes that did not fit. */
        int status = inflate(&g->z, Z_NO_FLUSH);
        g->between = status == Z_STREAM_END;
        if (status != Z_OK && status != Z_STREAM_END) {
            failed(g, status, err);
            return -1;
        }
    }
    *plain = g->plain;
    return (ssize_t) (PIECE - g->z.avail_out);
}

void gunzip_free(struct gunzip *g)
{
    if (!g)
        return;
    if (g->ready)
        inflateEnd(&g->z);
    free(g);
}
