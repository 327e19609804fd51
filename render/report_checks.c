/* report_checks.c -- the sections Events, Coverage, Provenance and Limits. */

#include "base/hash.h"
#include "base/outfile.h"
#include "base/tz.h"
#include "label.h"
#include "number.h"
#include "report.h"
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#define WINDOWS_MOST 120
#define SILENCES_MOST 30
#define REJECTS_MOST 30

static void add_window(struct report *r, struct table *t, struct result *w, size_t row)
{
    const struct event *event = facts_event(r->facts, result_text(w, row, "event"));
    struct buf name = BUF_INIT;
    buf_add_format(&name, "%d  ", event == NULL ? 0 : event->number);
    label_add(&name, text_of(result_text(w, row, "label")), 120);
    table_cell(t, RICH_PLAIN, name.at);
    buf_release(&name);
    cell_group(t, r->facts, result_text(w, row, "group"));
    cell_count(t, result_number(w, row, "observed"));
    cell_fixed(t, result_number(w, row, "expected"), 1);
    cell_fixed(t, result_number(w, row, "ratio"), 2);
    cell_interval(t, result_number(w, row, "lo95"), result_number(w, row, "hi95"), 1, 2);
    cell_p(t, result_number(w, row, "p_tail"));
    cell_p(t, result_number(w, row, "p_shift"));
    cell_p(t, result_number(w, row, "p_holm"));
    cell_label(t, RICH_PLAIN, result_text(w, row, "verdict"), 120);
}

/* A table that was cut says so. */
static void say_rest(struct report *r, size_t shown, size_t of, const char *name)
{
    struct buf b = BUF_INIT;
    buf_add_format(&b, "%zu of %zu rows are shown; data/%s.csv has all.", shown, of, name);
    report_say(r, TYPE_BODY, b.at);
    buf_release(&b);
}

/* The rows that matter first: those whose verdict is more or fewer. */
static void add_windows(struct report *r)
{
    struct result *w = r->results->window;
    struct table *t = table_new();
    size_t rows = 0;
    table_column(t, COLUMN_WRAP, "Window");
    table_column(t, COLUMN_TEXT, "Series");
    table_column(t, COLUMN_NUMBER, "obs.");
    table_column(t, COLUMN_NUMBER, "exp.");
    table_column(t, COLUMN_NUMBER, "ratio");
    table_column(t, COLUMN_NUMBER, "95" NARROW_SPACE "%");
    table_column(t, COLUMN_NUMBER, "p");
    table_column(t, COLUMN_NUMBER, "shifts");
    table_column(t, COLUMN_NUMBER, "Holm");
    table_column(t, COLUMN_WRAP, "Verdict");
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < result_rows(w); i++) {
            const char *verdict = result_text(w, i, "verdict");
            bool differs = strncmp(verdict, "more", 4) == 0 || strncmp(verdict, "fewer", 5) == 0;
            if (differs != (pass == 0) || strncmp(verdict, "cannot tell", 11) == 0)
                continue;
            if (rows++ < WINDOWS_MOST)
                add_window(r, t, w, i);
        }
    if (rows == 0) {
        table_free(t);
        return;
    }
    doc_wide_table(r->doc, t);
    if (rows > WINDOWS_MOST)
        say_rest(r, WINDOWS_MOST, rows, "window");
}

/* "Clinic: 8 windows, even a threefold rate would not show." for each series and reason. */
static void say_blind(struct report *r)
{
    struct result *w = r->results->window;
    static const char prefix[] = "cannot tell: ";
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < result_rows(w); i++) {
        const char *group = result_text(w, i, "group"), *verdict = result_text(w, i, "verdict");
        size_t same = 0, before = 0;
        for (size_t k = 0; k < result_rows(w); k++)
            if (result_is(w, k, "group", group) && result_is(w, k, "verdict", verdict)) {
                same++;
                before += k < i;
            }
        if (before > 0 || strncmp(verdict, prefix, sizeof prefix - 1) != 0)
            continue;
        buf_add_format(&b, "%s%s, %zu window%s: ", b.len == 0 ? "Cannot tell: " : "; ", facts_group_name(r->facts, group), same,
                       same == 1 ? "" : "s");
        label_add(&b, text_of(verdict + sizeof prefix - 1), 100);
    }
    if (b.len > 0) {
        buf_add_char(&b, '.');
        report_say(r, TYPE_BODY, b.at);
    }
    buf_release(&b);
}

