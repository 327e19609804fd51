/* dielog-figure -- one figure of a report, as PDF, SVG and PNG: from result tables, or of a whole case. */

#include "base/opts.h"
#include "charts/charts.h"
#include "drawing/fonts.h"
#include "drawing/gnuplot.h"
#include "drawing/self.h"
#include "facts/facts.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct wish {
    const char *name;
    const char *folder; /* of a case, or NULL; then the others are set */
    const char *case_path, *data, *stem, *known;
};

static struct wish read_options(int argc, char **argv)
{
    struct wish w = { .name = NULL };
    const struct opt table[] = {
        { 'c', "case", OPT_TEXT, &w.case_path, "CASE.ini", "the case (default case.ini)", 0, 0 },
        { 'd', "data", OPT_TEXT, &w.data, "DIR", "folder of the result CSVs", 0, 0 },
        { 'o', "output", OPT_TEXT, &w.stem, "STEM", "write STEM.pdf, STEM.svg, STEM.png, STEM-slide.png and the folder STEM", 0, 0 },
        { 'k', "known", OPT_TEXT, &w.known, "FILE", "remember in FILE what was drawn; where it would be the same again, only date it", 0, 0 },
    };
    const struct opts opts = {
        .program = "dielog-figure",
        .usage = "NAME CASE | NAME --case CASE.ini --data DIR -o STEM",
        .purpose = "Draws one figure, all that it needs made first, of a case folder, or from result tables.",
        .table = table,
        .n = sizeof table / sizeof table[0],
    };
    int operands = opts_parse(&opts, argc, argv);
    if (operands != 1 && operands != 2)
        opts_wrong(&opts, "found %d operands, expected the figure's name, and a case", operands);
    w.name = argv[0];
    w.folder = operands == 2 ? argv[1] : NULL;
    if (chart_find(w.name) == NULL)
        opts_wrong(&opts, "no figure is called \"%s\"", w.name);
    if (w.folder != NULL && (w.case_path != NULL || w.data != NULL || w.stem != NULL || w.known != NULL))
        opts_wrong(&opts, "a case says itself where its tables and figures are");
    if (w.folder == NULL && (w.data == NULL || w.stem == NULL))
        opts_wrong(&opts, "a case, or --data and -o are needed");
    return w;
}

/* The report's own rules make what the figure needs; dielog-report knows where a case's files lie. */
static bool draw_of_case(const struct wish *w, struct err *err)
{
    char *program = self_beside("dielog-report", err);
    if (program == NULL)
        return false;
    execl(program, "dielog-report", "--figure", w->name, w->folder, (char *) NULL);
    err_errno(err, "%s", program);
    free(program);
    return false;
}

static bool draw(const struct wish *w, struct facts *f, const char *scripts, struct err *err)
{
    struct plot *p = chart_find(w->name)(f, w->data, err);
    f->slide = true;
    struct plot *slide = p == NULL ? NULL : chart_find(w->name)(f, w->data, err);
    const struct gnuplot_way way = { .scripts = scripts, .known = w->known, .stamp = f->newest };
    bool good = slide != NULL && gnuplot_draw(p, slide, &way, w->stem, err);
    plot_free(slide);
    plot_free(p);
    return good;
}

static bool draw_from_tables(const struct wish *w, struct err *err)
{
    fonts_of_the_system();
    char *scripts = gnuplot_scripts(err);
    struct facts *f = scripts == NULL ? NULL : facts_read(w->case_path == NULL ? "case.ini" : w->case_path, w->data, err);
    bool good = f != NULL && draw(w, f, scripts, err);
    facts_free(f);
    free(scripts);
    return good;
}

int main(int argc, char **argv)
{
    struct err err = { .set = false };
    struct wish w = read_options(argc, argv);
    bool good = w.folder != NULL ? draw_of_case(&w, &err) : draw_from_tables(&w, &err);
    return good ? EXIT_SUCCESS : err_report(&err, "dielog-figure");
}
