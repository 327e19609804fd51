/* zeek_row.h -- one row of a Zeek log, however it was written, as an observation.

   dns.log   one row is one lookup: request and reply share it.  A row of which
             Zeek saw only the reply counts too, and so does one whose name it did
             not see (empty target).  Rows of another opcode than 0 (notify,
             update) are set aside.
   conn.log  one row is one connection.  Action is the service that Zeek
             recognised, else the protocol; target the server's address and port
             (no port for ICMP); status conn_state; bytes orig_bytes, what the
             client sent without headers.
   http.log  one row is one request.  Action is the method; target host and URI, or
             the URI alone where it names its host (CONNECT, proxies), with the
             server's address where the client named no host; status the code; bytes
             response_body_len; transport tcp.

   In dns.log the bytes that Zeek wrote as \xHH are read; elsewhere texts stay as
   Zeek wrote them. */

#ifndef DIELOG_ZEEK_ROW_H
#define DIELOG_ZEEK_ROW_H

#include "lines/formats.h"

/* The columns in use, by zeek_column_names[]. */
enum zeek_column {
    ZEEK_TS,
    ZEEK_ORIG_H, /* id.orig_h; the flat spelling has a place of its own */
    ZEEK_ORIG_H_FLAT,
    ZEEK_RESP_H,
    ZEEK_RESP_H_FLAT,
    ZEEK_RESP_P,
    ZEEK_RESP_P_FLAT,
    ZEEK_PROTO,
    ZEEK_QUERY,
    ZEEK_QTYPE_NAME,
    ZEEK_QTYPE,
    ZEEK_RCODE_NAME,
    ZEEK_OPCODE,
    ZEEK_OPCODE_NAME,
    ZEEK_SERVICE,
    ZEEK_CONN_STATE,
    ZEEK_ORIG_BYTES,
    ZEEK_METHOD,
    ZEEK_HOST,
    ZEEK_URI,
    ZEEK_STATUS_CODE,
    ZEEK_BODY_LENGTH,
    ZEEK_TRANS_DEPTH,
    ZEEK_CALL_ID, /* tells a sip.log from an http.log */
    ZEEK_COLUMNS
};

extern const char *const zeek_column_names[ZEEK_COLUMNS];

enum zeek_log { ZEEK_UNKNOWN, ZEEK_OTHER, ZEEK_DNS, ZEEK_CONN, ZEEK_HTTP };

/* Which log it is: by its path (#path, _path; empty: not stated), else by the
   columns that it HAS.  ZEEK_OTHER: a path, and nothing that we know. */
enum zeek_log zeek_log_of(struct text path, const bool has[ZEEK_COLUMNS]);

struct zeek_row;

struct zeek_row *zeek_row_new(struct stamper *clock);
void zeek_row_free(struct zeek_row *r);

/* Row VALUE of such a log; `at` is NULL where Zeek left a column out, and an empty
   text is an empty one.  Verdict and reason as of a line. */
enum format_verdict zeek_row_read(struct zeek_row *r, enum zeek_log log, const struct text value[ZEEK_COLUMNS],
                                  struct observation *o, const char **reason);

#endif