bool report_events(struct report *r, struct err *err)
{
    doc_section(r->doc, "Events", "events");
    if (r->facts->n_events > 0) {
        report_say(r, TYPE_BODY,
                   "The windows are those of events.csv. Their p-values hold only if nobody chose them by a look at these logs. The expected "
                   "count is what the hour of the week and the level around lead one to expect, fitted outside all windows.");
        doc_keep(r->doc);
    }
    if (!report_figure(r, "window", err))
        return false;
    if (r->facts->n_events == 0 || result_rows(r->results->window) == 0)
        return true;
    add_windows(r);
    say_blind(r);
    struct rich note = rich_of(
        RICH_PLAIN,
        "obs., exp.: visits observed and expected. p: from the overdispersed tail, two-sided. shifts: the share of whole-week shifts "
        "of the window that are as extreme (it cannot fall below 1 over the number of shifts and one). Holm: p adjusted over the "
        "declared windows of the same series, not over the series. Rows that differ come first; those that cannot tell are named above. All columns, with the smallest ratio that "
        "would be found four times in five, are in data/window.csv.");
    doc_caption(r->doc, &note);
    return true;
}

/* Bold where the verdict is a silence: its level is stricter than that of the other tables. */
static void cell_silence_p(struct table *t, double p, bool silence)
{
    struct buf b = BUF_INIT;
    if (isfinite(p))
        number_p_bare(&b, p);
    table_cell(t, silence ? RICH_BOLD : RICH_PLAIN, b.len > 0 ? b.at : "");
    buf_release(&b);
}

static void add_silences(struct report *r)
{
    struct result *c = r->results->coverage;
    struct table *t = table_new();
    table_column(t, COLUMN_TEXT, "Series");
    table_column(t, COLUMN_TEXT, "From (UTC)");
    table_column(t, COLUMN_NUMBER, "hours");
    table_column(t, COLUMN_NUMBER, "exp.");
    table_column(t, COLUMN_NUMBER, "p, adj.");
    table_column(t, COLUMN_WRAP, "Verdict");
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < result_rows(c) && table_rows(t) < SILENCES_MOST; i++) {
            if (result_is(c, i, "verdict", "silence") != (pass == 0))
                continue;
            cell_group(t, r->facts, result_text(c, i, "series"));
            cell_moment(t, result_when(c, i, "start"));
            cell_fixed(t, result_number(c, i, "duration_s") / 3600, 1);
            cell_fixed(t, result_number(c, i, "expected"), 1);
            cell_silence_p(t, result_number(c, i, "p_adjusted"), pass == 0);
            cell_label(t, RICH_PLAIN, result_text(c, i, "verdict"), 100);
        }
    if (table_rows(t) == 0) {
        table_free(t);
        report_say(r, TYPE_BODY, "No silence was looked for, or none could be told.");
        return;
    }
    doc_table(r->doc, t);
    report_note(r, "The longest gaps. exp.: visits that the rhythm of the series leads one to expect within the gap. Null model: visits that "
                   "come by the hour of the week, bursts included; p of the longest gap, adjusted for the number of series.");
    if (result_rows(c) > SILENCES_MOST)
        say_rest(r, SILENCES_MOST, result_rows(c), "coverage");
}

static void say_none_rejected(struct report *r)
{
    struct result *inputs = r->results->inputs;
    double aside = 0;
    for (size_t i = 0; i < result_rows(inputs); i++)
        aside += result_number(inputs, i, "set_aside");
    struct buf b = BUF_INIT;
    buf_add_text(&b, "Every line of every input was read and none was rejected");
    if (aside > 0) {
        buf_add_text(&b, "; ");
        number_count(&b, (int64_t) aside);
        buf_add_format(&b, " %s set aside: well formed, but no contact (a header, an answer, a debug line)", aside == 1 ? "was" : "were");
    }
    buf_add_char(&b, '.');
    report_say(r, TYPE_BODY, b.at);
    buf_release(&b);
}

