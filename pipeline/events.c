#include "events.h"
#include "base/csv.h"
#include "base/names.h"
#include "base/when.h"
#include "columns.h"
#include "parties.h"

enum { COL_EVENT, COL_START, COL_END, COL_LABEL, COL_GROUP, COL_SOURCE, N_COLUMNS };
static const char *const columns[N_COLUMNS] = { "event", "start", "end", "label", "group", "source" };

static bool wrong(const struct csv_reader *r, struct err *err, const char *what, struct text found)
{
    return err_set(err, "%s:%zu: error: %s '%.*s'", csv_path(r), csv_line(r), what,
                   (int) (found.len < 80 ? found.len : 80), found.at);
}

/* Epoch seconds are for programs; here a date was meant. */
static bool read_time(const struct csv_reader *r, int column, when_t *t, struct err *err)
{
    struct text f = columns_field(r, column);
    struct err inner = { 0 };
    if (!memchr(f.at, '-', f.len))
        return wrong(r, err, "expected a time such as 2016-05-04T05:00:00Z, found", f);
    if (!when_parse(f, t, &inner))
        return err_set(err, "%s:%zu: %s", csv_path(r), csv_line(r), inner.text);
    return true;
}

/* What names things: an id that stands once, a label, a party. */
static bool check_names(const struct csv_reader *r, const int at[N_COLUMNS], struct names *seen, struct err *err)
{
    struct text id = columns_field(r, at[COL_EVENT]);
    if (!short_id(id))
        return wrong(r, err, "expected an id of letters, digits, _ . and -, found", id);
    if (names_find(seen, id) >= 0)
        return wrong(r, err, "this id stands on a line above already:", id);
    names_add(seen, id);
    if (columns_field(r, at[COL_LABEL]).len == 0)
        return wrong(r, err, "the label is missing of event", id);
    return true;
}

static bool read_row(const struct csv_reader *r, const int at[N_COLUMNS], struct names *seen, struct event *e,
                     struct err *err)
{
    *e = (struct event){ .id = columns_field(r, at[COL_EVENT]), .label = columns_field(r, at[COL_LABEL]),
                         .group = columns_field(r, at[COL_GROUP]), .source = columns_field(r, at[COL_SOURCE]) };
    if (!check_names(r, at, seen, err) || !read_time(r, at[COL_START], &e->start, err) ||
        !read_time(r, at[COL_END], &e->end, err))
        return false;
    return e->end > e->start || wrong(r, err, "the end is not after the start of event", e->id);
}

bool events_each(const char *path, bool (*take)(void *context, const struct event *e, size_t line, struct err *err),
                 void *context, struct err *err)
{
    int at[N_COLUMNS];
    struct event e;
    enum csv_status status = CSV_FAIL;
    struct csv_reader *r = csv_open(path, ',', err);
    if (!r)
        return false;
    struct names *seen = names_new();
    bool good = columns_find(r, columns, N_COLUMNS, 4, at, err);
    while (good && (status = csv_next(r, err)) == CSV_ROW)
        good = read_row(r, at, seen, &e, err) && take(context, &e, csv_line(r), err);
    names_free(seen);
    good = good && status == CSV_END;
    return csv_close(r, err) && good;
}

/* --- the normalized copy -------------------------------------------------------------- */

struct copy {
    struct csv_writer w;
    size_t n;
};

static void put_time(struct csv_writer *w, when_t t)
{
    char text[WHEN_TEXT + 1];
    when_write(t, text);
    csv_put_text(w, text);
}

static bool copy_row(void *context, const struct event *e, size_t line, struct err *err)
{
    struct copy *c = context;
    (void) line;
    (void) err;
    csv_put(&c->w, e->id);
    put_time(&c->w, e->start);
    put_time(&c->w, e->end);
    csv_put(&c->w, e->label);
    csv_put(&c->w, e->group);
    csv_put(&c->w, e->source);
    csv_put_end(&c->w);
    c->n++;
    return true;
}

bool events_copy(const char *path, FILE *to, size_t *n, struct err *err)
{
    struct copy c = { .w = { .to = to } };
    csv_put_header(&c.w, columns, N_COLUMNS);
    bool good = !path || events_each(path, copy_row, &c, err);
    *n = c.n;
    return good;
}
