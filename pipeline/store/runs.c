#include "runs.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define WRITE_BLOCK ((size_t) 256 << 10)
#define LEAST_BLOCK ((size_t) 4 << 10)

/* One run being read: BLOCK holds its rows from AT on. */
struct source {
    off_t next, stop; /* of what was not read yet, in the file */
    char *block;
    size_t at, end, capacity;
};

struct runs {
    char *folder;
    int fd;
    struct buf pending; /* to be written */
    off_t written;
    off_t *stops; /* of each run */
    size_t n, capacity;

    struct source *sources;
    size_t *heap, heaped; /* sources that have a row, the least row first */
    struct buf held[2];   /* copies of the last two rows handed out */
    int turn;
};

/* --- writing -------------------------------------------------------------------------- */

static int nameless_file(const char *folder)
{
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
    struct buf path = BUF_INIT; /* a file system that has no such files */
    buf_add_format(&path, "%s/dielog-collect.XXXXXX", folder);
    fd = mkostemp(path.at, O_CLOEXEC);
    if (fd >= 0)
        unlink(path.at);
    buf_release(&path);
    return fd;
}

struct runs *runs_new(const char *folder, struct err *err)
{
    int fd = nameless_file(folder);
    if (fd < 0) {
        err_errno(err, "error: cannot make a temporary file in %s", folder);
        return NULL;
    }
    struct runs *r = mem_zero(sizeof *r);
    r->folder = mem_text(folder);
    r->fd = fd;
    return r;
}

void runs_free(struct runs *r)
{
    if (!r)
        return;
    close(r->fd);
    for (size_t i = 0; r->sources && i < r->n; i++)
        free(r->sources[i].block);
    free(r->sources);
    free(r->heap);
    free(r->stops);
    free(r->folder);
    buf_release(&r->pending);
    buf_release(&r->held[0]);
    buf_release(&r->held[1]);
    free(r);
}

static bool write_pending(struct runs *r, struct err *err)
{
    size_t done = 0;
    while (done < r->pending.len) {
        ssize_t n = write(r->fd, r->pending.at + done, r->pending.len - done);
        if (n < 0 && errno != EINTR)
            return err_errno(err, "error: cannot write a temporary file in %s", r->folder);
        done += n > 0 ? (size_t) n : 0;
    }
    r->written += (off_t) done;
    buf_clear(&r->pending);
    return true;
}

bool runs_put(struct runs *r, const struct dayrow *row, struct err *err)
{
    buf_add(&r->pending, (const char *) row, row->size);
    return r->pending.len < WRITE_BLOCK || write_pending(r, err);
}

bool runs_end(struct runs *r, struct err *err)
{
    if (!write_pending(r, err))
        return false;
    r->stops = mem_grow(r->stops, &r->capacity, r->n + 1, sizeof *r->stops);
    r->stops[r->n++] = r->written;
    return true;
}

size_t runs_count(const struct runs *r) { return r->n; }

/* --- reading back --------------------------------------------------------------------- */

/* Reads on until NEED bytes are there.  Rows keep their place in multiples of eight. */
static bool fill(struct runs *r, struct source *s, size_t need, struct err *err)
{
    s->end -= s->at;
    memmove(s->block, s->block + s->at, s->end);
    s->at = 0;
    s->block = mem_grow(s->block, &s->capacity, need, 1);
    while (s->end < need) {
        size_t room = s->capacity - s->end;
        if ((off_t) room > s->stop - s->next)
            room = (size_t) (s->stop - s->next);
        ssize_t n = pread(r->fd, s->block + s->end, room, s->next);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return err_errno(err, "error: cannot read back a temporary file in %s", r->folder);
        s->end += (size_t) n;
        s->next += n;
    }
    return true;
}

static const struct dayrow *row_of(const struct source *s) { return (const struct dayrow *) (s->block + s->at); }

static bool is_over(const struct source *s) { return s->at == s->end && s->next == s->stop; }

/* Has the source's row whole in its block; it must not be over. */
static bool load(struct runs *r, struct source *s, struct err *err)
{
    if (s->end - s->at < sizeof(struct dayrow) && !fill(r, s, sizeof(struct dayrow), err))
        return false;
    size_t size = row_of(s)->size;
    return s->end - s->at >= size || fill(r, s, size, err);
}

static bool comes_before(const struct runs *r, size_t a, size_t b)
{
    return dayrow_compare_batch(row_of(&r->sources[r->heap[a]]), row_of(&r->sources[r->heap[b]])) < 0;
}

static void sift_down(struct runs *r, size_t i)
{
    for (;;) {
        size_t least = i;
        for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < r->heaped; child++)
            if (comes_before(r, child, least))
                least = child;
        if (least == i)
            return;
        size_t moved = r->heap[i];
        r->heap[i] = r->heap[least];
        r->heap[least] = moved;
        i = least;
    }
}

bool runs_merge(struct runs *r, size_t memory, struct err *err)
{
    size_t block = r->n > 0 ? memory / r->n / 8 * 8 : 0;
    buf_release(&r->pending);
    r->sources = mem_zero(r->n * sizeof *r->sources);
    r->heap = mem_alloc(r->n * sizeof *r->heap);
    for (size_t i = 0; i < r->n; i++) {
        struct source *s = &r->sources[i];
        s->next = i > 0 ? r->stops[i - 1] : 0;
        s->stop = r->stops[i];
        s->capacity = block > LEAST_BLOCK ? block : LEAST_BLOCK;
        s->block = mem_alloc(s->capacity);
        if (is_over(s))
            continue;
        if (!load(r, s, err))
            return false;
        r->heap[r->heaped++] = i;
    }
    for (size_t i = r->heaped; i-- > 0;)
        sift_down(r, i);
    return true;
}

bool runs_next(struct runs *r, const struct dayrow **row, struct err *err)
{
    *row = NULL;
    if (r->heaped == 0)
        return true;
    struct source *s = &r->sources[r->heap[0]];
    struct buf *held = &r->held[r->turn ^= 1];
    size_t size = row_of(s)->size;
    held->len = 0;
    buf_add(held, s->block + s->at, size);
    *row = (const struct dayrow *) held->at;
    s->at += size;
    if (is_over(s))
        r->heap[0] = r->heap[--r->heaped];
    else if (!load(r, s, err))
        return false;
    sift_down(r, 0);
    return true;
}
