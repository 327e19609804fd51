/* dielog-normalize: raw logs to records.  By hand: one CSV of all FILEs.  As a
   stage of the pipeline (--batch): day slices, rejects, manifest and make
   fragment of one file.  */

#include "base/csv.h"
#include "base/ini.h"
#include "base/num.h"
#include "base/opts.h"
#include "base/outfile.h"
#include "case/parties.h"
#include "lines/detect.h"
#include "lines/manifest.h"
#include "lines/slices.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAM "dielog-normalize"
#define ROWS_AT_ONCE ((size_t) 64 << 10)

static struct {
    const char *format, *zone, *sensor, *start;
    const char *out, *rejects, *manifest, *max_rejects;
    const char *batch, *input, *work;
    struct format_input how;
    struct opt_list columns;
    bool allow_empty, quiet;
} given = { .out = "-", .max_rejects = "1%" };

static const struct opt table[] = {
    { 'f', "format", OPT_TEXT, &given.format, "NAME", "the dialect (dielog formats lists them)", 0, 0 },
    { 'z', "zone", OPT_TEXT, &given.zone, "ZONE", "zone of stamps that carry none: Europe/Berlin, UTC, +05:30", 0, 0 },
    { 'o', "output", OPT_TEXT, &given.out, "FILE", "write the records to FILE (default -, standard output)", 0, 0 },
    { 's', "sensor", OPT_TEXT, &given.sensor, "NAME", "name of the sensor (default: the file's, up to a dot)", 0, 0 },
    { 0, "start", OPT_TEXT, &given.start, "DATE", "date of the first line, where stamps have no year", 0, 0 },
    { 'c', "column", OPT_LIST, &given.columns, "FIELD=NAME", "csv: the column that holds a field", 0, 0 },
    { 0, "separator", OPT_TEXT, &given.how.separator, "CHARACTER", "csv: a comma (default) or tab", 0, 0 },
    { 0, "time-format", OPT_TEXT, &given.how.time_format, "FORMAT", "csv, pattern: epoch, iso or a strptime layout", 0, 0 },
    { 0, "pattern", OPT_TEXT, &given.how.pattern, "REGEX", "pattern: PCRE2 with groups time, client, action, ...", 0, 0 },
    { 0, "date", OPT_TEXT, &given.how.date, "ORDER", "order of the numbers of a date: dmy, mdy or ymd", 0, 0 },
    { 0, "lookup", OPT_TEXT, &given.how.lookup, "WHICH", "which lines count, where the dialect offers a choice", 0, 0 },
    { 0, "max-rejects", OPT_TEXT, &given.max_rejects, "SHARE", "lines that may fail to parse (default 1%)", 0, 0 },
    { 0, "rejects", OPT_TEXT, &given.rejects, "FILE", "keep the lines that did not parse in FILE", 0, 0 },
    { 0, "manifest", OPT_TEXT, &given.manifest, "FILE", "write what was read as JSON to FILE", 0, 0 },
    { 0, "allow-empty", OPT_FLAG, &given.allow_empty, NULL, "a log without records is no error", 0, 0 },
    { 'q', "quiet", OPT_FLAG, &given.quiet, NULL, "no progress bar", 0, 0 },
    { 0, "batch", OPT_TEXT, &given.batch, "ID", "stage: the batch to write slices of", 0, 0 },
    { 0, "input", OPT_TEXT, &given.input, "INI", "stage: the [input] that says how to read FILE", 0, 0 },
    { 'd', "work", OPT_TEXT, &given.work, "FOLDER", "stage: where slices/ and batches/ are", 0, 0 },
};

static const struct opts options = {
    .program = PROGRAM,
    .usage = "-f FORMAT [-z ZONE] [OPTION]... [FILE]...\n"
             "   or: " PROGRAM " --batch ID --input INI -d FOLDER [OPTION]... FILE",
    .purpose = "Turn raw logs into records: time, sensor, client, action, target, ...",
    .table = table,
    .n = sizeof table / sizeof *table,
};

