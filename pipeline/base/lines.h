/* lines.h -- the lines of a file, read block by block: no copy, no call into the
   kernel a line.  A line may be written over by who reads it, its newline too, and
   LINES_BEHIND bytes from its newline on may be looked at.

   A file that zstd compressed, as its first bytes tell, is read as what it holds.  The bar shows the bytes of the file.

   A line is plain when it holds no quote, carriage return or NUL and is UTF-8: such
   a line of a CSV file needs no more than its separators found.  Whole blocks are
   looked at, once somebody asks, so that asking costs nothing a line. */

#ifndef DIELOG_LINES_H
#define DIELOG_LINES_H

#include "progress.h"
#include <stdbool.h>
#include <stddef.h>

#define LINES_BEHIND 64

struct lines;

struct line {
    char *at;   /* LEN bytes, then a newline, which is added where the last line has none */
    size_t len;
};

enum lines_status { LINES_LINE, LINES_END, LINES_FAIL };

/* "-" is standard input.  NULL when it cannot be opened (errno). */
struct lines *lines_open(const char *path);
void lines_close(struct lines *l); /* NULL is accepted */

/* Blocks that are read from now on count in BAR (NULL: nobody looks), which must live as long. */
void lines_show(struct lines *l, struct progress *bar);

/* The next line, valid until the call after it.  FAIL: it cannot be read (errno). */
enum lines_status lines_next(struct lines *l, struct line *out);

/* Asked of the line that came last, before it is written over. */
bool lines_plain(struct lines *l, const struct line *line);

#endif
