/* records.c -- see records.h. */

#include "records.h"

#include <stdlib.h>

#define BYTES_MAX (INT64_C(1) << 50)

static const char *const field_names[RECORD_FIELDS] = { "sensor", "client", "party", "action", "target", "status" };

const char *record_field_name(enum record_field f)
{
    return field_names[f];
}

int record_field_find(const char *name)
{
    for (int f = 0; f < RECORD_FIELDS; f++) {
        if (strcmp(name, field_names[f]) == 0)
            return f;
    }
    return -1;
}

struct columns {
    int time, count, raw, bytes, field[RECORD_FIELDS];
};

/* One way through the files. */
struct reading {
    struct records *r;
    const struct records_visitor *to;
    bool any_order, ascends;
};

/* Are the files what they were when the first was opened?  Those that are read once are not asked. */
static bool hold_still(struct records *r, struct err *err)
{
    return !r->again || inputs_still(&r->in, &r->mark, err);
}

static bool find_columns(const struct csv_reader *r, const char *time, struct columns *c, struct err *err)
{
    for (int f = 0; f < RECORD_FIELDS; f++)
        c->field[f] = csv_find(r, field_names[f]);
    c->count = csv_find(r, "count");
    c->raw = csv_find(r, "raw");
    c->bytes = csv_find(r, "bytes");
    return inputs_column(r, time, NULL, &c->time, err);
}

static bool read_bytes(const struct csv_reader *r, int column, int64_t *bytes, struct err *err)
{
    *bytes = RECORD_NO_BYTES;
    if (column < 0 || csv_field(r, (size_t)column).len == 0)
        return true;
    if (!csv_int(r, (size_t)column, bytes, err))
        return false;
    return (*bytes >= 0 && *bytes <= BYTES_MAX)
           || err_set(err, "%s:%zu: error: a size lies between 0 and 2^50", csv_path(r), csv_line(r));
}

bool records_changed(struct err *err)
{
    return err_set(err, "error: the files changed while they were read");
}

static bool read_fields(const struct csv_reader *r, const struct columns *c, const struct reading *in, struct record *one, struct err *err)
{
    struct records *into = in->r;

    for (int f = 0; f < RECORD_FIELDS; f++) {
        if (!(in->to->fields & RECORD_BIT(f)))
            continue;
        one->field[f] = (uint32_t)names_add(into->texts[f], c->field[f] >= 0 ? csv_field(r, (size_t)c->field[f]) : TEXT(""));
        if ((into->seen & RECORD_BIT(f)) != 0 && one->field[f] >= into->known[f])
            return err_set(err, "%s: error: changed while it was read", csv_path(r));
    }
    return true;
}

static bool read_row(const struct csv_reader *r, const struct columns *c, const struct reading *in, struct record *one, struct err *err)
{
    if (!inputs_time(r, (size_t)c->time, &one->time, err) || !inputs_count(r, c->count, &one->count, err)
        || !inputs_count(r, c->raw >= 0 ? c->raw : c->count, &one->raw, err) || !read_bytes(r, c->bytes, &one->bytes, err))
        return false;
    return read_fields(r, c, in, one, err);
}

static bool read_file(struct csv_reader *r, void *context, struct err *err)
{
    struct reading *in = context;
    struct columns c;
    struct record one = { .time = 0 };
    enum csv_status status;

    if (!find_columns(r, in->r->time, &c, err))
        return false;
    while ((status = csv_next(r, err)) == CSV_ROW) {
        if (!read_row(r, &c, in, &one, err))
            return false;
        in->ascends = in->ascends && (in->r->n == 0 || one.time >= in->r->last);
        if (!in->ascends && !in->any_order)
            return false;
        in->r->first = in->r->n == 0 ? one.time : in->r->first;
        in->r->last = one.time;
        in->r->n++;
        in->to->each(&one, in->to->context);
    }
    return status == CSV_END;
}

