#include "collect.h"
#include "base/names.h"
#include "base/when.h"
#include <stdlib.h>

enum { TXT_SENSOR, TXT_CLIENT, TXT_ACTION, TXT_TARGET, TXT_STATUS, TXT_TRANSPORT, TEXTS };
static const char *const text_columns[TEXTS] = { "sensor", "client", "action", "target", "status", "transport" };
static const char *const day_columns[] = { "time",   "sensor",    "client", "party", "action", "target",
                                           "status", "transport", "bytes",  "count", "raw" };

/* Texts repeat, so each is kept once and a row holds its number.  Before sorting, the
   numbers are replaced by the texts' ranks in order of bytes: rows then compare as
   integers, and the order is that of the texts whatever came first. */

#define NO_BYTES INT64_C(-1)

struct row {
    when_t time;
    int64_t bytes;
    int64_t count;
    uint32_t text[TEXTS];
    uint32_t batch;
};

struct collect {
    struct names *texts;
    struct row *rows;
    size_t n, capacity;
};

struct collect *collect_new(void)
{
    struct collect *c = mem_zero(sizeof *c);
    c->texts = names_new();
    return c;
}

void collect_free(struct collect *c)
{
    if (!c)
        return;
    names_free(c->texts);
    free(c->rows);
    free(c);
}

/* Where the record's columns are in this slice. */
struct layout {
    size_t time, text[TEXTS], bytes, count;
};

static bool find_layout(const struct csv_reader *r, struct layout *l, struct err *err)
{
    bool good = csv_need(r, "time", &l->time, err) && csv_need(r, "bytes", &l->bytes, err) &&
                csv_need(r, "count", &l->count, err);
    for (size_t i = 0; good && i < TEXTS; i++)
        good = csv_need(r, text_columns[i], &l->text[i], err);
    return good;
}

static bool read_row(struct collect *c, const struct csv_reader *r, const struct layout *l, struct row *row,
                     struct err *err)
{
    struct err inner = { 0 };
    if (!when_parse(csv_field(r, l->time), &row->time, &inner))
        return err_set(err, "%s:%zu: %s", csv_path(r), csv_line(r), inner.text);
    row->bytes = NO_BYTES;
    if (csv_field(r, l->bytes).len > 0 && !csv_int(r, l->bytes, &row->bytes, err))
        return false;
    if (!csv_int(r, l->count, &row->count, err))
        return false;
    if (row->count < 1)
        return err_set(err, "%s:%zu: error: a count below 1", csv_path(r), csv_line(r));
    for (size_t i = 0; i < TEXTS; i++)
        row->text[i] = (uint32_t) names_add(c->texts, csv_field(r, l->text[i]));
    return true;
}

struct text collect_batch_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t n = strcspn(name, "@");
    if (name[n] == '\0' && n > 4 && strcmp(name + n - 4, ".csv") == 0)
        n -= 4;
    return (struct text){ path, (size_t) (name - path) + n };
}

/* A slice that fails leaves its rows behind; the caller gives up then. */
bool collect_read(struct collect *c, uint32_t batch, struct csv_reader *slice, struct err *err)
{
    struct layout layout;
    enum csv_status status;
    if (!find_layout(slice, &layout, err))
        return false;
    while ((status = csv_next(slice, err)) == CSV_ROW) {
        c->rows = mem_grow(c->rows, &c->capacity, c->n + 1, sizeof *c->rows);
        if (!read_row(c, slice, &layout, &c->rows[c->n], err))
            return false;
        c->rows[c->n++].batch = batch;
    }
    return status == CSV_END;
}

static int compare_bytes(struct text a, struct text b)
{
    int order = memcmp(a.at, b.at, a.len < b.len ? a.len : b.len);
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_names(const void *a, const void *b, void *names)
{
    return compare_bytes(names_at(names, *(const uint32_t *) a), names_at(names, *(const uint32_t *) b));
}

/* The numbers of the texts in order of their bytes. */
static uint32_t *sorted_texts(struct names *texts)
{
    size_t n = names_count(texts);
    uint32_t *order = mem_alloc((n + 1) * sizeof *order);
    for (size_t i = 0; i < n; i++)
        order[i] = (uint32_t) i;
    qsort_r(order, n, sizeof *order, compare_names, texts);
    return order;
}

/* Replaces each text's number by its rank, so that rows compare as integers. */
static void rank_texts(struct collect *c, const uint32_t *order)
{
    size_t n = names_count(c->texts);
    uint32_t *rank = mem_alloc((n + 1) * sizeof *rank);
    for (size_t i = 0; i < n; i++)
        rank[order[i]] = (uint32_t) i;
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < TEXTS; k++)
            c->rows[i].text[k] = rank[c->rows[i].text[k]];
    free(rank);
}

static int compare_keys(const struct row *a, const struct row *b)
{
    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    for (size_t i = 0; i < TEXTS; i++)
        if (a->text[i] != b->text[i])
            return a->text[i] < b->text[i] ? -1 : 1;
    return (a->bytes > b->bytes) - (a->bytes < b->bytes);
}

/* The batch decides last, so that the rows of one batch lie together in resolve(). */
static int compare_rows(const void *pa, const void *pb)
{
    const struct row *a = pa, *b = pb;
    int order = compare_keys(a, b);
    return order ? order : (a->batch > b->batch) - (a->batch < b->batch);
}

/* The equal rows from AT on, sorted by batch: the largest multiplicity of one
   batch, and the sum.  Returns how many rows they are. */
static size_t resolve(const struct row *at, const struct row *end, int64_t *count, int64_t *raw)
{
    const struct row *r = at;
    int64_t in_batch = 0;
    *count = *raw = 0;
    for (; r < end && compare_keys(r, at) == 0; r++) {
        in_batch = r > at && r->batch == r[-1].batch ? in_batch + r->count : r->count;
        *raw += r->count;
        if (in_batch > *count)
            *count = in_batch;
    }
    return (size_t) (r - at);
}

static void put_row(struct csv_writer *w, const struct row *r, const struct text text[TEXTS], struct text party,
                    int64_t count, int64_t raw)
{
    char time[WHEN_TEXT + 1];
    when_write(r->time, time);
    csv_put(w, (struct text){ time, WHEN_TEXT });
    csv_put(w, text[TXT_SENSOR]);
    csv_put(w, text[TXT_CLIENT]);
    csv_put(w, party);
    for (size_t i = TXT_ACTION; i < TEXTS; i++)
        csv_put(w, text[i]);
    if (r->bytes == NO_BYTES)
        csv_put_text(w, "");
    else
        csv_put_int(w, r->bytes);
    csv_put_int(w, count);
    csv_put_int(w, raw);
    csv_put_end(w);
}

void collect_write(struct collect *c, const struct parties *parties, FILE *to)
{
    struct csv_writer w = { .to = to };
    uint32_t *order = sorted_texts(c->texts);
    rank_texts(c, order);
    mem_sort(c->rows, c->n, sizeof *c->rows, compare_rows);
    csv_put_header(&w, day_columns, sizeof day_columns / sizeof *day_columns);
    for (size_t i = 0; i < c->n;) {
        const struct row *r = &c->rows[i];
        struct text text[TEXTS];
        int64_t count, raw;
        i += resolve(r, c->rows + c->n, &count, &raw);
        for (size_t k = 0; k < TEXTS; k++)
            text[k] = names_at(c->texts, order[r->text[k]]);
        put_row(&w, r, text, parties_find(parties, text[TXT_CLIENT]), count, raw);
    }
    free(order);
}
