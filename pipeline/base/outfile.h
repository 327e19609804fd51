/* outfile.h -- publish or leave no trace.

   A file is written beside its place as `<path>.tmp-<where>-<pid>`, a name that no other process that runs has, on
   whatever machine that shares the file system: <where> is of the machine's name, its boot and the name space of numbers of processes.  Where that
   would be too long for a name, the end of the file's own is replaced by its hash.  outfile_publish
   flushes, syncs and renames it, so a half-written file never has the final
   name and make can trust time stamps.  Signals and exit() remove what was not
   published.  A name that ends with .zst is written compressed (zstdio.h).
   The path "-" is standard output: written straight through, and
   publish verifies that it all arrived; so is a device, a pipe or what is open under a number (outplace.h). */

#ifndef DIELOG_OUTFILE_H
#define DIELOG_OUTFILE_H

#include "buf.h"
#include "err.h"
#include <stdio.h>

struct outfile; /* owned by the caller until publish or abort, which free it */

struct outfile *outfile_open(const char *path, struct err *err) MUST_USE;

/* For writing; do not close it.  A write error sticks in the stream and makes
   publish fail. */
FILE *outfile_stream(struct outfile *out);

/* Flushes, syncs and closes the stream, and leaves the name for outfile_publish: of several files each can be whole
   before the first is published.  False: it is not whole, and can only be aborted. */
bool outfile_seal(struct outfile *out, struct err *err) MUST_USE;

/* True when the whole content stands under the final name. */
bool outfile_publish(struct outfile *out, struct err *err) MUST_USE;

/* As publish, but when PATH holds the same bytes already it is left untouched,
   time stamp and all, so that make sees nothing new. */
bool outfile_publish_if_changed(struct outfile *out, struct err *err) MUST_USE;

/* Removes the temporary.  NULL is accepted. */
void outfile_abort(struct outfile *out);

/* The whole file in one call: open, write, publish (if_changed as above). */
bool outfile_write(const char *path, struct text content, bool if_changed, struct err *err) MUST_USE;

/* Makes such a name of PATH, for what else is made beside its place; PATH is the caller's. */
void outfile_mark(struct buf *path);

/* Does NAME end so, with the number of a process that is no longer there, of this machine since it was started?  Of all others it is not known. */
bool outfile_is_left(const char *name);

/* Makes a folder and its parents. */
bool folder_make(const char *path, struct err *err) MUST_USE;

/* Calls VISIT with each name in the folder but those that begin with a dot, and the folder's descriptor, until it says false.  A folder that
   cannot be read to its end is an error, never a short one. */
typedef bool folder_visit(void *context, int folder, const char *name, struct err *err);
bool folder_each(const char *path, folder_visit *visit, void *context, struct err *err) MUST_USE;

/* Reads a whole (small) file; more than LIMIT bytes is an error. */
bool file_read(const char *path, size_t limit, struct buf *into, struct err *err) MUST_USE;

/* *THERE is false only when nothing has that name: what cannot be looked at is an error, not a file that is missing. */
bool file_there(const char *path, bool *there, struct err *err) MUST_USE;

/* Do both files exist and hold the same bytes? */
bool file_same(const char *a, const char *b);

#endif
