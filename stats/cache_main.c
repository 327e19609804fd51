/* dielog-cache -- is the cycle of a stream what a cache makes of steady demand, and of how much? */

#include "caches/cachefit.h"
#include "caches/cachehours.h"
#include "caches/cachemix.h"
#include "numbers/gslerrors.h"
#include "numbers/stream.h"
#include "rows/arrivals.h"
#include "rows/daysplit.h"
#include "rows/outputs.h"
#include "rows/source_opts.h"
#include "rows/ttlcolumn.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PROGRAM "dielog-cache"
#define NONE_DRAWS 99 /* p_none at least .01 */

static struct source_opts in = SOURCE_OPTS_INIT;
static double visit_gap = 2, ttl, least = 30;
static int64_t draws = 399;
static bool among;
static int64_t among_draws = 199, most = 1000000000;
static const char *ttl_column, *hours_path, *gaps_path, *passed_path;

static const struct opt table[] = {
    SOURCE_OPT_TIME(in),
    SOURCE_OPT_GROUP(in),
    SOURCE_OPT_ALL(in),
    SOURCE_OPT_COUNT(in),
    SOURCE_OPT_OBSERVED(in),
    { 0, "ttl", OPT_DURATION, &ttl, "TIME", "the TTL, where it is known (default: from the gaps)", 1, 2147483647 },
    { 0, "ttl-column", OPT_TEXT, &ttl_column, "COLUMN", "the TTL in seconds, where the log has it", 0, 0 },
    { 0, "least-ttl", OPT_DURATION, &least, "TIME", "shorter TTLs are not looked for (default: 30s)", 1, 2147483647 },
    { 0, "visit-gap", OPT_DURATION, &visit_gap, "TIME", "events this close are one visit (default: 2s)", 0, 86400 },
    { 0, "draws", OPT_INT, &draws, "N", "simulated streams behind each p (default: 399)", 199, 100000 },
    { 0, "among", OPT_FLAG, &among, NULL, "seek a cache of the known TTL among other visits where the whole is none", 0, 0 },
    { 0, "among-draws", OPT_INT, &among_draws, "N", "the same for --among (default: 199)", 199, 100000 },
    { 0, "most", OPT_INT, &most, "N", "only the N series with the most events", 1, 1000000000 },
    { 0, "by-hour", OPT_TEXT, &hours_path, "FILE", "write the demand by the hour of the day to FILE", 0, 0 },
    { 0, "passed", OPT_TEXT, &passed_path, "FILE", "write what passed a cache by day, and the rest, to FILE", 0, 0 },
    { 0, "gaps", OPT_TEXT, &gaps_path, "FILE", "write the histogram of gaps to FILE", 0, 0 },
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_SEED(in),
    SOURCE_OPT_OUT(in),
};

static const struct opts program = {
    PROGRAM, "[OPTION]... [FILE]...", "Is this cycle what a cache makes of steady demand, and of how much?",
    table, sizeof table / sizeof *table,
};

static const char *const columns[] = {
    "group",         "n",          "ttl_s",         "share_below",   "demand_per_hour", "lo95",       "hi95",
    "p_value",       "verdict",    "reason",        "ttl_lo95_s",    "ttl_hi95_s",      "ttl_from",   "silence_s",
    "caches",        "gaps",       "below_lo95",    "below_hi95",    "hazard_below",    "hazard_from", "prefetch_p",
    "hit_share",     "p_gaps",     "p_memory",      "gain",          "resolution_s",    "passed_share",
    "passed_demand", "passed_gain", "p_none",       "p_passed",      "long_waits",      "sentence",
};
static const char *const hour_columns[] = { "group",  "hour", "misses", "exposure_s", "rate",
                                            "demand", "lo95", "hi95",   "live_s" };
static const char *const gap_columns[] = { "group", "from_s", "to_s", "count", "expected" };

enum { FITS, HOURS, GAPS, PASSED, TABLES };

struct job {
    struct series_set *set;
    struct observed observed;
    struct ttlcolumn *ttls;
    struct outputs *outputs;
};

static void check_options(int n_files)
{
    source_opts_check(&in, &program);
    if (ttl > 0 && ttl_column != NULL) {
        opts_wrong(&program, "--ttl and --ttl-column both say what the TTL is");
    }
    if (ttl_column != NULL && n_files == 0 && in.files_from == NULL) {
        opts_wrong(&program, "--ttl-column reads its files twice and cannot read standard input");
    }
}

