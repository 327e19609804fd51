#include "csv.h"
#include "lines.h"
#include "num.h"
#include "plain.h"
#include "utf8.h"
#include <csv.h>
#include <errno.h>
#include <float.h>
#include <stdlib.h>

/* A plain line is split where it stands (plain.h).  Any other goes to libcsv, which
   pushes fields while we hand out rows: it is fed line by line until a row is whole
   (a quoted field may span lines), so at most one row waits and every message can
   name its line. */

struct csv_reader {
    char *path, separator;
    struct lines *lines;
    struct csv_parser parser;
    bool has_parser, ended, failed;
    struct err failure; /* told again at every call after the first */
    size_t line, row_line;

    struct text *fields; /* of the row; room for one a column */
    size_t n_fields;     /* that the row has, perhaps more than columns */
    bool fed;            /* libcsv has a part of the row */

    struct buf bytes; /* libcsv's fields, each followed by NUL */
    size_t *starts, starts_capacity;
    size_t rows; /* libcsv's whole rows since the last csv_next: 0 or 1 */

    char **names;
    size_t columns;
};

static void field_came(void *field, size_t n, void *context)
{
    struct csv_reader *r = context;
    r->starts = mem_grow(r->starts, &r->starts_capacity, r->n_fields + 2, sizeof *r->starts);
    r->starts[r->n_fields++] = r->bytes.len;
    buf_add(&r->bytes, field, n);
    buf_add_char(&r->bytes, '\0');
    r->starts[r->n_fields] = r->bytes.len;
}

static void row_came(int end, void *context)
{
    (void) end;
    ((struct csv_reader *) context)->rows++;
}

static bool fail_at(struct csv_reader *r, size_t line, const char *what, struct err *err)
{
    r->failed = true;
    err_set(&r->failure, "%s:%zu: error: %s", r->path, line, what);
    return err_set(err, "%s", r->failure.text);
}

static bool parse(struct csv_reader *r, const char *bytes, size_t n, struct err *err)
{
    if (csv_parse(&r->parser, bytes, n, field_came, row_came, r) != n)
        return fail_at(r, r->line, csv_error(&r->parser) == CSV_EPARSE
                                       ? "a quote in a field that is not quoted, or text behind a closing quote"
                                       : csv_strerror(csv_error(&r->parser)), err);
    if (r->rows > 1)
        return fail_at(r, r->line, "a carriage return inside a line", err);
    return true;
}

static bool parse_end(struct csv_reader *r, struct err *err)
{
    r->ended = true;
    if (csv_fini(&r->parser, field_came, row_came, r) != 0)
        return fail_at(r, r->row_line, "a quoted field that never ends", err);
    return true;
}

/* Feeds a line, its newline included.  The byte order mark of the first goes. */
static bool feed_line(struct csv_reader *r, const struct line *line, struct err *err)
{
    const char *at = line->at;
    size_t len = line->len + 1;
    if (r->line == 1 && len > 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) {
        at += 3;
        len -= 3;
    }
    if (memchr(at, '\0', len))
        return fail_at(r, r->line, "a NUL byte", err);
    if (!utf8_valid(at, len))
        return fail_at(r, r->line, "bytes that are not UTF-8", err);
    return parse(r, at, len, err);
}

static void point_at_fields(struct csv_reader *r)
{
    for (size_t i = 0; i < r->n_fields && i < r->columns; i++)
        r->fields[i] = (struct text){ r->bytes.at + r->starts[i], r->starts[i + 1] - r->starts[i] - 1 };
}

_Static_assert(LINES_BEHIND >= PLAIN_BEHIND, "plain_split looks behind its line");

/* A line of blanks alone is no row. */
static void take_plain(struct csv_reader *r, const struct line *line)
{
    r->n_fields = plain_split(line->at, line->len, r->separator, r->fields, r->columns);
    r->rows = r->n_fields > 1 || r->fields[0].len > 0;
    if (r->rows == 0)
        r->n_fields = 0;
}

static bool fail_reading(struct csv_reader *r, struct err *err)
{
    char what[120];
    snprintf(what, sizeof what, "the file cannot be read to its end: %s", strerror(errno));
    return fail_at(r, r->line + 1, what, err);
}

/* The header is always libcsv's: it alone has a byte order mark, and says how many
   fields there may be. */
