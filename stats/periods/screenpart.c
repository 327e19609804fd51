/* screenpart.c -- see screenpart.h. */

#include "screenpart.h"

#include "base/hash.h"
#include "base/names.h"
#include <inttypes.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct head {
    int64_t shard, shards, pairs;
};

struct screenpart {
    char run[HASH_TEXT]; /* empty: nothing yet */
    struct head *heads;
    size_t n_heads, heads_capacity;
    int64_t pairs; /* that the heads speak of */
    struct names *names;
    struct cadence_row *rows;
    size_t n, capacity;
};

/* --- columns ---------------------------------------------------------------------------------- */

#define AT(field) { #field, offsetof(struct cadence, field) }
struct field {
    const char *name;
    size_t at; /* in struct cadence */
};
static const struct field counts[] = { AT(events), AT(n), AT(voices), AT(minute.parts), AT(second.parts) };
static const struct field numbers[] = {
    AT(resolution_s),   AT(gaps.mean),        AT(gaps.median), AT(gaps.cv),     AT(gaps.burstiness),   AT(gaps.memory),
    AT(gaps.rita),      AT(minute.statistic), AT(minute.p),    AT(second.statistic), AT(second.p),     AT(p_lag),
    AT(p_clock),        AT(p_cache),          AT(p_value),     AT(beacon.period),    AT(beacon.jitter), AT(beacon.loss),
    AT(lo_s),           AT(hi_s),             AT(share),       AT(log_machine),      AT(log_cache),     AT(log_people),
};
#define COUNTS (sizeof counts / sizeof *counts)
#define NUMBERS (sizeof numbers / sizeof *numbers)

enum { SHARD, SHARDS, RUN, PAIRS, GROUP, STATE, KIND, FIRST_COUNT, FIRST_NUMBER = FIRST_COUNT + COUNTS, COLUMNS = FIRST_NUMBER + NUMBERS };

static const char *name_of(size_t column)
{
    static const char *const first[] = { "shard", "shards", "run", "pairs", "group", "state", "kind" };

    return column < FIRST_COUNT ? first[column] : column < FIRST_NUMBER ? counts[column - FIRST_COUNT].name : numbers[column - FIRST_NUMBER].name;
}

static size_t *count_at(struct cadence *c, size_t k)
{
    return (size_t *)((char *)c + counts[k].at);
}

static double *number_at(struct cadence *c, size_t k)
{
    void *at = (char *) c + numbers[k].at;
    return at;
}

/* --- a part's life ------------------------------------------------------------------------------ */

struct screenpart *screenpart_new(void)
{
    struct screenpart *p = mem_zero(sizeof *p);

    p->names = names_new();
    return p;
}

void screenpart_free(struct screenpart *p)
{
    if (p == NULL)
        return;
    cadence_rows_free(p->rows, p->n);
    names_free(p->names);
    free(p->heads);
    free(p);
}

static void add_head(struct screenpart *p, struct head head)
{
    p->heads = mem_grow(p->heads, &p->heads_capacity, p->n_heads + 1, sizeof *p->heads);
    p->heads[p->n_heads++] = head;
    p->pairs += head.pairs;
}

static void fingerprint(char run[HASH_TEXT], const struct cadence_how *how, const struct observed *o)
{
    struct buf b = BUF_INIT;

    buf_add_format(&b, "%.17g %.17g %zu %" PRIu64 " %.17g", how->visit_gap_s, how->ttl_s, how->draws, how->seed, how->tail);
    for (size_t i = 0; i < o->n; i++)
        buf_add_format(&b, " %" PRId64 " %" PRId64, o->at[i].start, o->at[i].end);
    hash_write(hash_text((struct text){ b.at, b.len }, 0), run);
    buf_release(&b);
}

void screenpart_take(struct screenpart *p, int64_t shard, int64_t shards, const struct cadence_how *how, const struct observed *o,
                     struct cadence_row *rows, size_t n)
{
    fingerprint(p->run, how, o);
    add_head(p, (struct head){ shard, shards, (int64_t)n });
    p->rows = rows;
    p->n = p->capacity = n;
    for (size_t i = 0; i < n; i++)
        rows[i].group = names_at(p->names, names_add(p->names, text_of(rows[i].group))).at;
}

struct cadence_row *screenpart_rows(struct screenpart *p, size_t *n)
{
    *n = p->n;
    return p->rows;
}

/* --- writing ------------------------------------------------------------------------------------ */

/* Missing and infinite are different answers to what is made of them. */
static void put_number(struct csv_writer *w, double x)
{
    if (isinf(x))
        csv_put_text(w, x > 0 ? "inf" : "-inf");
    else
        csv_put_double(w, x);
}

static void put_blanks(struct csv_writer *w, size_t n)
{
    for (size_t i = 0; i < n; i++)
        csv_put_text(w, "");
}

static void put_head(struct csv_writer *w, const struct screenpart *p, const struct head *h)
{
    csv_put_int(w, h->shard);
    csv_put_int(w, h->shards);
    csv_put_text(w, p->run);
    csv_put_int(w, h->pairs);
    put_blanks(w, COLUMNS - GROUP);
    csv_put_end(w);
}

static void put_pair(struct csv_writer *w, const struct cadence_row *row)
{
    struct cadence c = row->c;

    put_blanks(w, GROUP);
    csv_put_text(w, row->group);
    csv_put_int(w, c.state);
    csv_put_int(w, c.beacon.kind);
    for (size_t k = 0; k < COUNTS; k++)
        csv_put_int(w, (int64_t)*count_at(&c, k));
    for (size_t k = 0; k < NUMBERS; k++)
        put_number(w, *number_at(&c, k));
    csv_put_end(w);
}

