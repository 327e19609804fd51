/* Zeek's dns.log in its tab-separated form.

   The columns are named by the #fields line, whose order and set differ from
   version to version and may change within a file that was concatenated, so
   each header counts from where it stands.  Used are ts, id.orig_h (or
   id_orig_h), query, qtype_name (or qtype), rcode_name, proto and opcode (or
   opcode_name).
   #separator, #empty_field and #unset_field are obeyed.

   One row is one lookup: request and reply share it; a row of which Zeek saw
   only the reply counts too, and so does one whose name it did not see (empty
   target).  Rows of another opcode than 0 (notify, update) are set aside.  Zeek writes
   bytes that it does not print as \xHH; the empty name is the root. */

#include "clean.h"
#include "cursor.h"
#include "formats.h"
#include "syslog.h"
#include <stdlib.h>

#define MAX_FIELDS 128
#define MARK 32 /* bytes kept of a declared separator or marker */

enum used { TS, CLIENT, QUERY, QTYPE, RCODE, PROTO, OPCODE, USED };

struct zeek {
    struct stamper *clock;
    struct buf name, client, action, status;
    char separator;
    char empty[MARK], unset[MARK];
    size_t n_fields; /* of the last header; 0: none yet */
    int place[USED]; /* -1: not there */
};

static void *begin(const struct format_input *input, struct err *err)
{
    (void) err;
    struct zeek *z = mem_zero(sizeof *z);
    z->clock = input->clock;
    z->separator = '\t';
    memcpy(z->empty, "(empty)", 8);
    memcpy(z->unset, "-", 2);
    return z;
}

static void end(void *state)
{
    struct zeek *z = state;
    buf_release(&z->name);
    buf_release(&z->client);
    buf_release(&z->action);
    buf_release(&z->status);
    free(z);
}

/* --- headers ------------------------------------------------------------------------ */

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* "#separator \x09", or the character itself. */
static void set_separator(struct zeek *z, struct text value)
{
    if (value.len == 1)
        z->separator = value.at[0];
    else if (value.len == 4 && value.at[0] == '\\' && value.at[1] == 'x' && hex(value.at[2]) >= 0 &&
             hex(value.at[3]) >= 0)
        z->separator = (char) (16 * hex(value.at[2]) + hex(value.at[3]));
}

static void set_mark(char *mark, struct text value)
{
    if (value.len >= MARK)
        return;
    memcpy(mark, value.at, value.len);
    mark[value.len] = '\0';
}

/* The column that is called one of the names, the first before the second. */
static int find(const struct text *names, size_t n, const char *first, const char *second)
{
    int found = -1;
    for (size_t i = 0; i < n; i++) {
        if (text_is(names[i], first))
            return (int) i;
        if (second && text_is(names[i], second))
            found = (int) i;
    }
    return found;
}

static void set_fields(struct zeek *z, struct text value)
{
    struct text names[MAX_FIELDS];
    size_t n = format_split(value, z->separator, names, MAX_FIELDS);
    z->n_fields = n;
    if (n > MAX_FIELDS)
        n = MAX_FIELDS;
    z->place[TS] = find(names, n, "ts", NULL);
    z->place[CLIENT] = find(names, n, "id.orig_h", "id_orig_h");
    z->place[QUERY] = find(names, n, "query", NULL);
    z->place[QTYPE] = find(names, n, "qtype_name", "qtype");
    z->place[RCODE] = find(names, n, "rcode_name", NULL);
    z->place[PROTO] = find(names, n, "proto", NULL);
    z->place[OPCODE] = find(names, n, "opcode", "opcode_name");
}

/* What stands behind the header's word and one separator. */
static struct text value_behind(struct text t, const char *word)
{
    size_t n = strlen(word) + 1;
    return t.len > n ? behind(t, n) : TEXT("");
}

