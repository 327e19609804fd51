/* dielog-figure -- one figure of a report, as PDF, SVG and PNG. */

#include "base/opts.h"
#include "charts.h"
#include "facts.h"
#include "gnuplot.h"
#include <stdio.h>
#include <stdlib.h>

struct wish {
    const char *name, *case_path, *data, *stem;
};

static struct wish read_options(int argc, char **argv)
{
    struct wish w = { .case_path = "case.ini" };
    const struct opt table[] = {
        { 'c', "case", OPT_TEXT, &w.case_path, "CASE.ini", "the case (default case.ini)", 0, 0 },
        { 'd', "data", OPT_TEXT, &w.data, "DIR", "folder of the result CSVs", 0, 0 },
        { 'o', "output", OPT_TEXT, &w.stem, "STEM", "write STEM.pdf, STEM.svg and STEM.png", 0, 0 },
    };
    const struct opts opts = {
        .program = "dielog-figure",
        .usage = "NAME --case CASE.ini --data DIR -o STEM",
        .purpose = "Draws one figure: raster, week, daily, share, autocorrelation, zone, clock, window, epoch, spike, change or coverage.",
        .table = table,
        .n = sizeof table / sizeof table[0],
    };
    int operands = opts_parse(&opts, argc, argv);
    if (operands != 1)
        opts_wrong(&opts, "found %d operands, expected the figure's name", operands);
    w.name = argv[0];
    if (chart_find(w.name) == NULL)
        opts_wrong(&opts, "no figure is called \"%s\"", w.name);
    if (w.data == NULL || w.stem == NULL)
        opts_wrong(&opts, "--data and -o are needed");
    return w;
}

static bool draw(const struct wish *w, const struct facts *f, const char *scripts, struct err *err)
{
    struct plot *p = chart_find(w->name)(f, w->data, err);
    bool good = p != NULL && gnuplot_draw(p, scripts, f->newest, w->stem, err);
    plot_free(p);
    return good;
}

int main(int argc, char **argv)
{
    struct err err = { .set = false };
    struct wish w = read_options(argc, argv);
    char *scripts = gnuplot_scripts(&err);
    struct facts *f = scripts == NULL ? NULL : facts_read(w.case_path, w.data, &err);
    bool good = f != NULL && draw(&w, f, scripts, &err);
    facts_free(f);
    free(scripts);
    return good ? EXIT_SUCCESS : err_report(&err, "dielog-figure");
}
