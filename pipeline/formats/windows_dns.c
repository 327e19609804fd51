/* The debug log of Windows DNS Server (dns.log), without or with details.

     DATE TIME THREAD PACKET  [ID] UDP Rcv ADDR XID [R] Q [FLAGS CHARS RCODE] TYPE NAME

   A query that was received (Rcv, no R, opcode Q) is one lookup; or, where the input
   says so, a response that was sent (Snd R Q), with its code.  Set aside are what the
   server asks others, their responses, NOTIFY, updates, other contexts than PACKET,
   and all lines without a stamp: the legend at the head, details, wrap marks.

   Date and time are written as the server's locale has them (numdate.h), local time
   without a zone.  Of 6/5/2013 only the locale knows whether it is in June: the input
   says it (date = dmy, mdy or ymd), or a date in the file shows it that can only be
   one; else the file is refused.

   A name is (3)www(7)example(3)com(0), a length before each label, or
   .www.example.com. with a dot at both ends. */

#include "lines/dnsline.h"
#include "lines/numdate.h"
#include <stdlib.h>

struct windows {
    struct dnsline *common;
    struct numdate_cache date;
    enum numdate_order order;
    bool settled; /* the order was stated, or the file was looked through */
};

static const char *const keys[] = { "date", "lookup", NULL };

static void *begin(const struct format_input *input, struct err *err)
{
    const char *date = input->date;
    if (date && strcmp(date, "dmy") != 0 && strcmp(date, "mdy") != 0 && strcmp(date, "ymd") != 0) {
        err_set(err, "error: found date '%s', expected dmy, mdy or ymd", date);
        return NULL;
    }
    struct windows *w = mem_zero(sizeof *w);
    w->common = dnsline_begin(input, err);
    w->order = !date || date[0] == 'y' ? NUMDATE_NONE : date[0] == 'd' ? NUMDATE_DMY : NUMDATE_MDY;
    w->settled = date != NULL;
    return w;
}

static void end(void *state)
{
    struct windows *w = state;
    dnsline_end(w->common);
    free(w);
}

/* --- the date ------------------------------------------------------------------------ */

static struct text skip_mark(struct text t)
{
    TAKE(&t, "\xef\xbb\xbf");
    return t;
}

/* The file is looked through until a date shows the order. */
static bool survey(void *state, struct text text)
{
    struct windows *w = state;
    enum numdate_order shown = NUMDATE_NONE;
    if (!w->settled)
        shown = numdate_shows(skip_mark(syslog_unwrap(w->common->clock, text)));
    if (shown == NUMDATE_DMY || shown == NUMDATE_MDY) {
        w->order = shown;
        w->settled = true;
    }
    return !w->settled;
}

/* Cuts the stamp and the blank behind it off. */
static bool take_stamp(struct windows *w, struct text *t, struct stamp *time)
{
    size_t n = numdate_scan(&w->date, *t, w->order, time);
    if (n == 0 || n >= t->len || t->at[n] != ' ')
        return false;
    *t = behind(*t, n + 1);
    return true;
}

/* --- the packet ---------------------------------------------------------------------- */

struct packet {
    struct text protocol, direction, client, opcode, rcode, type, name;
    bool response;
};

static struct text next_word(struct text *t)
{
    *t = skip_blanks(*t);
    return take_word(t);
}

/* What stands behind PACKET. */
static bool read_packet(struct text t, struct packet *p)
{
    p->protocol = next_word(&t);
    if (!text_is(p->protocol, "UDP") && !text_is(p->protocol, "TCP"))
        p->protocol = next_word(&t); /* an id came first */
    p->direction = next_word(&t);
    p->client = next_word(&t);
    struct text xid = next_word(&t);
    p->opcode = next_word(&t);
    p->response = text_is(p->opcode, "R");
    if (p->response)
        p->opcode = next_word(&t);
    t = skip_blanks(t);
    if (xid.len == 0 || p->opcode.len != 1 || !TAKE(&t, "[") || !memchr(t.at, ']', t.len))
        return false;
    struct text flags = take_until(&t, ']');
    p->rcode = take_last_word(&flags);
    p->type = next_word(&t);
    for (t = skip_blanks(t); ends(t, " "); t.len--)
        ;
    p->name = t;
    return text_is(p->direction, "Rcv") || text_is(p->direction, "Snd");
}

/* The length in "(12)"; the bytes read, or 0. */
static size_t read_length(struct text t, size_t *length)
{
    size_t n = 1;
    for (*length = 0; n < t.len && n < 4 && t.at[n] >= '0' && t.at[n] <= '9'; n++)
        *length = 10 * *length + (size_t) (t.at[n] - '0');
    return n > 1 && n < t.len && t.at[0] == '(' && t.at[n] == ')' ? n + 1 : 0;
}

