/* dielog-period -- which periods do the events keep, and what else would make them? */

#include "numbers/gslerrors.h"
#include "numbers/multiple.h"
#include "numbers/zscan.h"
#include "periods/binned.h"
#include "periods/periods.h"
#include "rows/arrivals.h"
#include "rows/outputs.h"
#include "rows/source_opts.h"
#include "zones/localweek.h"
#include <math.h>
#include <stdlib.h>

#define FOLD_BINS 40
#define EXACT_ROWS 2000
#define EXACT_STEPS 4 /* of frequency in what the span can tell apart */
#define RHYTHM_ALPHA .01

enum { MAIN, PERIODOGRAM, EXACT, FOLD, PERIOD_TABLES };

static struct source_opts in = SOURCE_OPTS_INIT;
static double ttl, shortest, longest, visit_gap = 2, bin;
static int64_t draws = 199, jobs;
static const char *paths[PERIOD_TABLES];
static bool every_event, find_ttl;

static const struct opt table[] = {
    SOURCE_OPT_TIME(in),
    SOURCE_OPT_GROUP(in),
    SOURCE_OPT_ALL(in),
    SOURCE_OPT_COUNT(in),
    SOURCE_OPT_OBSERVED(in),
    { 0, "ttl", OPT_DURATION, &ttl, "DURATION", "judge also against demand behind a cache of this TTL", 1, 864000 },
    { 0, "find-ttl", OPT_FLAG, &find_ttl, NULL, "the same, of the TTL that the gaps show, if they show one", 0, 0 },
    { 0, "min-period", OPT_DURATION, &shortest, "DURATION", "shortest period (default: by the gaps and the span)",
      1e-6, 1e9 },
    { 0, "max-period", OPT_DURATION, &longest, "DURATION", "longest period (default: a tenth of the span)", 1e-6, 1e9 },
    { 0, "draws", OPT_INT, &draws, "N", "streams drawn under each null, at most (default: 199)", 19, 1e6 },
    { 'j', "jobs", OPT_INT, &jobs, "N", "threads (default: one a processor); the result is the same", 0, 256 },
    { 0, "bin", OPT_DURATION, &bin, "DURATION", "also Fisher's g and Lomb-Scargle on counts a bin", 1, 864000 },
    { 0, "periodogram", OPT_TEXT, &paths[PERIODOGRAM], "FILE", "write H by frequency, with the nulls' bands", 0, 0 },
    { 0, "exact", OPT_TEXT, &paths[EXACT], "FILE", "write Z^2_2 and H of the times themselves by frequency", 0, 0 },
    { 0, "fold", OPT_TEXT, &paths[FOLD], "FILE", "write events by phase of each period", 0, 0 },
    { 0, "visit-gap", OPT_DURATION, &visit_gap, "DURATION",
      "repeats within DURATION are one visit (default: 2s)", 0, 86400 },
    { 0, "every-event", OPT_FLAG, &every_event, NULL, "count events, not visits", 0, 0 },
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_SEED(in),
    SOURCE_OPT_OUT(in),
};
static const struct opts program = {
    "dielog-period", "[OPTION]... [FILE]...",
    "Scan event times for periods, judged against the clock and against a cache.",
    table, sizeof table / sizeof *table,
};

static const char *const columns[] = {
    "group",    "n",         "family",     "method",   "period_s", "lo95_s",  "hi95_s",  "statistic",
    "harmonics", "amplitude", "coherent_s", "p_single", "p_diurnal", "p_cache", "q_value", "verdict",
    "gather_s", "p_rayleigh", "ttl_s", "caches",
};
static const char *const periodogram_columns[] = { "group", "frequency_hz",   "period_s",   "score",
                                                   "h",     "band95_diurnal", "band95_cache" };
static const char *const exact_columns[] = { "group", "frequency_hz", "period_s", "z2_2", "h", "harmonics" };
static const char *const fold_columns[] = { "group", "period_s", "phase", "count", "expected" };