static void add_rejects(struct report *r)
{
    struct result *rejects = r->results->rejects;
    struct table *t;
    if (result_rows(rejects) == 0) {
        say_none_rejected(r);
        return;
    }
    t = table_new();
    table_column(t, COLUMN_WRAP, "Input");
    table_column(t, COLUMN_WRAP, "Reason");
    table_column(t, COLUMN_NUMBER, "Lines");
    for (size_t i = 0; i < result_rows(rejects) && i < REJECTS_MOST; i++) {
        cell_label(t, RICH_PLAIN, result_text(rejects, i, "batch"), 120);
        cell_label(t, RICH_PLAIN, result_text(rejects, i, "reason"), 120);
        cell_count(t, result_number(rejects, i, "lines"));
    }
    report_say(r, TYPE_HEAD, "Lines that were not counted");
    doc_table(r->doc, t);
    report_note(r, "Rejected lines did not parse; lines set aside are well formed but no contact (an answer, a debug line). Both are "
                   "kept whole beside the batch.");
}

bool report_coverage(struct report *r, struct err *err)
{
    doc_section(r->doc, "Coverage", "coverage");
    if (!report_figure(r, "coverage", err))
        return false;
    add_rejects(r);
    add_silences(r);
    return true;
}

/* --- provenance ------------------------------------------------------------------------- */

/* 2016-05-04 08:00, from the result's own text: two of them fit beside the path. */
static void cell_stamp(struct table *t, const char *iso)
{
    char text[17] = "";
    if (strlen(iso) == WHEN_TEXT) {
        memcpy(text, iso, 16);
        text[10] = ' ';
    }
    table_cell(t, RICH_PLAIN, text);
}

/* The name of a file without its folders; the whole path stands beside its SHA-256. */
static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}

static void add_inputs(struct report *r)
{
    struct result *inputs = r->results->inputs;
    struct table *t = table_new();
    table_column(t, COLUMN_WRAP, "File");
    table_column(t, COLUMN_TEXT, "Sensor");
    table_column(t, COLUMN_TEXT, "Format");
    table_column(t, COLUMN_NUMBER, "Lines");
    table_column(t, COLUMN_NUMBER, "kept");
    table_column(t, COLUMN_NUMBER, "rej.");
    table_column(t, COLUMN_NUMBER, "aside");
    table_column(t, COLUMN_TEXT, "First, UTC");
    table_column(t, COLUMN_TEXT, "Last, UTC");
    table_column(t, COLUMN_NUMBER, "tick s");
    for (size_t i = 0; i < result_rows(inputs); i++) {
        struct buf format = BUF_INIT;
        label_add(&format, text_of(result_text(inputs, i, "format")), 12);
        if (result_text(inputs, i, "zone")[0] != '\0')
            buf_add_text(&format, ", ");
        label_add(&format, text_of(result_text(inputs, i, "zone")), 24);
        cell_label(t, RICH_PLAIN, last_part(result_text(inputs, i, "path")), 200);
        cell_label(t, RICH_PLAIN, result_text(inputs, i, "sensor"), 20);
        table_cell(t, RICH_PLAIN, format.at);
        cell_count(t, result_number(inputs, i, "lines"));
        cell_count(t, result_number(inputs, i, "kept"));
        cell_count(t, result_number(inputs, i, "rejected"));
        cell_count(t, result_number(inputs, i, "set_aside"));
        cell_stamp(t, result_text(inputs, i, "first"));
        cell_stamp(t, result_text(inputs, i, "last"));
        cell_significant(t, result_number(inputs, i, "resolution_s"), 2);
        buf_release(&format);
    }
    if (table_rows(t) == 0) {
        table_free(t);
        report_say(r, TYPE_BODY, "There are no inputs.");
        return;
    }
    doc_wide_table(r->doc, t);
}

static bool hash_row(struct table *t, const char *name, const char *dir, struct err *err)
{
    char hex[SHA256_TEXT] = "none";
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s/%s", dir, name);
    bool good = access(path.at, F_OK) != 0 || sha256_file(path.at, hex, err);
    buf_release(&path);
    table_cell(t, RICH_PLAIN, name);
    table_cell(t, RICH_LIGHT, hex);
    return good;
}

