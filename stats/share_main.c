/* dielog-share: share.h on the rows of CSV files. */

#include "asked/share.h"
#include "base/csv.h"
#include "base/opts.h"
#include "base/outfile.h"
#include "numbers/gslerrors.h"
#include "numbers/stream.h"
#include "rows/source_opts.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PROGRAM "dielog-share"
#define BY_MAX 8

static struct source_opts in = { .separator = ",", .out = "-", .seed = 1 };
static const char *by, *raw_column, *with;
static int64_t draws = 2000;
static double level = 0.95;

static const struct opt table[] = {
    { 'b', "by", OPT_TEXT, &by, "COLUMN,...",
      "share of each value of the last column within those of the others", 0, 0 },
    { 't', "time", OPT_TEXT, &in.time, "COLUMN", "for the bootstrap of days (default: time if there)",
      0, 0 },
    SOURCE_OPT_COUNT(in),
    { 0, "raw", OPT_TEXT, &raw_column, "COLUMN", "count before repeats were resolved (default: raw, else the count)",
      0, 0 },
    { 'w', "with", OPT_TEXT, &with, "COLUMN", "write also the COLUMN of each key's first row", 0, 0 },
    { 0, "draws", OPT_INT, &draws, "N", "resamples of the bootstrap (default: 2000; 0: none)", 0, 1e6 },
    { 0, "level", OPT_DOUBLE, &level, "P", "of the intervals (default: 0.95)", 0.01, 0.999999 },
    SOURCE_OPT_SEED(in),
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_OUT(in),
};

static const struct opts opts = {
    PROGRAM, "--by COLUMN[,COLUMN...] [OPTION]... [FILE]...",
    "Counts and shares by the value of a column, with intervals.", table, sizeof table / sizeof *table,
};

/* --- reading ---------------------------------------------------------------------- */

struct columns {
    size_t by[BY_MAX];
    int time, count, raw, with;
};

struct reading {
    char *names[BY_MAX]; /* of the columns of --by */
    size_t n;
    struct share *share;
    struct buf within; /* of the row */
};

static bool find_columns(const struct csv_reader *r, const struct reading *in_by,
                         struct columns *c, struct err *err)
{
    for (size_t i = 0; i < in_by->n; i++) {
        if (!csv_need(r, in_by->names[i], &c->by[i], err)) {
            return false;
        }
    }
    return inputs_column(r, in.time, "time", &c->time, err) &&
           inputs_column(r, in.count, "count", &c->count, err) &&
           inputs_column(r, raw_column, "raw", &c->raw, err) &&
           inputs_column(r, with, NULL, &c->with, err);
}

/* The day; a column that merely happens to be called "time" may hold anything. */
static bool read_day(const struct csv_reader *r, const struct columns *c, int64_t *day,
                     struct err *err)
{
    struct err why = { 0 };
    when_t t;
    *day = SHARE_NO_DAY;
    if (c->time < 0) {
        return true;
    }
    if (!inputs_time(r, (size_t)c->time, &t, &why)) {
        return in.time == NULL || err_set(err, "%s", why.text);
    }
    *day = when_day_of(t);
    return true;
}

/* The values of all columns but the last, as one CSV row, which is unambiguous. */
static struct text read_within(struct reading *in_by, const struct csv_reader *r,
                               const struct columns *c)
{
    if (in_by->n <= 2) {
        return in_by->n == 2 ? csv_field(r, c->by[0]) : TEXT("");
    }
    buf_clear(&in_by->within);
    for (size_t i = 0; i + 1 < in_by->n; i++) {
        if (i > 0) {
            buf_add_char(&in_by->within, ',');
        }
        csv_quote(&in_by->within, csv_field(r, c->by[i]));
    }
    return (struct text){ in_by->within.at, in_by->within.len };
}

static bool read_file(struct csv_reader *r, void *context, struct err *err)
{
    struct reading *reading = context;
    struct columns c;
    if (!find_columns(r, reading, &c, err)) {
        return false;
    }
    enum csv_status status;
    while ((status = csv_next(r, err)) == CSV_ROW) {
        int64_t count, raw, day;
        if (!inputs_count(r, c.count, &count, err) ||
            !inputs_count(r, c.raw >= 0 ? c.raw : c.count, &raw, err) ||
            !read_day(r, &c, &day, err)) {
            return false;
        }
        struct text label = c.with >= 0 ? csv_field(r, (size_t)c.with) : TEXT("");
        share_add(reading->share, read_within(reading, r, &c),
                  csv_field(r, c.by[reading->n - 1]), label, count, raw, day);
    }
    return status == CSV_END;
}

