/* calibrate -- how often is p <= .05 and p <= .01 where nothing is to be found?

   For every row of the tables (calibration.h) draws of its null are tested, and the share of small
   p-values is written beside its Monte Carlo interval (Clopper & Pearson, 95 %). What counts:

       holds         the share of p <= .05 lies in .03 to .06 and that of p <= .01 in .003 to .013
       conservative  below that, and nowhere above
       fails         above: exit status 1

   The quick run (make check) has too few draws for these bars: there a row fails when the bar lies
   below an interval that is left by chance once in 100,000.  The draws are shared out among processes, and
   among shards on other machines, by their number, so their count and order change nothing.  A shard writes
   what it counted; the counts of all shards, as operands, make the table. */

#include "base/csv.h"
#include "base/hash.h"
#include "base/opts.h"
#include "base/outfile.h"
#include "calibration.h"
#include "numbers/proportion.h"
#include "numbers/stream.h"
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_JOBS 256
#define MOST_SHARDS 9999
#define QUICK_LEVEL (1 - 1e-5)

static int64_t draws_wanted, jobs, seed = 1, shard = 1, shards = 1;
static const char *only, *only_test, *out_path = "-";
static bool quick, list;

static const struct opt table[] = {
    { 'd', "draws", OPT_INT, &draws_wanted, "N", "of every row (default: as its table says)", 0, 1e9 },
    { 'j', "jobs", OPT_INT, &jobs, "N", "processes (default: one a processor)", 0, MOST_JOBS },
    { 0, "only", OPT_TEXT, &only, "STATISTIC", "the rows of one statistic", 0, 0 },
    { 0, "test", OPT_TEXT, &only_test, "TEST", "of those, the rows of one test", 0, 0 },
    { 'q', "quick", OPT_FLAG, &quick, NULL, "few draws of some rows, wide bars", 0, 0 },
    { 'l', "list", OPT_FLAG, &list, NULL, "only name the rows", 0, 0 },
    { 0, "shard", OPT_INT, &shard, "K", "only count, in the K-th of the shards", 1, MOST_SHARDS },
    { 0, "shards", OPT_INT, &shards, "N", "shards that share the draws (default: 1)", 1, MOST_SHARDS },
    { 's', "seed", OPT_INT, &seed, "N", "(default: 1)", 0, 0 },
    { 'o', "output", OPT_TEXT, &out_path, "FILE", "write to FILE instead of standard output", 0, 0 },
};
static const struct opts program = {
    "calibrate", "[OPTION]... [COUNTS]...", "The share of small p-values under simulated nulls, by statistic and null.",
    table, sizeof table / sizeof *table,
};

/* What a process counts for a row; in memory that all share. */
struct tally {
    unsigned long asked, answered, at05, at01;
    double seconds;
};

struct plan {
    const struct calibration **rows;
    size_t n, capacity;
    size_t jobs;
    struct tally *tallies; /* n of each process */
};

static bool is_wanted(const struct calibration *row)
{
    return (only == NULL || strcmp(only, row->statistic) == 0) && (only_test == NULL || strcmp(only_test, row->test) == 0) &&
           (!quick || row->quick > 0);
}

static void plan_add(struct plan *p, const struct calibration *rows)
{
    for (; rows->statistic != NULL; rows++) {
        if (!is_wanted(rows))
            continue;
        p->rows = mem_grow(p->rows, &p->capacity, p->n + 1, sizeof *p->rows);
        p->rows[p->n++] = rows;
    }
}

