#include "input.h"
#include "base/ahead.h"
#include "gunzip.h"
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK ((size_t) 1 << 18)
#define PIECES 4     /* in the ring of those that are read ahead */
#define ALONE_FROM 4 /* pieces: a longer log, where there is more to do than to read it, gets a thread that reads ahead */

/* Plain bytes, as they come. */
struct piece {
    const char *at;
    size_t n;
    bool has_nul, last, failed;
    int64_t bytes; /* of the disk, read so far */
    char *block;   /* its own storage */
    size_t room;
    struct err err;
};

/* Up to `piece', what a thread that reads ahead has for itself. */
struct input {
    char *shown;
    int fd;
    off_t start;           /* where the file began; -1: it cannot be read again */
    bool unhashed;         /* neither hash is asked for: both are NULL */
    struct sha256 *digest;
    char hex[SHA256_TEXT];
    int64_t bytes;
    char *block;   /* raw bytes */
    size_t peeked; /* of them, read already and not yet asked for */
    struct gunzip *gunzip; /* NULL: not gzip */
    struct archive *archive;
    int64_t fed;        /* bytes that libarchive was given */
    struct err trouble; /* why it was given no more */
    int64_t most, ratio; /* more than MOST plain bytes, and RATIO times those on disk, are no log */

    bool empty;           /* libarchive found nothing */
    bool direct;          /* not compressed, and can be read again from a place: without libarchive */
    int64_t from, to;     /* the part; to INT64_MAX: to the end */
    int64_t offset;       /* plain bytes that came so far */
    struct input_mark head;
    struct buf first; /* the bytes that the head's mark is over, while they come */
    struct hash_stream *content;
    uint64_t hash;

    struct piece piece[PIECES]; /* the first alone while nothing is read ahead */
    struct ahead *ahead;
    int64_t pieces;       /* so far */
    const char *at, *end; /* what is left of the current one */
    int64_t seen;         /* bytes of the disk up to its end */
    bool piece_has_nul;
    bool over; /* no more pieces */
    bool failed;
    struct buf carry; /* a line that crosses pieces */
    size_t carried;   /* its length so far, the part that is not kept too */
    bool carry_has_nul;
    int64_t number;
};

/* --- from the disk to plain bytes ---------------------------------------------------- */

/* At most MOST raw bytes; they are measured on the way. */
static ssize_t read_raw(struct input *in, char *at, size_t most, struct err *err)
{
    ssize_t n;
    do
        n = read(in->fd, at, most);
    while (n < 0 && errno == EINTR);
    if (n < 0) {
        err_errno(err, "%s: error: cannot read it", in->shown);
        return -1;
    }
    if (in->digest)
        sha256_feed(in->digest, at, (size_t) n);
    in->bytes += n;
    return n;
}

static ssize_t pull_raw(void *context, const void **block, struct err *err)
{
    struct input *in = context;
    ssize_t n = in->peeked > 0 ? (ssize_t) in->peeked : read_raw(in, in->block, BLOCK, err);
    in->peeked = 0;
    *block = in->block;
    return n;
}

static bool is_gzip(const void *bytes, size_t n)
{
    return n >= 2 && memcmp(bytes, "\x1f\x8b", 2) == 0;
}

/* A pipe may give its first two bytes one by one. */
static bool tell_gzip(struct input *in, struct err *err)
{
    ssize_t n = 1;
    while (n > 0 && in->peeked < 2) {
        n = read_raw(in, in->block + in->peeked, BLOCK - in->peeked, err);
        in->peeked += n > 0 ? (size_t) n : 0;
    }
    if (n >= 0 && is_gzip(in->block, in->peeked))
        in->gunzip = gunzip_new(pull_raw, in, in->shown);
    return n >= 0;
}

/* A few bytes can unpack to more than there is time for. */
static bool is_bomb(const struct input *in, int64_t unpacked, struct err *err)
{
    return unpacked > in->most && unpacked / in->ratio > in->bytes &&
           !err_set(err, "%s: error: %lld bytes unpack to more than %lld times as many: if it is a log, unpack it first",
                    in->shown, (long long) in->bytes, (long long) in->ratio);
}