static bool read_all(struct reading *in, struct err *err)
{
    bool good;

    in->r->n = 0;
    in->r->first = in->r->last = 0;
    in->ascends = true;
    if (!hold_still(in->r, err))
        return false;
    in->to->begin(in->to->context);
    good = inputs_each(&in->r->in, read_file, in, err);
    return hold_still(in->r, err) && good;
}

/* --- records that are kept -------------------------------------------------------------------- */

static void keep_none(void *context)
{
    ((struct records *)context)->n_kept = 0;
}

static void keep_one(const struct record *one, void *context)
{
    struct records *r = context;

    r->at = mem_grow(r->at, &r->capacity, r->n_kept + 1, sizeof *r->at);
    r->at[r->n_kept++] = *one;
}

static int by_time(const void *a, const void *b)
{
    const struct record *x = a, *y = b;

    if (x->time != y->time)
        return x->time < y->time ? -1 : 1;
    return memcmp(x->field, y->field, sizeof x->field);
}

static bool keep(struct records *r, struct err *err)
{
    const struct records_visitor keeping = { keep_none, keep_one, r, RECORD_ALL };
    struct reading reading = { r, &keeping, true, true };

    if (!read_all(&reading, err))
        return false;
    if (!reading.ascends)
        mem_sort(r->at, r->n_kept, sizeof *r->at, by_time);
    r->first = r->n > 0 ? r->at[0].time : 0;
    r->last = r->n > 0 ? r->at[r->n - 1].time : 0;
    return true;
}

static void show_kept(const struct records *r, const struct records_visitor *v)
{
    v->begin(v->context);
    for (size_t i = 0; i < r->n_kept; i++)
        v->each(&r->at[i], v->context);
}

/* --- all --------------------------------------------------------------------------------------- */

void records_init(struct records *r, const struct inputs *in, const char *time)
{
    const bool again = inputs_again(in);

    *r = (struct records){ .in = *in, .time = time, .again = again, .kept = !again };
    for (int f = 0; f < RECORD_FIELDS; f++)
        r->texts[f] = names_new();
}

/* The files as they are read.  Where they turn out not to ascend R->kept is set, and nothing has failed. */
static bool show_files(struct records *r, const struct records_visitor *v, struct err *err)
{
    struct reading reading = { r, v, false, true };
    size_t before = r->n;

    if (read_all(&reading, err))
        return !r->complete || r->n == before || records_changed(err);
    if (reading.ascends || err->set)
        return false;
    r->kept = true;
    return !r->complete || records_changed(err);
}

static void complete(struct records *r, unsigned fields)
{
    r->complete = true;
    r->seen |= fields;
    for (int f = 0; f < RECORD_FIELDS; f++)
        r->known[f] = names_count(r->texts[f]);
}

bool records_each(struct records *r, const struct records_visitor *v, struct err *err)
{
    if (!r->kept && !show_files(r, v, err))
        return false;
    if (r->kept) {
        if (!r->complete && !keep(r, err))
            return false;
        show_kept(r, v);
    }
    complete(r, v->fields);
    return true;
}

void records_release(struct records *r)
{
    for (int f = 0; f < RECORD_FIELDS; f++)
        names_free(r->texts[f]);
    inputs_mark_release(&r->mark);
    free(r->at);
}

const char *records_text(const struct records *r, const struct record *one, enum record_field f)
{
    return names_at(r->texts[f], one->field[f]).at;
}

/* The value and its number, to sort by the former. */
struct named {
    const char *name;
    uint32_t number;
};

static int by_name(const void *a, const void *b)
{
    return group_order(((const struct named *)a)->name, ((const struct named *)b)->name);
}

void records_order(const struct records *r, enum record_field f, uint32_t *out)
{
    size_t n = names_count(r->texts[f]);
    struct named *all = mem_alloc((n + 1) * sizeof *all);

    for (size_t i = 0; i < n; i++)
        all[i] = (struct named){ names_at(r->texts[f], i).at, (uint32_t)i };
    mem_sort(all, n, sizeof *all, by_name);
    for (size_t i = 0; i < n; i++)
        out[i] = all[i].number;
    free(all);
}
