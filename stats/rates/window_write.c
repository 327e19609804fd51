/* window_write.c -- the rows of a window_table as CSV. */

#include "window_table_parts.h"

#include "numbers/poisson.h"
#include <math.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void put_time(struct csv_writer *w, when_t t)
{
    char text[WHEN_TEXT + 1];

    when_write(t, text);
    csv_put_text(w, text);
}

static void put_numbers(struct csv_writer *w, const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        csv_put_double(w, x[i]);
}

static const char *status_of(const struct eventlist *l, size_t event)
{
    return eventlist_beforehand(l, event) ? "confirmatory" : "exploratory";
}

static void put_row(struct csv_writer *w, const struct eventlist *l, const struct window_row *row)
{
    const struct window_result *r = &row->result;
    const double numbers[] = { r->observed, r->expected, r->ratio, r->lo,     r->hi,   r->p_exact, r->p_shift,
                               r->p_tail,   row->p_search, row->holm, row->bh, row->by };

    csv_put_text(w, row->series);
    csv_put_text(w, l->at[row->event].id);
    csv_put_text(w, l->at[row->event].label);
    put_time(w, l->windows[row->event].start);
    put_time(w, l->windows[row->event].end);
    csv_put_text(w, status_of(l, row->event));
    put_numbers(w, numbers, COUNT(numbers));
    csv_put_int(w, (int64_t)r->shifts);
    csv_put_double(w, r->dispersion);
    csv_put_double(w, r->mdr);
    csv_put_int(w, (int64_t)row->days_out);
    csv_put_text(w, window_verdict(r, row->holm, !eventlist_beforehand(l, row->event)));
    csv_put_end(w);
}

void window_table_write(struct csv_writer *w, const struct window_table *t)
{
    static const char *const columns[] = {
        "group",  "event",    "label",  "start",  "end",  "status", "observed",   "expected", "ratio",    "lo95",    "hi95", "p_exact",
        "p_shift", "p_tail", "p_search", "p_holm", "p_bh", "p_by",   "shifts", "dispersion", "mdr", "days_out", "verdict",
    };

    csv_put_header(w, columns, COUNT(columns));
    for (size_t i = 0; i < t->rows.n; i++)
        put_row(w, t->asked->events, &t->rows.at[i]);
}

/* --- the tests that take visits for independent -------------------------------------------- */

#define E_TEST_MOST 1e7 /* pairs of counts */

static double e_test(double x, double expected, double n, enum ratio_statistic which)
{
    double pairs = (18 * sqrt(x + expected) + 60) * (18 * sqrt(n) + 60);

    return pairs <= E_TEST_MOST ? ratio_test_e((unsigned)x, expected, (unsigned)lround(n), n, 1, which).central : NAN;
}

static void put_tests(struct csv_writer *w, const struct eventlist *l, const struct window_row *row)
{
    const struct window_result *r = &row->result;
    double x = r->observed, e = r->expected, n = 1 / row->baseline;
    struct limits exact = ratio_limits(x, e, n, n, .95), mid = ratio_limits_mid(x, e, n, n, .95);
    double z = li_ma(x, n, e / n);
    const double numbers[] = { x, e, n, exact.lo, exact.hi, mid.lo, mid.hi, r->p_exact, ratio_test_mid(x, e, n, n, 1).central,
                               e_test(x, e, n, RATIO_SCORE), z, erfc(fabs(z) / M_SQRT2), e_test(x, e, n, RATIO_WALD) };

    csv_put_text(w, row->series);
    csv_put_text(w, l->at[row->event].id);
    put_numbers(w, numbers, COUNT(numbers));
    for (enum ratio_statistic k = RATIO_WALD; k <= RATIO_ROOT; k++)
        csv_put_double(w, ratio_test_normal(x, e, n, n, 1, k).central);
    csv_put_end(w);
}

void window_table_write_tests(struct csv_writer *w, const struct window_table *t)
{
    static const char *const columns[] = { "group",    "event",    "observed", "expected", "baseline_n", "exact_lo95", "exact_hi95",
                                           "mid_lo95", "mid_hi95", "p_exact",  "p_mid",    "p_e",        "li_ma",      "p_li_ma",
                                           "p_e_wald", "p_wald",   "p_score",  "p_wald_log", "p_score_log", "p_root" };

    csv_put_header(w, columns, COUNT(columns));
    for (size_t i = 0; i < t->rows.n; i++) {
        if (t->rows.at[i].result.expected > 0)
            put_tests(w, t->asked->events, &t->rows.at[i]);
    }
}

/* --- groups of events, variants of windows ---------------------------------------------------- */

void window_table_write_groups(struct csv_writer *w, const struct window_table *t)
{
    static const char *const columns[] = { "group", "events_group", "n_events", "observed", "expected", "ratio",  "lo95", "hi95",   "p_shift",
                                           "p_tail", "p_holm", "p_bh", "p_by", "mdr", "verdict" };

    csv_put_header(w, columns, COUNT(columns));
    for (size_t i = 0; i < t->group_rows.n; i++) {
        const struct window_row *row = &t->group_rows.at[i];
        const struct window_result *r = &row->result;
        const double numbers[] = { r->observed, r->expected, r->ratio, r->lo, r->hi, r->p_shift, r->p_tail,
                                   row->holm,   row->bh,     row->by,  r->mdr };

        csv_put_text(w, row->series);
        csv_put_text(w, t->group_names[row->event]);
        csv_put_int(w, (int64_t)t->group_events[row->event]);
        put_numbers(w, numbers, COUNT(numbers));
        csv_put_text(w, window_verdict(r, row->holm, !t->group_beforehand[row->event]));
        csv_put_end(w);
    }
}

void window_table_write_variants(struct csv_writer *w, const struct window_table *t)
{
    static const char *const columns[] = { "group", "event", "variant", "start",  "end",  "observed",
                                           "expected", "ratio", "lo95", "hi95", "p_tail", "p_max" };

    csv_put_header(w, columns, COUNT(columns));
    for (size_t i = 0; i < t->n_variants; i++) {
        const struct variant_row *row = &t->variants[i];
        const struct window_variant *v = &row->found;
        const double numbers[] = { v->observed, v->expected, v->expected > 0 ? v->observed / v->expected : NAN,
                                   v->lo,       v->hi,       v->p_tail, v->p_max };

        csv_put_text(w, row->series);
        csv_put_text(w, t->asked->events->at[row->event].id);
        csv_put_text(w, variant_names[row->variant]);
        put_time(w, v->window.start);
        put_time(w, v->window.end);
        put_numbers(w, numbers, COUNT(numbers));
        csv_put_end(w);
    }
}