/* What libarchive asks for. */
static la_ssize_t feed(struct archive *a, void *context, const void **block)
{
    struct input *in = context;
    ssize_t n = -1;
    if (!in->trouble.set)
        n = in->gunzip ? gunzip_next(in->gunzip, block, &in->trouble)
                       : pull_raw(in, block, &in->trouble);
    if (n >= 0 && is_bomb(in, in->fed + n, &in->trouble))
        n = -1;
    if (n < 0)
        archive_set_error(a, EIO, "%s", in->trouble.text);
    else
        in->fed += n;
    return n;
}

static bool archive_failed(struct input *in, struct err *err)
{
    const char *why = archive_error_string(in->archive);
    if (in->trouble.set)
        return err_set(err, "%s", in->trouble.text);
    return err_set(err, "%s: error: cannot read the %s file: %s", in->shown,
                   archive_filter_name(in->archive, 0) ? archive_filter_name(in->archive, 0) : "log",
                   why ? why : "cut short or damaged");
}

/* Filters are named one by one: "all" would include uuencode, which a log may
   begin like, ones that run other programs, and gzip, whose checksum libarchive
   3.6 does not compare. */
static bool choose_filters(struct archive *a)
{
    return archive_read_support_filter_bzip2(a) == ARCHIVE_OK &&
           archive_read_support_filter_xz(a) == ARCHIVE_OK &&
           archive_read_support_filter_zstd(a) == ARCHIVE_OK &&
           archive_read_support_filter_lz4(a) == ARCHIVE_OK &&
           archive_read_support_format_empty(a) == ARCHIVE_OK &&
           archive_read_support_format_raw(a) == ARCHIVE_OK;
}

static bool begin(struct input *in, struct err *err)
{
    struct archive_entry *entry;
    in->archive = archive_read_new();
    if (!in->archive || !choose_filters(in->archive))
        return err_set(err, "%s: error: libarchive lacks a filter", in->shown);
    if (archive_read_open(in->archive, in, NULL, feed, NULL) != ARCHIVE_OK)
        return archive_failed(in, err);
    int status = archive_read_next_header(in->archive, &entry);
    in->empty = status == ARCHIVE_EOF;
    return status == ARCHIVE_OK || status == ARCHIVE_EOF || archive_failed(in, err);
}

bool input_is_plain(const struct input *in)
{
    return !in->gunzip && archive_filter_count(in->archive) <= 1;
}

/* libarchive has read ahead; begin anew OFFSET bytes behind the start, without it. */
static bool read_directly(struct input *in, int64_t offset, struct err *err)
{
    off_t place = in->start + (off_t) offset;
    if (lseek(in->fd, place, SEEK_SET) != place)
        return err_errno(err, "%s: error: cannot read it from byte %lld on", in->shown, (long long) place);
    sha256_end(in->digest, NULL);
    in->digest = in->unhashed ? NULL : sha256_new();
    in->bytes = 0;
    in->offset = offset;
    in->direct = true;
    in->empty = false;
    return true;
}

struct input *input_open(const char *path, const char *shown, struct err *err)
{
    struct input *in = mem_zero(sizeof *in);
    in->shown = mem_text(shown);
    in->digest = sha256_new();
    in->block = mem_alloc(BLOCK);
    in->content = hash_stream_new();
    in->to = INT64_MAX;
    input_limit(in, INPUT_BOMB_BYTES, INPUT_BOMB_RATIO);
    in->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    in->start = in->fd >= 0 ? lseek(in->fd, 0, SEEK_CUR) : -1;
    bool good = in->fd >= 0 || err_errno(err, "%s: error: cannot read it", shown);
    if (good && tell_gzip(in, err) && begin(in, err) &&
        (in->start < 0 || !input_is_plain(in) || read_directly(in, 0, err)))
        return in;
    input_close(in);
    return NULL;
}

