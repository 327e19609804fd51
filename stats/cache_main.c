/* dielog-cache -- is the cycle of a stream what a cache makes of steady demand, and of how much? */

#include "arrivals.h"
#include "base/outfile.h"
#include "cachefit.h"
#include "cachehours.h"
#include "source_opts.h"
#include "stream.h"
#include "ttlcolumn.h"
#include <gsl/gsl_errno.h>
#include <math.h>

#define PROGRAM "dielog-cache"

static struct source_opts in = SOURCE_OPTS_INIT;
static double visit_gap = 2, ttl, least = 30;
static int64_t draws = 399;
static const char *ttl_column, *hours_path, *gaps_path;

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
    { 0, "by-hour", OPT_TEXT, &hours_path, "FILE", "write the demand by the hour of the day to FILE", 0, 0 },
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
    "hit_share",     "p_gaps",     "p_memory",      "gain",          "resolution_s",    "sentence",
};
static const char *const hour_columns[] = { "group",  "hour", "misses", "exposure_s", "rate",
                                            "demand", "lo95", "hi95",   "live_s" };
static const char *const gap_columns[] = { "group", "from_s", "to_s", "count", "expected" };

/* A table that is written: its file, and its rows. */
struct output {
    struct outfile *file;
    struct csv_writer rows;
};

struct job {
    struct series_set *set;
    struct observed observed;
    struct ttlcolumn *ttls;
    struct output fits, hours, gaps;
};

static bool output_open(struct output *o, const char *path, const char *const *names, size_t n, struct err *err)
{
    if (path == NULL) {
        return true;
    }
    o->file = outfile_open(path, err);
    if (o->file == NULL) {
        return false;
    }
    o->rows = (struct csv_writer){ .to = outfile_stream(o->file) };
    csv_put_header(&o->rows, names, n);
    return true;
}

static bool output_publish(struct output *o, struct err *err)
{
    struct outfile *file = o->file;
    o->file = NULL;
    return file == NULL || outfile_publish(file, err);
}

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
    return output_open(&job->fits, in.out, columns, sizeof columns / sizeof *columns, err) &&
           output_open(&job->hours, hours_path, hour_columns, sizeof hour_columns / sizeof *hour_columns, err) &&
           output_open(&job->gaps, gaps_path, gap_columns, sizeof gap_columns / sizeof *gap_columns, err);
}

static void put_doubles(struct csv_writer *w, const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        csv_put_double(w, x[i]);
    }
}

static void put_fit(struct csv_writer *w, const char *group, const struct cachefit *f, const char *from)
{
    const double promised[] = { f->ttl, f->share_below, f->seen.demand, f->test.lo, f->test.hi, f->test.p };
    const double more[] = { f->below_limits.lo, f->below_limits.hi, f->before, f->after, f->prefetch_p, f->hit_share,
                            f->test.p_gaps, f->test.p_memory, f->gain, f->resolution };
    const double limits[] = { f->ttl_lo, f->ttl_hi };
    struct buf sentence = BUF_INIT;
    cachefit_sentence(f, &sentence);
    csv_put_text(w, group);
    csv_put_int(w, (int64_t)f->n);
    put_doubles(w, promised, sizeof promised / sizeof *promised);
    csv_put_text(w, cachefit_verdict(f));
    csv_put_text(w, cachefit_reason(f));
    put_doubles(w, limits, sizeof limits / sizeof *limits);
    csv_put_text(w, isnan(f->ttl) ? "" : from);
    csv_put_double(w, f->silence);
    csv_put_double(w, f->caches > 0 ? f->caches : NAN);
    csv_put_int(w, (int64_t)f->n_gaps);
    put_doubles(w, more, sizeof more / sizeof *more);
    csv_put(w, (struct text){ sentence.at != NULL ? sentence.at : "", sentence.len });
    csv_put_end(w);
    buf_release(&sentence);
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
        put_fit(&job->fits.rows, s->name, &f, from);
    }
    if (good && hours_path != NULL) {
        put_hours(&job->hours.rows, s->name, &f, &a, &job->observed);
    }
    if (good && gaps_path != NULL) {
        put_gaps(&job->gaps.rows, s->name, &f.hist);
    }
    cachefit_release(&f);
    arrivals_release(&a);
    gsl_rng_free(rng);
    return good;
}

static void release(struct job *job)
{
    outfile_abort(job->fits.file);
    outfile_abort(job->hours.file);
    outfile_abort(job->gaps.file);
    ttlcolumn_free(job->ttls);
    series_free(job->set);
    observed_release(&job->observed);
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    struct job job = { 0 };
    gsl_set_error_handler_off();
    int n_files = opts_parse(&program, argc, argv);
    check_options(n_files);
    observed_init(&job.observed);
    bool good = read_all(&job, argv, n_files, &err) && open_all(&job, &err);
    for (size_t i = 0; good && i < series_count(job.set); i++) {
        good = fit_series(&job, series_at(job.set, i), &err);
    }
    good = good && output_publish(&job.fits, &err) && output_publish(&job.hours, &err) &&
           output_publish(&job.gaps, &err);
    release(&job);
    return good ? 0 : err_report(&err, PROGRAM);
}