static bool take_line(struct csv_reader *r, struct err *err)
{
    struct line line;
    enum lines_status status = lines_next(r->lines, &line);
    if (status == LINES_FAIL)
        return fail_reading(r, err);
    if (status == LINES_END)
        return parse_end(r, err);
    r->line++;
    if (r->n_fields == 0)
        r->row_line = r->line;
    r->fed = r->fed || r->columns == 0 || !lines_plain(r->lines, &line);
    if (r->fed)
        return feed_line(r, &line, err);
    take_plain(r, &line);
    return true;
}

static enum csv_status next_row(struct csv_reader *r, struct err *err)
{
    if (r->failed) {
        err_set(err, "%s", r->failure.text);
        return CSV_FAIL;
    }
    buf_clear(&r->bytes);
    r->n_fields = r->rows = 0;
    r->fed = false;
    while (r->rows == 0 && !r->ended)
        if (!take_line(r, err))
            return CSV_FAIL;
    if (r->fed)
        point_at_fields(r);
    return r->rows ? CSV_ROW : CSV_END;
}

static void keep_names(struct csv_reader *r)
{
    r->columns = r->n_fields;
    r->fields = mem_zero(r->columns * sizeof *r->fields);
    r->names = mem_zero(r->columns * sizeof *r->names);
    for (size_t i = 0; i < r->columns; i++)
        r->names[i] = mem_text(r->bytes.at + r->starts[i]);
}

static bool read_header(struct csv_reader *r, struct err *err)
{
    enum csv_status status = next_row(r, err);
    if (status == CSV_END)
        return err_set(err, "%s: error: empty file, expected a header row", r->path);
    if (status == CSV_FAIL)
        return false;
    keep_names(r);
    return true;
}