static void read_header(struct zeek *z, struct text t)
{
    if (STARTS(t, "#separator"))
        set_separator(z, value_behind(t, "#separator"));
    else if (STARTS(t, "#empty_field"))
        set_mark(z->empty, value_behind(t, "#empty_field"));
    else if (STARTS(t, "#unset_field"))
        set_mark(z->unset, value_behind(t, "#unset_field"));
    else if (STARTS(t, "#fields"))
        set_fields(z, value_behind(t, "#fields"));
}

/* --- rows --------------------------------------------------------------------------- */

/* The field, or an empty text when it is unset or not there. */
static struct text value_of(const struct zeek *z, const struct text *fields, enum used which)
{
    int i = z->place[which];
    if (i < 0 || text_is(fields[i], z->unset))
        return TEXT("");
    return fields[i];
}

static struct text target_of(struct zeek *z, const struct text *fields)
{
    struct text name = value_of(z, fields, QUERY);
    return text_is(name, z->empty) ? TEXT(".") : clean_name(&z->name, name, CLEAN_ZEEK);
}

static struct text transport_of(struct text proto)
{
    if (text_is(proto, "udp"))
        return TEXT("udp");
    return text_is(proto, "tcp") ? TEXT("tcp") : TEXT("");
}

static bool read_time(struct zeek *z, struct text t, struct stamp *time)
{
    size_t n = stamp_scan_epoch(t, time);
    if (n != t.len)
        n = stamp_scan_iso(z->clock, t, time);
    return n > 0 && n == t.len;
}

static enum format_verdict row(struct zeek *z, const struct text *fields, struct observation *o,
                               const char **reason)
{
    struct stamp time;
    bool is_address;
    struct text opcode = value_of(z, fields, OPCODE), type = value_of(z, fields, QTYPE);
    if (!read_time(z, value_of(z, fields, TS), &time))
        return format_reject(reason, "no time");
    o->client = clean_client(&z->client, value_of(z, fields, CLIENT), &is_address);
    if (!is_address)
        return format_reject(reason, "client is no address");
    if (opcode.len > 0 && !text_is(opcode, "0") && !text_is(opcode, "query"))
        return format_aside(reason, "no query opcode");
    o->action = text_is(type, "*") ? TEXT("ANY") : clean_text(&z->action, type);
    o->target = target_of(z, fields);
    o->status = clean_text(&z->status, value_of(z, fields, RCODE));
    o->transport = transport_of(value_of(z, fields, PROTO));
    o->bytes = OBSERVATION_NO_BYTES;
    o->count = 1;
    return format_time(z->clock, &time, o, reason);
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct zeek *z = state;
    struct text fields[MAX_FIELDS];
    text = syslog_unwrap(z->clock, text);
    if (text.len == 0)
        return format_aside(reason, "blank line");
    if (text.at[0] == '#') {
        read_header(z, text);
        return format_aside(reason, format_header);
    }
    if (z->n_fields == 0)
        return format_reject(reason, "no #fields line before it");
    if (z->place[TS] < 0 || z->place[CLIENT] < 0 || z->place[QUERY] < 0)
        return format_reject(reason, "no dns.log: #fields lacks ts, id.orig_h or query");
    size_t n = format_split(text, z->separator, fields, MAX_FIELDS);
    if (n != z->n_fields)
        return format_reject(reason, "other number of fields than #fields");
    return row(z, fields, o, reason);
}

const struct dialect format_zeek = {
    .name = "zeek",
    .what = "Zeek dns.log, tab-separated, with its # header",
    .lookup = "one row: request and reply share it; another opcode than query is none",
    .header = "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\ttrans_id\trtt\tquery\tqclass\t"
              "qclass_name\tqtype\tqtype_name\trcode\trcode_name\tAA\tTC\tRD\tRA\tZ\tanswers\tTTLs\trejected",
    .example = "1521911720.865716\tCqKst53mF3det3eDV9\t192.0.2.100\t41772\t192.0.2.53\t53\tudp\t36329\t0.000870\t"
               "www.example.com\t1\tC_INTERNET\t1\tA\t0\tNOERROR\tF\tF\tT\tT\t0\t192.0.2.80\t300.000000\tF",
    .begin = begin,
    .line = line,
    .end = end,
};
