/* report_provenance.c -- the section Provenance. */

#include "base/hash.h"
#include "base/outfile.h"
#include "base/tz.h"
#include "charts/charts.h"
#include "section.h"
#include "words/label.h"
#include "words/number.h"
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#define REASONS_MOST 24
#define INPUTS_MOST 60 /* a case of years has a log a night */

/* The first input that is shown: of many, the last ones. */
static size_t first_shown(const struct result *inputs)
{
    size_t n = result_rows(inputs);
    return n > INPUTS_MOST ? n - INPUTS_MOST : 0;
}

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
    for (size_t i = first_shown(inputs); i < result_rows(inputs); i++) {
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
    if (first_shown(inputs) > 0)
        report_rest(r, INPUTS_MOST, result_rows(inputs), "inputs");
}

static bool hash_row(struct table *t, const char *name, const char *dir, struct err *err)
{
    char hex[SHA256_TEXT] = "none";
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s/%s", dir, name);
    struct stat at;
    bool there, good = file_there(path.at, &there, err);
    if (good && there)
        good = sha256_file(path.at, hex, err);
    table_cell(t, RICH_PLAIN, name);
    cell_count(t, good && stat(path.at, &at) == 0 ? (double) at.st_size : NAN);
    table_cell(t, RICH_LIGHT | RICH_FINE, hex);
    buf_release(&path);
    return good;
}

/* What was read, and what was stated, by its fingerprint. */
static bool add_hashes(struct report *r, struct err *err)
{
    struct result *inputs = r->results->inputs, *stated = r->results->stated;
    struct table *t = table_new();
    table_column(t, COLUMN_WRAP, "File");
    table_column(t, COLUMN_NUMBER, "Bytes");
    table_column(t, COLUMN_TEXT, "SHA-256");
    bool good = hash_row(t, "inputs.csv", r->data, err);
    for (size_t i = 0; i < result_rows(stated); i++) {
        cell_label(t, RICH_PLAIN, result_text(stated, i, "file"), 200);
        cell_count(t, result_number(stated, i, "bytes"));
        cell_label(t, RICH_LIGHT | RICH_FINE, result_text(stated, i, "sha256"), 0);
    }
    for (size_t i = first_shown(inputs); i < result_rows(inputs); i++) {
        cell_label(t, RICH_PLAIN, result_text(inputs, i, "path"), 200);
        cell_count(t, result_number(inputs, i, "bytes"));
        cell_label(t, RICH_LIGHT | RICH_FINE, result_text(inputs, i, "sha256"), 0);
    }
    doc_wide_table(r->doc, t);
    struct rich note = rich_of(RICH_PLAIN, "The run is named by the first 12 digits of the first of these: inputs.csv holds the fingerprint of every "
                                           "input as it was read, before any unpacking. case.ini, parties.csv and events.csv are the files of the case, byte for byte; the tables in data/ "
                                           "have theirs in data/datapackage.json.");
    doc_caption(r->doc, &note);
    return good;
}

/* What gnuplot says of itself in an SVG: "gnuplot 5.4 patchlevel 4"; nothing, where no figure was drawn. */
static bool gnuplot_version(struct report *r, struct buf *b, struct err *err)
{
    struct buf path = BUF_INIT, svg = BUF_INIT;
    buf_add_format(&path, "%s/share.svg", r->figures);
    bool there, good = file_there(path.at, &there, err);
    if (good && there)
        good = file_read(path.at, 64 << 20, &svg, err);
    const char *at = svg.len > 0 ? strstr(svg.at, "Produced by GNUPLOT ") : NULL;
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
    return good;
}

/* Two parameters a row, those that the case states before those that stand at their defaults. */
static void add_parameters(struct report *r)
{
    struct table *t = table_new();
    static const char *const heads[] = { "Key of case.ini", "Value", "Key", "Value" };
    for (size_t i = 0; i < 4; i++)
        table_column(t, COLUMN_WRAP, heads[i]);
    size_t cells = 0;
    for (int stated = 1; stated >= 0; stated--)
        for (size_t i = 0; i < SETTINGS && r->facts->settings[i].key != NULL; i++) {
            const struct setting *s = &r->facts->settings[i];
            if (s->stated != (stated == 1))
                continue;
            struct rich key = RICH_INIT, value = RICH_INIT;
            rich_add_format(&key, RICH_PLAIN, "%s%s", strcmp(s->section, "case") == 0 ? "" : "zones ", s->key);
            rich_add_format(&key, RICH_LIGHT, ", %s", s->means);
            rich_add(&value, RICH_PLAIN, s->value);
            rich_add(&value, RICH_LIGHT, s->stated ? "" : " (default)");
            table_cell_rich(t, &key);
            table_cell_rich(t, &value);
            cells++;
        }
    if (cells % 2 != 0) {
        table_cell(t, RICH_PLAIN, "");
        table_cell(t, RICH_PLAIN, "");
    }
    report_say(r, TYPE_HEAD, "Parameters and versions");
    doc_wide_table(r->doc, t);
}

/* The programs, whose other parameters stand at the defaults of their man pages. */
static bool add_versions(struct report *r, struct err *err)
{
    struct buf b = BUF_INIT;
    const char *zones = tz_database_version(err);
    buf_add_format(&b, "Made by dielog %s, built with " STATS_VERSIONS "; %s", DIELOG_VERSION, r->versions);
    bool good = gnuplot_version(r, &b, err) && zones != NULL;
    buf_add_format(&b, "; time zones of the IANA database %s. Random numbers come from the seed, the program and the series alone. What is no key of "
                       "case.ini stands at the default that the man page of each program states.",
                   zones == NULL ? "" : zones);
    struct rich note = rich_of(RICH_PLAIN, b.at);
    doc_caption(r->doc, &note);
    buf_release(&b);
    return good;
}