/* --- what was asked ------------------------------------------------------------------- */

static bool start_day(const char *text, int64_t *day, struct err *err)
{
    *day = STAMP_NO_START;
    return !text || when_parse_day(text_of(text), day, err);
}

/* FIELD=NAME; the name stays in argv. */
static void set_column(struct format_input *input, const char *assignment)
{
    size_t n = strcspn(assignment, "=");
    char field[32] = "";
    if (n < sizeof field)
        memcpy(field, assignment, n);
    int column = observation_find_column(field);
    bool good = column >= 0 && column != OBSERVATION_SENSOR && assignment[n] == '=' && assignment[n + 1] != '\0';
    if (!good)
        opts_wrong(&options, "found --column '%s', expected FIELD=NAME with a field such as time or client", assignment);
    else
        input->column[column] = assignment + n + 1;
}

/* The file's name without folders, up to its first dot; what no sensor's name may
   hold becomes _. */
static char *sensor_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    char *sensor = mem_text(strcmp(name, "-") == 0 ? "log" : name);
    size_t dot = strcspn(sensor, ".");
    if (dot > 0)
        sensor[dot] = '\0';
    for (char *p = sensor; *p; p++)
        if (!short_id((struct text){ p, 1 }))
            *p = '_';
    return sensor;
}

/* --- by hand ---------------------------------------------------------------------------- */

struct rows {
    FILE *to;
    struct buf pending;
};

static bool write_rows(struct rows *r, struct err *err)
{
    bool standard = strcmp(given.out, "-") == 0;
    bool good = fwrite(r->pending.at, 1, r->pending.len, r->to) == r->pending.len;
    r->pending.len = 0;
    return good || err_errno(err, "error: cannot write %s", standard ? "standard output" : given.out);
}

static bool take_row(void *context, const struct observation *o, struct err *err)
{
    struct rows *r = context;
    observation_put(&r->pending, o);
    return r->pending.len < ROWS_AT_ONCE || write_rows(r, err);
}

/* By its name, or by the content of PATH; what was found is said on standard error. */
static bool choose_dialect(const char *name, const char *path, const char *shown, const struct dialect **chosen,
                           struct err *err)
{
    struct buf why = BUF_INIT;
    if (strcmp(name, FORMAT_AUTO) != 0) {
        *chosen = format_find(name, err);
        return *chosen != NULL;
    }
    bool good = detect(path, shown, chosen, &why, err);
    if (good)
        fprintf(stderr, PROGRAM ": %s: format %s: %s\n", shown, (*chosen)->name, why.at);
    buf_release(&why);
    return good;
}

/* A bar for reading SHOWN; NULL where nobody looks. */
static struct progress *show_progress(const char *path, const char *shown)
{
    struct buf what = BUF_INIT;
    struct stat s;
    buf_add_format(&what, "normalize %s", shown);
    struct progress *p = progress_new(what.at, stat(path, &s) == 0 && S_ISREG(s.st_mode) ? s.st_size : -1, given.quiet);
    buf_release(&what);
    return p;
}

/* One line a file that has rejects, for standard error when all is well. */
static void describe_rejects(struct buf *into, const char *shown, const struct tally *t)
{
    if (t->rejected == 0)
        return;
    buf_add_format(into, PROGRAM ": %s: %lld of %lld lines do not parse", shown, (long long) t->rejected,
                   (long long) t->lines);
    const char *comma = ":";
    for (size_t i = 0; i < t->n_reasons; i++) {
        if (!t->reasons[i].rejected)
            continue;
        buf_add_format(into, "%s %s %lld", comma, t->reasons[i].reason, (long long) t->reasons[i].lines);
        comma = ",";
    }
    buf_add_char(into, '\n');
}