static const char *const verdicts[] = {
    [PERIOD_DIURNAL] = "diurnal",
    [PERIOD_CACHE] = "cache",
    [PERIOD_NONE] = "none",
    [PERIOD_RHYTHM] = "rhythm",
};

struct answer {
    const char *name;
    struct arrivals arrivals;
    struct periods *periods;
    double q; /* of the first family */
};

/* --- one row ------------------------------------------------------------------------------- */

struct row {
    const char *method, *verdict;
    double period, lo, hi, statistic, harmonics, amplitude, coherent, p_single, p_diurnal, p_cache, q;
    double gather, p_rayleigh, ttl, caches;
};

static const struct row no_row = { "",  "",  NAN, NAN, NAN, NAN, NAN, NAN, NAN,
                                   NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };

static void put_row(struct csv_writer *w, const char *group, size_t n, size_t family, const struct row *r)
{
    const double before[] = { r->period, r->lo, r->hi, r->statistic, r->harmonics, r->amplitude, r->coherent,
                              r->p_single, r->p_diurnal, r->p_cache, r->q };

    csv_put_text(w, group);
    csv_put_int(w, (int64_t)n);
    csv_put_double(w, family > 0 ? (double)family : NAN);
    csv_put_text(w, r->method);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        csv_put_double(w, before[i]);
    csv_put_text(w, r->verdict);
    csv_put_double(w, r->gather);
    csv_put_double(w, r->p_rayleigh);
    csv_put_double(w, r->ttl);
    csv_put_double(w, r->caches);
    csv_put_end(w);
}

static struct row row_of(const struct answer *a, const struct period *p, double q)
{
    struct circular fold = phase_gather(periods_phase(a->periods), p->fit.f);
    int caches;
    double behind = periods_ttl(a->periods, &caches);

    return (struct row){
        .method = p->stacked ? "h stacked" : "h",
        .verdict = verdicts[p->verdict],
        .period = 1 / p->fit.f,
        .lo = 1 / p->fit.hi,
        .hi = 1 / p->fit.lo,
        .statistic = p->h,
        .harmonics = p->harmonics,
        .amplitude = p->fit.amplitude,
        .coherent = p->coherent_s,
        .p_single = zscan_h_p(p->h),
        .p_diurnal = p->p_diurnal,
        .p_cache = p->p_cache,
        .q = q,
        .gather = fold.direction / (2 * M_PI) / p->fit.f,
        .p_rayleigh = circular_rayleigh((double)a->arrivals.n, fold.length),
        .ttl = behind,
        .caches = caches > 0 ? caches : NAN,
    };
}

/* --- one series ---------------------------------------------------------------------------- */

struct answers {
    struct answer *at;
    size_t n;
    const struct observed *observed;
};

static bool ask(struct answer *a, const struct series *s, const struct observed *o, struct err *err)
{
    const struct period_options options = {
        .shortest_s = shortest,
        .longest_s = longest,
        .ttl_s = find_ttl ? NAN : ttl,
        .draws = draws,
        .all_draws = paths[PERIODOGRAM] != NULL,
        .seed = (uint64_t)in.seed,
        .gap = -1,
        .jobs = (size_t)jobs,
    };
    struct period_options mine = options;

    a->name = s->name;
    arrivals_init(&a->arrivals, s, o, every_event ? -1 : (int64_t)(visit_gap * (double)WHEN_SECOND));
    if (a->arrivals.visits)
        mine.gap = (int64_t)(visit_gap * (double)WHEN_SECOND);
    a->periods = periods_find(a->arrivals.times, a->arrivals.n, o, s->name, &mine, err);
    return a->periods != NULL;
}

static double first_p(const struct answer *a)
{
    const struct period *p;

    if (periods_refusal(a->periods) != NULL || periods_count(a->periods) == 0)
        return NAN;
    p = periods_at(a->periods, 0);
    return isnan(p->p_cache) ? p->p_diurnal : fmax(p->p_diurnal, p->p_cache);
}

