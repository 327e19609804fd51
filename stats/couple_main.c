/* dielog-couple -- do two series come within moments of each other beyond their common hours; who leads; is it one machine; bursts. */

#include "asked/bursts.h"
#include "asked/foretell.h"
#include "asked/jitter.h"
#include "numbers/gslerrors.h"
#include "numbers/multiple.h"
#include "numbers/stream.h"
#include "rows/outputs.h"
#include "rows/resolution.h"
#include "rows/source_opts.h"
#include <math.h>
#include <stdlib.h>

#define ALPHA .01
#define ONE_MACHINE .2     /* of the smaller series' episodes, those that coincide beyond chance */
#define ONE_MACHINE_S 10.  /* within so many seconds */

static struct source_opts in = SOURCE_OPTS_INIT;
static int64_t draws = 14999, most = 12, lags = 3;
static const char *curve_path, *bursts_path;

static const struct opt table[] = {
    SOURCE_OPT_TIME(in),
    { 'g', "group", OPT_TEXT, &in.group, "COLUMN", "pairs of the values of COLUMN (default: client)", 0, 0 },
    { 0, "most", OPT_INT, &most, "N", "only the N busiest groups (default: 12)", 2, 200 },
    { 0, "lags", OPT_INT, &lags, "HOURS", "what one foretells of the other in the next HOURS (default: 3)", 1, 24 },
    { 0, "draws", OPT_INT, &draws, "N", "draws of the null at most (default: 14999)", 99, 99999 },
    { 0, "curve", OPT_TEXT, &curve_path, "FILE", "write the coincidences of each pair by distance to FILE", 0, 0 },
    { 0, "bursts", OPT_TEXT, &bursts_path, "FILE", "write how long bursts of one question spread, by client, to FILE", 0, 0 },
    SOURCE_OPT_COUNT(in),
    SOURCE_OPT_OBSERVED(in),
    SOURCE_OPT_FILES_FROM(in),
    SOURCE_OPT_SEPARATOR(in),
    SOURCE_OPT_SEED(in),
    SOURCE_OPT_OUT(in),
};
static const struct opts program = {
    "dielog-couple", "[OPTION]... [FILE]...", "Find series that come within moments of each other, beyond common hours.", table,
    sizeof table / sizeof *table,
};

enum { PAIRS, CURVE, BURSTS, TABLES };

static const char *const columns[] = {
    "a",      "b",       "n_a",    "n_b",        "within_s",  "seen",       "expected",  "excess",    "p_value",
    "p_holm", "lead_s", "f_a_b", "p_a_b", "p_a_b_holm", "f_b_a", "p_b_a", "p_b_a_holm", "verdict",
};
static const char *const curve_columns[] = { "a", "b", "within_s", "seen", "mean", "lo95", "hi95" };
static const char *const burst_columns[] = { "group", "bursts", "longer_2s", "longer_20s", "share_20s", "lo95", "hi95", "longest_s" };

struct pair {
    const struct series *a, *b;
    struct jitter j;
    struct foretell ab, ba; /* a foretells b, b foretells a */
    double p_holm, ab_holm, ba_holm;
};

struct couple {
    const struct observed *observed;
    const struct series **at; /* the busiest, in order of the name */
    size_t n;
    struct pair *pairs;
    size_t n_pairs;
};

