/* dielog-coverage -- silences that a series' own rhythm does not explain, of one party and of all. */

#include "numbers/gslerrors.h"
#include "numbers/multiple.h"
#include "rates/silence.h"
#include "rows/arrivals.h"
#include "rows/outputs.h"
#include "rows/source_opts.h"
#include <math.h>
#include <stdlib.h>

#define ENOUGH 3 /* visits that a series must be expected to show before its silence says anything */

static struct source_opts in = SOURCE_OPTS_INIT;
static double visit_gap = 2, alpha = .01;

static const struct opt table[] = {
    SOURCE_OPT_TIME(in),
    SOURCE_OPT_GROUP(in),
    SOURCE_OPT_COUNT(in),
    SOURCE_OPT_OBSERVED(in),
    { 'a', "alpha", OPT_DOUBLE, &alpha, "P", "report silences with p_adjusted up to P (default: 0.01)", 0, 1 },
    { 0, "visit-gap", OPT_DURATION, &visit_gap, "DURATION",
      "repeats within DURATION are one visit (default: 2s)", 0, 86400 },
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_SEED(in),
    SOURCE_OPT_OUT(in),
};
static const struct opts program = {
    "dielog-coverage", "[OPTION]... [FILE]...",
    "Find silences that are longer than the hour, the weekday and the level explain.",
    table, sizeof table / sizeof *table,
};

static const char *const columns[] = { "series",  "start",      "end",     "duration_s", "expected",
                                       "p_value", "p_adjusted", "verdict", "scope" };

/* A row to be: a silence, and how many of the other series could have spoken in it and did not. */
struct row {
    size_t series;
    struct silence silence;
    double p_adjusted;
    bool found;
    size_t able, silent;
};

struct coverage {
    const struct series_set *set;
    const struct observed *observed;
    struct row *rows;
    size_t n, capacity;
    enum silence_state *state; /* by series */
};

static void visits_of(struct arrivals *a, const struct coverage *c, size_t g)
{
    arrivals_init(a, series_at(c->set, g), c->observed, (int64_t)(visit_gap * (double)WHEN_SECOND));
}

/* --- every series by itself ------------------------------------------------------------ */

static bool search(struct coverage *c, size_t g, double *best, struct err *err)
{
    struct silences s;
    struct arrivals a;
    bool good;

    visits_of(&a, c, g);
    good = silences_find(a.times, a.n, c->observed, alpha, &s, err);
    arrivals_release(&a);
    if (!good)
        return false;
    c->state[g] = s.state;
    *best = s.n > 0 ? s.at[0].p : NAN;
    c->rows = mem_grow(c->rows, &c->capacity, c->n + s.n + 1, sizeof *c->rows);
    for (size_t i = 0; i < s.n; i++)
        c->rows[c->n++] = (struct row){ g, s.at[i], NAN, i < s.found, 0, 0 };
    return true;
}

/* Holm over the longest gap of each series; the others of a series pay for all series. */
static void adjust(struct coverage *c, double *best, size_t series)
{
    double family = 0, last = 0;
    size_t g = SIZE_MAX;

    for (size_t i = 0; i < series; i++)
        family += !isnan(best[i]);
    multiple_holm(best, series, best);
    for (size_t i = 0; i < c->n; i++) {
        struct row *r = &c->rows[i];

        last = r->series != g ? best[r->series] : fmax(last, fmin(1, family * r->silence.p));
        g = r->series;
        r->p_adjusted = last;
        r->found = r->found && last <= alpha;
    }
}

/* Of a series with silences only these are kept, else its few longest gaps. */
static void thin(struct coverage *c)
{
    size_t kept = 0;

    for (size_t i = 0; i < c->n;) {
        size_t first = i, found = 0, most;

        for (; i < c->n && c->rows[i].series == c->rows[first].series; i++)
            found += c->rows[i].found;
        most = found > 0 ? found : SILENCE_ORDINARY;
        for (size_t k = first; k < i && k < first + most; k++)
            c->rows[kept++] = c->rows[k];
    }
    c->n = kept;
}

static bool search_all(struct coverage *c, struct err *err)
{
    size_t series = series_count(c->set);
    double *best = mem_alloc((series + 1) * sizeof *best);
    bool good = true;

    c->state = mem_zero((series + 1) * sizeof *c->state);
    for (size_t g = 0; good && g < series; g++) {
        best[g] = NAN;
        if (c->observed->n > 0)
            good = search(c, g, &best[g], err);
        else
            c->state[g] = SILENCE_FEW_EVENTS;
    }
    if (good) {
        adjust(c, best, series);
        thin(c);
    }
    free(best);
    return good;
}

/* --- one party's silence, or everybody's? ------------------------------------------------ */

