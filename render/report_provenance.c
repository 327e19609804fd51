/* report_provenance.c -- the sections Provenance and Limits. */

#include "base/hash.h"
#include "base/outfile.h"
#include "base/tz.h"
#include "label.h"
#include "number.h"
#include "report.h"
#include <unistd.h>

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
    struct result *inputs = r->results->inputs, *stated = r->results->stated;
    struct table *t = table_new();
    table_column(t, COLUMN_WRAP, "File");
    table_column(t, COLUMN_WRAP, "SHA-256");
    bool good = hash_row(t, "inputs.csv", r->data, err);
    for (size_t i = 0; i < result_rows(stated); i++) {
        cell_label(t, RICH_PLAIN, result_text(stated, i, "file"), 200);
        cell_label(t, RICH_LIGHT, result_text(stated, i, "sha256"), 0);
    }
    for (size_t i = 0; i < result_rows(inputs); i++) {
        cell_label(t, RICH_PLAIN, result_text(inputs, i, "path"), 200);
        cell_label(t, RICH_LIGHT, result_text(inputs, i, "sha256"), 0);
    }
    doc_wide_table(r->doc, t);
    struct rich note = rich_of(RICH_PLAIN, "The run is named by the first 12 digits of the first of these: inputs.csv holds the fingerprint of every "
                                           "input as it was read, before any unpacking. case.ini, parties.csv and events.csv are the files of the case, byte for byte; the tables in data/ "
                                           "have theirs in data/datapackage.json.");
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
    buf_clear(&b);
    buf_add_format(&b, "%s%s", f->profile, f->holidays ? "; public holidays are evidence" : "");
    parameter(t, "Zone profile", b.at);
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
        "adjusted for the number of windows and series together; correlations are not adjusted. Whether a window was declared before anybody looked is "
        "what the case states, and no program can know.",
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