void input_limit(struct input *in, int64_t most, int64_t ratio)
{
    in->most = most;
    in->ratio = ratio;
}

void input_unhashed(struct input *in)
{
    in->unhashed = true;
    sha256_end(in->digest, NULL);
    in->digest = NULL;
    hash_stream_end(in->content);
    in->content = NULL;
}

/* --- a part of it ----------------------------------------------------------------------- */

static bool not_meant(const struct input *in, struct err *err)
{
    return err_set(err, "%s: error: it is not the log that the plan saw: replaced meanwhile? run again", in->shown);
}

static bool mark_fits(const struct input_mark *mark, const char *bytes, size_t n)
{
    return (int64_t) n == mark->len && hash_text((struct text){ bytes, n }, 0) == mark->hash;
}

/* Does the mark fit the bytes that end, or with AT 0 begin, at AT? */
static bool mark_fits_at(const struct input *in, const struct input_mark *mark, int64_t at, struct err *err)
{
    char bytes[INPUT_MARK];
    if (mark->len == 0)
        return true;
    if (mark->len > INPUT_MARK || (at > 0 && at < mark->len))
        return not_meant(in, err);
    size_t n = 0;
    ssize_t got = 1;
    while (got != 0 && n < (size_t) mark->len) {
        got = pread(in->fd, bytes + n, (size_t) mark->len - n, (at > 0 ? at - mark->len : 0) + (off_t) n);
        if (got < 0 && errno != EINTR)
            return err_errno(err, "%s: error: cannot read it", in->shown);
        n += got > 0 ? (size_t) got : 0;
    }
    return mark_fits(mark, bytes, n) || not_meant(in, err);
}

static bool position(struct input *in, const struct input_part *part, struct err *err)
{
    struct stat s;
    if (fstat(in->fd, &s) != 0)
        return err_errno(err, "%s: error: cannot look at it", in->shown);
    if (s.st_size < part->from || s.st_size < part->to)
        return not_meant(in, err);
    return mark_fits_at(in, &part->head, 0, err) && mark_fits_at(in, &part->tail, part->to, err) && read_directly(in, part->from, err);
}

bool input_part(struct input *in, const struct input_part *part, int64_t lines, struct err *err)
{
    in->from = part->from;
    in->to = part->to < 0 ? INT64_MAX : part->to;
    in->number = lines;
    if (!in->direct) /* its head is looked at in passing */
        in->head = part->head;
    else
        in->failed = !position(in, part, err);
    return !in->failed;
}

/* Of a compressed file the head comes first, and is looked at in passing. */
static bool see_head(struct input *in, const char *at, size_t n, struct err *err)
{
    int64_t lacks = in->head.len - (int64_t) in->first.len;
    if (lacks <= 0 || n == 0)
        return lacks <= 0 || not_meant(in, err);
    buf_add(&in->first, at, (int64_t) n < lacks ? n : (size_t) lacks);
    return (int64_t) in->first.len < in->head.len || mark_fits(&in->head, in->first.at, in->first.len) ||
           not_meant(in, err);
}

/* Plain bytes of a file that is not compressed, into the piece's storage. */
static bool pull_direct(struct input *in, struct piece *p, struct err *err)
{
    int64_t lacks = in->to - in->offset;
    p->block = mem_grow(p->block, &p->room, BLOCK, 1);
    ssize_t got = read_raw(in, p->block, lacks < (int64_t) BLOCK ? (size_t) lacks : BLOCK, err);
    p->at = p->block;
    p->n = got > 0 ? (size_t) got : 0;
    return got >= 0;
}

