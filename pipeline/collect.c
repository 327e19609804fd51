#include "collect.h"
#include "base/num.h"
#include "dayrow.h"
#include "dayout.h"
#include "runs.h"
#include <stdlib.h>

#define SHOWN_ROWS 4096 /* between two looks at the bar */

static const char *const text_columns[DAYROW_TEXTS] = { "sensor", "client", "action", "target", "status", "transport" };

/* Where a row is in `rows`; its time stands here too, since that nearly always decides. */
struct place {
    when_t time;
    size_t at;
};

struct collect {
    size_t memory;
    const char *folder;
    char *rows; /* packed, as they came */
    size_t used, capacity;
    struct place *places, *spare; /* spare: for sorting, as long as places */
    size_t n, places_capacity;
    bool in_order; /* of time */
    struct when_memo memo;
    struct runs *runs; /* once memory was full */
    struct progress *bar;
    int64_t bytes, came, taken; /* for the bar: all rows, in bytes; how many came, and are dealt with */
};

struct collect *collect_new(size_t memory, const char *folder)
{
    struct collect *c = mem_zero(sizeof *c);
    c->memory = memory;
    c->folder = folder;
    c->in_order = true;
    return c;
}

void collect_show(struct collect *c, struct progress *bar, int64_t bytes)
{
    c->bar = bar;
    c->bytes = bytes > 0 ? bytes : 0;
}

static void drop_rows(struct collect *c)
{
    free(c->rows);
    free(c->places);
    c->rows = NULL;
    c->places = NULL;
    c->used = c->capacity = c->n = c->places_capacity = 0;
}

void collect_free(struct collect *c)
{
    if (!c)
        return;
    drop_rows(c);
    runs_free(c->runs);
    free(c);
}

static const struct dayrow *row_at(const struct collect *c, const struct place *p)
{
    return (const struct dayrow *) (c->rows + p->at);
}

/* --- sorting ---------------------------------------------------------------------------- */

static const struct place *end_of_ascent(const struct place *p, const struct place *end)
{
    while (p < end && (p + 1 == end || p[0].time <= p[1].time))
        p++;
    return p < end ? p + 1 : end;
}

/* Merges [a, b) and [b, end) into TO; of equal times the first's come first. */
static struct place *merge_two(const struct place *a, const struct place *b, const struct place *end, struct place *to)
{
    const struct place *middle = b;
    while (a < middle && b < end)
        *to++ = b->time < a->time ? *b++ : *a++;
    while (a < middle)
        *to++ = *a++;
    while (b < end)
        *to++ = *b++;
    return to;
}

/* Natural merge sort: stretches that ascend already, such as whole slices, are merged two
   by two until one is left. */
static void sort_by_time(struct collect *c)
{
    size_t stretches;
    c->spare = mem_alloc(c->n * sizeof *c->spare);
    do {
        struct place *to = c->spare;
        stretches = 0;
        for (const struct place *p = c->places, *end = p + c->n; p < end; stretches++) {
            const struct place *middle = end_of_ascent(p, end), *last = end_of_ascent(middle, end);
            to = merge_two(p, middle, last, to);
            p = last;
        }
        struct place *sorted = c->spare;
        c->spare = c->places;
        c->places = sorted;
    } while (stretches > 1);
    free(c->spare);
    c->spare = NULL;
    c->places_capacity = c->n;
}

static int compare_places(const void *a, const void *b, void *context)
{
    return dayrow_compare_batch(row_at(context, a), row_at(context, b));
}

/* Rows of one time, which are few, by the rest of the order. */
static void sort_ties(struct collect *c)
{
    for (size_t i = 0, next; i < c->n; i = next) {
        for (next = i + 1; next < c->n && c->places[next].time == c->places[i].time;)
            next++;
        if (next - i > 1)
            qsort_r(c->places + i, next - i, sizeof *c->places, compare_places, c);
    }
}

static void sort_rows(struct collect *c)
{
    if (!c->in_order)
        sort_by_time(c);
    c->in_order = true;
    sort_ties(c);
}

/* Puts the rows in memory aside as one sorted run. */
static bool put_aside(struct collect *c, struct err *err)
{
    if (!c->runs && !(c->runs = runs_new(c->folder, err)))
        return false;
    sort_rows(c);
    for (size_t i = 0; i < c->n; i++)
        if (!runs_put(c->runs, row_at(c, &c->places[i]), err))
            return false;
    c->used = c->n = 0;
    return runs_end(c->runs, err);
}

/* --- reading ---------------------------------------------------------------------------- */

/* Where the record's columns are in this slice. */
struct layout {
    size_t time, text[DAYROW_TEXTS], bytes, count;
};

static bool find_layout(const struct csv_reader *r, struct layout *l, struct err *err)
{
    bool good = csv_need(r, "time", &l->time, err) && csv_need(r, "bytes", &l->bytes, err) &&
                csv_need(r, "count", &l->count, err);
    for (size_t i = 0; good && i < DAYROW_TEXTS; i++)
        good = csv_need(r, text_columns[i], &l->text[i], err);
    return good;
}

