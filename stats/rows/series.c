#include "series.h"

#include "base/hash.h"
#include "base/names.h"
#include "inputs.h"
#include <stdlib.h>

#define EVENTS_MAX (INT64_C(1) << 31) /* 16 GiB of times: beyond that a count is a mistake */
#define GROUP_COLUMNS 8

struct growing {
    when_t *times;
    size_t n, capacity;
    bool unsorted;
};

struct series_set {
    struct names *names;
    struct growing *of; /* by the number of the name, while reading */
    size_t capacity;
    struct series *at; /* in order, when read */
    size_t n;
    when_t first, last; /* of every event */
};

struct reading {
    const struct series_source *source;
    struct series_set *set;
    int64_t events;
    struct buf name; /* of a group of several columns */
};

struct columns {
    int time, count;
    int group[GROUP_COLUMNS];
    size_t n_group;
};

static void push(struct series_set *s, struct text name, when_t t, int64_t count)
{
    size_t g = names_add(s->names, name);
    if (g >= s->capacity) {
        size_t old = s->capacity;
        s->of = mem_grow(s->of, &s->capacity, g + 1, sizeof *s->of);
        memset(s->of + old, 0, (s->capacity - old) * sizeof *s->of);
    }
    struct growing *to = &s->of[g];
    to->times = mem_grow(to->times, &to->capacity, to->n + (size_t)count, sizeof *to->times);
    to->unsorted = to->unsorted || (to->n > 0 && t < to->times[to->n - 1]);
    for (int64_t i = 0; i < count; i++) {
        to->times[to->n++] = t;
    }
}

/* One column, or several with commas between their names; a column whose own name has the comma goes first. */
static bool find_groups(const struct csv_reader *r, const char *group, struct columns *c, struct err *err)
{
    c->n_group = 0;
    if (group == NULL) {
        return true;
    }
    if (strchr(group, ',') == NULL || csv_find(r, group) >= 0) {
        return inputs_column(r, group, NULL, &c->group[c->n_group++], err);
    }
    char *names = mem_text(group), *rest = names, *name;
    bool good = true;
    while (good && (name = strsep(&rest, ",")) != NULL) {
        good = c->n_group < GROUP_COLUMNS
                   ? inputs_column(r, name, NULL, &c->group[c->n_group++], err)
                   : err_set(err, "error: a group of more than %d columns", GROUP_COLUMNS);
    }
    free(names);
    return good;
}

static bool find_columns(const struct csv_reader *r, const struct series_source *s,
                         struct columns *c, struct err *err)
{
    return inputs_column(r, s->time != NULL ? s->time : "time", NULL, &c->time, err) &&
           find_groups(r, s->group, c, err) &&
           inputs_column(r, s->count, "count", &c->count, err);
}

/* The value of the column, or the values of several as CSV. */
static struct text group_of(struct buf *name, const struct csv_reader *r, const struct columns *c)
{
    if (c->n_group == 1) {
        return csv_field(r, (size_t)c->group[0]);
    }
    buf_clear(name);
    for (size_t i = 0; i < c->n_group; i++) {
        if (i > 0) {
            buf_add_char(name, ',');
        }
        csv_quote(name, csv_field(r, (size_t)c->group[i]));
    }
    return (struct text){ name->at, name->len };
}

static void widen(struct series_set *s, when_t t)
{
    s->first = t < s->first ? t : s->first;
    s->last = t > s->last ? t : s->last;
}

static bool is_ours(const struct series_source *s, struct text group)
{
    return s->shards < 2 || hash_text(group, 0) % s->shards == s->shard;
}

static bool take_row(struct reading *in, const struct csv_reader *r, const struct columns *c,
                     struct err *err)
{
    when_t t;
    int64_t count;
    if (!inputs_time(r, (size_t)c->time, &t, err) || !inputs_count(r, c->count, &count, err)) {
        return false;
    }
    if (count > 0) {
        widen(in->set, t);
    }
    struct text group = c->n_group > 0 ? group_of(&in->name, r, c) : TEXT("all");
    if (!is_ours(in->source, group)) {
        return true;
    }
    if (count > EVENTS_MAX - in->events) {
        return err_set(err, "%s:%zu: error: more than %lld events in all", csv_path(r), csv_line(r),
                       (long long)EVENTS_MAX);
    }
    in->events += count;
    if (c->n_group == 0) {
        push(in->set, group, t, count);
        return true;
    }
    if (in->source->with_all) {
        if (text_is(group, "all")) {
            return err_set(err, "%s:%zu: error: a group named \"all\" beside the series of all",
                           csv_path(r), csv_line(r));
        }
        push(in->set, TEXT("all"), t, count);
    }
    push(in->set, group, t, count);
    return true;
}

static bool read_file(struct csv_reader *r, void *context, struct err *err)
{
    struct reading *in = context;
    struct columns c;
    if (!find_columns(r, in->source, &c, err)) {
        return false;
    }
    enum csv_status status;
    while ((status = csv_next(r, err)) == CSV_ROW) {
        if (!take_row(in, r, &c, err)) {
            return false;
        }
    }
    return status == CSV_END;
}

static int by_time(const void *a, const void *b)
{
    when_t x = *(const when_t *)a, y = *(const when_t *)b;
    return (x > y) - (x < y);
}

static int by_name(const void *a, const void *b)
{
    return group_order(((const struct series *)a)->name, ((const struct series *)b)->name);
}

static void put_in_order(struct series_set *s)
{
    s->n = names_count(s->names);
    s->at = mem_zero((s->n > 0 ? s->n : 1) * sizeof *s->at);
    for (size_t g = 0; g < s->n; g++) {
        struct growing *from = &s->of[g];
        if (from->unsorted) {
            mem_sort(from->times, from->n, sizeof *from->times, by_time);
        }
        s->at[g] = (struct series){ names_at(s->names, g).at, from->times, from->n };
    }
    mem_sort(s->at, s->n, sizeof *s->at, by_name);
}

struct series_set *series_read(const struct series_source *source, struct err *err)
{
    struct series_set *s = mem_zero(sizeof *s);
    s->names = names_new();
    s->first = WHEN_MAX;
    s->last = WHEN_MIN;
    struct reading in = { .source = source, .set = s, .name = BUF_INIT };
    struct inputs inputs = { source->files, source->n_files, source->files_from,
                             source->separator };
    bool good = inputs_each(&inputs, read_file, &in, err);
    buf_release(&in.name);
    if (!good) {
        series_free(s);
        return NULL;
    }
    put_in_order(s);
    return s;
}

void series_free(struct series_set *s)
{
    if (s == NULL) {
        return;
    }
    for (size_t g = 0; g < names_count(s->names); g++) {
        free(s->of[g].times);
    }
    names_free(s->names);
    free(s->of);
    free(s->at);
    free(s);
}

size_t series_count(const struct series_set *s)
{
    return s->n;
}

const struct series *series_at(const struct series_set *s, size_t i)
{
    return &s->at[i];
}

size_t series_visits(const when_t *times, size_t n, int64_t gap, when_t *out)
{
    size_t visits = 0;
    for (size_t i = 0; i < n; i++) {
        when_t t = times[i];
        bool first = i == 0 || t - times[i - 1] > gap;
        if (first && out != NULL) {
            out[visits] = t;
        }
        visits += first;
    }
    return visits;
}

void series_span(const struct series_set *s, struct observed *out)
{
    if (s->first <= s->last) {
        observed_add(out, s->first, s->last + 1);
    }
}

size_t series_before(const when_t *times, size_t n, when_t t)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (times[mid] < t)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}
