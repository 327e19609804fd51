/* spike_makeup.c -- see spike_makeup.h. */

#include "spike_makeup.h"

#include "base/names.h"
#include "numbers/poisson.h"
#include <math.h>
#include <stdlib.h>

static const char *const kinds[MAKEUP_KINDS] = { "client", "action", "target" };

/* Rows of one kind in one spike, by the number of the key. */
struct tally {
    double *in, *usual;
    size_t capacity, usual_capacity, n;
    double total, usual_total;
};

struct reading {
    const struct makeup_columns *columns;
    const struct spikes *spikes;
    size_t n; /* spikes that are looked at */
    struct names *names[MAKEUP_KINDS];
    struct tally (*tally)[MAKEUP_KINDS]; /* by spike */
    int at[MAKEUP_KINDS];                /* columns of the file at hand */
};

/* --- which rows are usual ---------------------------------------------------------------- */

static bool is_weekend(when_t t)
{
    return when_weekday(when_day_of(t)) >= 5;
}

static bool same_hours(const struct spike *s, when_t t)
{
    when_t from = s->start - when_floor(s->start, WHEN_DAY), at = t - when_floor(t, WHEN_DAY);

    if (s->end - s->start >= WHEN_DAY)
        return true;
    return (at >= from ? at - from : at + WHEN_DAY - from) < s->end - s->start;
}

static bool is_usual(const struct spikes *all, const struct spike *s, when_t t)
{
    bool one_kind = is_weekend(s->start) == is_weekend(s->end - 1) && s->end - s->start <= 2 * WHEN_DAY;

    if (t < s->start - MAKEUP_NEAR || t >= s->end + MAKEUP_NEAR || !same_hours(s, t)
        || (one_kind && is_weekend(t) != is_weekend(s->start)))
        return false;
    for (size_t i = 0; i < all->n; i++) {
        if (t >= all->at[i].start && t < all->at[i].end)
            return false;
    }
    return true;
}

/* --- counting ---------------------------------------------------------------------------- */

static void tally_need(struct tally *t, size_t key)
{
    if (key >= t->n) {
        t->in = mem_grow(t->in, &t->capacity, key + 1, sizeof(double));
        t->usual = mem_grow(t->usual, &t->usual_capacity, key + 1, sizeof(double));
        for (; t->n <= key; t->n++)
            t->in[t->n] = t->usual[t->n] = 0;
    }
}

static void count_row(struct reading *in, const struct csv_reader *r, size_t spike, bool inside, double count)
{
    for (size_t k = 0; k < MAKEUP_KINDS; k++) {
        struct tally *t = &in->tally[spike][k];
        size_t key;

        if (in->at[k] < 0)
            continue;
        key = names_add(in->names[k], csv_field(r, (size_t)in->at[k]));
        tally_need(t, key);
        *(inside ? &t->in[key] : &t->usual[key]) += count;
        *(inside ? &t->total : &t->usual_total) += count;
    }
}

static bool read_rows(struct csv_reader *r, void *context, struct err *err)
{
    struct reading *in = context;
    enum csv_status status;
    size_t time;
    int count;

    if (!csv_need(r, in->columns->time, &time, err) || !inputs_column(r, in->columns->count, "count", &count, err))
        return false;
    for (size_t k = 0; k < MAKEUP_KINDS; k++) {
        if (!inputs_column(r, in->columns->kind[k], kinds[k], &in->at[k], err))
            return false;
    }
    while ((status = csv_next(r, err)) == CSV_ROW) {
        int64_t events;
        when_t t;

        if (!inputs_time(r, time, &t, err) || !inputs_count(r, count, &events, err))
            return false;
        for (size_t i = 0; i < in->n; i++) {
            const struct spike *s = &in->spikes->at[i];
            bool inside = t >= s->start && t < s->end;

            if (inside || is_usual(in->spikes, s, t))
                count_row(in, r, i, inside, (double)events);
        }
    }
    return status == CSV_END;
}

