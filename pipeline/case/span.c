#include "span.h"
#include "base/csv.h"
#include "lookback.h"
#include <stdlib.h>

struct watch {
    char *sensor;
    when_t start, end;
    bool stated;
};

struct watches {
    struct watch *at;
    size_t n, capacity;
};

struct span {
    struct watches given;   /* as told */
    struct watches sensors; /* settled, ascending by sensor and time; owns no names */
    struct watches all;     /* the union; no names */
    int64_t *days;
    size_t n_days, days_capacity;
    size_t look_back;
    struct lookback looked;
};

struct span *span_new(void) { return mem_zero(sizeof(struct span)); }

void span_free(struct span *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->given.n; i++)
        free(s->given.at[i].sensor);
    free(s->given.at);
    free(s->sensors.at);
    free(s->all.at);
    free(s->days);
    free(s);
}

static void add(struct watches *w, struct watch one)
{
    w->at = mem_grow(w->at, &w->capacity, w->n + 1, sizeof *w->at);
    w->at[w->n++] = one;
}

static char *copy(struct text t)
{
    struct buf b = BUF_INIT;
    buf_add(&b, t.at, t.len);
    return buf_detach(&b);
}

void span_state(struct span *s, struct text sensor, when_t start, when_t end)
{
    add(&s->given, (struct watch){ copy(sensor), start, end, true });
}

void span_show(struct span *s, struct text sensor, when_t start, when_t end)
{
    add(&s->given, (struct watch){ copy(sensor), start, end, false });
}

void span_day(struct span *s, int64_t day)
{
    s->days = mem_grow(s->days, &s->days_capacity, s->n_days + 1, sizeof *s->days);
    s->days[s->n_days++] = day;
}

void span_look_back(struct span *s, size_t days) { s->look_back = days; }

static int sign(int64_t a, int64_t b) { return (a > b) - (a < b); }

/* Sensors by name; what is stated before what is shown; then time. */
static int by_sensor(const void *a, const void *b)
{
    const struct watch *x = a, *y = b;
    int order = strcmp(x->sensor, y->sensor);
    if (order == 0)
        order = (int) y->stated - (int) x->stated;
    return order != 0 ? order : sign(x->start, y->start);
}

static int by_start(const void *a, const void *b)
{
    return sign(((const struct watch *) a)->start, ((const struct watch *) b)->start);
}

static int by_day(const void *a, const void *b) { return sign(*(const int64_t *) a, *(const int64_t *) b); }

/* Adds ONE behind what W holds from FROM on, or melts it into the last. */
static void melt(struct watches *w, size_t from, struct watch one, int64_t bridge)
{
    struct watch *last = w->n > from ? &w->at[w->n - 1] : NULL;
    if (!last || one.start > last->end + bridge)
        add(w, one);
    else if (one.end > last->end)
        last->end = one.end;
}

static void settle_sensors(struct span *s, int64_t bridge)
{
    mem_sort(s->given.at, s->given.n, sizeof *s->given.at, by_sensor);
    size_t from = 0;
    bool stated = false;
    for (size_t i = 0; i < s->given.n; i++) {
        const struct watch *w = &s->given.at[i];
        if (i == 0 || strcmp(w->sensor, w[-1].sensor) != 0) {
            from = s->sensors.n;
            stated = w->stated;
        }
        if (w->stated == stated)
            melt(&s->sensors, from, *w, stated ? 0 : bridge);
    }
}

static void settle_union(struct span *s)
{
    struct watches sorted = { 0 };
    for (size_t i = 0; i < s->sensors.n; i++)
        add(&sorted, s->sensors.at[i]);
    mem_sort(sorted.at, sorted.n, sizeof *sorted.at, by_start);
    for (size_t i = 0; i < sorted.n; i++)
        melt(&s->all, 0, sorted.at[i], 0);
    free(sorted.at);
}

static bool too_many(size_t days, struct err *err)
{
    return err_set(err, "error: the span is %zu days or more, at most %d can be: state when the sensors watched "
                        "(observed = in case.ini)", days, SPAN_MAX_DAYS);
}

static bool settle_days(struct span *s, struct err *err)
{
    for (size_t i = 0; i < s->all.n; i++) {
        int64_t first = when_day_of(s->all.at[i].start), last = when_day_of(s->all.at[i].end - 1);
        if (last - first >= SPAN_MAX_DAYS)
            return too_many((size_t) (last - first + 1), err);
        for (int64_t day = first; day <= last; day++)
            span_day(s, day);
    }
    mem_sort(s->days, s->n_days, sizeof *s->days, by_day);
    size_t n = 0;
    for (size_t i = 0; i < s->n_days; i++) {
        if (n == 0 || s->days[i] != s->days[n - 1])
            s->days[n++] = s->days[i];
    }
    s->n_days = n;
    s->looked = lookback_of(n, s->look_back);
    return n <= SPAN_MAX_DAYS || too_many(n, err);
}

