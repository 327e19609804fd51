#include "events.h"
#include "base/csv.h"
#include "base/names.h"
#include "base/num.h"
#include "base/tz.h"
#include "base/when.h"
#include "columns.h"
#include "parties.h"

enum { COL_EVENT, COL_START, COL_LABEL, COL_END, COL_DURATION, COL_ZONE, COL_GROUP, COL_SOURCE, COL_DECLARED, N_COLUMNS };
static const char *const columns[N_COLUMNS] = { "event", "start", "label", "end", "duration", "zone", "group", "source",
                                                "declared" };
static const char *const copied[] = { "event", "start", "end", "label", "group", "source", "declared" };

#define LONGEST_S (100 * 366 * 86400.)

static bool wrong(const struct csv_reader *r, struct err *err, const char *what, struct text found)
{
    return err_set(err, "%s:%zu: error: %s '%.*s'", csv_path(r), csv_line(r), what,
                   (int) (found.len < 80 ? found.len : 80), found.at);
}

/* A stamp without zone: the one instant at which the clock of ZONE shows it. */
static bool local_time(const struct csv_reader *r, struct text stamp, struct text zone, when_t *t, struct err *err)
{
    struct buf name = BUF_INIT, utc = BUF_INIT;
    int64_t at[2];
    buf_add(&name, zone.at, zone.len);
    buf_add(&utc, stamp.at, stamp.len);
    buf_add_char(&utc, 'Z');
    struct err inner = { 0 };
    struct tz *z = tz_open(name.at, &inner);
    bool good = z && when_parse((struct text){ utc.at, utc.len }, t, &inner);
    when_t second = good ? when_floor(*t, WHEN_SECOND) : 0;
    int n = good ? tz_to_utc(z, second / WHEN_SECOND, at) : 0;
    tz_free(z);
    buf_release(&name);
    buf_release(&utc);
    if (!good)
        return err_set(err, "%s:%zu: %s", csv_path(r), csv_line(r), inner.text);
    if (n != 1)
        return wrong(r, err, n == 0 ? "in its zone the clock jumps over the time" : "in its zone the clock shows twice the time",
                     stamp);
    *t = at[0] * WHEN_SECOND + (*t - second);
    return true;
}

/* Does the stamp end in Z or in +hh:mm or the like?  A date's own hyphens stand before its tenth character. */
static bool has_zone(struct text stamp)
{
    for (size_t i = 10; i < stamp.len; i++)
        if (strchr("Zz+-", stamp.at[i]))
            return true;
    return false;
}

/* Epoch seconds are for programs; here a date was meant. */
static bool read_time(const struct csv_reader *r, int column, struct text zone, when_t *t, struct err *err)
{
    struct text f = columns_field(r, column);
    struct err inner = { 0 };
    if (!memchr(f.at, '-', f.len))
        return wrong(r, err, "expected a time such as 2016-05-04T05:00:00Z, found", f);
    if (zone.len > 0 && !has_zone(f))
        return local_time(r, f, zone, t, err);
    if (!when_parse(f, t, &inner))
        return err_set(err, "%s:%zu: %s", csv_path(r), csv_line(r), inner.text);
    return true;
}

/* From `end`, or from `duration`. */
static bool read_end(const struct csv_reader *r, const int at[N_COLUMNS], struct text zone, struct event *e, struct err *err)
{
    struct text end = columns_field(r, at[COL_END]), duration = columns_field(r, at[COL_DURATION]);
    struct err inner = { 0 };
    double seconds;
    if ((end.len > 0) == (duration.len > 0))
        return wrong(r, err, "expected an end or a duration, and not both, of event", e->id);
    if (end.len > 0)
        return read_time(r, at[COL_END], zone, &e->end, err) &&
               (e->end > e->start || wrong(r, err, "the end is not after the start of event", e->id));
    if (!num_duration(duration, 1, LONGEST_S, &seconds, &inner))
        return err_set(err, "%s:%zu: duration: %s", csv_path(r), csv_line(r), inner.text);
    e->end = e->start + (when_t) (seconds * (double) WHEN_SECOND);
    return e->end <= WHEN_MAX || wrong(r, err, "the end is too far off of event", e->id);
}

/* A date, which counts to its end, or a time. */
static bool read_declared(const struct csv_reader *r, const int at[N_COLUMNS], struct text zone, struct event *e,
                          struct err *err)
{
    struct text f = columns_field(r, at[COL_DECLARED]);
    struct err ignored = { 0 };
    int64_t day;
    e->declared = EVENT_UNDECLARED;
    if (f.len == 0)
        return true;
    if (!when_parse_day(f, &day, &ignored))
        return read_time(r, at[COL_DECLARED], zone, &e->declared, err);
    e->declared = (day + 1) * WHEN_DAY;
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
    struct text zone = columns_field(r, at[COL_ZONE]);
    return check_names(r, at, seen, err) && read_time(r, at[COL_START], zone, &e->start, err) &&
           read_end(r, at, zone, e, err) && read_declared(r, at, zone, e, err);
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
    bool good = columns_find(r, columns, N_COLUMNS, 3, at, err);
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
    if (e->declared == EVENT_UNDECLARED)
        csv_put_text(&c->w, "");
    else
        put_time(&c->w, e->declared);
    csv_put_end(&c->w);
    c->n++;
    return true;
}

bool events_copy(const char *path, FILE *to, size_t *n, struct err *err)
{
    struct copy c = { .w = { .to = to } };
    csv_put_header(&c.w, copied, sizeof copied / sizeof *copied);
    bool good = !path || events_each(path, copy_row, &c, err);
    *n = c.n;
    return good;
}
