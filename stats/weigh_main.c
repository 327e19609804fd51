/* dielog-weigh -- each party's visits under each proposition of what makes them, and the propositions against each other. */

#include "base/tz.h"
#include "numbers/gslerrors.h"
#include "numbers/workers.h"
#include "rows/outputs.h"
#include "rows/source_opts.h"
#include "weighing/weigh_rows.h"
#include "weighing/weighoutside.h"
#include "zones/weighclocks.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define PROGRAM "dielog-weigh"

static struct source_opts in = SOURCE_OPTS_INIT;
static double visit_gap = 2, ttl;
static int64_t most = 20, jobs;
static const char *client, *question, *propositions, *names, *zones, *clocks, *found, *parties;
static const char *paths[WEIGH_TABLES];

static const struct opt table[] = {
    SOURCE_OPT_TIME(in),
    SOURCE_OPT_GROUP(in),
    { 0, "client", OPT_TEXT, &client, "COLUMN", "the streams of a group, each weighed by itself", 0, 0 },
    { 0, "question", OPT_TEXT, &question, "COLUMNS", "what a cache keeps an entry for, commas between (default: one for all)", 0, 0 },
    { 'a', "all", OPT_FLAG, &in.all, NULL, "with --group: also the groups together, as \"all\"", 0, 0 },
    SOURCE_OPT_COUNT(in),
    SOURCE_OPT_OBSERVED(in),
    { 0, "propositions", OPT_TEXT, &propositions, "LIST", "weigh these alone, commas between (default: all)", 0, 0 },
    { 0, "ttl", OPT_DURATION, &ttl, "TIME", "how long caches keep the answers (default: from the gaps)", 1, 2147483647 },
    { 0, "names", OPT_TEXT, &names, "FILE", "what dielog-names says of each group", 0, 0 },
    { 0, "zones", OPT_TEXT, &zones, "FILE", "what dielog-mixture says of the stated zones (its --propositions)", 0, 0 },
    { 0, "clocks", OPT_TEXT, &clocks, "ZONES", "people may keep the hours of these zones, commas between (default: UTC)", 0, 0 },
    { 0, "found", OPT_TEXT, &found, "FILE", "or those of the zone that dielog-zone found for the group", 0, 0 },
    { 0, "parties", OPT_TEXT, &parties, "FILE", "or those of the zone that is stated for it: party,zone", 0, 0 },
    { 0, "visit-gap", OPT_DURATION, &visit_gap, "TIME", "events this close are one visit (default: 2s)", 0, 86400 },
    { 0, "most", OPT_INT, &most, "N", "only the N groups with the most events (default: 20)", 1, 1000000000 },
    { 0, "each", OPT_TEXT, &paths[WEIGH_TABLE_PROPOSITIONS], "FILE", "write how each proposition does to FILE", 0, 0 },
    { 0, "pairs", OPT_TEXT, &paths[WEIGH_PAIRS], "FILE", "write each against each to FILE", 0, 0 },
    { 0, "features", OPT_TEXT, &paths[WEIGH_TABLE_FEATURES], "FILE", "write what carries the weight to FILE", 0, 0 },
    { 0, "blocks", OPT_TEXT, &paths[WEIGH_TABLE_BLOCKS], "FILE", "write the log likelihood of each block of time to FILE", 0, 0 },
    { 'j', "jobs", OPT_INT, &jobs, "N", "threads (default: one a processor); the result is the same", 0, 256 },
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_SEED(in),
    SOURCE_OPT_OUT(in),
};

static const struct opts program = {
    PROGRAM, "[OPTION]... [FILE]...", "How many times more probable are the visits if people made them than if a machine, a cache or chance did?",
    table, sizeof table / sizeof *table,
};

struct job {
    struct weighparties parties;
    struct observed observed;
    struct weighblocks blocks;
    struct weighoutsides outsides;
    struct weighclocks *clocks;
    struct weighquestion question;
    struct outputs *outputs;
};

/* --- options ----------------------------------------------------------------------------------------- */

static unsigned read_propositions(const char *list)
{
    unsigned asked = 0;
    for (const char *at = list; at != NULL && *at != '\0';) {
        size_t len = strcspn(at, ",");
        enum proposed p;
        if (!proposed_find(at, len, &p)) {
            opts_wrong(&program, "no proposition is called '%.*s'", (int)len, at);
        }
        asked |= 1u << p;
        at += len + (at[len] == ',');
    }
    return asked != 0 ? asked : (1u << PROPOSITIONS_OF_VISITS) - 1;
}

static void check_clocks(void)
{
    struct err err = { 0 };
    for (const char *at = clocks; at != NULL && *at != '\0';) {
        size_t len = strcspn(at, ",");
        struct buf zone = BUF_INIT;
        buf_add(&zone, at, len);
        if (!tz_check(zone.at, &err)) {
            opts_wrong(&program, "--clocks: %s", err.text);
        }
        buf_release(&zone);
        at += len + (at[len] == ',');
    }
}

static void check_options(struct job *job)
{
    source_opts_check(&in, &program);
    check_clocks();
    job->question = (struct weighquestion){ .observed = &job->observed, .blocks = &job->blocks, .visit_gap_s = visit_gap,
                                            .ttl_s = ttl, .asked = read_propositions(propositions), .seed = (uint64_t)in.seed };
    if (in.all && in.group == NULL) {
        opts_wrong(&program, "--all goes with --group");
    }
}