static void adjust(struct answers *a)
{
    double *p = mem_alloc((a->n + 1) * sizeof *p);

    for (size_t i = 0; i < a->n; i++)
        p[i] = first_p(&a->at[i]);
    multiple_bh(p, a->n, p);
    for (size_t i = 0; i < a->n; i++)
        a->at[i].q = p[i];
    free(p);
}

static bool ask_all(struct answers *a, const struct series_set *set, struct err *err)
{
    bool good = true;

    a->at = mem_zero((series_count(set) + 1) * sizeof *a->at);
    while (good && a->n < series_count(set)) {
        good = ask(&a->at[a->n], series_at(set, a->n), a->observed, err);
        a->n++;
    }
    if (good)
        adjust(a);
    return good;
}

static void answers_release(struct answers *a)
{
    for (size_t i = 0; i < a->n; i++) {
        arrivals_release(&a->at[i].arrivals);
        periods_free(a->at[i].periods);
    }
    free(a->at);
}

/* --- the rows of a series ------------------------------------------------------------------ */

/* The day itself: whether the rate follows it at all. */
static void put_rhythm(struct csv_writer *w, const struct answer *a, const struct observed *o)
{
    struct localweek *week = localweek_new(a->arrivals.times, a->arrivals.n, o);
    struct localrhythm rhythm = localweek_rhythm(week);
    struct row r = no_row;

    localweek_free(week);
    if (!(rhythm.p_flat <= RHYTHM_ALPHA))
        return;
    r.method = "day";
    r.verdict = verdicts[PERIOD_RHYTHM];
    r.period = 86400;
    r.p_single = rhythm.p_flat;
    put_row(w, a->name, a->arrivals.n, 0, &r);
}

static void put_binned(struct csv_writer *w, const struct answer *a, const struct observed *o)
{
    struct binned b = binned_of(a->arrivals.times, a->arrivals.n, o, bin);
    struct row r = no_row;

    r.method = "fisher g";
    r.period = b.fisher_period;
    r.statistic = b.fisher.g;
    r.p_single = b.fisher.p;
    put_row(w, a->name, a->arrivals.n, 0, &r);
    r.method = "lomb-scargle";
    r.period = b.lomb_period;
    r.statistic = b.lomb_power;
    r.p_single = b.lomb_p;
    put_row(w, a->name, a->arrivals.n, 0, &r);
}

static void put_answer(struct csv_writer *w, const struct answer *a, const struct observed *o)
{
    struct row r = no_row;

    if (periods_refusal(a->periods) != NULL) {
        r.verdict = periods_refusal(a->periods);
        put_row(w, a->name, a->arrivals.n, 0, &r);
        return;
    }
    for (size_t i = 0; i < periods_count(a->periods); i++) {
        r = row_of(a, periods_at(a->periods, i), i == 0 ? a->q : NAN);
        put_row(w, a->name, a->arrivals.n, i + 1, &r);
    }
    put_rhythm(w, a, o);
    if (bin > 0)
        put_binned(w, a, o);
}

static void put_periodogram(struct csv_writer *w, const struct answer *a, const struct observed *o)
{
    (void)o;
    for (size_t i = 0; i < periods_points(a->periods); i++) {
        struct period_point p = periods_point(a->periods, i);

        csv_put_text(w, a->name);
        csv_put_double(w, p.f);
        csv_put_double(w, 1 / p.f);
        csv_put_double(w, p.x);
        csv_put_double(w, p.h);
        csv_put_double(w, periods_band(a->periods, false));
        csv_put_double(w, periods_band(a->periods, true));
        csv_put_end(w);
    }
}

static void put_peak(struct csv_writer *w, const char *group, const struct zpeak *p)
{
    csv_put_text(w, group);
    csv_put_double(w, p->f);
    csv_put_double(w, 1 / p->f);
    csv_put_double(w, p->z2);
    csv_put_double(w, p->h.h);
    csv_put_int(w, p->h.m);
    csv_put_end(w);
}

