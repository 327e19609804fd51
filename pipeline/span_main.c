/* dielog-span: from the batches' manifests to what was observed when, and the
   tables of inputs and rejects. */

#include "base/csv.h"
#include "base/opts.h"
#include "base/outfile.h"
#include "case/span.h"
#include "lines/manifest.h"
#include "store/filelist.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PROGRAM "dielog-span"

static const char *work, *batches_from;
static double bridge_s = 7 * 86400;
static int64_t look_back;

static const struct opt table[] = {
    { 'd', "work", OPT_TEXT, &work, "FOLDER", "where plan/, batches/ and span/ are", 0, 0 },
    { 0, "batches-from", OPT_TEXT, &batches_from, "LIST", "also join the batches that LIST names, one a line", 0, 0 },
    { 0, "bridge", OPT_DURATION, &bridge_s, "DURATION", "silence between batches that counts as observed (default 7d)",
      0, 0 },
    { 0, "look-back", OPT_INT, &look_back, "DAYS", "look at the last DAYS only (default: at all)", 0, SPAN_MAX_DAYS },
};

static const struct opts options = {
    .program = PROGRAM,
    .usage = "-d FOLDER [OPTION]... [BATCH]...",
    .purpose = "Say when the sensors of these batches watched, and sum up what was read.",
    .table = table,
    .n = sizeof table / sizeof *table,
};

static void path_of(struct buf *path, const char *folder, const char *name)
{
    buf_clear(path);
    buf_add_format(path, "%s/%s/%s", work, folder, name);
}

/* --- reading ------------------------------------------------------------------------- */

/* The log of a batch that may be one of its pieces: <log>@<number>. */
static struct text log_of(const char *batch) { return (struct text){ batch, strcspn(batch, "@") }; }

static const char *const reject_columns[] = { "batch", "reason", "lines" };

struct table {
    const char *const *columns;
    int n;
    struct buf rows;
};

static void put_header(struct table *t)
{
    for (int c = 0; c < t->n; c++)
        buf_add_format(&t->rows, "%s%s", t->columns[c], c + 1 < t->n ? "," : "\n");
}

/* The row of a log's last piece speaks for the log.  A column that an older version did not write stays empty. */
static void copy_row(const struct csv_reader *r, struct table *to)
{
    for (int c = 0; c < to->n; c++) {
        int at = csv_find(r, to->columns[c]);
        struct text field = at < 0 ? TEXT("") : csv_field(r, (size_t) at);
        csv_quote(&to->rows, c == 0 ? log_of(field.at) : field);
        buf_add_char(&to->rows, c + 1 < to->n ? ',' : '\n');
    }
}

struct tables {
    struct span *span;
    struct table inputs, rejects;
};

/* Copies the rows behind the header to INTO and shows each to SEE (or NULL). */
static bool each_row(const char *path, struct table *into,
                     bool (*see)(const struct csv_reader *r, struct span *span, struct err *err), struct span *span,
                     struct err *err)
{
    struct csv_reader *r = csv_open(path, ',', err);
    enum csv_status status = r ? CSV_ROW : CSV_FAIL;
    while (status == CSV_ROW && (status = csv_next(r, err)) == CSV_ROW) {
        if (into)
            copy_row(r, into);
        if (see && !see(r, span, err))
            status = CSV_FAIL;
    }
    return csv_close(r, err) && status == CSV_END;
}

static bool column(const struct csv_reader *r, const char *name, struct text *out, struct err *err)
{
    size_t c;
    if (!csv_need(r, name, &c, err))
        return false;
    *out = csv_field(r, c);
    return true;
}

static bool see_batch(const struct csv_reader *r, struct span *span, struct err *err)
{
    struct text sensor, first, last;
    size_t c;
    double resolution_s;
    when_t start, end;
    if (!column(r, "sensor", &sensor, err) || !column(r, "first", &first, err) || !column(r, "last", &last, err) ||
        !csv_need(r, "resolution_s", &c, err))
        return false;
    if (first.len == 0)
        return true;
    if (!when_parse(first, &start, err) || !when_parse(last, &end, err) || !csv_double(r, c, &resolution_s, err))
        return false;
    span_show(span, sensor, start, end + (when_t) (resolution_s * 1e6 + .5));
    return true;
}

static bool see_stated(const struct csv_reader *r, struct span *span, struct err *err)
{
    struct text sensor, first, last;
    when_t start, end;
    if (!column(r, "sensor", &sensor, err) || !column(r, "start", &first, err) || !column(r, "end", &last, err) ||
        !when_parse(first, &start, err) || !when_parse(last, &end, err))
        return false;
    if (start >= end)
        return err_set(err, "%s:%zu: error: the observed time ends before it starts", csv_path(r), csv_line(r));
    span_state(span, sensor, start, end);
    return true;
}

/* The days of a batch, from the fragment that dielog-normalize wrote. */
static bool read_days(const char *path, struct span *span, struct err *err)
{
    static const char prefix[] = "slices-";
    FILE *f = fopen(path, "re");
    char *line = NULL;
    size_t size = 0;
    ssize_t n;
    if (!f)
        return err_errno(err, "error: cannot read %s", path);
    bool good = true;
    while (good && (n = getline(&line, &size, f)) > 0) {
        int64_t day;
        if (strncmp(line, prefix, sizeof prefix - 1) != 0 || n < 20)
            continue;
        good = when_parse_day((struct text){ line + sizeof prefix - 1, 10 }, &day, err);
        if (good)
            span_day(span, day);
    }
    if (good && ferror(f))
        good = err_errno(err, "error: cannot read %s", path);
    free(line);
    fclose(f);
    return good;
}

