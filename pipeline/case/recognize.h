/* recognize.h -- which log is a file?  Told by content, never by name.

   A file that stands as it stood the last time (size, time of change, which no program can set back, inode) is what it
   was.  Any other is looked into: it is a log that the ledger knows when it begins like
   it (the mark of the head) and holds its pieces (their hashes; a file of the same inode
   that only grew: the mark before the last piece's end).  Then what it holds beyond is a
   new piece; nothing, when it is a copy, or a shorter one.  A file that is no known log
   is a new log.  So the logs of a case are its longest contents: files that a longer one
   begins with add nothing, in whatever order they came.

   A piece ends with a whole line.  What follows is left for the next run where the
   ledger remembers, unless the file did not change since the last run; else it is read
   too, and read again from the piece's begin when the log grows.  Binary logs (there is a
   NUL in the head, behind those that it may begin with) are always read from their begin.

   Of a log whose file is gone the ledger keeps all pieces that were read, if it
   remembers; else those that a shorter file still holds. */

#ifndef DIELOG_RECOGNIZE_H
#define DIELOG_RECOGNIZE_H

#include "batches.h"
#include "ledger.h"

struct recognize_how {
    const struct casefile *c;
    const char *work; /* where pieces that were read are: <work>/batches */
    bool remember;    /* keep what vanished */
};

/* Brings L up to the files of B.  What went wrong with one file and need not end the
   work (only where it remembers) is added to NOTES, a line each. */
bool recognize(struct ledger *l, const struct batches *b, const struct recognize_how *how, struct buf *notes,
               struct err *err) MUST_USE;

/* Was piece K of the log read, as it is planned now?  False with *ERR set: nobody can tell. */
bool recognize_is_read(const char *work, const struct ledger_log *log, size_t k, struct err *err);

#endif