static bool start_parser(struct csv_reader *r, char separator)
{
    /* STRICT: stray quotes are errors.  STRICT_FINI: so is an open quote at the end. */
    if (csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return false;
    csv_set_delim(&r->parser, (unsigned char) separator);
    r->separator = separator;
    return r->has_parser = true;
}

struct csv_reader *csv_open(const char *path, char separator, struct err *err)
{
    struct csv_reader *r = mem_zero(sizeof *r);
    bool input = strcmp(path, "-") == 0;
    r->path = mem_text(input ? "standard input" : path);
    r->lines = lines_open(path);
    bool good = r->lines && start_parser(r, separator);
    if (!good)
        err_errno(err, "%s: error: cannot read", r->path);
    else
        good = read_header(r, err);
    if (good)
        return r;
    r->failed = true;
    struct err ignored = { 0 };
    (void) !csv_close(r, &ignored);
    return NULL;
}

void csv_show(struct csv_reader *r, struct progress *bar) { lines_show(r->lines, bar); }

enum csv_status csv_next(struct csv_reader *r, struct err *err)
{
    enum csv_status status = next_row(r, err);
    if (status == CSV_ROW && r->n_fields != r->columns) {
        char what[100];
        snprintf(what, sizeof what, "found %zu fields, expected %zu as in the header", r->n_fields, r->columns);
        fail_at(r, r->row_line, what, err);
        return CSV_FAIL;
    }
    return status;
}

size_t csv_columns(const struct csv_reader *r) { return r->columns; }
struct text csv_name(const struct csv_reader *r, size_t column) { return text_of(r->names[column]); }
const char *csv_path(const struct csv_reader *r) { return r->path; }
size_t csv_line(const struct csv_reader *r) { return r->row_line; }

struct text csv_field(const struct csv_reader *r, size_t column)
{
    return r->fields[column];
}

const struct text *csv_row(const struct csv_reader *r) { return r->fields; }

bool csv_is_plain(const struct csv_reader *r) { return !r->fed; }

int csv_find(const struct csv_reader *r, const char *name)
{
    for (size_t i = 0; i < r->columns; i++)
        if (strcmp(r->names[i], name) == 0)
            return (int) i;
    return -1;
}

static bool appears_again(const struct csv_reader *r, size_t column)
{
    for (size_t i = column + 1; i < r->columns; i++)
        if (strcmp(r->names[i], r->names[column]) == 0)
            return true;
    return false;
}

bool csv_need(const struct csv_reader *r, const char *name, size_t *column, struct err *err)
{
    int i = csv_find(r, name);
    if (i >= 0) {
        *column = (size_t) i;
        return !appears_again(r, *column) || err_set(err, "%s:1: error: two columns are named '%s'", r->path, name);
    }
    struct buf list = BUF_INIT;
    for (size_t k = 0; k < r->columns; k++)
        buf_add_format(&list, "%s%s", k ? ", " : "", r->names[k]);
    err_set(err, "%s:1: error: no column '%s', found: %.300s", r->path, name, list.at);
    buf_release(&list);
    return false;
}

static bool wrong_field(const struct csv_reader *r, size_t column, const struct err *inner, struct err *err)
{
    return err_set(err, "%s:%zu: %s in column '%s'", r->path, r->row_line, inner->text, r->names[column]);
}

bool csv_double(const struct csv_reader *r, size_t column, double *out, struct err *err)
{
    struct err inner;
    err_init(&inner);
    return num_double(csv_field(r, column), -DBL_MAX, DBL_MAX, out, &inner) || wrong_field(r, column, &inner, err);
}

bool csv_int_between(const struct csv_reader *r, size_t column, int64_t min, int64_t max, int64_t *out, struct err *err)
{
    struct err inner;
    err_init(&inner);
    return num_int(csv_field(r, column), min, max, out, &inner) || wrong_field(r, column, &inner, err);
}

bool csv_int(const struct csv_reader *r, size_t column, int64_t *out, struct err *err)
{
    struct text field = csv_field(r, column);
    if (field.len == 1 && field.at[0] >= '0' && field.at[0] <= '9') { /* nearly every count */
        *out = field.at[0] - '0';
        return true;
    }
    return csv_int_between(r, column, INT64_MIN, INT64_MAX, out, err);
}

bool csv_close(struct csv_reader *r, struct err *err)
{
    if (!r)
        return true;
    bool good = !r->failed;
    if (!good)
        err_set(err, "%s", r->failure.text);
    if (r->has_parser)
        csv_free(&r->parser);
    lines_close(r->lines);
    for (size_t i = 0; i < r->columns; i++)
        free(r->names[i]);
    free(r->names);
    free(r->starts);
    free(r->fields);
    free(r->path);
    buf_release(&r->bytes);
    free(r);
    return good;
}

static bool must_quote(struct text f)
{
    if (f.len == 0)
        return false;
    char first = f.at[0], last = f.at[f.len - 1];
    if (first == ' ' || first == '\t' || last == ' ' || last == '\t')
        return true;
    for (size_t i = 0; i < f.len; i++)
        if (f.at[i] == ',' || f.at[i] == '"' || f.at[i] == '\n' || f.at[i] == '\r')
            return true;
    return false;
}

static void separate(struct csv_writer *w)
{
    if (w->started)
        putc_unlocked(',', w->to);
    w->started = true;
}

static void put_quoted(FILE *to, struct text f)
{
    putc_unlocked('"', to);
    for (size_t i = 0; i < f.len; i++) {
        if (f.at[i] == '"')
            putc_unlocked('"', to);
        putc_unlocked(f.at[i], to);
    }
    putc_unlocked('"', to);
}

void csv_put(struct csv_writer *w, struct text field)
{
    separate(w);
    if (must_quote(field))
        put_quoted(w->to, field);
    else
        fwrite(field.at, 1, field.len, w->to);
}

void csv_put_text(struct csv_writer *w, const char *field) { csv_put(w, text_of(field)); }

void csv_put_double(struct csv_writer *w, double x)
{
    separate(w);
    if (x - x == 0) /* finite */
        fprintf(w->to, "%.17g", x);
}

void csv_put_int(struct csv_writer *w, int64_t x)
{
    char text[NUM_INT_TEXT];
    separate(w);
    size_t length = num_int_text(x, text);
    fwrite(text, 1, length, w->to);
}

void csv_put_end(struct csv_writer *w)
{
    putc_unlocked('\n', w->to);
    w->started = false;
}

void csv_put_header(struct csv_writer *w, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        csv_put_text(w, names[i]);
    csv_put_end(w);
}

void csv_quote(struct buf *b, struct text field)
{
    if (!must_quote(field)) {
        buf_add(b, field.at, field.len);
        return;
    }
    buf_add_char(b, '"');
    for (size_t i = 0; i < field.len; i++) {
        if (field.at[i] == '"')
            buf_add_char(b, '"');
        buf_add_char(b, field.at[i]);
    }
    buf_add_char(b, '"');
}

bool csv_must_guard(struct text field)
{
    double x;
    struct err ignored = { .set = false };
    bool begins = field.len > 0 && field.at[0] != '\0' && strchr("=+-@\t\r", field.at[0]) != NULL;
    return begins && !num_double(field, -DBL_MAX, DBL_MAX, &x, &ignored);
}

struct text csv_guard(struct buf *b, struct text field)
{
    if (!csv_must_guard(field))
        return field;
    buf_clear(b);
    buf_add_char(b, '\'');
    buf_add(b, field.at, field.len);
    return (struct text){ b->at, b->len };
}