/* What was read, and what was stated, by its fingerprint. */
static bool add_hashes(struct report *r, struct err *err)
{
    struct result *inputs = r->results->inputs;
    struct table *t = table_new();
    table_column(t, COLUMN_WRAP, "File");
    table_column(t, COLUMN_WRAP, "SHA-256");
    bool good = hash_row(t, "inputs.csv", r->data, err) && hash_row(t, "events.csv", r->data, err) &&
                hash_row(t, "parties.csv", r->data, err);
    for (size_t i = 0; i < result_rows(inputs); i++) {
        cell_label(t, RICH_PLAIN, result_text(inputs, i, "path"), 200);
        cell_label(t, RICH_LIGHT, result_text(inputs, i, "sha256"), 0);
    }
    doc_wide_table(r->doc, t);
    struct rich note = rich_of(RICH_PLAIN, "The run is named by the first 12 digits of the first of these: inputs.csv holds the fingerprint of every "
                                           "input as it was read, before any unpacking. The three tables are meant as the report read them; the copies in data/, "
                                           "whose cells are guarded against spreadsheets, have theirs in data/datapackage.json.");
    doc_caption(r->doc, &note);
    return good;
}

static void parameter(struct table *t, const char *name, const char *value)
{
    table_cell(t, RICH_LIGHT, name);
    cell_label(t, RICH_PLAIN, value, 0);
}

/* What gnuplot says of itself in an SVG: "gnuplot 5.4 patchlevel 4". */
static void gnuplot_version(struct report *r, struct buf *b)
{
    struct err ignored = { .set = false };
    struct buf path = BUF_INIT, svg = BUF_INIT;
    buf_add_format(&path, "%s/share.svg", r->figures);
    const char *at = file_read(path.at, 64 << 20, &svg, &ignored) ? strstr(svg.at, "Produced by GNUPLOT ") : NULL;
    if (at != NULL) {
        at += strlen("Produced by GNUPLOT ");
        buf_add_text(b, ", gnuplot ");
        size_t n = strspn(at, "0123456789. abcdefghijklmnopqrstuvwxyz");
        while (n > 0 && at[n - 1] == ' ')
            n--;
        label_add(b, (struct text){ at, n }, 30);
    }
    buf_release(&path);
    buf_release(&svg);
}

/* Two parameters a row, and the programs below. */
static void add_parameters(struct report *r)
{
    const struct facts *f = r->facts;
    struct table *t = table_new();
    struct buf b = BUF_INIT;
    table_column(t, COLUMN_TEXT, "Parameter");
    table_column(t, COLUMN_WRAP, "");
    table_column(t, COLUMN_TEXT, "");
    table_column(t, COLUMN_WRAP, "");
    buf_add_format(&b, "%lld", (long long) f->seed);
    parameter(t, "Seed", b.at);
    parameter(t, "Bin of counts", f->bin);
    parameter(t, "Gap between visits", f->visit_gap);
    parameter(t, "Zone profile", f->profile);
    parameter(t, "Bridge between files", f->bridge);
    parameter(t, "Rejects at most", f->max_rejects);
    doc_wide_table(r->doc, t);
    buf_clear(&b);
    buf_add_format(&b, "Made by dielog %s with %s", DIELOG_VERSION, r->versions);
    gnuplot_version(r, &b);
    buf_add_format(&b, "; time zones of the IANA database %s. Random numbers come from the seed, the program and the series alone.",
                   tz_database_version());
    struct rich note = rich_of(RICH_PLAIN, b.at);
    doc_caption(r->doc, &note);
    buf_release(&b);
}

bool report_provenance(struct report *r, struct err *err)
{
    doc_section(r->doc, "Provenance", "provenance");
    report_say(r, TYPE_BODY, "These files and these programs give this report again, byte for byte.");
    add_inputs(r);
    if (!add_hashes(r, err))
        return false;
    add_parameters(r);
    return true;
}

void report_limits(struct report *r)
{
    static const char *const limits[] = {
        "Counts are of records, with repeats resolved as the inputs allow: the same record in two copies of one sensor’s log counts "
        "once, on two sensors twice.",
        "Intervals and p-values hold under the null model that stands beside them and no further. Those of declared windows are "
        "adjusted for their number within a series, not for the number of series; correlations are not adjusted.",
        "A resolver that keeps answers hides requests: what reaches an authoritative server is what no cache knew. Clocks are taken "
        "at their word, in the zone that the case states.",
    };
    doc_section(r->doc, "Limits", "limits");
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        report_say(r, TYPE_BODY, limits[i]);
        if (i + 1 < sizeof limits / sizeof limits[0])
            doc_keep(r->doc);
    }
}
