/* syslog.h -- what syslog puts before a message, cut off.

     RFC 3164     [<34>]Nov 23 17:56:22 HOST TAG[PID]: MESSAGE
     its ISO form [<34>]2026-11-23T17:56:22.123456+01:00 HOST TAG[PID]: MESSAGE
     RFC 5424     [<34>]1 2026-11-23T17:56:22.123Z HOST APP PROCID MSGID SD MESSAGE
     journalctl   1795453782.123456 HOST TAG[PID]: MESSAGE (-o short-unix)
     logread      Mon Nov 23 17:56:22 2026 daemon.info TAG[PID]: MESSAGE (OpenWrt)

   Some relays put an address behind the host.  But for logread's, a local stamp
   with a year but no zone is never syslog's.  A stamp may also stand before a
   message without host and tag: the program wrote it then. */

#ifndef DIELOG_SYSLOG_H
#define DIELOG_SYSLOG_H

#include "cursor.h"
#include "stamp.h"

struct syslog_head {
    struct stamp time; /* the stamp at the head, meaningful when timed */
    bool timed;
    bool wrapped;        /* host and tag stood behind it */
    struct text program; /* TAG without [PID], or APP; empty unless wrapped */
};

/* The message: what is left of LINE.  Never fails: a line that is no syslog comes
   back as it is, but for a stamp at its head.  A byte order mark and blanks
   before the message of a wrapped line are skipped. */
struct text syslog_peel(struct stamper *clock, struct text line, struct syslog_head *head);

/* The same where a line may be wrapped more than once (relays, a file that was sent
   on): the innermost stamp and tag win. */
struct text syslog_peel_all(struct stamper *clock, struct text line, struct syslog_head *head);

/* The same for dialects whose lines begin with no stamp, or with one of their
   own: LINE as it is unless it is wrapped, once or more. */
struct text syslog_unwrap(struct stamper *clock, struct text line);

/* Cuts a stamp off the head of *T that a blank, or nothing, follows: BIND's
   (23-Nov-2026 17:56:22.880), ISO, or without year.  *TIME keeps what it held
   when there is none. */
bool syslog_take_stamp(struct stamper *clock, struct text *t, struct stamp *time);

/* Cuts "TAG[PID]: " off the head of *T: where a program logs without a host. */
bool syslog_take_tag(struct text *t, struct text *program);

#endif