/* --- reading ------------------------------------------------------------------------------------------- */

/* The columns of the party, the client and the question, as series.h wants them; to be freed.  NULL: none. */
static char *group_columns(void)
{
    const char *const columns[] = { in.group, client, question };
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        if (columns[i] != NULL) {
            buf_add_format(&b, "%s%s", b.len > 0 ? "," : "", columns[i]);
        }
    }
    return b.at;
}

static bool read_all(struct job *job, char **files, int n_files, struct err *err)
{
    struct series_source source = source_opts_series(&in, files, n_files);
    char *columns = group_columns();
    source.group = columns;
    source.with_all = false;
    struct series_set *set = series_read(&source, err);
    bool good = set != NULL && source_opts_observed(&in, set, &job->observed, err) &&
                weighoutsides_read(&job->outsides, names, zones, err) && (job->clocks = weighclocks_read(clocks, found, parties, err)) != NULL;
    if (good) {
        weighblocks_init(&job->blocks, &job->observed);
        weighparties_init(&job->parties, set, (struct weighnaming){ in.group != NULL, client != NULL, question != NULL });
    }
    series_free(set);
    free(columns);
    return good;
}

static bool open_outputs(struct job *job, struct err *err)
{
    paths[WEIGH_MAIN] = in.out;
    job->outputs = outputs_open(paths, WEIGH_TABLES, err);
    for (int k = 0; job->outputs != NULL && k < WEIGH_TABLES; k++) {
        struct csv_writer *rows = outputs_rows(job->outputs, (size_t)k);
        if (rows != NULL) {
            weigh_put_header(rows, (enum weigh_table)k);
        }
    }
    return job->outputs != NULL;
}

/* --- weighing --------------------------------------------------------------------------------------------- */

static int descending(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x < y) - (x > y);
}

/* How many events a party must have to be among the `most` busiest. */
static size_t least_events(const struct weighparties *p)
{
    size_t *sizes = mem_alloc((p->n + 1) * sizeof *sizes);
    for (size_t i = 0; i < p->n; i++) {
        sizes[i] = p->at[i].events;
    }
    mem_sort(sizes, p->n, sizeof *sizes, descending);
    size_t bound = (int64_t)p->n > most ? sizes[most - 1] : 0;
    free(sizes);
    return bound;
}

static void put(struct job *job, struct weigh *w)
{
    for (int k = 0; k < WEIGH_TABLES; k++) {
        struct csv_writer *rows = outputs_rows(job->outputs, (size_t)k);
        if (rows != NULL) {
            weigh_put(rows, (enum weigh_table)k, w, &job->blocks);
        }
    }
}

/* One party by itself. */
static struct weigh *weigh_party_of(struct job *job, const struct weighparty *p)
{
    const struct weighclock *tried[WEIGHCLOCKS_MOST];
    struct weighquestion q = job->question;
    q.outside = weighoutsides_of(&job->outsides, p->name);
    q.n_clocks = weighclocks_of(job->clocks, p->name, tried);
    q.clocks = tried;
    return weigh_new(p, &q);
}

/* The parties that are weighed, each by whichever thread comes to it. */
struct crew {
    struct job *job;
    const struct weighparty **parties;
    struct weigh **done;
    size_t n;
    atomic_size_t next;
};

static void *weigh_some(void *context)
{
    struct crew *c = context;
    size_t i;
    while ((i = atomic_fetch_add(&c->next, 1)) < c->n) {
        c->done[i] = weigh_party_of(c->job, c->parties[i]);
    }
    return NULL;
}

static void put_all(struct job *job, struct weigh **done, size_t n)
{
    if (in.all) {
        job->question.outside = weighoutsides_of(&job->outsides, "all");
        struct weigh *all = weigh_together("all", done, n, &job->question);
        put(job, all);
        weigh_free(all);
    }
    for (size_t i = 0; i < n; i++) {
        put(job, done[i]);
        weigh_free(done[i]);
    }
}

static void weigh_parties(struct job *job)
{
    size_t bound = least_events(&job->parties), room = job->parties.n + 1;
    struct crew c = { .job = job, .parties = mem_alloc(room * sizeof *c.parties), .done = mem_alloc(room * sizeof *c.done) };
    for (size_t i = 0; i < job->parties.n; i++) {
        const struct weighparty *p = &job->parties.at[i];
        if (p->events >= bound) {
            c.parties[c.n++] = p;
        }
    }
    workers_run(workers_wanted((size_t)jobs), weigh_some, &c);
    put_all(job, c.done, c.n);
    free(c.parties);
    free(c.done);
}

static void release(struct job *job)
{
    outputs_free(job->outputs);
    weighparties_release(&job->parties);
    weighoutsides_release(&job->outsides);
    weighclocks_free(job->clocks);
    weighblocks_release(&job->blocks);
    observed_release(&job->observed);
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct job job = { .parties = { NULL, 0, 0 } };
    gslerrors_begin();
    int n_files = opts_parse(&program, argc, argv);
    check_options(&job);
    observed_init(&job.observed);
    bool good = open_outputs(&job, &err) && read_all(&job, argv, n_files, &err);
    if (good) {
        weigh_parties(&job);
        good = outputs_publish(job.outputs, &err);
    }
    release(&job);
    return good ? 0 : err_report(&err, PROGRAM);
}
