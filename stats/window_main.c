/* dielog-window -- were there more or fewer events than expected in each declared window? */

#include "arrivals.h"
#include "base/csv.h"
#include "base/outfile.h"
#include "eventlist.h"
#include "multiple.h"
#include "source_opts.h"
#include "window.h"
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdlib.h>

static struct source_opts in = SOURCE_OPTS_INIT;
static const char *events_path;
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

static const char *const columns[] = {
    "group", "event", "label", "start", "end", "observed", "expected", "ratio", "lo95", "hi95",
    "p_exact", "p_shift", "p_tail", "p_holm", "p_bh", "shifts", "dispersion", "mdr", "verdict",
};

/* One series against all windows: results and the adjusted p of the measured ones. */
struct answers {
    struct window_result *result;
    double *p, *holm, *bh;
};

static struct answers answers_new(size_t n)
{
    return (struct answers){ mem_alloc((n + 1) * sizeof(struct window_result)), mem_alloc((n + 1) * sizeof(double)),
                             mem_alloc((n + 1) * sizeof(double)), mem_alloc((n + 1) * sizeof(double)) };
}

static void answers_free(struct answers *a)
{
    free(a->result);
    free(a->p);
    free(a->holm);
    free(a->bh);
}

static bool ask(const struct series *s, const struct observed *o, const struct eventlist *l, struct answers *a,
                struct err *err)
{
    struct arrivals arrivals;
    struct weekrate *rate = NULL;

    arrivals_init(&arrivals, s, o, every_event ? -1 : (int64_t)(visit_gap * (double)WHEN_SECOND));
    if (o->n > 0)
        rate = weekrate_fit(arrivals.times, arrivals.n, o, l->windows, l->n, err);
    for (size_t i = 0; !err->set && i < l->n; i++) {
        a->result[i] = window_test(rate, arrivals.times, arrivals.n, o, l->windows[i], l->windows, l->n);
        a->p[i] = a->result[i].p_tail;
    }
    if (!err->set) {
        multiple_holm(a->p, l->n, a->holm);
        multiple_bh(a->p, l->n, a->bh);
    }
    weekrate_free(rate);
    arrivals_release(&arrivals);
    return !err->set;
}

static void put_time(struct csv_writer *w, when_t t)
{
    char text[WHEN_TEXT + 1];

    when_write(t, text);
    csv_put_text(w, text);
}

static void put_row(struct csv_writer *w, const char *group, const struct eventlist *l, const struct answers *a,
                    size_t i)
{
    const struct window_result *r = &a->result[i];
    const double numbers[] = { r->observed, r->expected, r->ratio, r->lo,     r->hi,
                               r->p_exact,  r->p_shift,  r->p_tail, a->holm[i], a->bh[i] };

    csv_put_text(w, group);
    csv_put_text(w, l->at[i].id);
    csv_put_text(w, l->at[i].label);
    put_time(w, l->windows[i].start);
    put_time(w, l->windows[i].end);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        csv_put_double(w, numbers[k]);
    csv_put_int(w, (int64_t)r->shifts);
    csv_put_double(w, r->dispersion);
    csv_put_double(w, r->mdr);
    csv_put_text(w, window_verdict(r, a->holm[i]));
    csv_put_end(w);
}

static bool write_all(const struct series_set *set, const struct observed *o, const struct eventlist *l, FILE *to,
                      struct err *err)
{
    struct csv_writer w = { to, false };
    struct answers a = answers_new(l->n);
    bool good = true;

    csv_put_header(&w, columns, sizeof columns / sizeof *columns);
    for (size_t g = 0; good && g < series_count(set); g++) {
        good = ask(series_at(set, g), o, l, &a, err);
        for (size_t i = 0; good && i < l->n; i++)
            put_row(&w, series_at(set, g)->name, l, &a, i);
    }
    answers_free(&a);
    return good;
}

static bool publish(const struct series_set *set, const struct observed *o, const struct eventlist *l,
                    struct err *err)
{
    struct outfile *out = outfile_open(in.out, err);

    if (out == NULL)
        return false;
    if (!write_all(set, o, l, outfile_stream(out), err)) {
        outfile_abort(out);
        return false;
    }
    return outfile_publish(out, err);
}

static bool run(char **files, int n, struct err *err)
{
    struct series_source source = source_opts_series(&in, files, n);
    struct eventlist events = { NULL, NULL, 0 };
    struct observed observed;
    struct series_set *set = NULL;
    bool good;

    observed_init(&observed);
    source.with_all = in.group != NULL;
    good = eventlist_read(&events, events_path, err) && (set = series_read(&source, err)) != NULL
           && source_opts_observed(&in, set, &observed, err) && publish(set, &observed, &events, err);
    series_free(set);
    observed_release(&observed);
    eventlist_release(&events);
    return good;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    int n = opts_parse(&program, argc, argv);

    gsl_set_error_handler_off();
    source_opts_check(&in, &program);
    if (events_path == NULL)
        opts_wrong(&program, "which events? --events=FILE is needed");
    return run(argv, n, &err) ? 0 : err_report(&err, program.program);
}
