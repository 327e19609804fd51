/* dielog-epoch -- all events laid over one another: what do the hours before and after them have in common? */

#include "numbers/gslerrors.h"
#include "numbers/multiple.h"
#include "numbers/stream.h"
#include "rates/epoch_ask.h"
#include "rows/arrivals.h"
#include "rows/eventlist.h"
#include "rows/outputs.h"
#include "rows/shifts.h"
#include "rows/source_opts.h"
#include <math.h>
#include <stdlib.h>

#define LAGS_MOST 2000
#define ALPHA .05
#define EVENTS_LEAST 20 /* of a series: as dielog-window */
#define DAYS_LEAST 14

static struct source_opts in = SOURCE_OPTS_INIT;
static const char *events_path, *test_path;
static double visit_gap = 2, before = 3 * 86400, after = 3 * 86400, step = 6 * 3600;

static const struct opt table[] = {
    { 'e', "events", OPT_TEXT, &events_path, "FILE", "the events: CSV with event,start,end,label", 0, 0 },
    { 'b', "before", OPT_DURATION, &before, "DURATION", "from how long before the start (default: 3d)", 0, 366 * 86400. },
    { 'a', "after", OPT_DURATION, &after, "DURATION", "to how long after it (default: 3d)", 1, 366 * 86400. },
    { 's', "step", OPT_DURATION, &step, "DURATION", "in steps of (default: 6h)", 1, 366 * 86400. },
    { 0, "test", OPT_TEXT, &test_path, "FILE", "also one p a series over all lags", 0, 0 },
    SOURCE_OPT_TIME(in),
    SOURCE_OPT_GROUP(in),
    SOURCE_OPT_COUNT(in),
    SOURCE_OPT_OBSERVED(in),
    { 0, "visit-gap", OPT_DURATION, &visit_gap, "DURATION",
      "repeats within DURATION are one visit (default: 2s)", 0, 86400 },
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_SEED(in),
    SOURCE_OPT_OUT(in),
};
static const struct opts program = {
    "dielog-epoch", "[OPTION]... --events=FILE [FILE]...",
    "Lay the events over one another and compare the time around them with other weeks.",
    table, sizeof table / sizeof *table,
};

enum { LAGS, TESTS, TABLES };

/* What is asked of every series. */
struct question {
    struct epoch_question q;
    size_t late; /* of the events that were observed, those that were not declared beforehand */
};

struct answer {
    const char *series;
    struct epoch_lag *lags;
    bool enough;
    double p, holm;
};

static when_t microseconds(double s)
{
    return (when_t)(s * (double)WHEN_SECOND);
}

static void question_init(struct question *q, const struct eventlist *l, const struct observed *o)
{
    epoch_question_init(&q->q, o, l->windows, l->n, microseconds(before), microseconds(after), microseconds(step));
    q->late = 0;
    for (size_t i = 0; i < l->n; i++)
        q->late += observed_within(o, l->windows[i].start, l->windows[i].end) > 0 && !eventlist_beforehand(l, i);
}

/* Fewer ways to stack the events cannot give a p of .05. */
static bool enough_ways(const struct question *q)
{
    return epoch_ways(&q->q) >= 1 / ALPHA;
}

static void stack(const struct question *q, const struct arrivals *a, const struct weekrate *rate, struct answer *out)
{
    gsl_rng *rng = stream_new((uint64_t)in.seed, "epoch", out->series);

    out->p = epoch_ask(&q->q, a->times, a->n, rate, rng, out->lags);
    out->enough = weekrate_events(rate) >= EVENTS_LEAST && weekrate_days(rate) >= DAYS_LEAST;
    if (!out->enough || !enough_ways(q))
        out->p = NAN;
    gsl_rng_free(rng);
}

static bool answer(const struct question *q, const struct series *s, struct answer *out, struct err *err)
{
    const struct observed *o = q->q.observed;
    struct arrivals a;
    struct weekrate *rate;

    *out = (struct answer){ .series = s->name, .p = NAN, .holm = NAN };
    if (q->q.n == 0)
        return true;
    out->lags = mem_alloc((q->q.lags + 1) * sizeof *out->lags);
    arrivals_init(&a, s, o, microseconds(visit_gap));
    rate = weekrate_fit(a.times, a.n, o, NULL, 0, err); /* an event's own place is treated as every other */
    if (rate != NULL)
        stack(q, &a, rate, out);
    weekrate_free(rate);
    arrivals_release(&a);
    return !err->set;
}

