/* dielog-compose -- the report: result tables and figures become pages. */

#include "base/num.h"
#include "base/opts.h"
#include "drawing/fonts.h"
#include "paper/driver_cairo.h"
#include "report/papers.h"
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

static struct doc *new_doc(const struct facts *f)
{
    struct buf foot = BUF_INIT;
    buf_add_format(&foot, "run %s", f->run_id);
    struct doc *doc = doc_new(&(struct doc_words){ f->title, foot.at, f->synthetic ? "synthetic data" : "" });
    buf_release(&foot);
    return doc;
}

static bool compose(const struct wish *w, const struct facts *f, struct results *results, const struct screened *screened, struct err *err)
{
    struct papers where = { .report = w->report, .summary = w->summary, .findings = w->findings };
    struct summary summary;
    struct report r = { .doc = new_doc(f), .facts = f, .results = results, .screened = f->screen ? screened : NULL, .summary = &summary, .data = w->data,
                        .figures = w->figures, .versions = driver_cairo_versions(), .measure = driver_cairo_measure(err) };
    summary_init(&summary, f, results);
    bool good = r.measure != NULL && find_date(f, &where.made, err) && report_build(&r, err) && results_sound(results, err);
    if (r.measure != NULL)
        good = driver_cairo_close(r.measure, err) && good;
    r.measure = NULL; /* what is written from here on asks for no more lines */
    good = good && papers_write(&r, &where, err);
    summary_release(&summary);
    doc_free(r.doc);
    return good;
}

int main(int argc, char **argv)
{
    struct err err = { .set = false };
    struct results results = { 0 };
    struct screened screened = { 0 };
    struct wish w = read_options(argc, argv);
    fonts_of_the_system();
    struct facts *f = facts_read(w.case_path, w.data, &err);
    bool good = f != NULL && results_read(&results, w.data, &err) && (!f->screen || screened_read(&screened, w.data, &err));
    good = good && compose(&w, f, &results, &screened, &err);
    screened_release(&screened);
    results_release(&results);
    facts_free(f);
    return good ? EXIT_SUCCESS : err_report(&err, "dielog-compose");
}
