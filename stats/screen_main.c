/* dielog-screen -- the pairs of a large case, ranked by cadence. */

#include "numbers/gslerrors.h"
#include "numbers/workers.h"
#include "periods/screen.h"
#include "periods/screenpart.h"
#include "rows/outputs.h"
#include "rows/source_opts.h"
#include <stdlib.h>

/* So that what was stated is known: a shard is always a part, and parts are merged as they were judged. */
#define UNSTATED (-1)

static const char comma[] = ",";
static struct source_opts in = { .separator = comma, .out = "-", .seed = UNSTATED };
static double visit_gap = UNSTATED, ttl = UNSTATED;
static int64_t draws = UNSTATED, jobs = UNSTATED, shard = UNSTATED, shards = UNSTATED;
static bool part, merge;

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
    { 0, "part", OPT_FLAG, &part, NULL, "write a part, to be merged with others", 0, 0 },
    { 0, "shard", OPT_INT, &shard, "K", "only the pairs that fall to the K-th of the shards, as a part", 1, SCREENPART_SHARDS },
    { 0, "shards", OPT_INT, &shards, "N", "shards that share the pairs (default: 1)", 1, SCREENPART_SHARDS },
    { 0, "merge", OPT_FLAG, &merge, NULL, "the files are parts: make one table of them", 0, 0 },
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

static bool judge(struct screenpart *p, char **files, int n, struct err *err)
{
    struct cadence_how how = { visit_gap, ttl, (size_t)draws, (uint64_t)in.seed, program.program, CADENCE_ALPHA };
    struct series_source source = source_opts_series(&in, files, n);
    struct observed observed;
    struct series_set *set;
    bool good;

    source.shard = (size_t)shard - 1;
    source.shards = (size_t)shards;
    observed_init(&observed);
    set = series_read(&source, err);
    good = set != NULL && source_opts_observed(&in, set, &observed, err);
    if (good) {
        size_t count = series_count(set);
        struct cadence_row *rows = mem_zero((count + 1) * sizeof *rows);

        good = screen_run(set, &observed, &how, workers_wanted((size_t)jobs), rows, err);
        screenpart_take(p, shard, shards, &how, &observed, rows, count);
    }
    series_free(set);
    observed_release(&observed);
    return good;
}

static bool gather(struct screenpart *p, char **files, int n, struct err *err)
{
    struct inputs parts = source_opts_inputs(&in, files, n);

    return screenpart_read(p, &parts, err) && (part || screenpart_whole(p, err));
}

static void write_table(struct screenpart *p, struct csv_writer *w)
{
    size_t n;
    struct cadence_row *rows = screenpart_rows(p, &n);

    cadence_adjust(rows, n);
    cadence_rank(rows, n);
    cadence_write(w, rows, n, true);
}

static bool run(char **files, int n, struct err *err)
{
    struct outputs *outputs = outputs_open(&in.out, 1, err);
    struct screenpart *p = screenpart_new();
    bool good = outputs != NULL && (merge ? gather : judge)(p, files, n, err);

    if (good) {
        if (part)
            screenpart_write(p, outputs_rows(outputs, 0));
        else
            write_table(p, outputs_rows(outputs, 0));
        good = outputs_publish(outputs, err);
    }
    outputs_free(outputs);
    screenpart_free(p);
    return good;
}

static bool says_how(void)
{
    return in.time != NULL || in.group != NULL || in.count != NULL || in.observed != NULL || in.seed != UNSTATED ||
           in.separator != comma || draws != UNSTATED || jobs != UNSTATED || ttl != UNSTATED || visit_gap != UNSTATED;
}

static bool is_shard(void)
{
    return shard != UNSTATED || shards != UNSTATED;
}

static void fill_in(void)
{
    part = part || is_shard();
    in.group = in.group != NULL ? in.group : "client,target";
    in.seed = in.seed != UNSTATED ? in.seed : 1;
    draws = draws != UNSTATED ? draws : 99;
    jobs = jobs != UNSTATED ? jobs : 0;
    ttl = ttl != UNSTATED ? ttl : 0;
    visit_gap = visit_gap != UNSTATED ? visit_gap : 2;
    shard = shard != UNSTATED ? shard : 1;
    shards = shards != UNSTATED ? shards : 1;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    int n = opts_parse(&program, argc, argv);

    gslerrors_begin();
    source_opts_check(&in, &program);
    if (merge && is_shard())
        opts_wrong(&program, "--shard and --shards: parts are merged whole");
    if (merge && says_how())
        opts_wrong(&program, "--merge: the parts were judged already; no --time, --group, --count, --observed, --separator, --ttl, --visit-gap, --jobs, --draws or --seed");
    fill_in();
    if (shard > shards)
        opts_wrong(&program, "--shard: there are not so many --shards");
    return run(argv, n, &err) ? 0 : err_report(&err, program.program);
}
