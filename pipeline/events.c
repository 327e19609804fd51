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

/* The row with its times in UTC, once they make sense. */
static bool copy_row(const struct csv_reader *r, const int at[N_COLUMNS], struct csv_writer *w, struct err *err)
{
    when_t start = 0, end = 0;
    char text[WHEN_TEXT + 1];
    if (!read_time(r, at[COL_START], &start, err) || !read_time(r, at[COL_END], &end, err))
        return false;
    if (end <= start)
        return wrong(r, err, "the end is not after the start of event", columns_field(r, at[COL_EVENT]));
    csv_put(w, columns_field(r, at[COL_EVENT]));
    when_write(start, text);
    csv_put_text(w, text);
    when_write(end, text);
    csv_put_text(w, text);
    for (size_t i = COL_LABEL; i < N_COLUMNS; i++)
        csv_put(w, columns_field(r, at[i]));
    csv_put_end(w);
    return true;
}

static bool copy_rows(struct csv_reader *r, struct csv_writer *w, struct names *seen, struct err *err)
{
    int at[N_COLUMNS];
    enum csv_status status;
    if (!columns_find(r, columns, N_COLUMNS, 4, at, err))
        return false;
    while ((status = csv_next(r, err)) == CSV_ROW)
        if (!check_names(r, at, seen, err) || !copy_row(r, at, w, err))
            return false;
    return status == CSV_END;
}

bool events_copy(const char *path, FILE *to, size_t *n, struct err *err)
{
    struct csv_writer w = { .to = to };
    *n = 0;
    csv_put_header(&w, columns, N_COLUMNS);
    if (!path)
        return true;
    struct csv_reader *r = csv_open(path, ',', err);
    if (!r)
        return false;
    struct names *seen = names_new();
    bool good = copy_rows(r, &w, seen, err);
    good = csv_close(r, err) && good;
    *n = names_count(seen);
    names_free(seen);
    return good;
}
