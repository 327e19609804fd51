#include "collect.h"
#include "base/csv.h"
#include "base/hash.h"
#include "dayout.h"
#include "daywait.h"
#include "lines/slicetimes.h"
#include "runs.h"
#include <stdlib.h>

#define MOST_OPEN 128            /* slices at once */
#define ROUND 512                /* rows of one slice, before the others are thought of */
#define AHEAD 8                  /* rows before one is written that its client is thought of */
#define WAIT ((size_t) 256 << 10) /* bytes of rows that wait before it is worth the while to write some */

static const char *const text_columns[DAYROW_TEXTS] = { "sensor", "client", "action", "target", "status", "transport" };

/* Where the record's columns are in a slice. */
struct layout {
    size_t time, text[DAYROW_TEXTS], bytes, count;
    int raw;       /* of a day; a slice has none */
    bool in_a_row; /* the texts are one behind the other */
};

struct slice {
    char *path;
    uint32_t batch;
    struct slicetimes times;
    when_t bound;         /* no row that it has yet to show is earlier */
    struct csv_reader *r; /* NULL: not open yet */
    struct layout layout;
    when_t newest;
    struct when_memo memo;
};

/* Repeats that came so far: the largest multiplicity of one batch, and the sum. */
struct group {
    const struct dayrow *last; /* NULL before the first */
    int64_t count, raw, in_batch;
};

struct collect {
    size_t memory;
    const char *folder;
    struct slice *slices; /* that are not read to their end */
    size_t n, capacity, open;
    struct daywait *wait;
    size_t enough; /* bytes that wait, to be written */
    struct runs *runs; /* once memory was full */
    struct dayout *out;
    struct progress *bar;
};

struct collect *collect_new(size_t memory, const char *folder)
{
    struct collect *c = mem_zero(sizeof *c);
    c->memory = memory;
    c->folder = folder;
    c->wait = daywait_new();
    return c;
}

void collect_show(struct collect *c, struct progress *bar) { c->bar = bar; }

/* False when the reader had failed. */
static bool close_slice(struct collect *c, struct slice *s, struct err *err)
{
    bool good = csv_close(s->r, err);
    c->open -= s->r != NULL;
    free(s->path);
    *s = c->slices[--c->n];
    return good;
}

void collect_free(struct collect *c)
{
    struct err ignored = { 0 };
    if (!c)
        return;
    while (c->n > 0)
        (void) !close_slice(c, c->slices, &ignored);
    free(c->slices);
    daywait_free(c->wait);
    runs_free(c->runs);
    free(c);
}

static size_t without(const char *ending, const char *name, size_t n)
{
    size_t m = strlen(ending);
    return n > m && memcmp(name + n - m, ending, m) == 0 ? n - m : n;
}

struct text collect_batch_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t n = strcspn(name, "@");
    if (name[n] == '\0')
        n = without(".csv", name, without(".zst", name, n));
    return (struct text){ path, (size_t) (name - path) + n };
}

/* --- reading ---------------------------------------------------------------------------- */

static bool find_layout(const struct csv_reader *r, struct layout *l, struct err *err)
{
    bool good = csv_need(r, "time", &l->time, err) && csv_need(r, "bytes", &l->bytes, err) &&
                csv_need(r, "count", &l->count, err);
    for (size_t i = 0; good && i < DAYROW_TEXTS; i++)
        good = csv_need(r, text_columns[i], &l->text[i], err);
    l->raw = csv_find(r, "raw");
    l->in_a_row = true;
    for (size_t i = 0; good && i < DAYROW_TEXTS; i++)
        l->in_a_row &= l->text[i] == l->text[0] + i;
    return good;
}

static bool open_slice(struct collect *c, struct slice *s, struct err *err)
{
    s->r = csv_open(s->path, ',', err);
    if (!s->r)
        return false;
    csv_show(s->r, c->bar);
    c->open++;
    return find_layout(s->r, &s->layout, err);
}