static bool read_all(struct job *job, char **files, int n_files, struct err *err)
{
    struct series_source source = source_opts_series(&in, files, n_files);
    struct inputs inputs = source_opts_inputs(&in, files, n_files);
    job->set = series_read(&source, err);
    if (job->set == NULL || !source_opts_observed(&in, job->set, &job->observed, err)) {
        return false;
    }
    if (ttl_column != NULL) {
        job->ttls = ttlcolumn_read(&inputs, in.group, ttl_column, in.all, err);
    }
    return ttl_column == NULL || job->ttls != NULL;
}

static bool open_all(struct job *job, struct err *err)
{
    const char *const paths[TABLES] = { in.out, hours_path, gaps_path, passed_path };
    job->outputs = outputs_open(paths, TABLES, err);
    return job->outputs != NULL;
}

static void put_headers(struct outputs *t)
{
    csv_put_header(outputs_rows(t, FITS), columns, sizeof columns / sizeof *columns);
    if (hours_path != NULL) {
        csv_put_header(outputs_rows(t, HOURS), hour_columns, sizeof hour_columns / sizeof *hour_columns);
    }
    if (gaps_path != NULL) {
        csv_put_header(outputs_rows(t, GAPS), gap_columns, sizeof gap_columns / sizeof *gap_columns);
    }
    if (passed_path != NULL) {
        daysplit_head(outputs_rows(t, PASSED));
    }
}

static void put_doubles(struct csv_writer *w, const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        csv_put_double(w, x[i]);
    }
}

/* What the row says: of the whole stream, or of the part of it that passed a cache. */
struct answer {
    const struct cachefit *fit;
    struct cachemix mix;
    bool part; /* the mixture holds where the whole does not */
    const char *from;
};

static void put_sentence(struct csv_writer *w, const struct answer *a)
{
    struct buf sentence = BUF_INIT;
    if (a->part) {
        buf_add_format(&sentence, "%.0f %% of the visits are what a cache of TTL %.0f s makes of steady demand of %.3g an hour (p = %.2g); "
                                  "the rest come straight",
                       100 * a->mix.share, a->fit->ttl, a->mix.demand, a->mix.p_fit);
    } else {
        cachefit_sentence(a->fit, &sentence);
    }
    csv_put(w, (struct text){ sentence.at != NULL ? sentence.at : "", sentence.len });
    buf_release(&sentence);
}

static void put_fit(struct csv_writer *w, const char *group, const struct answer *a)
{
    const struct cachefit *f = a->fit;
    const struct cachemix *m = &a->mix;
    const double promised[] = { f->ttl, f->share_below, f->seen.demand, f->test.lo, f->test.hi, f->test.p };
    const double more[] = { f->below_limits.lo, f->below_limits.hi, f->before, f->after, f->prefetch_p, f->hit_share,
                            f->test.p_gaps, f->test.p_memory, f->gain, f->resolution, m->share, m->demand, m->gain,
                            m->p_none, m->p_fit, m->beyond };
    const double limits[] = { f->ttl_lo, f->ttl_hi };
    csv_put_text(w, group);
    csv_put_int(w, (int64_t)f->n);
    put_doubles(w, promised, sizeof promised / sizeof *promised);
    csv_put_text(w, a->part ? "cache in part" : cachefit_verdict(f));
    csv_put_text(w, a->part ? "a cache's silence follows some of the visits, and the others come straight" : cachefit_reason(f));
    put_doubles(w, limits, sizeof limits / sizeof *limits);
    csv_put_text(w, isnan(f->ttl) ? "" : a->from);
    csv_put_double(w, f->silence);
    csv_put_double(w, a->part ? 1 : f->caches > 0 ? f->caches : NAN);
    csv_put_int(w, (int64_t)f->n_gaps);
    put_doubles(w, more, sizeof more / sizeof *more);
    put_sentence(w, a);
    csv_put_end(w);
}

static void put_hours(struct csv_writer *w, const char *group, const struct cachefit *f, const struct arrivals *a,
                      const struct observed *o)
{
    struct cachehour hours[24];
    if (isnan(f->silence)) {
        return;
    }
    cachehours_of(hours, a->times, a->n, o, f->best, f->silence, f->slack);
    for (int h = 0; h < 24; h++) {
        const struct cachehour *c = &hours[h];
        const double values[] = { c->misses, c->exposure_s, c->rate, c->demand, c->limits.lo, c->limits.hi, c->live_s };
        csv_put_text(w, group);
        csv_put_int(w, h);
        put_doubles(w, values, sizeof values / sizeof *values);
        csv_put_end(w);
    }
}

static void put_gaps(struct csv_writer *w, const char *group, const struct gaphist *h)
{
    for (size_t i = 0; i < h->bins; i++) {
        double from = (double)i * h->width;
        const double values[] = { from, i + 1 < h->bins ? from + h->width : NAN, h->count[i], h->expected[i] };
        csv_put_text(w, group);
        put_doubles(w, values, sizeof values / sizeof *values);
        csv_put_end(w);
    }
}

