/* dielog-screen -- the pairs of a large case, ranked by cadence. */

#include "gslerrors.h"
#include "screen.h"
#include "outputs.h"
#include "source_opts.h"
#include "workers.h"
#include <stdlib.h>

static struct source_opts in = SOURCE_OPTS_INIT;
static double visit_gap = 2, ttl;
static int64_t draws = 99, jobs;

static const struct opt table[] = {
    SOURCE_OPT_TIME(in),
    { 'g', "group", OPT_TEXT, &in.group, "COLUMN[,COLUMN...]",
      "the pairs: each combination of values (default: client,target)", 0, 0 },
    SOURCE_OPT_COUNT(in),
    SOURCE_OPT_OBSERVED(in),
    { 0, "ttl", OPT_DURATION, &ttl, "DURATION", "the visits may come through a cache of this TTL (default: none)", 0,
      30 * 86400.0 },
    { 0, "visit-gap", OPT_DURATION, &visit_gap, "DURATION",
      "repeats within DURATION are one visit (default: 2s)", 0, 86400 },
    { 'j', "jobs", OPT_INT, &jobs, "N", "threads (default: one a processor); the result is the same", 0, 256 },
    { 0, "draws", OPT_INT, &draws, "N", "draws of the null (default: 99)", 19, 99999 },
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_SEED(in),
    SOURCE_OPT_OUT(in),
};
static const struct opts program = {
    "dielog-screen", "[OPTION]... [FILE]...",
    "Look through all pairs for machines on a timer, the most regular first.",
    table, sizeof table / sizeof *table,
};

static bool run(char **files, int n, struct err *err)
{
    struct series_source source = source_opts_series(&in, files, n);
    struct cadence_how how = { visit_gap, ttl, (size_t)draws, (uint64_t)in.seed, program.program, CADENCE_ALPHA };
    struct outputs *outputs = outputs_open(&in.out, 1, err);
    struct observed observed;
    struct series_set *set = NULL;
    struct cadence_row *rows = NULL;
    size_t count = 0;
    bool good;

    observed_init(&observed);
    good = outputs != NULL && (set = series_read(&source, err)) != NULL && source_opts_observed(&in, set, &observed, err);
    if (good) {
        count = series_count(set);
        rows = mem_zero((count + 1) * sizeof *rows);
        good = screen_run(set, &observed, &how, workers_wanted((size_t)jobs), rows, err);
    }
    if (good) {
        cadence_adjust(rows, count);
        cadence_rank(rows, count);
        cadence_write(outputs_rows(outputs, 0), rows, count, true);
        good = outputs_publish(outputs, err);
    }
    outputs_free(outputs);
    cadence_rows_free(rows, count);
    series_free(set);
    observed_release(&observed);
    return good;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    int n = opts_parse(&program, argc, argv);

    gslerrors_begin();
    source_opts_check(&in, &program);
    if (in.group == NULL)
        in.group = "client,target";
    return run(argv, n, &err) ? 0 : err_report(&err, program.program);
}