/* --- writing ---------------------------------------------------------------------- */

static void put_header(struct csv_writer *w, bool nested)
{
    static const char *const names[] = {
        "by",        "key",       "count",    "raw",      "n",       "n_raw",
        "share",     "wilson_lo", "wilson_hi", "exact_lo", "exact_hi", "boot_lo",
        "boot_hi",   "share_raw", "days",     "effective_number", "gini",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        csv_put_text(w, names[i]);
    }
    if (nested) {
        csv_put_text(w, "within");
    }
    if (with != NULL) {
        csv_put_text(w, with);
    }
    csv_put_end(w);
}

static void put_limits(struct csv_writer *w, struct limits l)
{
    csv_put_double(w, l.lo);
    csv_put_double(w, l.hi);
}

static void put_row(struct csv_writer *w, const struct share_row *row, struct limits boot, bool nested)
{
    csv_put_text(w, by);
    csv_put_text(w, row->key);
    csv_put_int(w, row->count);
    csv_put_int(w, row->raw);
    csv_put_int(w, row->n);
    csv_put_int(w, row->n_raw);
    csv_put_double(w, row->share);
    put_limits(w, row->wilson);
    put_limits(w, row->exact);
    put_limits(w, boot);
    csv_put_double(w, row->share_raw);
    csv_put_double(w, row->days >= 0 ? (double)row->days : NAN);
    csv_put_double(w, row->effective_number);
    csv_put_double(w, row->gini);
    if (nested) {
        csv_put_text(w, row->within);
    }
    if (with != NULL) {
        csv_put_text(w, row->label);
    }
    csv_put_end(w);
}

static void put_group(struct csv_writer *w, const struct share *s, size_t g, bool nested)
{
    struct buf series = BUF_INIT;
    buf_add_format(&series, "%s/%s", by, share_group(s, g));
    gsl_rng *rng = stream_new((uint64_t)in.seed, PROGRAM, series.at);
    struct limits *boot = mem_alloc(share_keys(s, g) * sizeof *boot);
    share_bootstrap(s, g, rng, (size_t)draws, level, boot);
    for (size_t k = 0; k < share_keys(s, g); k++) {
        struct share_row row = share_row(s, g, k, level);
        put_row(w, &row, boot[k], nested);
    }
    free(boot);
    gsl_rng_free(rng);
    buf_release(&series);
}

static bool write_all(const struct share *s, bool nested, struct err *err)
{
    struct outfile *out = outfile_open(in.out, err);
    if (out == NULL) {
        return false;
    }
    struct csv_writer w = { .to = outfile_stream(out) };
    put_header(&w, nested);
    for (size_t g = 0; g < share_groups(s); g++) {
        put_group(&w, s, g, nested);
    }
    return outfile_publish(out, err);
}

/* --- main --------------------------------------------------------------------------- */

/* Cuts COPY (of --by) at its commas. */
static void split_by(char *copy, struct reading *reading)
{
    for (char *at = copy; at != NULL;) {
        char *comma = strchr(at, ',');
        if (comma != NULL) {
            *comma++ = '\0';
        }
        if (*at == '\0' || reading->n == BY_MAX) {
            opts_wrong(&opts, "--by takes 1 to %d column names, not '%s'", BY_MAX, by);
        }
        reading->names[reading->n++] = at;
        at = comma;
    }
}

int main(int argc, char **argv)
{
    gslerrors_begin();
    int n_files = opts_parse(&opts, argc, argv);
    source_opts_check(&in, &opts);
    if (by == NULL) {
        opts_wrong(&opts, "--by is needed");
    }
    struct err err = { 0 };
    char *copy = mem_text(by);
    struct reading reading = { .share = share_new() };
    split_by(copy, &reading);
    struct inputs inputs = source_opts_inputs(&in, argv, n_files);
    bool good = inputs_each(&inputs, read_file, &reading, &err);
    if (good) {
        share_end(reading.share);
        good = write_all(reading.share, reading.n > 1, &err);
    }
    share_free(reading.share);
    buf_release(&reading.within);
    free(copy);
    return good ? 0 : err_report(&err, PROGRAM);
}
