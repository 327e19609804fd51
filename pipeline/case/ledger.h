/* ledger.h -- what is known of the logs of a case: which there were, told apart by
   content, and which parts of each were given out to be read.

   A log is one file through its life: while it grows, after it was renamed, copied or
   compressed, and perhaps after it vanished.  It is known by a mark of its head and by
   the hashes of its pieces.  A piece is the part of a log that one run found new: plain
   bytes, whole lines; the pieces of a log follow each other without a gap.  Its batch is
   <log> for the first and <log>@<number> from the second on.

     <work>/ledger.csv  a row a piece: batch,input,sensor,path,start,from,to,head,tail,open
     <work>/seen.csv    a row a file: file,bytes,changed_ns,device,inode,log,covered

   The first is the truth; the second saves looking into files that did not change. */

#ifndef DIELOG_LEDGER_H
#define DIELOG_LEDGER_H

#include "base/names.h"
#include "lines/input.h"

struct ledger_piece {
    char *path;   /* of the file when the piece was found, for messages */
    int64_t from, to; /* to -1: to the end of a compressed file, which is not known before it is read */
    struct input_mark tail;
    bool open;  /* its last line had no end, or it is a binary log: when the log grows it is read again */
    bool fresh; /* planned in this run */
};

struct ledger_log {
    char *id, *section, *sensor;
    char *start; /* the date that years are counted from, or "" */
    struct input_mark head;
    struct ledger_piece *pieces;
    size_t n, capacity;
    int64_t file; /* this run: the found file that holds all of its pieces, or -1 */
};

/* A file as it was found. */
struct ledger_seen {
    int64_t bytes, changed_ns, device, inode;
    size_t log;      /* its number */
    int64_t covered; /* the pieces of the log that it holds */
};

struct ledger {
    struct ledger_log *logs;
    size_t n, capacity;
    struct names *files; /* ids of files, in the order of SEEN */
    struct ledger_seen *seen;
    size_t n_seen, seen_capacity;
};

/* WORK without a ledger gives an empty one. */
struct ledger *ledger_read(const char *work, struct err *err) MUST_USE;
bool ledger_write(const struct ledger *l, const char *work, struct err *err) MUST_USE;
void ledger_free(struct ledger *l);

/* Adds a log without pieces and returns its number.  Texts are copied. */
size_t ledger_add_log(struct ledger *l, const char *id, const char *section, const char *sensor, const char *start,
                      const struct input_mark *head);
struct ledger_piece *ledger_add_piece(struct ledger_log *log, const char *path, int64_t from, int64_t to);
void ledger_drop_pieces(struct ledger_log *log, size_t keep);
void ledger_drop_log(struct ledger *l, size_t log); /* the numbers behind it move down, in SEEN too */
bool ledger_has(const struct ledger *l, const char *id);

/* The file of this id as it was found last, or NULL. */
const struct ledger_seen *ledger_find_seen(const struct ledger *l, const char *file);
void ledger_see(struct ledger *l, const char *file, const struct ledger_seen *how);
void ledger_forget_seen(struct ledger *l); /* all of them */

/* The batch of piece K (from 0); the caller frees it. */
char *ledger_batch(const struct ledger_log *log, size_t k);

#endif