/* The TTL of a series that is known, or NAN; and where it comes from. */
static double known_ttl(const struct job *job, const char *group, const char **from)
{
    double of_log = job->ttls != NULL ? ttlcolumn_of(job->ttls, group) : NAN;
    *from = ttl > 0 ? "stated" : isnan(of_log) ? "gaps" : "log";
    return ttl > 0 ? ttl : of_log;
}

/* --among: where the TTL is known and the whole is not one cache's. */
static struct answer answer_of(const struct cachefit *f, const struct arrivals *a, const struct observed *o,
                               const char *from, gsl_rng *rng)
{
    struct answer answer = { .fit = f, .mix = CACHEMIX_NONE, .from = from };
    struct cachemix_question q = { .slack = f->slack, .resolution = (int64_t)(f->resolution * (double)WHEN_SECOND),
                                   .visit_gap = a->visits ? (int64_t)(visit_gap * (double)WHEN_SECOND) : -1,
                                   .none_draws = NONE_DRAWS, .draws = (size_t)among_draws };
    if (among && f->verdict != CACHEFIT_CACHE && f->n_gaps >= CACHEFIT_GAPS && strcmp(from, "gaps") != 0) {
        q.ttl = (when_t)(f->silence * (double)WHEN_SECOND);
        answer.part = cachemix_of(&answer.mix, a->times, a->n, o, &q, rng) && cachemix_holds(&answer.mix, a->n);
    }
    return answer;
}

static void put_series(struct job *job, const char *group, const struct answer *answer, const struct arrivals *a)
{
    put_fit(outputs_rows(job->outputs, FITS), group, answer);
    if (hours_path != NULL) {
        put_hours(outputs_rows(job->outputs, HOURS), group, answer->fit, a, &job->observed);
    }
    if (gaps_path != NULL) {
        put_gaps(outputs_rows(job->outputs, GAPS), group, &answer->fit->hist);
    }
    if (passed_path != NULL && answer->part) {
        daysplit_put(outputs_rows(job->outputs, PASSED), group, a->times, a->n, answer->mix.passed);
    }
}

static bool fit_series(struct job *job, const struct series *s, struct err *err)
{
    const char *from;
    struct cachefit f;
    struct arrivals a;
    struct cachefit_question q = { .ttl = known_ttl(job, s->name, &from), .least = least, .draws = (size_t)draws,
                                   .histogram = gaps_path != NULL };
    gsl_rng *rng = stream_new((uint64_t)in.seed, PROGRAM, s->name);
    arrivals_init(&a, s, &job->observed, (int64_t)(visit_gap * (double)WHEN_SECOND));
    bool good = cachefit_of(&f, a.times, a.n, &job->observed, &q, rng, err);
    if (good) {
        struct answer answer = answer_of(&f, &a, &job->observed, from, rng);
        put_series(job, s->name, &answer, &a);
        cachemix_release(&answer.mix);
    }
    cachefit_release(&f);
    arrivals_release(&a);
    gsl_rng_free(rng);
    return good;
}

static int descending(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x < y) - (x > y);
}

/* How many events a series must have to be among the `most` busiest. */
static size_t least_events(const struct series_set *set)
{
    size_t n = series_count(set), *sizes = mem_alloc((n + 1) * sizeof *sizes);
    for (size_t i = 0; i < n; i++) {
        sizes[i] = series_at(set, i)->n;
    }
    mem_sort(sizes, n, sizeof *sizes, descending);
    size_t bound = (int64_t)n > most ? sizes[most - 1] : 0;
    free(sizes);
    return bound;
}

static void release(struct job *job)
{
    outputs_free(job->outputs);
    ttlcolumn_free(job->ttls);
    series_free(job->set);
    observed_release(&job->observed);
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct job job = { 0 };
    gslerrors_begin();
    int n_files = opts_parse(&program, argc, argv);
    check_options(n_files);
    observed_init(&job.observed);
    bool good = open_all(&job, &err) && read_all(&job, argv, n_files, &err);
    size_t bound = good ? least_events(job.set) : 0;
    if (good) {
        put_headers(job.outputs);
    }
    for (size_t i = 0; good && i < series_count(job.set); i++) {
        good = series_at(job.set, i)->n < bound || fit_series(&job, series_at(job.set, i), &err);
    }
    good = good && outputs_publish(job.outputs, &err);
    release(&job);
    return good ? 0 : err_report(&err, PROGRAM);
}