/* Captures that were made anonymous begin at 0. */
static void describe_times(struct buf *into, const char *shown, const struct stamp_summary *times)
{
    if (times->n > 0 && times->first < WHEN_FIRST_DATED)
        buf_add_format(into, PROGRAM ": %s: the times count from 0, not from a date: only distances between them mean "
                             "something\n", shown);
}

static bool write_manifest(const char *path, const struct manifest *m, struct err *err)
{
    struct buf json = BUF_INIT;
    manifest_json(m, &json);
    bool good = outfile_write(path, (struct text){ json.at, json.len }, false, err);
    buf_release(&json);
    return good;
}

static bool one_file(const char *path, struct normalize_source *source, const struct normalize_sink *sink,
                     struct buf *report, struct err *err)
{
    struct normalize_result result = { 0 };
    struct normalize_sink shown_sink = *sink;
    char *sensor = given.sensor ? mem_text(given.sensor) : sensor_of(path);
    source->path = path;
    source->shown = strcmp(path, "-") == 0 ? "standard input" : path;
    source->sensor = text_of(sensor);
    stamper_restart(source->input.clock);
    const char *key;
    shown_sink.progress = show_progress(path, source->shown);
    bool good = choose_dialect(given.format, path, source->shown, &source->dialect, err) &&
                format_check(source->dialect, &source->input, &key, err) &&
                normalize_file(source, &shown_sink, &result, err);
    progress_free(shown_sink.progress);
    if (good) {
        describe_rejects(report, source->shown, &result.tally);
        describe_times(report, source->shown, &result.times);
    }
    if (good && given.manifest) {
        struct manifest m = { "", path, sensor, source->dialect->name, given.zone, &result };
        good = write_manifest(given.manifest, &m, err);
    }
    carry_release(&result.after);
    free(sensor);
    return good;
}

static bool write_files(struct normalize_source *source, char **files, int n, FILE *out, FILE *rejects,
                        struct buf *report, struct err *err)
{
    struct rows rows = { out, BUF_INIT };
    struct normalize_sink sink = { take_row, &rows, rejects, n > 1, NULL };
    bool good = true;
    observation_put_header(&rows.pending);
    for (int i = 0; i < n && good; i++)
        good = one_file(files[i], source, &sink, report, err);
    good = good && write_rows(&rows, err);
    buf_release(&rows.pending);
    return good;
}

static bool all_files(struct normalize_source *source, char **files, int n, struct err *err)
{
    static char standard_input[] = "-";
    char *only[] = { standard_input };
    struct buf report = BUF_INIT;
    struct outfile *out = outfile_open(given.out, err);
    struct outfile *rejects = out && given.rejects ? outfile_open(given.rejects, err) : NULL;
    bool good = out && (rejects || !given.rejects) &&
                write_files(source, n > 0 ? files : only, n > 0 ? n : 1, outfile_stream(out),
                            rejects ? outfile_stream(rejects) : NULL, &report, err);
    if (!good) {
        outfile_abort(rejects);
        outfile_abort(out);
    } else {
        good = !rejects || outfile_publish(rejects, err);
        good = outfile_publish(out, err) && good;
    }
    if (good && report.len > 0)
        fputs(report.at, stderr);
    buf_release(&report);
    return good;
}

static bool by_hand(char **files, int n, struct err *err)
{
    struct normalize_source source = { .allow_empty = given.allow_empty, .unhashed = !given.manifest };
    int64_t start = STAMP_NO_START;
    for (size_t i = 0; i < given.columns.n; i++)
        set_column(&given.how, given.columns.at[i]);
    source.input = given.how;
    if (!num_share(text_of(given.max_rejects), &source.max_rejects, err) || !start_day(given.start, &start, err))
        return false;
    source.input.clock = stamper_new(given.zone, start, err);
    bool good = source.input.clock && all_files(&source, files, n, err);
    stamper_free(source.input.clock);
    return good;
}