/* --- writing ------------------------------------------------------------------------------- */

struct key {
    size_t number;
    double observed, expected;
};

static int by_excess(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    double p = fabs(x->observed - x->expected), q = fabs(y->observed - y->expected);

    if (p != q)
        return p > q ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static void put_key(struct csv_writer *w, size_t spike, size_t kind, struct text name, const struct tally *t,
                    const struct key *k, const struct makeup_spike *known)
{
    double d = known->dispersion, usual = t->usual[k->number];
    double excess = t->total - t->total / known->ratio;

    csv_put_int(w, (int64_t)spike + 1);
    csv_put_text(w, kinds[kind]);
    csv_put(w, name);
    csv_put_double(w, k->observed);
    csv_put_double(w, k->expected);
    csv_put_double(w, t->total > 0 ? k->observed / t->total : NAN);
    csv_put_double(w, usual / t->usual_total);
    csv_put_double(w, excess != 0 ? (k->observed - k->expected) / excess : NAN);
    csv_put_double(w, t->total > 0 ? ratio_test(k->observed / d, t->total / d, usual / d, t->usual_total / d, 1).central
                                   : NAN);
    csv_put_end(w);
}

/* Nothing was seen where much was expected: the ratio is 0, and what was expected comes from the rows around. */
static double expected_rows(const struct tally *t, const struct makeup_spike *known)
{
    return known->ratio > 0 ? t->total / known->ratio : NAN;
}

static void put_kind(struct csv_writer *w, const struct reading *in, size_t spike, size_t kind,
                     const struct makeup_spike *known)
{
    const struct tally *t = &in->tally[spike][kind];
    struct key *keys = mem_alloc((t->n + 1) * sizeof *keys);
    double expected = expected_rows(t, known);

    for (size_t i = 0; i < t->n; i++)
        keys[i] = (struct key){ i, t->in[i], expected * t->usual[i] / t->usual_total };
    if (t->usual_total > 0 && !isnan(expected)) {
        mem_sort(keys, t->n, sizeof *keys, by_excess);
        for (size_t i = 0; i < t->n && i < MAKEUP_KEYS && fabs(keys[i].observed - keys[i].expected) >= .5; i++)
            put_key(w, spike, kind, names_at(in->names[kind], keys[i].number), t, &keys[i], known);
    }
    free(keys);
}

static void put_all(struct csv_writer *w, const struct reading *in, const struct makeup_spike *known)
{
    static const char *const columns[] = { "spike", "kind",           "key",          "observed", "expected",
                                           "share", "share_expected", "excess_share", "p_value" };

    csv_put_header(w, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < in->n; i++) {
        for (size_t k = 0; k < MAKEUP_KINDS; k++)
            put_kind(w, in, i, k, &known[i]);
    }
}

bool makeup_write(struct csv_writer *w, const struct inputs *in, const struct makeup_columns *c, const struct spikes *s,
                  const struct makeup_spike *known, struct err *err)
{
    struct reading reading = { .columns = c, .spikes = s, .n = s->n < MAKEUP_SPIKES ? s->n : MAKEUP_SPIKES };
    bool good;

    reading.tally = mem_zero((reading.n + 1) * sizeof *reading.tally);
    for (size_t k = 0; k < MAKEUP_KINDS; k++)
        reading.names[k] = names_new();
    good = reading.n == 0 || inputs_each(in, read_rows, &reading, err);
    if (good)
        put_all(w, &reading, known);
    for (size_t i = 0; i < reading.n; i++) {
        for (size_t k = 0; k < MAKEUP_KINDS; k++) {
            free(reading.tally[i][k].in);
            free(reading.tally[i][k].usual);
        }
    }
    for (size_t k = 0; k < MAKEUP_KINDS; k++)
        names_free(reading.names[k]);
    free(reading.tally);
    return good;
}