static bool plan_init(struct plan *p, struct err *err)
{
    *p = (struct plan){ 0 };
#define PLAN_ADD(name) plan_add(p, calibration_##name);
    CALIBRATION_TABLES(PLAN_ADD)
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    p->jobs = jobs > 0 ? (size_t)jobs : processors > 0 && processors <= MOST_JOBS ? (size_t)processors : 1;
    p->tallies = mmap(NULL, (p->jobs * p->n + 1) * sizeof *p->tallies, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return p->tallies != MAP_FAILED || err_errno(err, "error: no memory to share");
}

static size_t draws_of(const struct calibration *row)
{
    return quick ? row->quick : draws_wanted > 0 ? (size_t)draws_wanted : row->draws;
}

/* --- one process ------------------------------------------------------------------------- */

static double p_of(const struct calibration *row, const struct world_events *e, size_t i)
{
    char name[WORLD_NAME], place[WORLD_NAME + 80];

    world_name(&row->null, name);
    snprintf(place, sizeof place, "%s %s %zu", row->test, name, i);
    struct sample s = {
        .times = e->times.at, .n = e->times.n, .observed = &e->observed,
        .start = WORLD_START, .end = WORLD_START + row->null.days * WHEN_DAY,
        .rng = stream_new((uint64_t)seed, row->statistic, place),
        .seed = hash_seed((uint64_t)seed, row->statistic, place),
    };
    double p = row->p(&s);
    gsl_rng_free(s.rng);
    return p;
}

static void work(const struct plan *plan, size_t job)
{
    struct world_events events = WORLD_EVENTS_INIT;

    for (size_t r = 0; r < plan->n; r++) {
        const struct calibration *row = plan->rows[r];
        struct tally *t = &plan->tallies[job * plan->n + r];
        const clock_t begun = clock();

        for (size_t i = (size_t)(shard - 1) + job * (size_t)shards; i < draws_of(row); i += plan->jobs * (size_t)shards) {
            world_draw(&row->null, (uint64_t)seed, i, &events);
            double p = p_of(row, &events, i);
            t->asked++;
            t->answered += !isnan(p);
            t->at05 += p <= .05;
            t->at01 += p <= .01;
        }
        t->seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
    }
    world_release(&events);
}

static bool work_all(const struct plan *plan, struct err *err)
{
    bool good = true;

    for (size_t job = 0; job < plan->jobs; job++) {
        pid_t child = fork();
        if (child == 0) {
            work(plan, job);
            _exit(0);
        }
        good = child > 0 && good;
    }
    for (size_t job = 0; job < plan->jobs; job++) {
        int status;
        good = wait(&status) > 0 && status == 0 && good;
    }
    return good || err_set(err, "error: a process failed");
}

/* --- shards --------------------------------------------------------------------------------- */

static struct tally sum_of(const struct plan *plan, size_t r)
{
    struct tally sum = { 0 };

    for (size_t job = 0; job < plan->jobs; job++) {
        const struct tally *t = &plan->tallies[job * plan->n + r];
        sum.asked += t->asked;
        sum.answered += t->answered;
        sum.at05 += t->at05;
        sum.at01 += t->at01;
        sum.seconds += t->seconds;
    }
    return sum;
}

static void put_names(struct csv_writer *w, const struct calibration *row)
{
    char name[WORLD_NAME];

    world_name(&row->null, name);
    csv_put_text(w, row->statistic);
    csv_put_text(w, row->test);
    csv_put_text(w, name);
}

static const char *const counted[] = { "statistic", "test", "null", "draws", "answered", "p05", "p01" };
#define COUNTED (sizeof counted / sizeof *counted)

static void write_counts(const struct plan *plan, FILE *to)
{
    struct csv_writer w = { to, false };

    csv_put_header(&w, counted, COUNTED);
    for (size_t r = 0; r < plan->n; r++) {
        struct tally t = sum_of(plan, r);
        put_names(&w, plan->rows[r]);
        csv_put_int(&w, (int64_t)t.asked);
        csv_put_int(&w, (int64_t)t.answered);
        csv_put_int(&w, (int64_t)t.at05);
        csv_put_int(&w, (int64_t)t.at01);
        csv_put_end(&w);
    }
}

static bool is_row(const struct csv_reader *in, const struct calibration *row)
{
    char name[WORLD_NAME];

    world_name(&row->null, name);
    return text_is(csv_field(in, 0), row->statistic) && text_is(csv_field(in, 1), row->test) && text_is(csv_field(in, 2), name);
}

/* The counts of a shard of the same rows, in the same order. */
static bool read_row(const struct csv_reader *in, const struct plan *plan, size_t r, struct err *err)
{
    int64_t x[4];

    if (r >= plan->n || csv_columns(in) != COUNTED || !is_row(in, plan->rows[r]))
        return err_set(err, "%s:%zu: error: counts of another row than these options ask for", csv_path(in), csv_line(in));
    for (size_t i = 0; i < 4; i++) {
        if (!csv_int(in, 3 + i, &x[i], err))
            return false;
    }
    struct tally *t = &plan->tallies[r];
    t->asked += (unsigned long)x[0];
    t->answered += (unsigned long)x[1];
    t->at05 += (unsigned long)x[2];
    t->at01 += (unsigned long)x[3];
    return true;
}

static bool read_counts(const struct plan *plan, const char *path, struct err *err)
{
    struct csv_reader *in = csv_open(path, ',', err);
    enum csv_status status = in != NULL ? csv_next(in, err) : CSV_FAIL;
    size_t r = 0;

    while (status == CSV_ROW)
        status = read_row(in, plan, r++, err) ? csv_next(in, err) : CSV_FAIL;
    if (status == CSV_END && r < plan->n)
        err_set(err, "%s: error: counts of %zu rows, expected %zu", path, r, plan->n);
    return csv_close(in, err) && status == CSV_END && r == plan->n;
}

/* All draws: a shard that lacks is told, or one that is too many. */
static bool read_shards(const struct plan *plan, char **paths, int n, struct err *err)
{
    for (int i = 0; i < n; i++) {
        if (!read_counts(plan, paths[i], err))
            return false;
    }
    for (size_t r = 0; r < plan->n; r++) {
        if (plan->tallies[r].asked != draws_of(plan->rows[r]))
            return err_set(err, "error: the counts have %lu draws of '%s', expected %zu", plan->tallies[r].asked,
                           plan->rows[r]->test, draws_of(plan->rows[r]));
    }
    return true;
}

/* --- the table ----------------------------------------------------------------------------- */

/* The number that is held against the upper bar. */
static double least(unsigned long x, unsigned long n)
{
    return quick ? exact_limits((double)x, (double)n, QUICK_LEVEL).lo : (double)x / (double)n;
}

static const char *verdict(const struct tally *t)
{
    if (t->answered == 0)
        return "no answer";
    if (least(t->at05, t->answered) > .06 || least(t->at01, t->answered) > .013)
        return "fails";
    if ((double)t->at05 < .03 * (double)t->answered || (double)t->at01 < .003 * (double)t->answered)
        return quick ? "holds" : "conservative";
    return "holds";
}

static void put_share(struct csv_writer *w, unsigned long x, unsigned long n)
{
    struct limits l = exact_limits((double)x, (double)n, .95);
    char text[32];

    const double numbers[] = { (double)x / (double)n, l.lo, l.hi };
    for (size_t i = 0; i < 3; i++) {
        snprintf(text, sizeof text, "%.4f", numbers[i]);
        csv_put_text(w, n > 0 ? text : "");
    }
}

/* True when the row is as it should be. */
static bool put_row(struct csv_writer *w, const struct calibration *row, const struct tally *t)
{
    char name[WORLD_NAME];

    world_name(&row->null, name);
    put_names(w, row);
    if (!list) {
        csv_put_int(w, (int64_t)t->asked);
        csv_put_int(w, (int64_t)t->answered);
        put_share(w, t->at05, t->answered);
        put_share(w, t->at01, t->answered);
        csv_put_text(w, verdict(t));
        fprintf(stderr, "%6.1f s  %-13s %s: %s, %s\n", t->seconds, verdict(t), row->statistic, row->test, name);
    }
    csv_put_end(w);
    return list || strcmp(verdict(t), "fails") != 0;
}

static size_t write_rows(const struct plan *plan, FILE *to)
{
    static const char *const names[] = { "statistic", "test",   "null", "draws",  "answered", "p05",
                                         "p05_lo",    "p05_hi", "p01",  "p01_lo", "p01_hi",   "verdict" };
    struct csv_writer w = { to, false };
    size_t failed = 0;

    csv_put_header(&w, names, list ? 3 : sizeof names / sizeof *names);
    for (size_t r = 0; r < plan->n; r++) {
        struct tally t = sum_of(plan, r);
        failed += !put_row(&w, plan->rows[r], &t);
    }
    return failed;
}

static bool write_table(const struct plan *plan, bool merging, struct err *err)
{
    struct outfile *out = outfile_open(out_path, err);

    if (out == NULL)
        return false;
    size_t failed = 0;
    if (shards > 1 && !merging)
        write_counts(plan, outfile_stream(out));
    else
        failed = write_rows(plan, outfile_stream(out));
    if (!outfile_publish(out, err))
        return false;
    return failed == 0 || err_set(err, "error: %zu of %zu rows fail", failed, plan->n);
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct plan plan;

    int n = opts_parse(&program, argc, argv);
    if (shard > shards)
        opts_wrong(&program, "--shard: there are not so many --shards");
    gsl_set_error_handler_off();
    bool good = plan_init(&plan, &err) && (list || (n > 0 ? read_shards(&plan, argv, n, &err) : work_all(&plan, &err))) &&
                write_table(&plan, n > 0, &err);
    free(plan.rows);
    return good ? 0 : err_report(&err, program.program);
}
