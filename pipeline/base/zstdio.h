/* zstdio.h -- the bytes of files that are kept compressed by zstd: read by their content, written by their name.

   A frame carries a checksum of its content, so what was cut short or damaged is told from what is whole. */

#ifndef DIELOG_ZSTDIO_H
#define DIELOG_ZSTDIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

/* Do the first N bytes of a file say that it is compressed?  Four of them tell. */
#define ZSTDIO_TELLING 4
bool zstdio_is_packed(const char *first, size_t n);

/* Does this name ask for a compressed file? */
bool zstdio_is_name(const char *path);

/* Reading from FD, of which N bytes at FIRST were read already (copied). */
struct unzstd;
struct unzstd *unzstd_new(int fd, const char *first, size_t n);
void unzstd_free(struct unzstd *u); /* NULL is accepted; leaves FD open */

/* As read(2): how many bytes came, 0 behind the last, -1 with errno when FD cannot be read or its content is not whole
   (EBADMSG).  *TAKEN is how many bytes of FD it read for them. */
ssize_t unzstd_read(struct unzstd *u, char *to, size_t room, size_t *taken);

/* Writing to FD: a stream whose fclose ends the frame, and leaves FD open; what cannot be written fails there or before,
   as with any stream.  NULL: no memory. */
FILE *zstdio_writer(int fd);

#endif
