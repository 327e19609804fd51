/* Zeek's dns.log, conn.log and http.log, tab-separated or as JSON lines, which may
   stand in one file.

   Tab-separated: the columns are named by the #fields line, whose order and set
   differ from version to version and may change within a file that was
   concatenated, so each header counts from where it stands.  #separator,
   #empty_field, #unset_field and #path are obeyed.

   JSON: a member for each column that is set; `_path' (json-streaming-logs) says
   which log it is, else its members do.  The connection's ends are id.orig_h,
   id_orig_h or an object `id'.

   What a row becomes is zeek_row.h's.  The same traffic is in several logs: a
   lookup is a row of dns.log and of conn.log too.  So one file gives the rows of
   one log; rows of the others are set aside when the input says which log counts,
   and end the reading when it does not (of a log that is read in pieces, when
   they meet in one piece). */

#include "jsonlog.h"
#include "lines/cursor.h"
#include "lines/syslog.h"
#include "zeek_row.h"
#include <stdlib.h>

#define MAX_FIELDS 128
#define MARK 32 /* bytes kept of a declared separator or marker */

struct zeek {
    struct stamper *clock;
    struct zeek_row *row;
    enum zeek_log wanted; /* ZEEK_UNKNOWN: that of the first row */
    bool stated;          /* the input says which */

    char separator;
    char empty[MARK], unset[MARK];
    char path[MARK];
    size_t n_fields;         /* of the last header; 0: none yet */
    int place[ZEEK_COLUMNS]; /* -1: not there */
    enum zeek_log log;

    struct jsonline *json;
    struct jsonline_names names, ends;
};

enum end { END_ORIG_H, END_RESP_H, END_RESP_P, ENDS };
enum extra { EXTRA_PATH = ZEEK_COLUMNS, EXTRA_ID, MEMBERS };

static const char *const lookups[] = { "any", "dns", "conn", "http", NULL };

static void prepare_names(struct zeek *z)
{
    static const char *const ends[ENDS] = { "orig_h", "resp_h", "resp_p" };
    const char *names[MEMBERS];
    memcpy(names, zeek_column_names, sizeof zeek_column_names);
    names[EXTRA_PATH] = "_path";
    names[EXTRA_ID] = "id";
    jsonline_names_init(&z->names, names, MEMBERS);
    jsonline_names_init(&z->ends, ends, ENDS);
}

static void *begin(const struct format_input *input, struct err *err)
{
    static const bool none[ZEEK_COLUMNS];
    (void) err;
    struct zeek *z = mem_zero(sizeof *z);
    z->clock = input->clock;
    z->row = zeek_row_new(input->clock);
    z->json = jsonline_new();
    z->stated = input->lookup && strcmp(input->lookup, lookups[0]) != 0;
    if (z->stated)
        z->wanted = zeek_log_of(text_of(input->lookup), none);
    z->separator = '\t';
    memcpy(z->empty, "(empty)", 8);
    memcpy(z->unset, "-", 2);
    prepare_names(z);
    return z;
}

static void end(void *state)
{
    struct zeek *z = state;
    zeek_row_free(z->row);
    jsonline_free(z->json);
    free(z);
}

