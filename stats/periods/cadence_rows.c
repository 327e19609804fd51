/* cadence_rows.c -- see cadence_rows.h. */

#include "cadence_rows.h"

#include "base/csv.h"
#include "numbers/multiple.h"
#include "rows/daysplit.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const columns[] = {
    "group",        "n",            "period_s",     "lo95_s",      "hi95_s",      "jitter",      "p_value",
    "q_value",      "lr_machine",   "verdict",      "reason",      "kind",        "voices",      "share",       "lr_cache",
    "lr_people",    "p_lag",        "p_clock",      "p_cache",     "events",      "resolution_s", "mean_gap_s",
    "median_gap_s", "cv",           "burstiness",   "memory",      "rita_score",  "minute_parts", "minute_chi2",
    "minute_p",     "second_parts", "second_chi2",  "second_p",    "rank",
};
#define COLUMNS (sizeof columns / sizeof *columns)

/* --- order ------------------------------------------------------------------------------- */

void cadence_adjust(struct cadence_row *rows, size_t n)
{
    double *p = mem_alloc((n + 1) * sizeof *p);

    for (size_t i = 0; i < n; i++)
        p[i] = rows[i].c.state == CADENCE_JUDGED || rows[i].c.state == CADENCE_PLAIN ? rows[i].c.p_value : NAN;
    multiple_bh(p, n, p);
    for (size_t i = 0; i < n; i++)
        rows[i].q = p[i];
    free(p);
}

static int class_of(const struct cadence_row *r)
{
    static const char *const order[] = { "machine-like", "mixed", "cache" }; /* the first two by q alike */
    const char *reason, *verdict = cadence_verdict(&r->c, r->q, &reason);

    for (int k = 0; k < 3; k++) {
        if (strcmp(verdict, order[k]) == 0)
            return k < 2 ? 0 : k;
    }
    return r->q <= CADENCE_ALPHA ? 3 : 4;
}

static int by_numbers(double a, double b)
{
    if (isnan(a) || isnan(b))
        return (int)isnan(a) - (int)isnan(b);
    return (a > b) - (a < b);
}

static int by_rank(const void *a, const void *b)
{
    const struct cadence_row *x = a, *y = b;
    int order = class_of(x) - class_of(y);

    if (order == 0)
        order = by_numbers(x->q, y->q);
    if (order == 0)
        order = by_numbers(-cadence_lr_machine(&x->c), -cadence_lr_machine(&y->c));
    return order != 0 ? order : strcmp(x->group, y->group);
}

void cadence_rank(struct cadence_row *rows, size_t n)
{
    mem_sort(rows, n, sizeof *rows, by_rank);
}

/* --- the table --------------------------------------------------------------------------- */

static void put_face(struct csv_writer *w, const struct clockface_test *t)
{
    if (t->parts > 0)
        csv_put_int(w, (int64_t)t->parts);
    else
        csv_put_text(w, "");
    csv_put_double(w, t->statistic);
    csv_put_double(w, t->p);
}

/* A period that chance explains is not shown. */
static bool is_found(const struct cadence *c)
{
    return isfinite(c->beacon.period) && c->p_value <= CADENCE_ALPHA;
}

static void put_beacon(struct csv_writer *w, const struct cadence_row *r)
{
    const struct cadence *c = &r->c;
    bool found = is_found(c);
    const double numbers[] = { found ? c->beacon.period : NAN, found ? c->lo_s : NAN, found ? c->hi_s : NAN,
                               found ? c->beacon.jitter : NAN, c->p_value, r->q, cadence_lr_machine(c) };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        csv_put_double(w, numbers[i]);
}