void screenpart_write(const struct screenpart *p, struct csv_writer *w)
{
    const char *names[COLUMNS];

    for (size_t i = 0; i < COLUMNS; i++)
        names[i] = name_of(i);
    csv_put_header(w, names, COLUMNS);
    for (size_t i = 0; i < p->n_heads; i++)
        put_head(w, p, &p->heads[i]);
    for (size_t i = 0; i < p->n; i++)
        put_pair(w, &p->rows[i]);
}

/* --- reading ------------------------------------------------------------------------------------ */

static bool read_number(const struct csv_reader *r, size_t column, double *out, struct err *err)
{
    struct text t = csv_field(r, column);

    if (t.len == 0)
        *out = NAN;
    else if (text_is(t, "inf") || text_is(t, "-inf"))
        *out = t.at[0] == '-' ? -INFINITY : INFINITY;
    else
        return csv_double(r, column, out, err);
    return true;
}

static bool read_head(struct screenpart *p, const struct csv_reader *r, struct err *err)
{
    struct text run = csv_field(r, RUN);
    struct head h;

    if (!csv_int_between(r, SHARDS, 1, SCREENPART_SHARDS, &h.shards, err) || !csv_int_between(r, SHARD, 1, h.shards, &h.shard, err) ||
        !csv_int_between(r, PAIRS, 0, INT64_MAX - p->pairs, &h.pairs, err))
        return false;
    if (run.len != HASH_TEXT - 1)
        return err_set(err, "%s:%zu: error: run is no fingerprint", csv_path(r), csv_line(r));
    if (p->run[0] == '\0')
        memcpy(p->run, run.at, HASH_TEXT);
    if (!text_is(run, p->run))
        return err_set(err, "%s:%zu: error: a part of another screen: its seed, draws, TTL, visit gap or observed time differ",
                       csv_path(r), csv_line(r));
    if (p->n_heads > 0 && p->heads[0].shards != h.shards)
        return err_set(err, "%s:%zu: error: a shard of %" PRId64 " beside shards of %" PRId64, csv_path(r), csv_line(r), h.shards,
                       p->heads[0].shards);
    add_head(p, h);
    return true;
}

static bool read_cadence(const struct csv_reader *r, struct cadence *c, struct err *err)
{
    int64_t x;

    if (!csv_int_between(r, STATE, CADENCE_JUDGED, CADENCE_PLAIN, &x, err))
        return false;
    c->state = (enum cadence_state)x;
    if (!csv_int_between(r, KIND, BEACON_CLOCK, BEACON_SLEEP, &x, err))
        return false;
    c->beacon.kind = (enum beacon_kind)x;
    for (size_t k = 0; k < COUNTS; k++) {
        if (!csv_int_between(r, FIRST_COUNT + k, 0, INT64_MAX, &x, err))
            return false;
        *count_at(c, k) = (size_t)x;
    }
    for (size_t k = 0; k < NUMBERS; k++) {
        if (!read_number(r, FIRST_NUMBER + k, number_at(c, k), err))
            return false;
    }
    return true;
}

static bool read_pair(struct screenpart *p, const struct csv_reader *r, struct err *err)
{
    struct cadence_row row = { .q = NAN };
    size_t number = names_add(p->names, csv_field(r, GROUP));

    if (number < p->n)
        return err_set(err, "%s:%zu: error: the group '%s' was in a part before this one", csv_path(r), csv_line(r),
                       names_at(p->names, number).at);
    if (!read_cadence(r, &row.c, err))
        return false;
    row.group = names_at(p->names, number).at;
    p->rows = mem_grow(p->rows, &p->capacity, p->n + 1, sizeof *p->rows);
    p->rows[p->n++] = row;
    return true;
}

static bool read_file(struct csv_reader *r, void *context, struct err *err)
{
    struct screenpart *p = context;
    enum csv_status status;

    for (size_t i = 0; i < COLUMNS; i++) {
        if (csv_columns(r) != COLUMNS || !text_is(csv_name(r, i), name_of(i)))
            return err_set(err, "%s:1: error: this is no part of a screen (dielog screen --part)", csv_path(r));
    }
    while ((status = csv_next(r, err)) == CSV_ROW) {
        if (!(csv_field(r, SHARD).len > 0 ? read_head : read_pair)(p, r, err))
            return false;
    }
    return status == CSV_END;
}

static int by_shard(const void *a, const void *b)
{
    const struct head *x = a, *y = b;

    if (x->shard != y->shard)
        return (x->shard > y->shard) - (x->shard < y->shard);
    return (x->pairs > y->pairs) - (x->pairs < y->pairs);
}

static int by_group(const void *a, const void *b)
{
    return group_order(((const struct cadence_row *)a)->group, ((const struct cadence_row *)b)->group);
}

bool screenpart_read(struct screenpart *p, const struct inputs *in, struct err *err)
{
    if (!inputs_each(in, read_file, p, err))
        return false;
    if (p->pairs != (int64_t)p->n)
        return err_set(err, "error: the parts say that they have %" PRId64 " pairs, and have %zu", p->pairs, p->n);
    mem_sort(p->heads, p->n_heads, sizeof *p->heads, by_shard);
    mem_sort(p->rows, p->n, sizeof *p->rows, by_group);
    return true;
}

bool screenpart_whole(const struct screenpart *p, struct err *err)
{
    int64_t next = 1, shards = p->n_heads > 0 ? p->heads[0].shards : 1;

    for (size_t i = 0; i < p->n_heads && p->heads[i].shard <= next; i++)
        next += p->heads[i].shard == next;
    return next > shards || err_set(err, "error: shard %" PRId64 " of %" PRId64 " is missing", next, shards);
}
