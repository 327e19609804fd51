/* dielog-change -- when did a level change for good: of the visits, of each party's share, of the visits that come
   back after a period? */

#include "days/change_days.h"
#include "days/change_test.h"
#include "days/returns.h"
#include "numbers/gslerrors.h"
#include "numbers/multiple.h"
#include "numbers/stream.h"
#include "rows/arrivals.h"
#include "rows/outputs.h"
#include "rows/source_opts.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PROGRAM "dielog-change"
#define VISITS_LEAST 60

static struct source_opts in = SOURCE_OPTS_INIT;
static double visit_gap = 2, alpha = .05, period;
static const char *client = "client", *levels_path;

static const struct opt table[] = {
    SOURCE_OPT_TIME(in),
    SOURCE_OPT_GROUP(in),
    SOURCE_OPT_COUNT(in),
    SOURCE_OPT_OBSERVED(in),
    { 'a', "alpha", OPT_DOUBLE, &alpha, "P", "report changes of series with p_holm up to P (default: 0.05)", 0, .5 },
    { 'p', "period", OPT_DURATION, &period, "DURATION", "look also for changes of the share of visits that return after it", 0, 864000 },
    { 0, "client", OPT_TEXT, &client, "COLUMN", "who returns (default: client)", 0, 0 },
    { 0, "visit-gap", OPT_DURATION, &visit_gap, "DURATION",
      "repeats within DURATION are one visit (default: 2s)", 0, 86400 },
    { 0, "levels", OPT_TEXT, &levels_path, "FILE", "write the bins and their levels to FILE", 0, 0 },
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_SEED(in),
    SOURCE_OPT_OUT(in),
};
static const struct opts program = {
    PROGRAM, "[OPTION]... [FILE]...",
    "Find when the rate, a group's share or the returns after a period changed for good.",
    table, sizeof table / sizeof *table,
};

enum { CHANGES, LEVELS, TABLES };
enum kind { KIND_LEVEL, KIND_SHARE, KIND_RETURNS };
static const char *const kind_names[] = { "level", "share", "returns" };

/* One question: a series of days, and the answer. */
struct question {
    enum kind kind;
    size_t group;
    struct change_days days; /* owned; y and b as the kind wants them */
    bool asked;              /* there are visits and days enough */
    struct change_result answer;
    double p_holm;
};

struct work {
    const struct series_set *set, *clients; /* CLIENTS: by group and client; NULL without a period */
    const struct observed *observed;
    struct question *at;
    size_t n, capacity;
    double *total; /* visits of all groups together, by bin */
};

/* --- the questions ---------------------------------------------------------------------------- */

static void visits_of(struct arrivals *a, const struct series *s, const struct observed *o)
{
    arrivals_init(a, s, o, (int64_t)(visit_gap * (double)WHEN_SECOND));
}

static struct question *add_question(struct work *w, enum kind kind, size_t group)
{
    w->at = mem_grow(w->at, &w->capacity, w->n + 1, sizeof *w->at);
    w->at[w->n] = (struct question){ .kind = kind, .group = group, .p_holm = NAN };
    return &w->at[w->n++];
}

static void add_level(struct work *w, size_t g)
{
    struct question *q = add_question(w, KIND_LEVEL, g);
    struct arrivals a;

    visits_of(&a, series_at(w->set, g), w->observed);
    change_days_init(&q->days, a.times, a.n, w->observed);
    q->asked = a.n >= VISITS_LEAST;
    arrivals_release(&a);
    if (g == 0)
        w->total = mem_zero((q->days.n + 1) * sizeof *w->total);
    for (size_t i = 0; g > 0 && i < q->days.n; i++)
        w->total[i] += q->days.y[i];
    if (!q->asked && g > 0)
        change_days_release(&q->days);
}

static void copy_days(struct change_days *to, const struct change_days *from)
{
    *to = *from;
    to->seen = NULL;
    to->y = mem_zero((from->n + 1) * sizeof(double));
    to->b = mem_zero((from->n + 1) * sizeof(double));
}

