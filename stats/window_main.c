/* dielog-window -- were there more or fewer events than expected in each declared window? */

#include "numbers/gslerrors.h"
#include "rates/window_table.h"
#include "rows/eventlist.h"
#include "rows/outputs.h"
#include "rows/source_opts.h"

enum { MAIN, TESTS, GROUPS, VARIANTS, WINDOW_TABLES };

static struct source_opts in = SOURCE_OPTS_INIT;
static const char *events_path;
static const char *paths[WINDOW_TABLES];
static double visit_gap = 2;
static bool every_event;

static const struct opt table[] = {
    { 'e', "events", OPT_TEXT, &events_path, "FILE", "the windows: CSV with event,start,end,label", 0, 0 },
    SOURCE_OPT_TIME(in),
    SOURCE_OPT_GROUP(in),
    SOURCE_OPT_COUNT(in),
    SOURCE_OPT_OBSERVED(in),
    { 0, "visit-gap", OPT_DURATION, &visit_gap, "DURATION",
      "repeats within DURATION are one visit (default: 2s)", 0, 86400 },
    { 0, "every-event", OPT_FLAG, &every_event, NULL, "count events, not visits", 0, 0 },
    { 0, "tests", OPT_TEXT, &paths[TESTS], "FILE", "also the tests that take visits for independent", 0, 0 },
    { 0, "groups", OPT_TEXT, &paths[GROUPS], "FILE", "also the events of each group together", 0, 0 },
    { 0, "variants", OPT_TEXT, &paths[VARIANTS], "FILE", "also windows of other width, before and behind", 0, 0 },
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_SEED(in),
    SOURCE_OPT_OUT(in),
};
static const struct opts program = {
    "dielog-window", "[OPTION]... --events=FILE [FILE]...",
    "Compare the events in declared windows with what the rest of the series leads to expect.",
    table, sizeof table / sizeof *table,
};

static void (*const write_table[WINDOW_TABLES])(struct csv_writer *w, const struct window_table *t) = {
    [MAIN] = window_table_write,
    [TESTS] = window_table_write_tests,
    [GROUPS] = window_table_write_groups,
    [VARIANTS] = window_table_write_variants,
};

static void write_all(struct outputs *outputs, const struct window_table *t)
{
    for (size_t k = 0; k < WINDOW_TABLES; k++) {
        if (outputs_rows(outputs, k) != NULL)
            write_table[k](outputs_rows(outputs, k), t);
    }
}

static bool ask_all(const struct series_set *set, const struct window_asked *asked, struct outputs *outputs, struct err *err)
{
    struct window_table *t = window_table_new(asked);
    bool good = true;

    for (size_t g = 0; good && g < series_count(set); g++)
        good = window_table_ask(t, series_at(set, g), err);
    if (good) {
        window_table_adjust(t);
        write_all(outputs, t);
    }
    window_table_free(t);
    return good;
}

static bool run(char **files, int n, struct err *err)
{
    struct series_source source = source_opts_series(&in, files, n);
    struct eventlist events = { NULL, NULL, 0 };
    struct outputs *outputs = outputs_open(paths, WINDOW_TABLES, err);
    struct observed observed;
    struct series_set *set = NULL;
    struct window_asked asked = { &events, &observed, every_event ? -1 : (int64_t)(visit_gap * (double)WHEN_SECOND), in.seed };
    bool good;

    observed_init(&observed);
    source.with_all = in.group != NULL;
    good = outputs != NULL && eventlist_read(&events, events_path, err) && (set = series_read(&source, err)) != NULL
           && source_opts_observed(&in, set, &observed, err) && ask_all(set, &asked, outputs, err) && outputs_publish(outputs, err);
    outputs_free(outputs);
    series_free(set);
    observed_release(&observed);
    eventlist_release(&events);
    return good;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    int n = opts_parse(&program, argc, argv);

    gslerrors_begin();
    source_opts_check(&in, &program);
    paths[MAIN] = in.out;
    if (events_path == NULL)
        opts_wrong(&program, "which events? --events=FILE is needed");
    return run(argv, n, &err) ? 0 : err_report(&err, program.program);
}
