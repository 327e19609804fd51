/* outplace.h -- what lies at the name of an output: does it become a new file, or is it written in place?

   In place, with nothing renamed over it and nothing beside it: what is no regular file and no folder (a device, a terminal, a pipe), by its
   own name or through links of ours; and whatever is open under a number of this process, as /dev/stdout, /proc/self/fd/3 and links of ours to
   these are.  That goes on where it stands: a file that standard error was sent to keeps what is in it.
   A new file: where nothing lies, a regular file, and what can only be reached through a link that somebody else laid.
   Refused: a pipe of somebody else, by its name or through links of ours. */

#ifndef DIELOG_OUTPLACE_H
#define DIELOG_OUTPLACE_H

#include <stdbool.h>
#include <sys/stat.h>

enum outplace { OUTPLACE_FILE, OUTPLACE_DIRECT, OUTPLACE_REFUSED };

/* Nothing is made or cut. */
enum outplace outplace_of(const char *path);

/* A descriptor of what is written in place, for writing, which does not outlive exec; the caller's to close.  -1 with errno: it cannot be
   written to, or has become something else. */
int outplace_open(const char *path);

/* Is what S tells of ours, or the system's? */
bool outplace_is_ours(const struct stat *s);

#endif
