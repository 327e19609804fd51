/* input.h -- the lines of a log file, compressed or not, and its fingerprint.

   Compression is told by content, never by name: gzip (gunzip.h), bzip2, xz,
   zstd, lz4 (libarchive), or one of these inside another; gzip only outermost.
   Memory does not grow with the file: a line is handed out where it lies in the
   block that was read, and only one that crosses two blocks is copied, at most
   INPUT_LINE_MAX bytes.  Beyond the first megabyte a thread of its own reads ahead
   (base/ahead.h): it unpacks and hashes while the lines are worked on.

   The file is read once: SHA-256 and size of the bytes on disk are taken on the
   way.  A compressed file that is cut short, or has something else behind its
   end, fails, but only where the damage is: publish nothing before INPUT_END.
   So does a damaged one whose format has checksums: gzip and bzip2 always, xz,
   zstd and lz4 where their writer put them in, as the tools do by default. */

#ifndef DIELOG_INPUT_H
#define DIELOG_INPUT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include <stdint.h>
#include <sys/types.h>

#define INPUT_LINE_MAX ((size_t) 1 << 20)

enum input_status { INPUT_LINE, INPUT_END, INPUT_FAIL };

enum input_flaw {
    INPUT_SOUND,
    INPUT_TOO_LONG, /* text holds the first INPUT_LINE_MAX bytes */
    INPUT_HAS_NUL,
};

struct input_line {
    struct text text; /* without LF or CRLF; valid until the next call */
    int64_t number;   /* from 1 */
    size_t length;    /* the whole line's, where text is cut */
    enum input_flaw flaw;
};

struct input;

/* A part of the plain bytes, and marks by which a file is known to be the one that
   was meant: logs are renamed and replaced while one works. */
#define INPUT_MARK 4096
struct input_mark {
    int64_t len;   /* up to INPUT_MARK bytes; 0: not known */
    uint64_t hash; /* hash_text of them */
};

struct input_part {
    int64_t from, to;             /* to -1: to the end */
    struct input_mark head, tail; /* of the file; of what lies before TO (files that are not compressed) */
};

/* PATH "-" is standard input.  SHOWN is the name in messages. */
struct input *input_open(const char *path, const char *shown, struct err *err) MUST_USE;

/* Before the first byte is asked for: only this part is read.  A file that is not
   compressed is not touched elsewhere, but for its marks.  Lines are then numbered from
   LINES + 1. */
bool input_part(struct input *in, const struct input_part *part, int64_t lines, struct err *err) MUST_USE;

/* Before the first byte is asked for: neither SHA-256 nor content hash will be. */
void input_unhashed(struct input *in);

/* A compressed file of which more than MOST plain bytes have come, and more than RATIO
   times as many as were read from the disk, fails as a decompression bomb.  gzip cannot
   reach more than 1032; logs reach 5 to 100. */
#define INPUT_BOMB_BYTES ((int64_t) 1 << 30)
#define INPUT_BOMB_RATIO 1000
void input_limit(struct input *in, int64_t most, int64_t ratio);

bool input_is_plain(const struct input *in); /* not compressed */

/* The last line need not end in LF.  After INPUT_FAIL every call is INPUT_FAIL. */
enum input_status input_next(struct input *in, struct input_line *line, struct err *err) MUST_USE;

/* For binary logs, instead of input_next: the next N plain bytes into AT.  Returns
   how many there were, fewer than N only at the end; -1 when the file cannot be
   read. */
ssize_t input_read(struct input *in, void *at, size_t n, struct err *err) MUST_USE;

/* After INPUT_END: bytes on disk and their SHA-256 (of a file that is not compressed:
   of the part); plain bytes up to where the part ended, and the hash of the part's. */
int64_t input_bytes(const struct input *in);
const char *input_sha256(const struct input *in);
int64_t input_end(const struct input *in);
uint64_t input_content(const struct input *in);

void input_close(struct input *in);

#endif