static bool wrong(const struct slice *s, const char *what, struct err *err)
{
    return err_set(err, "%s:%zu: %s", csv_path(s->r), csv_line(s->r), what);
}

/* The texts of the row in their order, where they stand or put together in OTHER. */
static const struct text *texts_of(const struct slice *s, const struct text *fields, struct text other[DAYROW_TEXTS])
{
    if (s->layout.in_a_row)
        return fields + s->layout.text[0];
    for (size_t i = 0; i < DAYROW_TEXTS; i++)
        other[i] = fields[s->layout.text[i]];
    return other;
}

static bool read_time(struct slice *s, struct text field, when_t *time, struct err *err)
{
    struct err inner;
    err_init(&inner);
    if (!when_parse_near(&s->memo, field, time, &inner))
        return wrong(s, inner.text, err);
    return *time >= s->bound || wrong(s, "error: the slice changed while it was read", err);
}

static bool read_numbers(struct slice *s, const struct text *fields, struct dayrow *row, struct err *err)
{
    row->bytes = DAYROW_NO_BYTES;
    if (fields[s->layout.bytes].len > 0 && !csv_int(s->r, s->layout.bytes, &row->bytes, err))
        return false;
    if (!csv_int(s->r, s->layout.count, &row->count, err))
        return false;
    row->raw = row->count;
    if (s->layout.raw >= 0 && !csv_int(s->r, (size_t) s->layout.raw, &row->raw, err))
        return false;
    return (row->count >= 1 && row->raw >= row->count) || wrong(s, "error: a count below 1, or a raw count below it", err);
}

/* Puts the rows that wait aside as one sorted run. */
static bool put_aside(struct collect *c, struct err *err)
{
    if (!c->runs && !(c->runs = runs_new(c->folder, err)))
        return false;
    size_t n = daywait_sort(c->wait, INT64_MAX);
    for (size_t i = 0; i < n; i++)
        if (!runs_put(c->runs, daywait_at(c->wait, i), err))
            return false;
    daywait_drop(c->wait, INT64_MAX);
    return runs_end(c->runs, err);
}

/* Memory is full when there is none for another row of this size. */
static bool is_full(const struct collect *c, size_t size)
{
    return daywait_count(c->wait) > 0 && daywait_bytes(c->wait) + size > c->memory;
}

static bool read_row(struct collect *c, struct slice *s, struct err *err)
{
    struct text other[DAYROW_TEXTS];
    const struct text *fields = csv_row(s->r), *texts = texts_of(s, fields, other);
    size_t size = dayrow_size(texts);
    if (size == 0)
        return wrong(s, "error: a record that is too long", err);
    if (is_full(c, size) && !put_aside(c, err))
        return false;
    struct dayrow *row = daywait_room(c->wait, size);
    if (!read_time(s, fields[s->layout.time], &row->time, err) || !read_numbers(s, fields, row, err))
        return false;
    row->batch = s->batch;
    row->plain = csv_is_plain(s->r);
    row->client = (uint32_t) hash_text(texts[DAYROW_CLIENT], 0);
    dayrow_pack(row, size, texts);
    if (row->time > s->newest)
        s->newest = row->time;
    daywait_add(c->wait);
    return true;
}

/* Reads some rows; closes the slice at its end. */
static bool read_rows(struct collect *c, struct slice *s, struct err *err)
{
    enum csv_status status = CSV_ROW;
    if (!s->r && !open_slice(c, s, err))
        return false;
    for (int i = 0; i < ROUND && (status = csv_next(s->r, err)) == CSV_ROW; i++)
        if (!read_row(c, s, err))
            return false;
    if (s->times.known)
        s->bound = slicetimes_bound(&s->times, s->newest);
    if (status == CSV_ROW)
        return true;
    return close_slice(c, s, err) && status == CSV_END;
}