/* Plain bytes as they come; none: there are no more. */
static bool pull_piece(struct input *in, struct piece *p, struct err *err)
{
    const void *at;
    la_int64_t offset;
    p->n = 0;
    if (in->direct)
        return pull_direct(in, p, err);
    while (p->n == 0 && !in->empty) {
        int status = archive_read_data_block(in->archive, &at, &p->n, &offset);
        if (status == ARCHIVE_EOF && !in->trouble.set)
            return true;
        if (status != ARCHIVE_OK)
            return archive_failed(in, err);
        p->at = at;
    }
    if (p->n == 0 || offset > 0 || !is_gzip(p->at, p->n))
        return true;
    return err_set(err, "%s: error: gzip inside another compression: unpack the outer one first", in->shown);
}

/* Cuts what lies outside the part off the piece, which may leave nothing. */
static void cut(struct input *in, struct piece *p)
{
    int64_t start = in->offset, end = start + (int64_t) p->n;
    in->offset = end;
    int64_t first = start > in->from ? start : in->from, last = end < in->to ? end : in->to;
    p->at += first < end ? first - start : (int64_t) p->n;
    p->n = last > first ? (size_t) (last - first) : 0;
}

/* At the end: nothing may lie behind the compressed data, for what does is data
   that was not read (a member whose header is cut short, for one). */
static bool finish(struct input *in, struct err *err)
{
    const void *rest;
    la_int64_t used = archive_filter_bytes(in->archive, -1);
    la_ssize_t n = 0;
    while (!in->direct && (n = feed(in->archive, in, &rest)) > 0)
        ;
    if (n < 0)
        return archive_failed(in, err);
    sha256_end(in->digest, in->hex);
    in->digest = NULL;
    in->hash = hash_stream_end(in->content);
    in->content = NULL;
    if (in->offset < in->from || (in->to < INT64_MAX && in->offset < in->to))
        return not_meant(in, err);
    if (in->direct || used == in->fed)
        return true;
    return err_set(err, "%s: error: %lld bytes behind the end of the compressed data (cut short or damaged)",
                   in->shown, (long long) (in->fed - used));
}

/* Plain bytes of the part, or the end. */
static bool next_of_part(struct input *in, struct piece *p, struct err *err)
{
    for (p->n = 0; p->n == 0 && !p->last;) {
        if (!pull_piece(in, p, err) || !see_head(in, p->at, p->n, err))
            return false;
        p->last = p->n == 0;
        if (p->n > 0)
            cut(in, p);
        if (!in->direct && is_bomb(in, in->offset, err))
            return false;
    }
    return !p->last || finish(in, err);
}


/* Fills a piece; false when no other follows. */
static bool fill(void *context, void *slot)
{
    struct input *in = context;
    struct piece *p = slot;
    p->last = false;
    err_init(&p->err);
    p->failed = !next_of_part(in, p, &p->err);
    p->bytes = in->bytes;
    if (p->failed || p->last)
        return false;
    if (in->content)
        hash_stream_feed(in->content, p->at, p->n);
    p->has_nul = memchr(p->at, '\0', p->n) != NULL;
    return true;
}

/* The same by the thread: libarchive will use its storage again while the piece is read. */
static bool fill_ahead(void *context, void *slot)
{
    const struct input *in = context;
    struct piece *p = slot;
    bool more = fill(context, slot);
    if (!more || in->direct)
        return more;
    p->block = mem_grow(p->block, &p->room, p->n, 1);
    memcpy(p->block, p->at, p->n);
    p->at = p->block;
    return true;
}

/* The next piece, or the end. */
static bool next_piece(struct input *in, struct err *err)
{
    struct piece *p = in->piece;
    if (in->pieces++ == ALONE_FROM && !(in->direct && in->unhashed))
        in->ahead = ahead_new(fill_ahead, in, in->piece, sizeof *in->piece, PIECES);
    if (in->ahead)
        p = ahead_next(in->ahead);
    else
        fill(in, p);
    in->over = p->last;
    in->seen = p->bytes;
    in->at = p->at;
    in->end = p->last || p->failed ? p->at : p->at + p->n;
    in->piece_has_nul = p->has_nul;
    if (p->failed && !err->set)
        *err = p->err;
    return !p->failed;
}

