#include "observed.h"

#include "inputs.h"
#include <stdlib.h>

void observed_init(struct observed *o)
{
    *o = (struct observed){ NULL, 0, 0 };
}

void observed_release(struct observed *o)
{
    free(o->at);
    observed_init(o);
}

/* The first interval that ends at or after T (n when none does). */
static size_t first_reaching(const struct observed *o, when_t t)
{
    size_t low = 0, high = o->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (o->at[mid].end < t) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low;
}

void observed_add(struct observed *o, when_t start, when_t end)
{
    if (start >= end) {
        return;
    }
    size_t first = first_reaching(o, start);
    size_t after = first;
    for (; after < o->n && o->at[after].start <= end; after++) {
        start = o->at[after].start < start ? o->at[after].start : start;
        end = o->at[after].end > end ? o->at[after].end : end;
    }
    o->at = mem_grow(o->at, &o->capacity, o->n + 1, sizeof *o->at);
    memmove(o->at + first + 1, o->at + after, (o->n - after) * sizeof *o->at);
    o->n = o->n - (after - first) + 1;
    o->at[first] = (struct interval){ start, end };
}

static bool read_file(struct csv_reader *r, void *context, struct err *err)
{
    struct observed *o = context;
    size_t start, end;
    if (!csv_need(r, "start", &start, err) || !csv_need(r, "end", &end, err)) {
        return false;
    }
    enum csv_status status;
    while ((status = csv_next(r, err)) == CSV_ROW) {
        when_t a, b;
        if (!inputs_time(r, start, &a, err) || !inputs_time(r, end, &b, err)) {
            return false;
        }
        if (a > b) {
            return err_set(err, "%s:%zu: error: the interval ends before it starts", csv_path(r),
                           csv_line(r));
        }
        observed_add(o, a, b);
    }
    return status == CSV_END;
}

bool observed_read(struct observed *o, const char *path, struct err *err)
{
    struct inputs in = { .files = &path, .n_files = 1 };
    return inputs_each(&in, read_file, o, err);
}

when_t observed_start(const struct observed *o)
{
    return o->n > 0 ? o->at[0].start : 0;
}

when_t observed_end(const struct observed *o)
{
    return o->n > 0 ? o->at[o->n - 1].end : 0;
}

bool observed_at(const struct observed *o, when_t t)
{
    size_t i = first_reaching(o, t + 1);
    return i < o->n && o->at[i].start <= t;
}

int64_t observed_within(const struct observed *o, when_t a, when_t b)
{
    int64_t sum = 0;
    for (size_t i = first_reaching(o, a); i < o->n && o->at[i].start < b; i++) {
        when_t from = o->at[i].start > a ? o->at[i].start : a;
        when_t to = o->at[i].end < b ? o->at[i].end : b;
        sum += to > from ? to - from : 0;
    }
    return sum;
}

/* Adds [start, end) of local time to the hours: whole weeks at once, then what is
   left hour by hour. */
static void add_to_week(int64_t hours[168], when_t start, when_t end)
{
    int64_t weeks = (end - start) / WHEN_WEEK;
    for (int h = 0; h < 168; h++) {
        hours[h] += weeks * WHEN_HOUR;
    }
    start += weeks * WHEN_WEEK;
    while (start < end) {
        when_t hour = when_floor(start, WHEN_HOUR);
        when_t stop = hour + WHEN_HOUR < end ? hour + WHEN_HOUR : end;
        int64_t day = when_day_of(hour);
        int place = when_weekday(day) * 24 + (int)((hour - day * WHEN_DAY) / WHEN_HOUR);
        hours[place] += stop - start;
        start = stop;
    }
}

void observed_week(const struct observed *o, int32_t offset_s, double hours[168])
{
    int64_t micros[168] = { 0 };
    for (size_t i = 0; i < o->n; i++) {
        when_t shift = offset_s * WHEN_SECOND;
        add_to_week(micros, o->at[i].start + shift, o->at[i].end + shift);
    }
    for (int h = 0; h < 168; h++) {
        hours[h] = (double)micros[h] / (double)WHEN_SECOND;
    }
}