static void adjust(struct answer *answers, size_t n)
{
    double *p = mem_alloc((n + 1) * sizeof *p);

    for (size_t g = 0; g < n; g++)
        p[g] = answers[g].p;
    multiple_holm(p, n, p);
    for (size_t g = 0; g < n; g++)
        answers[g].holm = p[g];
    free(p);
}

/* --- rows ----------------------------------------------------------------------------------- */

static void write_lags(struct csv_writer *w, const struct question *q, const struct answer *answers, size_t n)
{
    static const char *const columns[] = { "group", "lag_from_s", "lag_to_s", "observed", "expected",
                                           "ratio", "band95_lo", "band95_hi", "p_shift" };

    csv_put_header(w, columns, sizeof columns / sizeof *columns);
    for (size_t g = 0; g < n; g++) {
        for (size_t l = 0; answers[g].lags != NULL && l < q->q.lags; l++) {
            const struct epoch_lag *lag = &answers[g].lags[l];
            double from = (double)(q->q.first + (when_t)l * q->q.step) / (double)WHEN_SECOND;
            const double numbers[] = { from, from + (double)q->q.step / (double)WHEN_SECOND, lag->count, lag->expected,
                                       lag->ratio, lag->band_lo, lag->band_hi, lag->p };

            csv_put_text(w, answers[g].series);
            for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
                csv_put_double(w, numbers[k]);
            csv_put_end(w);
        }
    }
}

static const char *verdict(const struct question *q, const struct answer *a)
{
    if (q->q.n == 0)
        return "no event in the observed span";
    if (!a->enough)
        return "cannot tell: too few events or days";
    if (!enough_ways(q))
        return "cannot tell: too few weeks to compare with";
    if (isnan(a->p))
        return "cannot tell: nothing is expected around the events";
    if (a->holm > ALPHA)
        return "consistent with other weeks";
    return q->late > 0 ? "not consistent with other weeks; exploratory" : "not consistent with other weeks";
}

static void write_tests(struct csv_writer *w, const struct question *q, const struct answer *answers, size_t n)
{
    static const char *const columns[] = { "group", "n_events", "undeclared", "places", "p_overall", "p_holm", "verdict" };
    size_t places = 0;

    for (size_t i = 0; i < q->q.n; i++)
        places += q->q.shifts[i].n;
    csv_put_header(w, columns, sizeof columns / sizeof *columns);
    for (size_t g = 0; g < n; g++) {
        csv_put_text(w, answers[g].series);
        csv_put_int(w, (int64_t)q->q.n);
        csv_put_int(w, (int64_t)q->late);
        csv_put_int(w, (int64_t)places);
        csv_put_double(w, answers[g].p);
        csv_put_double(w, answers[g].holm);
        csv_put_text(w, verdict(q, &answers[g]));
        csv_put_end(w);
    }
}

static bool answer_all(const struct series_set *set, const struct question *q, struct outputs *t, struct err *err)
{
    size_t n = series_count(set);
    struct answer *answers = mem_zero((n + 1) * sizeof *answers);
    struct csv_writer *tests = outputs_rows(t, TESTS);
    bool good = true;

    for (size_t g = 0; good && g < n; g++)
        good = answer(q, series_at(set, g), &answers[g], err);
    adjust(answers, n);
    write_lags(outputs_rows(t, LAGS), q, answers, n);
    if (tests != NULL)
        write_tests(tests, q, answers, n);
    for (size_t g = 0; g < n; g++)
        free(answers[g].lags);
    free(answers);
    return good;
}

static bool run(char **files, int n, struct err *err)
{
    const char *const paths[TABLES] = { in.out, test_path };
    struct series_source source = source_opts_series(&in, files, n);
    struct outputs *outputs = outputs_open(paths, TABLES, err);
    struct eventlist events = { NULL, NULL, 0 };
    struct observed observed;
    struct series_set *set = NULL;
    bool good;

    observed_init(&observed);
    source.with_all = in.group != NULL;
    good = outputs != NULL && eventlist_read(&events, events_path, err) && (set = series_read(&source, err)) != NULL
           && source_opts_observed(&in, set, &observed, err);
    if (good) {
        struct question q;

        question_init(&q, &events, &observed);
        good = answer_all(set, &q, outputs, err) && outputs_publish(outputs, err);
        epoch_question_release(&q.q);
    }
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
    if (events_path == NULL)
        opts_wrong(&program, "which events? --events=FILE is needed");
    if ((before + after) / step > LAGS_MOST)
        opts_wrong(&program, "more than %d steps from --before to --after", LAGS_MOST);
    return run(argv, n, &err) ? 0 : err_report(&err, program.program);
}
