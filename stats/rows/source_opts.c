#include "source_opts.h"

static bool is_tab(const char *s)
{
    return strcmp(s, "tab") == 0 || strcmp(s, "\t") == 0 || strcmp(s, "\\t") == 0;
}

void source_opts_check(const struct source_opts *o, const struct opts *program)
{
    if (strcmp(o->separator, ",") != 0 && !is_tab(o->separator)) {
        opts_wrong(program, "the separator is a comma or tab, not '%s'", o->separator);
    }
}

char source_opts_separator(const struct source_opts *o)
{
    return is_tab(o->separator) ? '\t' : ',';
}

struct inputs source_opts_inputs(const struct source_opts *o, char **files, int n_files)
{
    return (struct inputs){
        .files = (const char *const *)files,
        .n_files = (size_t)n_files,
        .files_from = o->files_from,
        .separator = source_opts_separator(o),
    };
}

struct series_source source_opts_series(const struct source_opts *o, char **files, int n_files)
{
    return (struct series_source){
        .files = (const char *const *)files,
        .n_files = (size_t)n_files,
        .files_from = o->files_from,
        .time = o->time,
        .group = o->group,
        .count = o->count,
        .with_all = o->all && o->group != NULL,
        .separator = source_opts_separator(o),
    };
}

bool source_opts_observed(const struct source_opts *o, const struct series_set *set,
                          struct observed *out, struct err *err)
{
    if (o->observed != NULL) {
        return observed_read(out, o->observed, err);
    }
    series_span(set, out);
    return true;
}