static bool read_numbers(struct collect *c, const struct csv_reader *r, const struct layout *l, struct dayrow *row,
                         struct err *err)
{
    struct err inner;
    err_init(&inner);
    if (!when_parse_near(&c->memo, csv_field(r, l->time), &row->time, &inner))
        return err_set(err, "%s:%zu: %s", csv_path(r), csv_line(r), inner.text);
    row->bytes = DAYROW_NO_BYTES;
    if (csv_field(r, l->bytes).len > 0 && !csv_int(r, l->bytes, &row->bytes, err))
        return false;
    if (!csv_int(r, l->count, &row->count, err))
        return false;
    return row->count >= 1 || err_set(err, "%s:%zu: error: a count below 1", csv_path(r), csv_line(r));
}

/* Makes room for a row of SIZE bytes, which must not be more than memory may hold. */
static bool make_room(struct collect *c, size_t size, struct err *err)
{
    size_t wanted = c->used + size + (c->n + 1) * 2 * sizeof *c->places;
    if (wanted > c->memory && c->n > 0 && !put_aside(c, err))
        return false;
    c->rows = mem_grow(c->rows, &c->capacity, c->used + size, 1);
    c->places = mem_grow(c->places, &c->places_capacity, c->n + 1, sizeof *c->places);
    return true;
}

static bool read_row(struct collect *c, uint32_t batch, const struct csv_reader *r, const struct layout *l,
                     struct err *err)
{
    struct text texts[DAYROW_TEXTS];
    for (size_t i = 0; i < DAYROW_TEXTS; i++)
        texts[i] = csv_field(r, l->text[i]);
    size_t size = dayrow_size(texts);
    if (size == 0)
        return err_set(err, "%s:%zu: error: a record that is too long", csv_path(r), csv_line(r));
    if (!make_room(c, size, err))
        return false;
    struct dayrow *row = (struct dayrow *) (c->rows + c->used);
    if (!read_numbers(c, r, l, row, err))
        return false;
    row->batch = batch;
    row->plain = csv_is_plain(r);
    dayrow_pack(row, size, texts);
    c->in_order &= c->n == 0 || c->places[c->n - 1].time <= row->time;
    c->places[c->n++] = (struct place){ row->time, c->used };
    c->used += size;
    c->came++;
    return true;
}

bool collect_read(struct collect *c, uint32_t batch, struct csv_reader *slice, struct err *err)
{
    struct layout layout;
    enum csv_status status;
    if (!find_layout(slice, &layout, err))
        return false;
    while ((status = csv_next(slice, err)) == CSV_ROW)
        if (!read_row(c, batch, slice, &layout, err))
            return false;
    return status == CSV_END;
}

struct text collect_batch_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t n = strcspn(name, "@");
    if (name[n] == '\0' && n > 4 && strcmp(name + n - 4, ".csv") == 0)
        n -= 4;
    return (struct text){ path, (size_t) (name - path) + n };
}

/* --- resolving -------------------------------------------------------------------------- */

/* Repeats that came so far: the largest multiplicity of one batch, and the sum. */
struct group {
    const struct dayrow *last; /* NULL before the first */
    int64_t count, raw, in_batch;
};

static bool write_group(struct group *g, struct dayout *out, struct err *err)
{
    return !g->last || dayout_put(out, g->last, g->count, g->raw, err);
}

/* Rows come in the order of dayrow_compare_batch; each is needed until the next came. */
static bool take_row(struct group *g, const struct dayrow *row, struct dayout *out, struct err *err)
{
    if (!g->last || dayrow_compare(g->last, row) != 0) {
        if (!write_group(g, out, err))
            return false;
        *g = (struct group){ row, row->count, row->count, row->count };
        return true;
    }
    g->in_batch = g->last->batch == row->batch ? g->in_batch + row->count : row->count;
    g->raw += row->count;
    if (g->in_batch > g->count)
        g->count = g->in_batch;
    g->last = row;
    return true;
}

/* One more row is dealt with. */
static void show_row(struct collect *c)
{
    if (++c->taken % SHOWN_ROWS == 0)
        progress_add(c->bar, SHOWN_ROWS * c->bytes / c->came);
}

static bool take_from_memory(struct collect *c, struct group *g, struct dayout *out, struct err *err)
{
    sort_rows(c);
    for (size_t i = 0; i < c->n; i++) {
        if (!take_row(g, row_at(c, &c->places[i]), out, err))
            return false;
        show_row(c);
    }
    return write_group(g, out, err);
}

static bool take_from_runs(struct collect *c, struct group *g, struct dayout *out, struct err *err)
{
    const struct dayrow *row;
    if (!put_aside(c, err))
        return false;
    drop_rows(c);
    if (!runs_merge(c->runs, c->memory / 2, err))
        return false;
    do {
        if (!runs_next(c->runs, &row, err) || (row && !take_row(g, row, out, err)))
            return false;
        show_row(c);
    } while (row);
    return write_group(g, out, err);
}

bool collect_write(struct collect *c, const struct parties *parties, FILE *to, struct err *err)
{
    struct group g = { 0 };
    struct dayout *out = dayout_new(parties, to);
    bool good = (c->runs ? take_from_runs : take_from_memory)(c, &g, out, err);
    return dayout_end(out, err) && good;
}