/* --- choosing and judging --------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    const struct series *x = *(const struct series *const *)a, *y = *(const struct series *const *)b;

    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return group_order(x->name, y->name);
}

static int by_name(const void *a, const void *b)
{
    return group_order((*(const struct series *const *)a)->name, (*(const struct series *const *)b)->name);
}

static void choose(struct couple *c, const struct series_set *set)
{
    size_t n = series_count(set);

    c->at = mem_alloc((n + 1) * sizeof *c->at);
    for (size_t i = 0; i < n; i++)
        c->at[i] = series_at(set, i);
    mem_sort(c->at, n, sizeof *c->at, by_size);
    while (c->n < n && c->n < (size_t)most && c->at[c->n]->n >= JITTER_LEAST)
        c->n++;
    mem_sort(c->at, c->n, sizeof *c->at, by_name);
}

static void judge_pair(const struct couple *c, struct pair *p)
{
    struct buf name = BUF_INIT;
    gsl_rng *rng;
    int64_t x = resolution_of(p->a->times, p->a->n), y = resolution_of(p->b->times, p->b->n);

    csv_quote(&name, text_of(p->a->name));
    buf_add_char(&name, ',');
    csv_quote(&name, text_of(p->b->name));
    rng = stream_new((uint64_t)in.seed, program.program, name.at);
    p->j = jitter_test(p->a->times, p->a->n, p->b->times, p->b->n, c->observed, x > y ? x : y, (size_t)draws, rng);
    p->ab = foretell_test(p->a->times, p->a->n, p->b->times, p->b->n, c->observed, (size_t)lags);
    p->ba = foretell_test(p->b->times, p->b->n, p->a->times, p->a->n, c->observed, (size_t)lags);
    gsl_rng_free(rng);
    buf_release(&name);
}

/* Coincidences are one family, what foretells what another. */
static void adjust(struct couple *c)
{
    size_t n = c->n_pairs;
    double *p = mem_alloc((n + 1) * sizeof *p), *q = mem_alloc((2 * n + 1) * sizeof *q);

    for (size_t i = 0; i < n; i++) {
        p[i] = c->pairs[i].j.p;
        q[2 * i] = c->pairs[i].ab.p;
        q[2 * i + 1] = c->pairs[i].ba.p;
    }
    multiple_holm(p, n, p);
    multiple_holm(q, 2 * n, q);
    for (size_t i = 0; i < n; i++) {
        c->pairs[i].p_holm = p[i];
        c->pairs[i].ab_holm = q[2 * i];
        c->pairs[i].ba_holm = q[2 * i + 1];
    }
    free(p);
    free(q);
}

static void judge_all(struct couple *c)
{
    c->pairs = mem_zero((c->n * c->n / 2 + 1) * sizeof *c->pairs);
    for (size_t i = 0; i < c->n; i++) {
        for (size_t k = i + 1; k < c->n; k++) {
            c->pairs[c->n_pairs] = (struct pair){ .a = c->at[i], .b = c->at[k] };
            judge_pair(c, &c->pairs[c->n_pairs++]);
        }
    }
    adjust(c);
}

/* --- writing ---------------------------------------------------------------------------------- */

static const char *verdict(const struct pair *p)
{
    const struct jitter *j = &p->j;

    if (isnan(j->p))
        return "cannot tell: too few visits";
    if (p->p_holm > ALPHA)
        return "no more than common hours";
    if (j->p_fewer < j->p_more)
        return "avoid each other";
    return j->excess >= ONE_MACHINE && jitter_distances[j->at] <= ONE_MACHINE_S ? "consistent with one machine behind both"
                                                                                : "coincide beyond common hours";
}

static void put_foretell(struct csv_writer *w, const struct foretell *f, double holm)
{
    csv_put_double(w, f->f);
    csv_put_double(w, f->p);
    csv_put_double(w, holm);
}

static void put_pair(struct csv_writer *w, const struct pair *p)
{
    const struct jitter *j = &p->j;
    bool told = !isnan(j->p);

    csv_put_text(w, p->a->name);
    csv_put_text(w, p->b->name);
    csv_put_int(w, (int64_t)j->n);
    csv_put_int(w, (int64_t)j->m);
    csv_put_double(w, told ? jitter_distances[j->at] : NAN);
    csv_put_double(w, told ? j->seen[j->at] : NAN);
    csv_put_double(w, told ? j->mean[j->at] : NAN);
    csv_put_double(w, j->excess);
    csv_put_double(w, j->p);
    csv_put_double(w, p->p_holm);
    csv_put_double(w, j->lead_s);
    put_foretell(w, &p->ab, p->ab_holm);
    put_foretell(w, &p->ba, p->ba_holm);
    csv_put_text(w, verdict(p));
    csv_put_end(w);
}