/* (3)www(7)example(3)com(0) with dots between the labels; a dot within one is
   escaped.  Where a length does not fit, because bytes were replaced, a label ends at
   the next parenthesis. */
static bool join_labels(struct buf *b, struct text t)
{
    buf_clear(b);
    for (;;) {
        size_t length, n = read_length(t, &length);
        if (n == 0)
            return false;
        t = behind(t, n);
        if (length == 0)
            break;
        if (t.len <= length || t.at[length] != '(') {
            const char *next = t.len > 0 ? memchr(t.at, '(', t.len) : NULL;
            length = next ? (size_t) (next - t.at) : 0;
        }
        if (length == 0)
            return false;
        for (size_t i = 0; i < length; i++) {
            if (t.at[i] == '.' || t.at[i] == '\\')
                buf_add_char(b, '\\');
            buf_add_char(b, t.at[i]);
        }
        buf_add_char(b, '.');
        t = behind(t, length);
    }
    if (b->len == 0)
        buf_add_char(b, '.');
    return t.len == 0;
}

/* The name as dnsline_question takes it, or an empty text. */
static struct text name_of(struct buf *b, struct text t)
{
    if (STARTS(t, "("))
        return join_labels(b, t) ? (struct text){ b->at, b->len } : TEXT("");
    return t.len > 1 && t.at[0] == '.' ? behind(t, 1) : t;
}

/* ALL is what others call ANY; a type without a name is a number. */
static struct text type_of(struct buf *b, struct text t)
{
    if (text_is(t, "ALL"))
        return TEXT("ANY");
    for (size_t i = 0; i < t.len; i++)
        if (t.at[i] < '0' || t.at[i] > '9')
            return t;
    buf_clear(b);
    buf_add_text(b, "TYPE");
    buf_add(b, t.at, t.len);
    return t.len > 0 ? (struct text){ b->at, b->len } : t;
}

static enum format_verdict packet(struct windows *w, const struct packet *p, const struct stamp *time,
                                  struct observation *o, const char **reason)
{
    struct dnsline *d = w->common;
    bool received = text_is(p->direction, "Rcv");
    if (!text_is(p->opcode, "Q"))
        return format_aside(reason, "no query opcode");
    if (received == p->response)
        return format_aside(reason, received ? "response from another server" : "query to another server");
    if (p->response != d->replies)
        return format_aside(reason, p->response ? "reply" : "query");
    struct text type = type_of(&d->scratch, p->type);
    if (!dnsline_question(d, o, name_of(&d->client, p->name), type, CLEAN_RFC1035))
        return format_reject(reason, "malformed query line");
    o->transport = text_is(p->protocol, "TCP") ? TEXT("tcp") : TEXT("udp");
    if (p->response && dnsline_is_mnemonic(p->rcode))
        o->status = p->rcode;
    return dnsline_keep(d, p->client, time, o, reason);
}

/* A line that begins with no stamp that can be read. */
static enum format_verdict no_stamp(const struct windows *w, struct text t, const char **reason)
{
    enum numdate_order shown = numdate_shows(t);
    if (shown == NUMDATE_EITHER && w->order == NUMDATE_NONE)
        return format_unusable(reason, "this date may be day/month or month/day, and no date in the file shows which: "
                                       "state date = dmy or date = mdy");
    if (shown != NUMDATE_NONE)
        return format_reject(reason, "no such date or time in the order of the others");
    if (contains(t, " PACKET "))
        return format_reject(reason, format_timeless);
    return format_aside(reason, t.len > 0 ? "no packet line" : "blank line");
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct windows *w = state;
    struct text t = skip_mark(syslog_unwrap(w->common->clock, text));
    struct packet p;
    struct stamp time;
    if (!take_stamp(w, &t, &time))
        return no_stamp(w, t, reason);
    struct text thread = next_word(&t), context = next_word(&t);
    if (thread.len == 0 || !text_is(context, "PACKET"))
        return format_aside(reason, "no packet line");
    if (!read_packet(t, &p))
        return format_reject(reason, "malformed packet line");
    return packet(w, &p, &time, o, reason);
}

const struct dialect format_windows_dns = {
    .name = "windows-dns",
    .what = "debug log of Windows DNS Server",
    .lookup = "one query received; what the server asks others is none (lookup = replies counts responses sent)",
    .keys = keys,
    .lookups = dnsline_lookups,
    .example = "11/23/2026 10:00:32 AM 0E70 PACKET  00000000033397A0 UDP Rcv 192.0.2.7       5b47   Q [0001   D   "
               "NOERROR] A      (3)www(7)example(3)com(0)",
    .begin = begin,
    .survey = survey,
    .line = line,
    .end = end,
};
