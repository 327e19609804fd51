/* eventlist.c -- see eventlist.h. */

#include "eventlist.h"

#include "base/csv.h"
#include "base/names.h"
#include "inputs.h"
#include <stdlib.h>

struct reading {
    struct eventlist *list;
    struct names *ids;
    size_t capacity, window_capacity;
};

struct columns {
    size_t event, start, end, label;
    int group, declared; /* -1: the file has none */
};

static char *copy(struct text t)
{
    char *s = mem_alloc(t.len + 1);

    memcpy(s, t.at, t.len);
    s[t.len] = '\0';
    return s;
}

static bool wrong(const struct csv_reader *r, struct err *err, const char *what)
{
    return err_set(err, "%s:%zu: error: %s", csv_path(r), csv_line(r), what);
}

static struct text optional(const struct csv_reader *r, int column)
{
    return column < 0 ? TEXT("") : csv_field(r, (size_t)column);
}

/* A date, which counts to its end, a time, or nothing. */
static bool take_declared(const struct csv_reader *r, int column, when_t *t, struct err *err)
{
    struct text f = optional(r, column);
    struct err ignored = { 0 };
    int64_t day;

    *t = WHEN_MAX;
    if (f.len == 0)
        return true;
    if (!when_parse_day(f, &day, &ignored))
        return inputs_time(r, (size_t)column, t, err);
    *t = (day + 1) * WHEN_DAY;
    return true;
}

static bool take_row(struct reading *in, const struct csv_reader *r, const struct columns *c, struct err *err)
{
    struct eventlist *l = in->list;
    struct text id = csv_field(r, c->event);
    struct interval w;
    when_t declared;

    if (!inputs_time(r, c->start, &w.start, err) || !inputs_time(r, c->end, &w.end, err)
        || !take_declared(r, c->declared, &declared, err))
        return false;
    if (id.len == 0)
        return wrong(r, err, "the event has no name");
    if (names_find(in->ids, id) >= 0)
        return wrong(r, err, "the event's name was given before");
    if (w.end <= w.start)
        return wrong(r, err, "the event's end is not after its start");
    names_add(in->ids, id);
    l->at = mem_grow(l->at, &in->capacity, l->n + 1, sizeof *l->at);
    l->windows = mem_grow(l->windows, &in->window_capacity, l->n + 1, sizeof *l->windows);
    l->at[l->n] = (struct event){
        copy(id), copy(csv_field(r, c->label)), copy(optional(r, c->group)), declared,
    };
    l->windows[l->n++] = w;
    return true;
}

static bool read_rows(struct csv_reader *r, void *context, struct err *err)
{
    struct columns c;
    enum csv_status status;

    if (!csv_need(r, "event", &c.event, err) || !csv_need(r, "start", &c.start, err)
        || !csv_need(r, "end", &c.end, err) || !csv_need(r, "label", &c.label, err)
        || !inputs_column(r, NULL, "group", &c.group, err) || !inputs_column(r, NULL, "declared", &c.declared, err))
        return false;
    while ((status = csv_next(r, err)) == CSV_ROW) {
        if (!take_row(context, r, &c, err))
            return false;
    }
    return status == CSV_END;
}

bool eventlist_read(struct eventlist *l, const char *path, struct err *err)
{
    struct inputs in = { .files = &path, .n_files = 1 };
    struct reading reading = { l, names_new(), 0, 0 };
    bool good;

    *l = (struct eventlist){ NULL, NULL, 0 };
    good = inputs_each(&in, read_rows, &reading, err);
    names_free(reading.ids);
    return good;
}

void eventlist_release(struct eventlist *l)
{
    for (size_t i = 0; i < l->n; i++) {
        free(l->at[i].id);
        free(l->at[i].label);
        free(l->at[i].group);
    }
    free(l->at);
    free(l->windows);
    *l = (struct eventlist){ NULL, NULL, 0 };
}

bool eventlist_beforehand(const struct eventlist *l, size_t i)
{
    return l->at[i].declared <= l->windows[i].start;
}