static void write_pairs(struct csv_writer *w, const struct couple *c)
{
    csv_put_header(w, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < c->n_pairs; i++)
        put_pair(w, &c->pairs[i]);
}

static void put_curve(struct csv_writer *w, const struct pair *p)
{
    for (size_t d = 0; d < JITTER_DISTANCES && !isnan(p->j.p); d++) {
        csv_put_text(w, p->a->name);
        csv_put_text(w, p->b->name);
        csv_put_double(w, jitter_distances[d]);
        csv_put_double(w, p->j.seen[d]);
        csv_put_double(w, p->j.mean[d]);
        csv_put_double(w, p->j.lo[d]);
        csv_put_double(w, p->j.hi[d]);
        csv_put_end(w);
    }
}

static void write_curve(struct csv_writer *w, const struct couple *c)
{
    csv_put_header(w, curve_columns, sizeof curve_columns / sizeof *curve_columns);
    for (size_t i = 0; i < c->n_pairs; i++)
        put_curve(w, &c->pairs[i]);
}

static void put_bursts(struct csv_writer *w, const struct bursts *b)
{
    csv_put_text(w, b->group);
    csv_put_int(w, b->n);
    csv_put_int(w, b->longer_2s);
    csv_put_int(w, b->longer_20s);
    csv_put_double(w, b->n > 0 ? (double)b->longer_20s / (double)b->n : NAN);
    csv_put_double(w, b->limits.lo);
    csv_put_double(w, b->limits.hi);
    csv_put_double(w, b->n > 0 ? b->longest_s : NAN);
    csv_put_end(w);
}

/* Of the records, which are read once more. */
static bool write_bursts(struct csv_writer *w, char **files, int n, struct err *err)
{
    struct inputs inputs = source_opts_inputs(&in, files, n);
    struct records records;
    struct bursts *all;
    size_t groups = 0;

    records_init(&records, &inputs, in.time);
    all = bursts_find(&records, &groups, err);
    if (all != NULL)
        csv_put_header(w, burst_columns, sizeof burst_columns / sizeof *burst_columns);
    for (size_t i = 0; all != NULL && i < groups; i++)
        put_bursts(w, &all[i]);
    free(all);
    records_release(&records);
    return all != NULL;
}

static void write_couples(struct outputs *t, const struct couple *c)
{
    struct csv_writer *curve = outputs_rows(t, CURVE);

    write_pairs(outputs_rows(t, PAIRS), c);
    if (curve != NULL)
        write_curve(curve, c);
}

/* --- all -------------------------------------------------------------------------------------- */

/* All that the times are needed for. */
static bool find_couples(struct outputs *t, char **files, int n, struct err *err)
{
    struct series_source source = source_opts_series(&in, files, n);
    struct couple c = { .n = 0 };
    struct observed observed;
    struct series_set *set;
    bool good;

    observed_init(&observed);
    source.group = in.group != NULL ? in.group : "client";
    set = series_read(&source, err);
    good = set != NULL && source_opts_observed(&in, set, &observed, err);
    if (good) {
        c.observed = &observed;
        choose(&c, set);
        judge_all(&c);
        write_couples(t, &c);
    }
    free(c.at);
    free(c.pairs);
    series_free(set);
    observed_release(&observed);
    return good;
}

static bool run(char **files, int n, struct err *err)
{
    const char *const paths[TABLES] = { in.out, curve_path, bursts_path };
    struct outputs *outputs = outputs_open(paths, TABLES, err);
    bool good = outputs != NULL && find_couples(outputs, files, n, err)
                && (outputs_rows(outputs, BURSTS) == NULL || write_bursts(outputs_rows(outputs, BURSTS), files, n, err))
                && outputs_publish(outputs, err);

    outputs_free(outputs);
    return good;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    int n = opts_parse(&program, argc, argv);

    gslerrors_begin();
    source_opts_check(&in, &program);
    if (bursts_path != NULL && n == 0 && in.files_from == NULL)
        opts_wrong(&program, "--bursts reads the records a second time: name the files");
    return run(argv, n, &err) ? 0 : err_report(&err, program.program);
}