/* Of all groups' visits, those of one.  The levels of all groups were added before, from question 0 on. */
static void add_share(struct work *w, size_t g)
{
    struct question *q = add_question(w, KIND_SHARE, g);
    const struct question *own = &w->at[g];

    if (own->asked) {
        copy_days(&q->days, &own->days);
        memcpy(q->days.y, own->days.y, q->days.n * sizeof(double));
        memcpy(q->days.b, w->total, q->days.n * sizeof(double));
    }
    q->asked = own->asked;
}

/* Does the series of a group and a client, whose name is both as CSV, belong to the group? */
static bool belongs(const char *name, const char *group)
{
    struct buf b = BUF_INIT;
    bool does;

    csv_quote(&b, text_of(group));
    buf_add_char(&b, ',');
    does = strncmp(name, b.at, b.len) == 0;
    buf_release(&b);
    return does;
}

static void add_returns(struct work *w, size_t g)
{
    struct question *q = add_question(w, KIND_RETURNS, g);

    q->asked = w->at[g].asked;
    if (q->asked)
        copy_days(&q->days, &w->at[g].days);
    for (size_t c = 0; q->asked && c < series_count(w->clients); c++) {
        struct arrivals a;

        if (g > 0 && !belongs(series_at(w->clients, c)->name, series_at(w->set, g)->name))
            continue;
        visits_of(&a, series_at(w->clients, c), w->observed);
        returns_add(a.times, a.n, (when_t)(period * (double)WHEN_SECOND), &q->days, q->days.y, q->days.b);
        arrivals_release(&a);
    }
}

static void ask_all(struct work *w)
{
    size_t groups = series_count(w->set);

    for (size_t g = 0; g < groups; g++)
        add_level(w, g);
    for (size_t g = 1; groups > 2 && g < groups; g++)
        add_share(w, g);
    for (size_t g = 0; w->clients != NULL && g < groups; g++)
        add_returns(w, g);
}

/* --- the answers ------------------------------------------------------------------------------- */

static const enum change_family families[] = { CHANGE_POISSON, CHANGE_BINOMIAL, CHANGE_NORMAL };

/* The bins FROM to TO by themselves. */
static void test_part(const struct work *w, const struct question *q, size_t from, size_t to, double level,
                      struct change_result *out)
{
    double *b = mem_alloc((to - from + 1) * sizeof *b);
    const struct change_series s = { families[q->kind], q->days.y + from, b, to - from };
    struct buf name = BUF_INIT;
    gsl_rng *rng;

    change_days_weigh(&q->days, from, to, b);
    buf_add_format(&name, "%s %s %zu %zu", kind_names[q->kind], series_at(w->set, q->group)->name, from, to);
    rng = stream_new((uint64_t)in.seed, PROGRAM, name.at);
    change_test(&s, level, rng, out);
    gsl_rng_free(rng);
    buf_release(&name);
    free(b);
}

