/* Any CSV or TSV with a header row: the case says which column is what.

   Comma-separated lines with quotes are read by csvline.h (RFC 4180, strict: a quote inside
   an unquoted field is a reject, not a guess; a record ends with its line).
   Tab-separated lines know no quoting: a quote is a byte like any other. */

#include "base/csvline.h"
#include "lines/fieldrow.h"
#include "lines/syslog.h"
#include <stdio.h>
#include <stdlib.h>

#define MAX_FIELDS 512

struct table {
    struct fieldrow row;
    char separator;
    struct csvline *commas;
    size_t n_fields;                /* of the header; 0: not read yet */
    int place[OBSERVATION_COLUMNS]; /* -1: not asked for */
    char lacks[200];                /* the message when the header lacks a column */
};

static void *begin(const struct format_input *input, struct err *err)
{
    char separator;
    if (!format_separator(input, &separator)) {
        err_set(err, "error: found separator '%s', expected a comma or tab", input->separator);
        return NULL;
    }
    if (!input->column[OBSERVATION_TIME] || !input->column[OBSERVATION_CLIENT]) {
        err_set(err, "error: csv needs the names of two columns: time = and client =");
        return NULL;
    }
    struct table *t = mem_zero(sizeof *t);
    t->row.input = input;
    t->separator = separator;
    t->commas = csvline_new();
    return t;
}

static void end(void *state)
{
    struct table *t = state;
    fieldrow_release(&t->row);
    csvline_free(t->commas);
    free(t);
}

/* --- fields -------------------------------------------------------------------------- */

/* Most lines hold nothing that RFC 4180 treats apart, and need no parser. */
static bool is_plain(struct text line)
{
    return line.len > 0 && !memchr(line.at, '"', line.len) && !memchr(line.at, '\r', line.len);
}

static size_t split(struct table *t, struct text line, struct text *fields)
{
    if (t->separator == '\t' || is_plain(line))
        return format_split(line, t->separator, fields, MAX_FIELDS);
    return csvline_split(t->commas, line, fields, MAX_FIELDS);
}

/* The header row: where the columns are. */
static enum format_verdict read_header(struct table *t, struct text line, const char **reason)
{
    struct text names[MAX_FIELDS];
    if (line.len >= 3 && memcmp(line.at, "\xef\xbb\xbf", 3) == 0)
        line = (struct text){ line.at + 3, line.len - 3 };
    size_t n = split(t, line, names);
    if (n == 0 || n > MAX_FIELDS)
        return format_unusable(reason, "the first line is no header row");
    for (int c = 0; c < OBSERVATION_COLUMNS; c++) {
        t->place[c] = -1;
        if (!t->row.input->column[c])
            continue;
        for (size_t i = 0; i < n && t->place[c] < 0; i++)
            if (text_is(names[i], t->row.input->column[c]))
                t->place[c] = (int) i;
        if (t->place[c] < 0) {
            snprintf(t->lacks, sizeof t->lacks, "the header row has no column '%s' (for %s)", t->row.input->column[c],
                     observation_columns[c].name);
            return format_unusable(reason, t->lacks);
        }
    }
    t->n_fields = n;
    return format_aside(reason, format_header);
}

static struct text value_of(const struct table *t, const struct text *fields, int column)
{
    return t->place[column] < 0 ? TEXT("") : fields[t->place[column]];
}

static enum format_verdict row(struct table *t, const struct text *fields, struct observation *o,
                               const char **reason)
{
    struct text value[OBSERVATION_COLUMNS];
    for (int c = 0; c < OBSERVATION_COLUMNS; c++)
        value[c] = value_of(t, fields, c);
    return fieldrow_read(&t->row, value, o, reason);
}

static enum format_verdict line(void *state, struct text text, struct observation *o, const char **reason)
{
    struct table *t = state;
    struct text fields[MAX_FIELDS];
    text = syslog_unwrap(t->row.input->clock, text);
    if (text.len == 0)
        return format_aside(reason, "blank line");
    if (t->n_fields == 0)
        return read_header(t, text, reason);
    size_t n = split(t, text, fields);
    if (n == 0)
        return format_reject(reason, "quotes that do not match");
    if (n != t->n_fields)
        return format_reject(reason, "other number of fields than the header");
    return row(t, fields, o, reason);
}

static const char *const keys[] = { "separator", "time", "time_format", "client", "action", "target", "status",
                                    "transport", "bytes", "count", NULL };

const struct dialect format_csv = {
    .name = "csv",
    .what = "any CSV or TSV with a header row; the case names its columns",
    .lookup = "one row, or as many as its count column says",
    .keys = keys,
    .header = "host,time,method,url,status,bytes",
    .example = "pc7.example.org,807256800,GET,/index.html,200,1713",
    .begin = begin,
    .line = line,
    .end = end,
};
