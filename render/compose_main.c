/* dielog-compose -- the report: result tables and figures become pages. */

#include "base/num.h"
#include "base/opts.h"
#include "base/outfile.h"
#include "driver_cairo.h"
#include "page.h"
#include "report.h"
#include <stdio.h>
#include <stdlib.h>

struct wish {
    const char *case_path, *data, *figures, *report, *summary, *findings;
};

static struct wish read_options(int argc, char **argv)
{
    struct wish w = { .case_path = "case.ini", .report = "-" };
    const struct opt table[] = {
        { 'c', "case", OPT_TEXT, &w.case_path, "CASE.ini", "the case (default case.ini)", 0, 0 },
        { 'd', "data", OPT_TEXT, &w.data, "DIR", "folder of the result CSVs", 0, 0 },
        { 'f', "figures", OPT_TEXT, &w.figures, "DIR", "folder of the figures", 0, 0 },
        { 's', "summary", OPT_TEXT, &w.summary, "FILE", "five lines of text (default: summary.txt beside the report)", 0, 0 },
        { 'j', "findings", OPT_TEXT, &w.findings, "FILE", "findings and their sources (default: findings.json beside the report)", 0, 0 },
        { 'o', "output", OPT_TEXT, &w.report, "FILE", "the report (default: standard output)", 0, 0 },
    };
    const struct opts opts = {
        .program = "dielog-compose",
        .usage = "--case CASE.ini --data DIR --figures DIR [-o report.pdf]",
        .purpose = "Composes the report of a case from its result tables and figures.",
        .table = table,
        .n = sizeof table / sizeof table[0],
    };
    int operands = opts_parse(&opts, argc, argv);
    if (operands != 0)
        opts_wrong(&opts, "found an operand, \"%s\", expected none", argv[0]);
    if (w.data == NULL || w.figures == NULL)
        opts_wrong(&opts, "--data and --figures are needed");
    return w;
}

/* NAME beside the report; the caller frees it.  NULL when the report goes to standard output. */
static char *beside(const char *report, const char *name)
{
    struct buf path = BUF_INIT;
    const char *slash = strrchr(report, '/');
    if (strcmp(report, "-") == 0)
        return NULL;
    if (slash != NULL)
        buf_add(&path, report, (size_t) (slash + 1 - report));
    buf_add_text(&path, name);
    return buf_detach(&path);
}

/* The time that the report carries: SOURCE_DATE_EPOCH, or the newest record's. */
static bool find_date(const struct facts *f, when_t *made, struct err *err)
{
    const char *stated = getenv("SOURCE_DATE_EPOCH");
    int64_t seconds;
    *made = f->newest;
    if (stated == NULL || *stated == '\0')
        return true;
    if (!num_int(text_of(stated), 0, WHEN_MAX / WHEN_SECOND, &seconds, err))
        return err_set(err, "SOURCE_DATE_EPOCH: error: found \"%.40s\", expected seconds since 1970", stated);
    *made = seconds * WHEN_SECOND;
    return true;
}

static bool write_pdf(struct report *r, struct outfile *out, when_t made, struct err *err)
{
    const struct facts *f = r->facts;
    struct buf foot = BUF_INIT;
    const struct pdf_words words = { f->title, f->question, f->synthetic ? "dielog, synthetic" : "dielog",
                                     "dielog " DIELOG_VERSION, made };
    buf_add_format(&foot, "run %s", f->run_id);
    const struct doc_words said = { f->title, foot.at, f->synthetic ? "synthetic data" : "" };
    r->doc = doc_new(&said);
    r->versions = driver_cairo_versions();
    struct driver *d = report_build(r, err) ? driver_cairo_new(outfile_stream(out), &words, err) : NULL;
    bool good = false;
    if (d != NULL) {
        struct layout *l = layout_new(r->doc, f->letter ? PAPER_LETTER : PAPER_A4, d, err);
        good = l != NULL && page_draw(l, d, err);
        good = driver_cairo_close(d, err) && good;
        layout_free(l);
    }
    doc_free(r->doc);
    buf_release(&foot);
    return good;
}

static bool write_report(struct report *r, const char *path, struct err *err)
{
    when_t made;
    if (!find_date(r->facts, &made, err))
        return false;
    struct outfile *out = outfile_open(path, err);
    if (out == NULL)
        return false;
    if (write_pdf(r, out, made, err) && results_sound(r->results, err))
        return outfile_publish(out, err);
    outfile_abort(out);
    return false;
}

typedef void summary_write(const struct summary *s, const struct facts *f, struct buf *b);

/* What WRITE makes of the summary, to STATED or else beside the report. */
static bool write_words(const struct report *r, const struct wish *w, const char *stated, const char *name,
                        summary_write *write, struct err *err)
{
    struct buf words = BUF_INIT;
    char *path = stated != NULL ? mem_text(stated) : beside(w->report, name);
    write(r->summary, r->facts, &words);
    bool good = path == NULL || outfile_write(path, (struct text){ words.at, words.len }, false, err);
    buf_release(&words);
    free(path);
    return good;
}

/* The report comes last: when it stands, so do the others. */
static bool compose(const struct wish *w, const struct facts *f, struct results *results, struct err *err)
{
    struct summary summary;
    struct report r = { .facts = f, .results = results, .summary = &summary, .data = w->data, .figures = w->figures };
    summary_init(&summary, f, results);
    bool good = results_sound(results, err) &&
                write_words(&r, w, w->findings, "findings.json", summary_json, err) &&
                write_words(&r, w, w->summary, "summary.txt", summary_lines, err) && write_report(&r, w->report, err);
    summary_release(&summary);
    return good;
}

int main(int argc, char **argv)
{
    struct err err = { .set = false };
    struct results results = { 0 };
    struct wish w = read_options(argc, argv);
    struct facts *f = facts_read(w.case_path, w.data, &err);
    bool good = f != NULL && results_read(&results, w.data, &err);
    good = good && compose(&w, f, &results, &err);
    results_release(&results);
    facts_free(f);
    return good ? EXIT_SUCCESS : err_report(&err, "dielog-compose");
}
