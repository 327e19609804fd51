/* source_opts.h -- the options that the programs on event times share, so that
   they are called and explained the same everywhere.  A program puts the rows
   that it understands into its table:

       static struct source_opts in = SOURCE_OPTS_INIT;
       static const struct opt table[] = {
           SOURCE_OPT_TIME(in), SOURCE_OPT_GROUP(in), SOURCE_OPT_OUT(in), ...
       };

   and after opts_parse calls source_opts_check, which ends the program (exit 2)
   on what only it can see, and source_opts_series. */

#ifndef DIELOG_SOURCE_OPTS_H
#define DIELOG_SOURCE_OPTS_H

#include "base/opts.h"
#include "inputs.h"
#include "series.h"

struct source_opts {
    const char *time, *group, *count, *observed, *files_from, *separator, *out;
    int64_t seed;
    bool all;
};

#define SOURCE_OPTS_INIT { .time = "time", .separator = ",", .out = "-", .seed = 1 }

#define SOURCE_OPT_TIME(o) \
    { 't', "time", OPT_TEXT, &(o).time, "COLUMN", \
      "times: ISO 8601 with zone or epoch seconds (default: time)", 0, 0 }
#define SOURCE_OPT_GROUP(o) \
    { 'g', "group", OPT_TEXT, &(o).group, "COLUMN", "each value of COLUMN by itself", 0, 0 }
#define SOURCE_OPT_ALL(o) \
    { 'a', "all", OPT_FLAG, &(o).all, NULL, "with --group: also the series \"all\" of every row", 0, 0 }
#define SOURCE_OPT_COUNT(o) \
    { 'c', "count", OPT_TEXT, &(o).count, "COLUMN", \
      "events a row stands for (default: count if there, else 1)", 0, 0 }
#define SOURCE_OPT_OBSERVED(o) \
    { 0, "observed", OPT_TEXT, &(o).observed, "FILE", \
      "when the sensor watched: CSV with start,end (default: first to last event)", 0, 0 }
#define SOURCE_OPT_FILES_FROM(o) \
    { 0, "files-from", OPT_TEXT, &(o).files_from, "LIST", \
      "read also the files that LIST names, one a line", 0, 0 }
#define SOURCE_OPT_SEPARATOR(o) \
    { 0, "separator", OPT_TEXT, &(o).separator, "CHAR", \
      "between the fields: a comma (default) or tab", 0, 0 }
#define SOURCE_OPT_SEED(o) \
    { 0, "seed", OPT_INT, &(o).seed, "N", "seed of the random numbers (default: 1)", 0, 9.0e15 }
#define SOURCE_OPT_OUT(o) \
    { 'o', "output", OPT_TEXT, &(o).out, "FILE", "write to FILE (default: standard output)", 0, 0 }

/* Ends the program when the separator is none of: a comma, a tab, "tab", "\t". */
void source_opts_check(const struct source_opts *o, const struct opts *program);

char source_opts_separator(const struct source_opts *o); /* after the check */

/* FILES are the operands as opts_parse left them. */
struct inputs source_opts_inputs(const struct source_opts *o, char **files, int n_files);
struct series_source source_opts_series(const struct source_opts *o, char **files, int n_files);

/* The observed set: read from --observed, else the span of SET. */
bool source_opts_observed(const struct source_opts *o, const struct series_set *set,
                          struct observed *out, struct err *err) MUST_USE;

#endif