/* --- as a stage --------------------------------------------------------------------------- */

/* What the plan says of the input.  Texts belong to INI. */
static bool read_plan(const struct ini *ini, struct normalize_source *source, const char **zone, int64_t *start,
                      struct err *err)
{
    struct err why = { 0 };
    const char *format = ini_text(ini, "input", "format", NULL), *date = ini_text(ini, "input", "start", NULL);
    const char *key = NULL, *sensor = ini_text(ini, "input", "sensor", NULL);
    source->shown = ini_text(ini, "input", "path", source->path);
    *zone = ini_text(ini, "input", "zone", NULL);
    if (!sensor || !format)
        return err_set(err, "%s: error: [input] needs sensor and format", ini_path(ini));
    source->sensor = text_of(sensor);
    bool chosen = source->before && strcmp(format, FORMAT_AUTO) == 0; /* by the piece before */
    if (!choose_dialect(chosen ? source->before->format : format, source->path, source->shown, &source->dialect, &why))
        return strcmp(format, FORMAT_AUTO) == 0 ? err_set(err, "%s", why.text)
                                                : ini_wrong(ini, "input", "format", err, "%s", why.text);
    if (!start_day(date, start, &why))
        return ini_wrong(ini, "input", "start", err, "%s", why.text);
    for (size_t i = 0; format_keys[i]; i++)
        *format_value(&source->input, format_keys[i]) = ini_text(ini, "input", format_keys[i], NULL);
    if (!format_check(source->dialect, &source->input, &key, &why))
        return ini_wrong(ini, "input", key, err, "%s", why.text);
    return true;
}

/* "LEN:HASH", sixteen hexadecimal digits. */
static bool read_mark(const struct ini *ini, const char *key, struct input_mark *mark, struct err *err)
{
    const char *value = ini_text(ini, "piece", key, NULL), *colon = value ? strchr(value, ':') : NULL;
    struct err why = { 0 };
    if (!value)
        return true;
    return (colon && num_int((struct text){ value, (size_t) (colon - value) }, 1, INPUT_MARK, &mark->len, &why) &&
            hash_read(text_of(colon + 1), &mark->hash)) ||
           ini_wrong(ini, "piece", key, err, "expected LEN:HASH");
}

/* Which part of the log, when the plan says so.  *AFTER is the batch before it in the same log. */
static bool read_piece(const struct ini *ini, struct input_part *part, const char **after, struct err *err)
{
    *part = (struct input_part){ .to = -1 };
    *after = ini_text(ini, "piece", "after", NULL);
    return ini_int(ini, "piece", "from", 0, INT64_MAX, &part->from, err) &&
           ini_int(ini, "piece", "to", 0, INT64_MAX, &part->to, err) && read_mark(ini, "head", &part->head, err) &&
           read_mark(ini, "tail", &part->tail, err);
}

static bool read_carry(const char *batch, struct carry *c, struct err *err)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s/batches/%s.carry", given.work, batch);
    bool good = carry_read(c, path.at, err);
    buf_release(&path);
    return good;
}

static bool publish_text(const char *suffix, const struct buf *content, bool if_changed, struct err *err)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s/batches/%s.%s", given.work, given.batch, suffix);
    bool good = outfile_write(path.at, (struct text){ content->at, content->len }, if_changed, err);
    buf_release(&path);
    return good;
}

/* Of most batches there is nothing to say. */
static bool publish_late(const struct slices *slices, struct buf *b, struct err *err)
{
    buf_clear(b);
    slices_late(slices, b);
    if (b->len > 0)
        return publish_text("late", b, true, err);
    buf_add_format(b, "%s/batches/%s.late", given.work, given.batch);
    return unlink(b->at) == 0 || errno == ENOENT || err_errno(err, "error: cannot remove %s", b->at);
}