/* Without any null: an even rate that keeps its phase is presumed. */
static void put_exact(struct csv_writer *w, const struct answer *a, const struct observed *o)
{
    double lo, hi, span = (double)(observed_end(o) - observed_start(o)) / 1e6;
    struct zpeak *peaks;
    double *t;
    size_t n;

    if (periods_refusal(a->periods) != NULL)
        return;
    peaks = mem_alloc(EXACT_ROWS * sizeof *peaks);
    t = mem_alloc(a->arrivals.n * sizeof *t);
    for (size_t i = 0; i < a->arrivals.n; i++)
        t[i] = (double)(a->arrivals.times[i] - observed_start(o)) / 1e6;
    periods_range(a->periods, &lo, &hi);
    n = zscan_peaks(t, a->arrivals.n, 1 / hi, 1 / lo, 1 / (EXACT_STEPS * span), EXACT_ROWS, peaks);
    for (size_t i = 0; i < n; i++)
        put_peak(w, a->name, &peaks[i]);
    free(t);
    free(peaks);
}

static void put_fold(struct csv_writer *w, const struct answer *a, const struct observed *o)
{
    double count[FOLD_BINS], expected[FOLD_BINS];

    (void)o;
    for (size_t i = 0; periods_refusal(a->periods) == NULL && i < periods_count(a->periods); i++) {
        double f = periods_at(a->periods, i)->fit.f;

        phase_fold(periods_phase(a->periods), f, FOLD_BINS, count, expected);
        for (size_t k = 0; k < FOLD_BINS; k++) {
            csv_put_text(w, a->name);
            csv_put_double(w, 1 / f);
            csv_put_double(w, (double)k / FOLD_BINS);
            csv_put_double(w, count[k]);
            csv_put_double(w, expected[k]);
            csv_put_end(w);
        }
    }
}

/* --- files --------------------------------------------------------------------------------- */

static const struct {
    const char *const *columns;
    size_t n;
    void (*put)(struct csv_writer *w, const struct answer *a, const struct observed *o);
} written[PERIOD_TABLES] = {
    [MAIN] = { columns, sizeof columns / sizeof *columns, put_answer },
    [PERIODOGRAM] = { periodogram_columns, sizeof periodogram_columns / sizeof *columns, put_periodogram },
    [EXACT] = { exact_columns, sizeof exact_columns / sizeof *columns, put_exact },
    [FOLD] = { fold_columns, sizeof fold_columns / sizeof *columns, put_fold },
};

static void write_all(struct outputs *outputs, const struct answers *a)
{
    for (size_t k = 0; k < PERIOD_TABLES; k++) {
        struct csv_writer *w = outputs_rows(outputs, k);

        if (w == NULL)
            continue;
        csv_put_header(w, written[k].columns, written[k].n);
        for (size_t i = 0; i < a->n; i++)
            written[k].put(w, &a->at[i], a->observed);
    }
}

static bool run(char **files, int n, struct err *err)
{
    struct series_source source = source_opts_series(&in, files, n);
    struct outputs *outputs = outputs_open(paths, PERIOD_TABLES, err);
    struct answers answers = { 0 };
    struct observed observed;
    struct series_set *set = NULL;
    bool good;

    observed_init(&observed);
    answers.observed = &observed;
    good = outputs != NULL && (set = series_read(&source, err)) != NULL && source_opts_observed(&in, set, &observed, err)
           && ask_all(&answers, set, err);
    if (good) {
        write_all(outputs, &answers);
        good = outputs_publish(outputs, err);
    }
    outputs_free(outputs);
    answers_release(&answers);
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
    paths[MAIN] = in.out;
    if (shortest > 0 && longest > 0 && shortest * 2 > longest)
        opts_wrong(&program, "--min-period must be at most half of --max-period");
    return run(argv, n, &err) ? 0 : err_report(&err, program.program);
}