static const char *batch_file(struct buf *path, const char *batch, const char *suffix)
{
    buf_clear(path);
    buf_add_format(path, "%s/batches/%s.%s", work, batch, suffix);
    return path->at;
}

/* The sums of a piece are those of its log up to there: of a log's pieces the LAST one's count. */
static bool read_batch(const char *batch, bool last, struct tables *t, struct err *err)
{
    struct buf path = BUF_INIT;
    bool good = read_days(batch_file(&path, batch, "d"), t->span, err);
    if (last)
        good = good && each_row(batch_file(&path, batch, "row"), &t->inputs, see_batch, t->span, err) &&
               each_row(batch_file(&path, batch, "reasons"), &t->rejects, NULL, t->span, err);
    buf_release(&path);
    return good;
}

static bool same_log(const char *a, const char *b)
{
    struct text x = log_of(a), y = log_of(b);
    return x.len == y.len && memcmp(x.at, y.at, x.len) == 0;
}

/* A case that states nothing may have no such file. */
static bool is_stated(const char *name)
{
    struct buf path = BUF_INIT;
    path_of(&path, "plan", name);
    bool is = access(path.at, F_OK) == 0 || errno != ENOENT;
    buf_release(&path);
    return is;
}

static bool read_stated(struct tables *t, struct err *err)
{
    struct buf path = BUF_INIT;
    path_of(&path, "plan", "observed.csv");
    bool good = !is_stated("observed.csv") || each_row(path.at, NULL, see_stated, t->span, err);
    buf_release(&path);
    return good;
}

static bool read_all(const struct filelist *batches, struct tables *t, struct err *err)
{
    put_header(&t->inputs);
    put_header(&t->rejects);
    for (size_t i = 0; i < batches->n; i++) {
        bool last = i + 1 == batches->n || !same_log(batches->at[i], batches->at[i + 1]);
        if (!read_batch(batches->at[i], last, t, err))
            return false;
    }
    span_look_back(t->span, (size_t) look_back);
    return read_stated(t, err) && span_settle(t->span, (int64_t) (bridge_s * 1e6), err);
}

/* --- writing ------------------------------------------------------------------------- */

static bool publish(const char *name, struct buf *content, struct err *err)
{
    struct buf path = BUF_INIT;
    path_of(&path, "span", name);
    bool good = outfile_write(path.at, (struct text){ content->at, content->len }, true, err);
    buf_release(&path);
    buf_clear(content);
    return good;
}

static void put_row(struct buf *into, const struct csv_reader *r, struct text (*field)(const struct csv_reader *, size_t))
{
    for (size_t c = 0; c < csv_columns(r); c++) {
        csv_quote(into, field(r, c));
        buf_add_char(into, c + 1 < csv_columns(r) ? ',' : '\n');
    }
}

/* The events that do not end before what is looked at. */
static bool put_events(const struct span *span, struct buf *into, struct err *err)
{
    struct buf path = BUF_INIT;
    path_of(&path, "plan", "events.csv");
    struct csv_reader *r = csv_open(path.at, ',', err);
    enum csv_status status = r ? CSV_ROW : CSV_FAIL;
    if (r)
        put_row(into, r, csv_name);
    while (status == CSV_ROW && (status = csv_next(r, err)) == CSV_ROW) {
        struct text end;
        when_t at;
        if (!column(r, "end", &end, err) || !when_parse(end, &at, err))
            status = CSV_FAIL;
        else if (at > span_from(span))
            put_row(into, r, csv_field);
    }
    buf_release(&path);
    return csv_close(r, err) && status == CSV_END;
}

static bool write_all(struct tables *t, struct err *err)
{
    struct buf b = BUF_INIT;
    path_of(&b, "span", ".");
    bool good = folder_make(b.at, err) && publish("inputs.csv", &t->inputs.rows, err) &&
                publish("rejects.csv", &t->rejects.rows, err);
    buf_clear(&b);
    span_put_sensors(t->span, &b);
    good = good && publish("sensors.csv", &b, err);
    span_put_observed(t->span, &b);
    good = good && publish("observed.csv", &b, err);
    span_put_closed(t->span, &b);
    good = good && publish("closed.csv", &b, err);
    span_put_looked(t->span, &b);
    good = good && publish("looked.csv", &b, err) && (!is_stated("events.csv") || put_events(t->span, &b, err)) &&
           publish("events.csv", &b, err);
    span_put_make(t->span, &b);
    good = good && publish("span.mk", &b, err);
    buf_release(&b);
    return good;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    int n = opts_parse(&options, argc, argv);
    if (!work)
        opts_wrong(&options, "say the folder with --work");
    struct tables t = { span_new(), { manifest_columns, MANIFEST_COLUMNS, BUF_INIT }, { reject_columns, 3, BUF_INIT } };
    struct filelist batches = FILELIST_INIT;
    bool good = filelist_gather(&batches, n, argv, batches_from, &err) && read_all(&batches, &t, &err) &&
                write_all(&t, &err);
    filelist_release(&batches);
    span_free(t.span);
    buf_release(&t.inputs.rows);
    buf_release(&t.rejects.rows);
    return good ? 0 : err_report(&err, PROGRAM);
}