/* The make fragment comes last: while it is old, make runs the batch again. */
static bool publish_batch(struct slices *slices, struct outfile *rejects, const struct manifest *m, struct err *err)
{
    struct buf b = BUF_INIT;
    bool good = outfile_publish_if_changed(rejects, err) && slices_publish(slices, err);
    manifest_json(m, &b);
    good = good && publish_text("json", &b, true, err);
    manifest_row(m, &b);
    good = good && publish_text("row", &b, true, err);
    manifest_reasons(m, &b);
    good = good && publish_text("reasons", &b, true, err);
    carry_write(&m->result->after, &b);
    good = good && publish_text("carry", &b, true, err) && publish_late(slices, &b, err);
    buf_clear(&b);
    slices_fragment(slices, &b);
    good = good && publish_text("d", &b, false, err);
    buf_release(&b);
    return good;
}

static struct outfile *open_rejects(struct err *err)
{
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s/batches/%s.rejects", given.work, given.batch);
    struct outfile *rejects = outfile_open(path.at, err);
    buf_release(&path);
    return rejects;
}

static bool read_batch(struct normalize_source *source, const char *zone, struct err *err)
{
    struct normalize_result result = { 0 };
    struct slices *slices = slices_new(given.work, given.batch, err);
    struct outfile *rejects = slices ? open_rejects(err) : NULL;
    bool good = false;
    if (rejects) {
        struct normalize_sink sink = { slices_take, slices, outfile_stream(rejects), false,
                                       show_progress(source->path, source->shown) };
        good = normalize_file(source, &sink, &result, err);
        progress_free(sink.progress);
        if (!good)
            outfile_abort(rejects);
    }
    if (good) {
        struct manifest m = { given.batch, source->shown, source->sensor.at, source->dialect->name, zone, &result };
        good = publish_batch(slices, rejects, &m, err);
        struct buf said = BUF_INIT;
        describe_times(&said, source->shown, &result.times);
        if (said.len > 0)
            fputs(said.at, stderr);
        buf_release(&said);
        carry_release(&result.after);
    }
    slices_free(slices);
    return good;
}

static bool as_stage(const char *file, struct err *err)
{
    struct normalize_source source = { .path = file, .allow_empty = given.allow_empty };
    const char *zone = NULL, *after = NULL;
    int64_t start = STAMP_NO_START;
    struct input_part part;
    struct carry before = { .end = 0 };
    struct ini *ini = ini_read(given.input, err);
    bool good = ini && num_share(text_of(given.max_rejects), &source.max_rejects, err) &&
                read_piece(ini, &part, &after, err) && (!after || read_carry(after, &before, err));
    source.part = good && ini_has_section(ini, "piece") ? &part : NULL;
    source.before = after ? &before : NULL;
    if (good && read_plan(ini, &source, &zone, &start, err)) {
        source.input.clock = stamper_new(zone, start, err);
        good = source.input.clock && read_batch(&source, zone, err);
        stamper_free(source.input.clock);
    } else {
        good = false;
    }
    carry_release(&before);
    ini_free(ini);
    return good;
}

static void check_usage(int n)
{
    bool stage = given.batch || given.input || given.work;
    if (stage && (!given.batch || !given.input || !given.work || n != 1))
        opts_wrong(&options, "--batch, --input, --work and one FILE go together");
    if (!stage && !given.format)
        opts_wrong(&options, "say the dialect with --format (dielog formats lists them)");
    if (given.manifest && (stage || n > 1))
        opts_wrong(&options, "--manifest describes a single FILE");
    if (given.sensor && !short_id(text_of(given.sensor)))
        opts_wrong(&options, "found --sensor '%s', expected up to 64 letters, digits, _ . and -", given.sensor);
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    int n = opts_parse(&options, argc, argv);
    check_usage(n);
    bool good = given.batch ? as_stage(argv[0], &err) : by_hand(argv, n, &err);
    return good ? 0 : err_report(&err, PROGRAM);
}