/* Series 0 is "all" and no witness when there are groups. */
static size_t first_witness(void)
{
    return in.group != NULL ? 1 : 0;
}

static void hear_witness(struct coverage *c, size_t g, const struct weekrate *rate, const struct arrivals *a)
{
    for (size_t i = 0; i < c->n; i++) {
        struct row *r = &c->rows[i];
        double expected;
        bool shared;

        if (!r->found || r->series == g)
            continue;
        shared = silence_shared(rate, a->times, a->n, r->silence.start, r->silence.end, &expected);
        r->able += expected >= ENOUGH;
        r->silent += expected >= ENOUGH && shared;
    }
}

/* Each series' rate is fitted outside all silences that were found. */
static bool hear_all(struct coverage *c, struct err *err)
{
    struct interval *mask = mem_alloc((c->n + 1) * sizeof *mask);
    size_t m = 0;
    bool good = true;

    for (size_t i = 0; i < c->n; i++) {
        if (c->rows[i].found)
            mask[m++] = (struct interval){ c->rows[i].silence.start, c->rows[i].silence.end };
    }
    for (size_t g = first_witness(); good && m > 0 && g < series_count(c->set); g++) {
        struct arrivals a;
        struct weekrate *rate;

        visits_of(&a, c, g);
        rate = weekrate_fit(a.times, a.n, c->observed, mask, m, err);
        good = rate != NULL;
        if (good)
            hear_witness(c, g, rate, &a);
        weekrate_free(rate);
        arrivals_release(&a);
    }
    free(mask);
    return good;
}

static const char *scope(const struct row *r)
{
    bool is_all = r->series < first_witness() || in.group == NULL;

    if (!r->found || (!is_all && r->able == 0))
        return "";
    return is_all || r->silent == r->able ? "all" : "party";
}

/* --- writing ------------------------------------------------------------------------------- */

static void put_time(struct csv_writer *w, when_t t)
{
    char text[WHEN_TEXT + 1];

    when_write(t, text);
    csv_put_text(w, text);
}

static void put_row(struct csv_writer *w, const struct coverage *c, const struct row *r)
{
    int64_t seen = observed_within(c->observed, r->silence.start, r->silence.end);

    csv_put_text(w, series_at(c->set, r->series)->name);
    put_time(w, r->silence.start);
    put_time(w, r->silence.end);
    csv_put_double(w, (double)seen / (double)WHEN_SECOND);
    csv_put_double(w, r->silence.expected);
    csv_put_double(w, r->silence.p);
    csv_put_double(w, r->p_adjusted);
    csv_put_text(w, r->found ? "silence" : "as expected");
    csv_put_text(w, scope(r));
    csv_put_end(w);
}

static void put_refusal(struct csv_writer *w, const struct coverage *c, size_t g)
{
    static const char *const why[] = {
        [SILENCE_FEW_EVENTS] = "cannot tell: too few visits",
        [SILENCE_SHORT_SPAN] = "cannot tell: less than two weeks observed",
    };

    csv_put_text(w, series_at(c->set, g)->name);
    for (int i = 0; i < 6; i++)
        csv_put_text(w, "");
    csv_put_text(w, why[c->state[g]]);
    csv_put_text(w, "");
    csv_put_end(w);
}

static int by_start(const void *a, const void *b)
{
    const struct row *x = a, *y = b;

    if (x->series != y->series)
        return x->series < y->series ? -1 : 1;
    return (x->silence.start > y->silence.start) - (x->silence.start < y->silence.start);
}

static void write_all(struct csv_writer *w, struct coverage *c)
{
    size_t i = 0;

    mem_sort(c->rows, c->n, sizeof *c->rows, by_start);
    csv_put_header(w, columns, sizeof columns / sizeof *columns);
    for (size_t g = 0; g < series_count(c->set); g++) {
        if (c->state[g] != SILENCE_JUDGED)
            put_refusal(w, c, g);
        for (; i < c->n && c->rows[i].series == g; i++)
            put_row(w, c, &c->rows[i]);
    }
}

static bool run(char **files, int n, struct err *err)
{
    struct series_source source = source_opts_series(&in, files, n);
    struct outputs *outputs = outputs_open(&in.out, 1, err);
    struct coverage c = { 0 };
    struct observed observed;
    struct series_set *set = NULL;
    bool good;

    observed_init(&observed);
    source.with_all = in.group != NULL;
    good = outputs != NULL && (set = series_read(&source, err)) != NULL && source_opts_observed(&in, set, &observed, err);
    if (good) {
        c.set = set;
        c.observed = &observed;
        good = search_all(&c, err) && hear_all(&c, err);
    }
    if (good) {
        write_all(outputs_rows(outputs, 0), &c);
        good = outputs_publish(outputs, err);
    }
    outputs_free(outputs);
    free(c.rows);
    free(c.state);
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