/* A row of that log, if it is the one that counts. */
static enum format_verdict read_row(struct zeek *z, enum zeek_log log, const struct text *value,
                                    struct observation *o, const char **reason)
{
    if (log == ZEEK_OTHER)
        return format_aside(reason, "row of another log than dns, conn, http");
    if (z->wanted == ZEEK_UNKNOWN)
        z->wanted = log;
    if (log == z->wanted)
        return zeek_row_read(z->row, log, value, o, reason);
    if (z->stated)
        return format_aside(reason, "row of a log that does not count");
    return format_unusable(reason, "rows of two logs tell of the same traffic: say which counts (lookup = dns, conn "
                                   "or http)");
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

/* Where the columns are, and which log they make. */
static void set_fields(struct zeek *z, struct text value)
{
    struct text names[MAX_FIELDS];
    bool has[ZEEK_COLUMNS];
    size_t n = format_split(value, z->separator, names, MAX_FIELDS);
    z->n_fields = n;
    if (n > MAX_FIELDS)
        n = MAX_FIELDS;
    for (int c = 0; c < ZEEK_COLUMNS; c++) {
        z->place[c] = -1;
        for (size_t i = 0; i < n && z->place[c] < 0; i++)
            if (text_is(names[i], zeek_column_names[c]))
                z->place[c] = (int) i;
        has[c] = z->place[c] >= 0;
    }
    z->log = zeek_log_of(text_of(z->path), has);
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
    else if (STARTS(t, "#path"))
        set_mark(z->path, value_behind(t, "#path"));
    else if (STARTS(t, "#fields"))
        set_fields(z, value_behind(t, "#fields"));
}

/* --- rows --------------------------------------------------------------------------- */

/* The field; no text when it is unset or not there. */
static struct text field(const struct zeek *z, const struct text *fields, int place)
{
    if (place < 0 || text_is(fields[place], z->unset))
        return (struct text){ NULL, 0 };
    return text_is(fields[place], z->empty) ? TEXT("") : fields[place];
}

static enum format_verdict tab_line(struct zeek *z, struct text text, struct observation *o, const char **reason)
{
    struct text fields[MAX_FIELDS], value[ZEEK_COLUMNS];
    if (z->n_fields == 0)
        return format_reject(reason, "no #fields line before it");
    if (z->log == ZEEK_UNKNOWN)
        return format_reject(reason, "#fields are of no dns.log, conn.log or http.log");
    if (z->n_fields > MAX_FIELDS || format_split(text, z->separator, fields, MAX_FIELDS) != z->n_fields)
        return format_reject(reason, "other number of fields than #fields");
    for (int c = 0; c < ZEEK_COLUMNS; c++)
        value[c] = field(z, fields, z->place[c]);
    return read_row(z, z->log, value, o, reason);
}

/* The ends of the connection where they are an object of their own. */
static void read_ends(struct zeek *z, const struct jsonline_value *id, struct text *value)
{
    const struct jsonline_value *ends[ENDS];
    if (!id)
        return;
    jsonline_members(z->json, id, &z->ends, ends);
    value[ZEEK_ORIG_H] = jsonline_text(ends[END_ORIG_H]);
    value[ZEEK_RESP_H] = jsonline_text(ends[END_RESP_H]);
    value[ZEEK_RESP_P] = jsonline_text(ends[END_RESP_P]);
}

static enum format_verdict json_line(struct zeek *z, struct text text, struct observation *o, const char **reason)
{
    const struct jsonline_value *members[MEMBERS];
    struct text value[ZEEK_COLUMNS];
    bool has[ZEEK_COLUMNS];
    enum format_verdict v;
    const struct jsonline_value *object = jsonlog_object(z->json, z->clock, text, &v, reason);
    if (!object)
        return v;
    jsonline_members(z->json, object, &z->names, members);
    for (int c = 0; c < ZEEK_COLUMNS; c++) {
        value[c] = jsonline_text(members[c]);
        has[c] = value[c].at != NULL;
    }
    read_ends(z, members[EXTRA_ID], value);
    enum zeek_log log = zeek_log_of(jsonlog_or_empty(jsonline_text(members[EXTRA_PATH])), has);
    if (log == ZEEK_UNKNOWN)
        return format_reject(reason, "row of no dns.log, conn.log or http.log");
    return read_row(z, log, value, o, reason);
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct zeek *z = state;
    struct text row = STARTS(text, "{") ? text : syslog_unwrap(z->clock, text);
    if (row.len == 0)
        return format_aside(reason, "blank line");
    if (row.at[0] == '#') {
        read_header(z, row);
        return format_aside(reason, format_header);
    }
    if (row.at[0] == '{' || (z->n_fields == 0 && row.at != text.at))
        return json_line(z, text, o, reason);
    return tab_line(z, row, o, reason);
}

static const char *const keys[] = { "lookup", NULL };

const struct dialect format_zeek = {
    .name = "zeek",
    .what = "Zeek dns.log, conn.log or http.log, tab-separated with its # header or as JSON lines",
    .lookup = "one row of dns.log (request and reply share it; another opcode than query is none), conn.log or http.log",
    .keys = keys,
    .lookups = lookups,
    .header = "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\ttrans_id\trtt\tquery\tqclass\t"
              "qclass_name\tqtype\tqtype_name\trcode\trcode_name\tAA\tTC\tRD\tRA\tZ\tanswers\tTTLs\trejected",
    .example = "1521911720.865716\tCqKst53mF3det3eDV9\t192.0.2.100\t41772\t192.0.2.53\t53\tudp\t36329\t0.000870\t"
               "www.example.com\t1\tC_INTERNET\t1\tA\t0\tNOERROR\tF\tF\tT\tT\t0\t192.0.2.80\t300.000000\tF",
    .begin = begin,
    .line = line,
    .end = end,
};