/* --- from inputs to figures ------------------------------------------------------------ */

static void say_sum(struct sentence *s, struct result *r, const char *column, const char *what)
{
    sentence_sum(s, RICH_PLAIN, r, column);
    rich_add(&s->text, RICH_PLAIN, what);
}

/* What became of the lines, in one sentence. */
static void add_sums(struct report *r)
{
    struct result *inputs = r->results->inputs, *share = r->results->share;
    struct sentence s = { RICH_INIT, NULL, 0 };
    say_sum(&s, inputs, "bytes", " bytes hold ");
    say_sum(&s, inputs, "lines", " lines: ");
    say_sum(&s, inputs, "kept", " kept, ");
    say_sum(&s, inputs, "rejected", " rejected, ");
    say_sum(&s, inputs, "set_aside", " set aside. The kept lines hold ");
    say_sum(&s, share, "raw", " records; without those that repeat one of another file of the same sensor ");
    say_sum(&s, share, "count", " are counted. ");
    say_sum(&s, inputs, "ambiguous", " local stamps were ambiguous, and clocks ran backwards ");
    say_sum(&s, inputs, "steps_back", " times.");
    report_sentence(r, &s);
}

static void add_reasons(struct report *r)
{
    struct result *rejects = r->results->rejects;
    struct table *t = table_new();
    table_column(t, COLUMN_WRAP, "Log");
    table_column(t, COLUMN_WRAP, "Why lines were rejected or set aside");
    table_column(t, COLUMN_NUMBER, "Lines");
    for (size_t i = 0; i < result_rows(rejects) && i < REASONS_MOST; i++) {
        cell_label(t, RICH_PLAIN, result_text(rejects, i, "batch"), 60);
        cell_label(t, RICH_PLAIN, result_text(rejects, i, "reason"), 120);
        cell_count(t, result_number(rejects, i, "lines"));
    }
    if (table_rows(t) == 0) {
        table_free(t);
        return;
    }
    size_t shown = table_rows(t);
    doc_wide_table(r->doc, t);
    if (shown < result_rows(rejects))
        report_rest(r, shown, result_rows(rejects), "rejects");
}

static bool has_word(const char *words, const char *word, size_t n)
{
    for (const char *at = strstr(words, word); at != NULL; at = strstr(at + 1, word))
        if ((at == words || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

/* The table WORD, N letters of it, when no chart before FIRST shows it: a row with all that do. */
static bool add_chain(struct report *r, struct table *t, const char *word, size_t n, size_t first, struct err *err)
{
    char hex[SHA256_TEXT];
    struct buf name = BUF_INIT, path = BUF_INIT, figures = BUF_INIT;
    buf_add(&name, word, n);
    bool there, earlier = false;
    for (size_t i = 0; chart_name(i) != NULL; i++)
        if (has_word(chart_tables(i), name.at, n)) {
            earlier = earlier || i < first;
            buf_add_format(&figures, "%s%s", figures.len > 0 ? ", " : "", chart_name(i));
        }
    buf_add_format(&path, "%s/%s.csv", r->data, name.at);
    bool good = file_there(path.at, &there, err);
    if (good && there && !earlier) {
        good = sha256_file(path.at, hex, err);
        buf_add_text(&name, ".csv");
        table_cell(t, RICH_PLAIN, name.at);
        table_cell(t, RICH_PLAIN, figures.at);
        table_cell(t, RICH_LIGHT | RICH_FINE, hex);
    }
    buf_release(&name);
    buf_release(&path);
    buf_release(&figures);
    return good;
}

/* Which figure shows which table, and the table's fingerprint. */
static bool add_figures(struct report *r, struct err *err)
{
    struct table *t = table_new();
    bool good = true;
    table_column(t, COLUMN_TEXT, "Table in data/");
    table_column(t, COLUMN_WRAP, "Figures that show it");
    table_column(t, COLUMN_TEXT, "SHA-256");
    for (size_t i = 0; chart_name(i) != NULL; i++)
        for (const char *word = chart_tables(i); *word != '\0' && good;) {
            size_t n = strcspn(word, " ");
            good = add_chain(r, t, word, n, i, err);
            word += n + strspn(word + n, " ");
        }
    report_say(r, TYPE_HEAD, "From tables to figures");
    doc_wide_table(r->doc, t);
    struct rich note = rich_of(RICH_PLAIN, "As read for this report. The published copy differs only where a text begins with a character that a spreadsheet "
                                           "would run. data/datapackage.json has every table, its columns and its SHA-256; report.sha256 has every file of the report.");
    doc_caption(r->doc, &note);
    return good;
}

bool report_provenance(struct report *r, struct err *err)
{
    doc_section(r->doc, "Provenance", "provenance");
    report_say(r, TYPE_BODY, "These files and these programs give this report again, byte for byte: dielog report, with the folder of the case. "
                             "Beside the report, sha256sum -c report.sha256 tells whether a file of it has changed since.");
    doc_keep(r->doc);
    add_sums(r);
    add_inputs(r);
    add_reasons(r);
    if (!add_hashes(r, err) || !add_figures(r, err))
        return false;
    add_parameters(r);
    return add_versions(r, err);
}