static void put_row(struct csv_writer *w, const struct cadence_row *r)
{
    const struct cadence *c = &r->c;
    const char *reason, *verdict = cadence_verdict(c, r->q, &reason);
    const double ratios[] = { is_found(c) ? c->share : NAN, cadence_lr_cache(c), cadence_lr_people(c), c->p_lag, c->p_clock, c->p_cache };
    const double gaps[] = { c->resolution_s, c->gaps.mean, c->gaps.median, c->gaps.cv, c->gaps.burstiness,
                            c->gaps.memory, c->gaps.rita };

    csv_put_text(w, r->group);
    csv_put_int(w, (int64_t)c->n);
    put_beacon(w, r);
    csv_put_text(w, verdict);
    csv_put_text(w, reason);
    csv_put_text(w, !is_found(c) ? "" : c->beacon.kind == BEACON_CLOCK ? "clock" : "sleep");
    if (is_found(c))
        csv_put_int(w, (int64_t)c->voices);
    else
        csv_put_text(w, "");
    for (size_t i = 0; i < sizeof ratios / sizeof *ratios; i++)
        csv_put_double(w, ratios[i]);
    csv_put_int(w, (int64_t)c->events);
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++)
        csv_put_double(w, gaps[i]);
    put_face(w, &c->minute);
    put_face(w, &c->second);
}

void cadence_write(struct csv_writer *w, const struct cadence_row *rows, size_t n, bool rank)
{

    csv_put_header(w, columns, rank ? COLUMNS : COLUMNS - 1);
    for (size_t i = 0; i < n; i++) {
        put_row(w, &rows[i]);
        if (rank)
            csv_put_int(w, (int64_t)i + 1);
        csv_put_end(w);
    }
}

/* --- visits, days, gaps --------------------------------------------------------------------- */

static void put_time(struct csv_writer *w, when_t t)
{
    char text[WHEN_TEXT + 1];

    when_write(t, text);
    csv_put_text(w, text);
}

void cadence_write_split(struct csv_writer *w, const struct cadence_row *rows, size_t n)
{
    static const char *const names[] = { "group", "time", "posterior", "part" };

    csv_put_header(w, names, 4);
    for (size_t r = 0; r < n; r++) {
        const struct cadence *c = &rows[r].c;

        for (size_t i = 0; c->posterior != NULL && i < c->n; i++) {
            csv_put_text(w, rows[r].group);
            put_time(w, c->times[i]);
            csv_put_double(w, c->posterior[i]);
            csv_put_text(w, cadence_is_periodic(c, i) ? "periodic" : "aperiodic");
            csv_put_end(w);
        }
    }
}

void cadence_write_parts(struct csv_writer *w, const struct cadence_row *rows, size_t n)
{

    daysplit_head(w);
    for (size_t r = 0; r < n; r++) {
        if (rows[r].c.posterior != NULL)
            daysplit_put(w, rows[r].group, rows[r].c.times, rows[r].c.n, rows[r].c.posterior);
    }
}

static void put_gap(struct csv_writer *w, const struct observed *o, when_t a, when_t b)
{
    if (observed_within(o, a, b) >= b - a)
        csv_put_double(w, (double)(b - a) / (double)WHEN_SECOND);
    else
        csv_put_text(w, "");
}

void cadence_write_gaps(struct csv_writer *w, const struct cadence_row *rows, size_t n, const struct observed *o)
{
    static const char *const names[] = { "group", "time", "gap_before_s", "gap_after_s" };

    csv_put_header(w, names, 4);
    for (size_t r = 0; r < n; r++) {
        const struct cadence *c = &rows[r].c;
        size_t step = c->n / CADENCE_GAP_ROWS + 1;

        for (size_t i = 1; i + 1 < c->n; i += step) {
            csv_put_text(w, rows[r].group);
            put_time(w, c->times[i]);
            put_gap(w, o, c->times[i - 1], c->times[i]);
            put_gap(w, o, c->times[i], c->times[i + 1]);
            csv_put_end(w);
        }
    }
}

void cadence_rows_free(struct cadence_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        cadence_release(&rows[i].c);
    free(rows);
}