bool span_settle(struct span *s, int64_t bridge_us, struct err *err)
{
    if (s->given.n > 0) {
        settle_sensors(s, bridge_us);
        settle_union(s);
    }
    return settle_days(s, err);
}

/* --- results ------------------------------------------------------------------------ */

static void put_interval(struct buf *into, when_t from, when_t to)
{
    char start[WHEN_TEXT + 1], end[WHEN_TEXT + 1];
    when_write(from, start);
    when_write(to, end);
    buf_add_format(into, "%s,%s\n", start, end);
}

/* A stretch of days, [from, to) among them, as time. */
struct stretch {
    when_t start, end;
};

static struct stretch stretch_of(const struct span *s, size_t from, size_t to)
{
    if (from >= to)
        return (struct stretch){ 0, 0 };
    return (struct stretch){ s->days[from] * WHEN_DAY, (s->days[to - 1] + 1) * WHEN_DAY };
}

static struct stretch looked_at(const struct span *s) { return stretch_of(s, s->looked.from, s->n_days); }
static struct stretch closed(const struct span *s) { return stretch_of(s, s->looked.from, s->looked.close); }

when_t span_from(const struct span *s) { return looked_at(s).start; }

/* What of W lies within T; false: nothing. */
static bool cut(const struct watch *w, struct stretch t, struct stretch *part)
{
    *part = (struct stretch){ w->start > t.start ? w->start : t.start, w->end < t.end ? w->end : t.end };
    return part->start < part->end;
}

void span_put_sensors(const struct span *s, struct buf *into)
{
    buf_add_text(into, "sensor,start,end\n");
    for (size_t i = 0; i < s->sensors.n; i++) {
        struct stretch part;
        if (!cut(&s->sensors.at[i], looked_at(s), &part))
            continue;
        csv_quote(into, text_of(s->sensors.at[i].sensor));
        buf_add_char(into, ',');
        put_interval(into, part.start, part.end);
    }
}

static void put_union(const struct span *s, struct stretch within, struct buf *into)
{
    struct stretch part;
    buf_add_text(into, "start,end\n");
    for (size_t i = 0; i < s->all.n; i++)
        if (cut(&s->all.at[i], within, &part))
            put_interval(into, part.start, part.end);
}

void span_put_observed(const struct span *s, struct buf *into) { put_union(s, looked_at(s), into); }
void span_put_closed(const struct span *s, struct buf *into) { put_union(s, closed(s), into); }

static void put_looked(const char *what, size_t days, struct stretch t, struct buf *into)
{
    buf_add_format(into, "%s,%zu,", what, days);
    put_interval(into, t.start, t.end);
}

void span_put_looked(const struct span *s, struct buf *into)
{
    const struct lookback l = s->looked;
    buf_add_text(into, "what,days,start,end\n");
    put_looked("all", s->n_days, stretch_of(s, 0, s->n_days), into);
    put_looked("recent", s->n_days - l.from, looked_at(s), into);
    put_looked("closed", l.close - l.from, closed(s), into);
}

/* Seconds of the day, with a fraction only where there is one. */
static void put_seconds(struct buf *into, int64_t micros)
{
    buf_add_format(into, "%lld", (long long) (micros / WHEN_SECOND));
    if (micros % WHEN_SECOND != 0)
        buf_add_format(into, ".%06lld", (long long) (micros % WHEN_SECOND));
}

/* The parts of the union on one day; *FROM is the first interval that may touch it. */
static void put_day(const struct span *s, int64_t day, size_t *from, struct buf *into)
{
    when_t midnight = day * WHEN_DAY;
    const char *comma = " ";
    while (*from < s->all.n && s->all.at[*from].end <= midnight)
        (*from)++;
    for (size_t i = *from; i < s->all.n && s->all.at[i].start < midnight + WHEN_DAY; i++) {
        const struct watch *w = &s->all.at[i];
        int64_t start = w->start > midnight ? w->start - midnight : 0;
        int64_t end = w->end < midnight + WHEN_DAY ? w->end - midnight : WHEN_DAY;
        buf_add_text(into, comma);
        put_seconds(into, start);
        buf_add_char(into, '-');
        put_seconds(into, end);
        comma = ",";
    }
}

static void put_days(const struct span *s, const char *name, size_t from, size_t to, struct buf *into)
{
    char text[11];
    buf_add_format(into, "%s :=", name);
    for (size_t i = from; i < to; i++) {
        when_write_day(s->days[i], text);
        buf_add_format(into, " %s", text);
    }
    buf_add_char(into, '\n');
}

void span_put_make(const struct span *s, struct buf *into)
{
    char text[11];
    size_t from = 0;
    put_days(s, "days", 0, s->n_days, into);
    put_days(s, "recent", s->looked.from, s->n_days, into);
    put_days(s, "closed", s->looked.from, s->looked.close, into);
    for (size_t i = 0; i < s->n_days; i++) {
        when_write_day(s->days[i], text);
        buf_add_format(into, "observed-%s :=", text);
        put_day(s, s->days[i], &from, into);
        buf_add_char(into, '\n');
    }
}