bool collect_add(struct collect *c, uint32_t batch, const char *path, struct err *err)
{
    struct slicetimes times;
    if (!slicetimes_of(path, &times, err))
        return false;
    when_t first = times.known ? times.first : INT64_MIN;
    size_t i = c->n++;
    c->slices = mem_grow(c->slices, &c->capacity, c->n, sizeof *c->slices);
    c->slices[i] = (struct slice){ .path = mem_text(path), .batch = batch, .times = times, .bound = first, .newest = first };
    while (!times.known && c->n > i)
        if (!read_rows(c, &c->slices[i], err))
            return false;
    return true;
}

/* --- resolving -------------------------------------------------------------------------- */

static bool write_group(struct collect *c, struct group *g, struct err *err)
{
    return !g->last || dayout_put(c->out, g->last, g->count, g->raw, err);
}

/* Rows come in the order of dayrow_compare_batch; each is needed until the next came. */
static bool take_row(struct collect *c, struct group *g, const struct dayrow *row, struct err *err)
{
    if (!g->last || dayrow_compare(g->last, row) != 0) {
        if (!write_group(c, g, err))
            return false;
        *g = (struct group){ row, row->count, row->raw, row->count };
        return true;
    }
    g->in_batch = g->last->batch == row->batch ? g->in_batch + row->count : row->count;
    g->raw += row->raw;
    if (g->in_batch > g->count)
        g->count = g->in_batch;
    g->last = row;
    return true;
}

/* Writes the rows that wait and are earlier than BEFORE; repeats are of one time. */
static bool write_before(struct collect *c, when_t before, struct err *err)
{
    struct group g = { 0 };
    size_t n = daywait_sort(c->wait, before);
    for (size_t i = 0; i < n; i++) {
        if (i + AHEAD < n)
            dayout_expect(c->out, daywait_at(c->wait, i + AHEAD));
        if (!take_row(c, &g, daywait_at(c->wait, i), err))
            return false;
    }
    if (!write_group(c, &g, err))
        return false;
    daywait_drop(c->wait, before);
    return true;
}

static bool write_runs(struct collect *c, struct err *err)
{
    struct group g = { 0 };
    const struct dayrow *row;
    if (!put_aside(c, err))
        return false;
    daywait_free(c->wait);
    c->wait = NULL;
    if (!runs_merge(c->runs, c->memory / 2, err))
        return false;
    do {
        if (!runs_next(c->runs, &row, err) || (row && !take_row(c, &g, row, err)))
            return false;
    } while (row);
    return write_group(c, &g, err);
}

/* --- merging ------------------------------------------------------------------------------ */

/* The slice that may show the earliest row; of those that are open, when no more may be. */
static struct slice *earliest(const struct collect *c)
{
    struct slice *first = NULL;
    for (struct slice *s = c->slices; s < c->slices + c->n; s++)
        if ((s->r || c->open < MOST_OPEN) && (!first || s->bound < first->bound))
            first = s;
    return first;
}

/* No row that is yet to come is earlier. */
static when_t bound_of_all(const struct collect *c)
{
    when_t bound = INT64_MAX;
    for (size_t i = 0; i < c->n; i++)
        if (c->slices[i].bound < bound)
            bound = c->slices[i].bound;
    return bound;
}

/* Writes what can be once it is worth the while: much of it stays where rows of many
   slices or of one time wait, so that the more stay the more must come. */
static bool write_some(struct collect *c, struct err *err)
{
    if (c->runs || daywait_bytes(c->wait) < c->enough)
        return true;
    if (!write_before(c, bound_of_all(c), err))
        return false;
    c->enough = 2 * daywait_bytes(c->wait);
    if (c->enough < WAIT)
        c->enough = WAIT;
    return true;
}

static bool merge(struct collect *c, struct err *err)
{
    for (struct slice *s; (s = earliest(c)) != NULL;)
        if (!read_rows(c, s, err) || !write_some(c, err))
            return false;
    return c->runs ? write_runs(c, err) : write_before(c, INT64_MAX, err);
}

bool collect_write(struct collect *c, const struct parties *parties, FILE *to, struct err *err)
{
    c->out = dayout_new(parties, to);
    c->enough = WAIT;
    bool good = merge(c, err);
    return dayout_end(c->out, err) && good;
}