/* --- from plain bytes to lines -------------------------------------------------------- */

static inline void hand_out(struct input *in, struct input_line *line, struct text text, size_t length, bool nul)
{
    if (length == text.len && length > 0 && text.at[length - 1] == '\r') {
        text.len--;
        length--;
    }
    *line = (struct input_line){ .text = text, .number = ++in->number, .length = length };
    if (length > INPUT_LINE_MAX) {
        line->text.len = text.len < INPUT_LINE_MAX ? text.len : INPUT_LINE_MAX;
        line->flaw = INPUT_TOO_LONG;
    } else if (nul) {
        line->flaw = INPUT_HAS_NUL;
    }
}

static void carry(struct input *in, const char *at, size_t n)
{
    size_t room = INPUT_LINE_MAX + 1 - in->carry.len;
    buf_add(&in->carry, at, n < room ? n : room);
    in->carried += n;
    in->carry_has_nul |= in->piece_has_nul && memchr(at, '\0', n);
}

static void hand_out_carried(struct input *in, struct input_line *line)
{
    hand_out(in, line, (struct text){ in->carry.at, in->carry.len }, in->carried, in->carry_has_nul);
    in->carry.len = 0;
    in->carried = 0;
    in->carry_has_nul = false;
}

/* The NULs that a log begins with are no line: a hole, of a log that was truncated while its writer kept its place. */
static void skip_hole(struct input *in)
{
    if (in->number == 0 && in->carried == 0 && in->piece_has_nul)
        while (in->at < in->end && *in->at == '\0')
            in->at++;
}

enum input_status input_next(struct input *in, struct input_line *line, struct err *err)
{
    while (!in->failed) {
        skip_hole(in);
        size_t left = (size_t) (in->end - in->at);
        const char *lf = left > 0 ? memchr(in->at, '\n', left) : NULL;
        const char *start = in->at;
        if (lf) {
            size_t n = (size_t) (lf - start);
            in->at = lf + 1;
            if (in->carried == 0) {
                bool nul = in->piece_has_nul && memchr(start, '\0', n);
                hand_out(in, line, (struct text){ start, n }, n, nul);
            } else {
                carry(in, start, n);
                hand_out_carried(in, line);
            }
            return INPUT_LINE;
        }
        carry(in, start, left);
        in->at = in->end;
        if (!in->over && !next_piece(in, err))
            break;
        if (!in->over)
            continue;
        if (in->carried == 0)
            return INPUT_END;
        hand_out_carried(in, line);
        return INPUT_LINE;
    }
    in->failed = true;
    return INPUT_FAIL;
}

ssize_t input_read(struct input *in, void *at, size_t n, struct err *err)
{
    size_t got = 0;
    while (!in->failed && got < n) {
        size_t left = (size_t) (in->end - in->at), take = left < n - got ? left : n - got;
        if (take > 0) {
            memcpy((char *) at + got, in->at, take);
            in->at += take;
            got += take;
        } else if (in->over) {
            break;
        } else {
            in->failed = !next_piece(in, err);
        }
    }
    return in->failed ? -1 : (ssize_t) got;
}

int64_t input_bytes(const struct input *in) { return in->seen; }
const char *input_sha256(const struct input *in) { return in->hex; }
int64_t input_end(const struct input *in) { return in->offset < in->to ? in->offset : in->to; }
uint64_t input_content(const struct input *in) { return in->hash; }

void input_close(struct input *in)
{
    if (!in)
        return;
    ahead_free(in->ahead);
    archive_read_free(in->archive);
    gunzip_free(in->gunzip);
    sha256_end(in->digest, NULL);
    if (in->fd > STDERR_FILENO)
        close(in->fd);
    hash_stream_end(in->content);
    buf_release(&in->first);
    buf_release(&in->carry);
    for (size_t i = 0; i < PIECES; i++)
        free(in->piece[i].block);
    free(in->block);
    free(in->shown);
    free(in);
}
