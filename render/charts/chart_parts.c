/* chart_parts.c -- what a machine made and the rest, both cumulated against the date: a panel a group in whose visits a
   cadence was found. */

#include "charts.h"
#include "facts/timing.h"
#include "twoparts.h"

static const struct twoparts machine = {
    "share", "period_s",
    "A machine’s part", "No machine’s part is told", "No series has a part that a machine explains better, so none is divided.",
    "a machine’s", "the rest", "visits so far; period ",
    "Visits up to each date, divided by how well each fits the machine’s schedule: every visit counts in part for "
    "the machine and in part for the rest. A straight line is a steady pace, a bend a change, a level a silence. "
    "Each panel has a scale of its own.",
};

struct plot *chart_parts(const struct facts *f, const char *dir, struct err *err)
{
    size_t rows[TWOPARTS_MOST];
    struct plot *p = NULL;
    struct result *parts = result_read(dir, "cadence_parts", NULL, NULL, err);
    struct result *verdicts = parts == NULL ? NULL : result_read(dir, "cadence", NULL, NULL, err);
    if (verdicts != NULL)
        p = twoparts_draw(&machine, f, parts, verdicts, NULL, rows, timing_rows(f, verdicts, timing_is_machine, rows, TWOPARTS_MOST));
    if (p != NULL && !(result_sound(parts, err) && result_sound(verdicts, err))) {
        plot_free(p);
        p = NULL;
    }
    result_free(parts);
    result_free(verdicts);
    return p;
}
