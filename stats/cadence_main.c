/* dielog-cadence -- machine or people: is there a cadence in each group's visits, and what explains them best? */

#include "numbers/gslerrors.h"
#include "periods/cadence_rows.h"
#include "rows/outputs.h"
#include "rows/source_opts.h"
#include <stdlib.h>
#include <string.h>

static struct source_opts in = SOURCE_OPTS_INIT;
static double visit_gap = 2, ttl;
static int64_t draws = 199;
static bool rank;
static const char *split_path, *parts_path, *gaps_path;

static const struct opt table[] = {
    SOURCE_OPT_TIME(in),
    { 'g', "group", OPT_TEXT, &in.group, "COLUMN[,COLUMN...]",
      "each value of COLUMN, or each pair of values, by itself", 0, 0 },
    SOURCE_OPT_ALL(in),
    SOURCE_OPT_COUNT(in),
    SOURCE_OPT_OBSERVED(in),
    { 0, "ttl", OPT_DURATION, &ttl, "DURATION", "the visits may come through a cache of this TTL (default: none)", 0,
      30 * 86400.0 },
    { 0, "visit-gap", OPT_DURATION, &visit_gap, "DURATION",
      "repeats within DURATION are one visit (default: 2s)", 0, 86400 },
    { 'r', "rank", OPT_FLAG, &rank, NULL, "the most machine-like first, with a column rank", 0, 0 },
    { 0, "split", OPT_TEXT, &split_path, "FILE", "write each visit's probability to be the machine's to FILE", 0, 0 },
    { 0, "parts", OPT_TEXT, &parts_path, "FILE", "write both parts, cumulated by day, to FILE", 0, 0 },
    { 0, "gaps", OPT_TEXT, &gaps_path, "FILE", "write the gaps before and after each visit to FILE", 0, 0 },
    { 0, "draws", OPT_INT, &draws, "N", "draws of the null (default: 199)", 19, 99999 },
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_SEED(in),
    SOURCE_OPT_OUT(in),
};
static const struct opts program = {
    "dielog-cadence", "[OPTION]... [FILE]...",
    "Find machines on a timer among people, and say which visits are whose.",
    table, sizeof table / sizeof *table,
};

enum { ROWS, SPLIT, PARTS, GAPS, TABLES };

static int by_time(const void *a, const void *b)
{
    when_t x = *(const when_t *)a, y = *(const when_t *)b;

    return (x > y) - (x < y);
}

/* Is the clock's face of all visits together one that no schedule makes?  Then no group's period is one. */
static bool face_is_false(const struct cadence_row *rows, size_t n, const struct observed *o)
{
    struct clockface face;
    when_t *times;
    size_t all = 0;

    for (size_t i = 0; i < n; i++)
        all += rows[i].c.n;
    times = mem_alloc((all + 1) * sizeof *times);
    all = 0;
    for (size_t i = 0; i < n; i++) {
        memcpy(times + all, rows[i].c.times, rows[i].c.n * sizeof *times);
        all += rows[i].c.n;
    }
    mem_sort(times, all, sizeof *times, by_time);
    clockface_init(&face, times, all, o);
    free(times);
    return clockface_artefact(&face) >= 0;
}

static bool judge_all(const struct series_set *set, const struct observed *o, struct cadence_row *rows,
                      struct err *err)
{
    struct cadence_how how = { visit_gap, ttl, (size_t)draws, (uint64_t)in.seed, program.program, 1 };
    size_t n = series_count(set);

    for (size_t i = 0; i < n; i++) {
        rows[i].group = series_at(set, i)->name;
        if (!cadence_init(&rows[i].c, series_at(set, i), o, &how, err))
            return false;
    }
    for (size_t i = 0; face_is_false(rows, n, o) && i < n; i++)
        rows[i].c.state = rows[i].c.state == CADENCE_JUDGED ? CADENCE_ARTEFACT : rows[i].c.state;
    cadence_adjust(rows, n);
    if (rank)
        cadence_rank(rows, n);
    return true;
}

static void write_all(struct outputs *t, const struct cadence_row *rows, size_t n, const struct observed *o)
{
    cadence_write(outputs_rows(t, ROWS), rows, n, rank);
    if (split_path != NULL)
        cadence_write_split(outputs_rows(t, SPLIT), rows, n);
    if (parts_path != NULL)
        cadence_write_parts(outputs_rows(t, PARTS), rows, n);
    if (gaps_path != NULL)
        cadence_write_gaps(outputs_rows(t, GAPS), rows, n, o);
}

static bool run(char **files, int n, struct err *err)
{
    const char *const paths[TABLES] = { in.out, split_path, parts_path, gaps_path };
    struct series_source source = source_opts_series(&in, files, n);
    struct outputs *outputs = outputs_open(paths, TABLES, err);
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
        good = judge_all(set, &observed, rows, err);
    }
    if (good) {
        write_all(outputs, rows, count, &observed);
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
    return run(argv, n, &err) ? 0 : err_report(&err, program.program);
}