static int by_place(const void *a, const void *b)
{
    const struct change *x = a, *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

/* Asks within each part that FOUND leaves of the bins FROM to TO, as if it were the whole: scatter and weekdays may
   be other ones there. */
static void deepen(const struct work *w, struct question *q, const struct change_result *found, size_t from, size_t to)
{
    for (size_t i = 0; i <= found->n; i++) {
        size_t start = i > 0 ? from + found->at[i - 1].at : from, end = i < found->n ? from + found->at[i].at : to;
        struct change_result part;

        if (end - start < CHANGE_BINS)
            continue;
        test_part(w, q, start, end, alpha / (double)(found->n + 1), &part);
        for (size_t k = 0; k < part.n && q->answer.n < CHANGE_MOST; k++) {
            struct change c = part.at[k];

            c.at += start;
            c.lo += start;
            c.hi += start;
            q->answer.at[q->answer.n++] = c;
        }
        if (part.n > 0)
            deepen(w, q, &part, start, end);
    }
}

static void answer_all(struct work *w)
{
    double *p = mem_alloc((w->n + 1) * sizeof *p);

    for (size_t i = 0; i < w->n; i++) {
        w->at[i].answer = (struct change_result){ .p = NAN, .scale = NAN };
        if (w->at[i].asked)
            test_part(w, &w->at[i], 0, w->at[i].days.n, alpha, &w->at[i].answer);
        p[i] = w->at[i].answer.p;
    }
    multiple_holm(p, w->n, p);
    for (size_t i = 0; i < w->n; i++) {
        w->at[i].p_holm = p[i];
        if (p[i] <= alpha) {
            struct change_result first = w->at[i].answer;

            deepen(w, &w->at[i], &first, 0, w->at[i].days.n);
            mem_sort(w->at[i].answer.at, w->at[i].answer.n, sizeof(struct change), by_place);
        } else {
            w->at[i].answer.n = 0;
        }
    }
    free(p);
}

/* --- writing ----------------------------------------------------------------------------------- */

static void put_day(struct csv_writer *c, const struct question *q, size_t bin)
{
    char text[11];

    when_write_day(when_day_of(q->days.start + (when_t)bin * q->days.step), text);
    csv_put_text(c, text);
}

/* Rate of group G over the bins FROM to TO; 0 where it has too few visits to be asked. */
static double rate_of(const struct work *w, size_t g, size_t from, size_t to)
{
    double y = 0, b = 0;

    for (size_t i = from; w->at[g].asked && i < to; i++) {
        y += w->at[g].days.y[i];
        b += w->at[0].days.b[i];
    }
    return b > 0 ? y / b : 0;
}

/* The group that carries most of a change of the level of all, and its part of it. */
static void put_carrier(struct csv_writer *c, const struct work *w, const struct question *q, size_t i)
{
    size_t from = i > 0 ? q->answer.at[i - 1].at : 0, at = q->answer.at[i].at;
    size_t to = i + 1 < q->answer.n ? q->answer.at[i + 1].at : q->days.n, best = 0;
    double all = rate_of(w, 0, at, to) - rate_of(w, 0, from, at), most = 0;

    for (size_t g = 1; q->kind == KIND_LEVEL && q->group == 0 && g < series_count(w->set); g++) {
        double part = (rate_of(w, g, at, to) - rate_of(w, g, from, at)) / all;

        if (part > most) {
            most = part;
            best = g;
        }
    }
    csv_put_text(c, best > 0 ? series_at(w->set, best)->name : "");
    csv_put_double(c, best > 0 ? most : NAN);
}

static void put_head(struct csv_writer *c, const struct work *w, const struct question *q)
{
    csv_put_text(c, kind_names[q->kind]);
    csv_put_text(c, series_at(w->set, q->group)->name);
}

static void put_change(struct csv_writer *c, const struct work *w, const struct question *q, size_t i)
{
    const struct change *at = &q->answer.at[i];

    put_head(c, w, q);
    put_day(c, q, at->at);
    put_day(c, q, at->lo);
    put_day(c, q, at->hi);
    csv_put_double(c, at->before);
    csv_put_double(c, at->after);
    csv_put_double(c, at->p);
    csv_put_double(c, q->answer.p);
    csv_put_double(c, q->p_holm);
    csv_put_double(c, q->answer.scale);
    put_carrier(c, w, q, i);
    csv_put_text(c, at->after > at->before ? "rises" : "falls");
    csv_put_end(c);
}

static void put_none(struct csv_writer *c, const struct work *w, const struct question *q)
{
    put_head(c, w, q);
    for (int i = 0; i < 6; i++)
        csv_put_text(c, "");
    csv_put_double(c, q->answer.p);
    csv_put_double(c, q->p_holm);
    csv_put_double(c, q->answer.scale);
    csv_put_text(c, "");
    csv_put_text(c, "");
    csv_put_text(c, !q->asked                ? "cannot tell: too few visits"
                    : isnan(q->answer.p)     ? "cannot tell: less than four weeks observed"
                                             : "no change");
    csv_put_end(c);
}

static void write_changes(struct csv_writer *c, const struct work *w)
{
    static const char *const names[] = { "kind",     "group",  "date",  "lo95",    "hi95",          "before", "after",
                                         "p_value",  "p_series", "p_holm", "scale", "carried_by", "carried_share", "verdict" };

    csv_put_header(c, names, sizeof names / sizeof *names);
    for (size_t k = 0; k < w->n; k++) {
        for (size_t i = 0; i < w->at[k].answer.n; i++)
            put_change(c, w, &w->at[k], i);
        if (w->at[k].answer.n == 0)
            put_none(c, w, &w->at[k]);
    }
}

static double level_at(const struct question *q, size_t bin)
{
    double y = 0, b = 0;
    size_t from = 0, to = q->days.n;

    for (size_t i = 0; i < q->answer.n; i++) {
        if (q->answer.at[i].at <= bin)
            from = q->answer.at[i].at;
        else if (q->answer.at[i].at < to)
            to = q->answer.at[i].at;
    }
    for (size_t i = from; i < to; i++) {
        y += q->days.y[i];
        b += q->days.b[i];
    }
    return b > 0 ? y / b : NAN;
}

static void write_levels(struct csv_writer *c, const struct work *w)
{
    static const char *const names[] = { "kind", "group", "date", "value", "weight", "level" };

    csv_put_header(c, names, sizeof names / sizeof *names);
    for (size_t k = 0; k < w->n; k++) {
        const struct question *q = &w->at[k];

        for (size_t i = 0; q->asked && i < q->days.n; i++) {
            put_head(c, w, q);
            put_day(c, q, i);
            csv_put_double(c, q->days.b[i] > 0 ? q->days.y[i] / q->days.b[i] : NAN);
            csv_put_double(c, q->days.b[i]);
            csv_put_double(c, level_at(q, i));
            csv_put_end(c);
        }
    }
}

static void write_all(struct outputs *t, const struct work *w)
{
    struct csv_writer *levels = outputs_rows(t, LEVELS);

    write_changes(outputs_rows(t, CHANGES), w);
    if (levels != NULL)
        write_levels(levels, w);
}

/* --- the whole --------------------------------------------------------------------------------- */

/* The series once more, by group and client. */
static struct series_set *read_clients(struct series_source source, struct err *err)
{
    struct buf both = BUF_INIT;
    struct series_set *set;

    if (in.group != NULL)
        buf_add_format(&both, "%s,", in.group);
    buf_add_text(&both, client);
    source.group = both.at;
    source.with_all = false;
    set = series_read(&source, err);
    buf_release(&both);
    return set;
}

static bool run(char **files, int n, struct err *err)
{
    const char *const paths[TABLES] = { in.out, levels_path };
    struct series_source source = source_opts_series(&in, files, n);
    struct outputs *outputs = outputs_open(paths, TABLES, err);
    struct work w = { 0 };
    struct observed observed;
    struct series_set *set = NULL, *clients = NULL;
    bool good;

    observed_init(&observed);
    source.with_all = in.group != NULL;
    good = outputs != NULL && (set = series_read(&source, err)) != NULL && source_opts_observed(&in, set, &observed, err)
           && (!(period > 0) || (clients = read_clients(source, err)) != NULL);
    if (good) {
        w = (struct work){ .set = set, .clients = clients, .observed = &observed };
        ask_all(&w);
        answer_all(&w);
        write_all(outputs, &w);
        good = outputs_publish(outputs, err);
    }
    outputs_free(outputs);
    for (size_t i = 0; i < w.n; i++)
        change_days_release(&w.at[i].days);
    free(w.at);
    free(w.total);
    series_free(set);
    series_free(clients);
    observed_release(&observed);
    return good;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    int n = opts_parse(&program, argc, argv);

    gslerrors_begin();
    source_opts_check(&in, &program);
    if (period > 0 && n == 0 && in.files_from == NULL)
        opts_wrong(&program, "--period reads the rows twice: name the files");
    return run(argv, n, &err) ? 0 : err_report(&err, PROGRAM);
}
