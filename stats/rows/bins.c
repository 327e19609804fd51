#include "bins.h"

#include "base/names.h"
#include "numbers/sums.h"
#include <float.h>
#include <inttypes.h>
#include <stdlib.h>

#define BINS_MAX 100000000 /* beyond that the times lie on no grid */

struct cell {
    when_t at; /* or the row's number in its group */
    double x, exposure;
};

struct group {
    const char *name;
    struct cell *cells;
    size_t n, capacity;
};

struct bins {
    struct names *names;
    struct group *groups;
    size_t n, capacity;
    bool timed;
    const struct group *all; /* whose rows say what was observed; or NULL */
    when_t start, step;
    size_t length;
};

struct reading {
    const struct bins_source *source;
    struct bins *bins;
};

struct columns {
    int value, exposure, time, group, only;
    struct text allowed;
};

/* Splits COLUMN=VALUES and finds the column. */
static bool find_only(const struct csv_reader *r, const char *only, struct columns *c,
                      struct err *err)
{
    c->only = -1;
    if (only == NULL) {
        return true;
    }
    const char *equals = strchr(only, '=');
    if (equals == NULL) {
        return err_set(err, "error: '%s' is not COLUMN=VALUE", only);
    }
    struct buf name = BUF_INIT;
    buf_add(&name, only, (size_t)(equals - only));
    bool good = inputs_column(r, name.at != NULL ? name.at : "", NULL, &c->only, err);
    buf_release(&name);
    c->allowed = text_of(equals + 1);
    return good;
}

static bool find_columns(const struct csv_reader *r, const struct bins_source *s,
                         struct columns *c, struct err *err)
{
    return inputs_column(r, s->column, NULL, &c->value, err) &&
           inputs_column(r, s->exposure, NULL, &c->exposure, err) &&
           inputs_column(r, s->time, NULL, &c->time, err) &&
           inputs_column(r, s->group, NULL, &c->group, err) && find_only(r, s->only, c, err);
}

/* Is the row's field among the values between commas? */
static bool allowed(const struct csv_reader *r, const struct columns *c)
{
    if (c->only < 0) {
        return true;
    }
    struct text field = csv_field(r, (size_t)c->only);
    const char *at = c->allowed.at, *end = at + c->allowed.len;
    for (;;) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma != NULL ? comma : end;
        if ((size_t)(stop - at) == field.len && memcmp(at, field.at, field.len) == 0) {
            return true;
        }
        if (comma == NULL) {
            return false;
        }
        at = comma + 1;
    }
}

static struct group *group_of(struct bins *b, struct text name)
{
    size_t g = names_add(b->names, name);
    if (g == b->n) {
        b->groups = mem_grow(b->groups, &b->capacity, ++b->n, sizeof *b->groups);
        b->groups[g] = (struct group){ NULL, NULL, 0, 0 };
    }
    return &b->groups[g];
}

static bool read_value(const struct csv_reader *r, const struct columns *c, struct cell *cell,
                       struct err *err)
{
    if (csv_field(r, (size_t)c->value).len == 0) {
        cell->exposure = 0;
        return true;
    }
    if (!csv_double(r, (size_t)c->value, &cell->x, err)) {
        return false;
    }
    if (c->exposure >= 0 && !csv_double(r, (size_t)c->exposure, &cell->exposure, err)) {
        return false;
    }
    return cell->exposure >= 0 || err_set(err, "%s:%zu: error: an exposure below zero", csv_path(r),
                                          csv_line(r));
}

static bool take_row(struct reading *in, const struct csv_reader *r, const struct columns *c,
                     struct err *err)
{
    struct cell cell = { 0, 0, 1 };
    if (!read_value(r, c, &cell, err) ||
        (c->time >= 0 && !inputs_time(r, (size_t)c->time, &cell.at, err))) {
        return false;
    }
    struct group *g =
        group_of(in->bins, c->group >= 0 ? csv_field(r, (size_t)c->group) : TEXT("all"));
    cell.at = c->time >= 0 ? cell.at : (when_t)g->n;
    g->cells = mem_grow(g->cells, &g->capacity, g->n + 1, sizeof *g->cells);
    g->cells[g->n++] = cell;
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
        if (allowed(r, &c) && !take_row(in, r, &c, err)) {
            return false;
        }
    }
    return status == CSV_END;
}

static int by_name(const void *a, const void *b)
{
    return group_order(((const struct group *)a)->name, ((const struct group *)b)->name);
}

static when_t divisor(when_t a, when_t b)
{
    while (b != 0) {
        when_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The grid of all times, or of the times of "all" when that group rules. */
static bool find_grid(struct bins *b, struct err *err)
{
    when_t first = WHEN_MAX, last = WHEN_MIN, step = 0;
    const struct group *from = b->all != NULL ? b->all : b->groups;
    size_t n = b->all != NULL ? 1 : b->n;
    for (size_t g = 0; g < n; g++) {
        for (size_t i = 0; i < from[g].n; i++) {
            when_t at = from[g].cells[i].at;
            step = divisor(step, llabs(at - from[0].cells[0].at));
            first = at < first ? at : first;
            last = at > last ? at : last;
        }
    }
    b->start = first;
    b->step = step > 0 ? step : 1;
    int64_t length = n > 0 ? (last - first) / b->step + 1 : 0;
    if (length > BINS_MAX) {
        return err_set(err, "error: the times are no grid of bins: a step of %g s would make %" PRId64,
                       (double)b->step / 1e6, length);
    }
    b->length = (size_t)length;
    return true;
}

static bool put_in_order(struct bins *b, bool grouped, struct err *err)
{
    for (size_t g = 0; g < b->n; g++) {
        b->groups[g].name = names_at(b->names, g).at;
    }
    if (b->n > 1) {
        mem_sort(b->groups, b->n, sizeof *b->groups, by_name);
    }
    if (b->timed && grouped && b->n > 0 && strcmp(b->groups[0].name, "all") == 0) {
        b->all = &b->groups[0];
    }
    return !b->timed || find_grid(b, err);
}

struct bins *bins_read(const struct bins_source *source, struct err *err)
{
    struct bins *b = mem_zero(sizeof *b);
    b->names = names_new();
    b->timed = source->time != NULL;
    b->step = 1;
    struct reading in = { source, b };
    if (!inputs_each(&source->in, read_file, &in, err) ||
        !put_in_order(b, source->group != NULL, err)) {
        bins_free(b);
        return NULL;
    }
    return b;
}

void bins_free(struct bins *b)
{
    if (b == NULL) {
        return;
    }
    for (size_t g = 0; g < b->n; g++) {
        free(b->groups[g].cells);
    }
    free(b->groups);
    names_free(b->names);
    free(b);
}

size_t bins_groups(const struct bins *b)
{
    return b->n;
}

const char *bins_name(const struct bins *b, size_t group)
{
    return b->groups[group].name;
}

size_t bins_length(const struct bins *b, size_t group)
{
    return b->timed ? b->length : b->groups[group].n;
}

when_t bins_start(const struct bins *b)
{
    return b->start;
}

when_t bins_step(const struct bins *b)
{
    return b->step;
}

static bool wrong_bin(const struct bins *b, const struct group *g, when_t at, const char *why,
                      struct err *err)
{
    char when[WHEN_TEXT + 1] = "";
    if (b->timed) {
        when_write(at, when);
    }
    return err_set(err, "error: series '%s' %s %s", g->name, why, when);
}

/* The place of a time on the grid, or SIZE_MAX. */
static size_t place_of(const struct bins *b, when_t at)
{
    if (!b->timed) {
        return (size_t)at;
    }
    when_t distance = at - b->start;
    bool on = distance >= 0 && distance % b->step == 0 && distance / b->step < (when_t)b->length;
    return on ? (size_t)(distance / b->step) : SIZE_MAX;
}

/* What a bin holds before its row is seen: missing, -1 in the exposure. */
static void fill_base(const struct bins *b, size_t length, double *x, double *exposure)
{
    for (size_t i = 0; i < length; i++) {
        x[i] = 0;
        exposure[i] = -1;
    }
    for (size_t i = 0; b->all != NULL && i < b->all->n; i++) {
        exposure[place_of(b, b->all->cells[i].at)] = b->all->cells[i].exposure;
    }
}

bool bins_fill(const struct bins *b, size_t group, double *x, double *exposure, struct err *err)
{
    const struct group *g = &b->groups[group];
    size_t length = bins_length(b, group);
    unsigned char *seen = mem_zero(length);
    fill_base(b, length, x, exposure);
    bool good = true;
    for (size_t i = 0; good && i < g->n; i++) {
        const struct cell *cell = &g->cells[i];
        size_t at = place_of(b, cell->at);
        if (at == SIZE_MAX || (b->all != NULL && exposure[at] < 0)) {
            good = wrong_bin(b, g, cell->at, "has a row where 'all' has none:", err);
        } else if (seen[at]) {
            good = wrong_bin(b, g, cell->at, "has two rows for one bin:", err);
        } else {
            seen[at] = 1;
            x[at] = cell->x;
            exposure[at] = b->all != NULL && cell->exposure > 0 ? exposure[at] : cell->exposure;
        }
    }
    for (size_t i = 0; i < length; i++) {
        exposure[i] = exposure[i] > 0 ? exposure[i] : 0;
    }
    free(seen);
    return good;
}

struct hour {
    struct sum2 count, exposure;
    int64_t week; /* the last that was seen */
    int weeks;
};

static int hour_of_week(when_t t, int64_t *week)
{
    int64_t day = when_day_of(t);
    int weekday = when_weekday(day);
    *week = (day - weekday - 4) / 7; /* 1970-01-05 was a Monday */
    return weekday * 24 + (int)((t - day * WHEN_DAY) / WHEN_HOUR);
}

void bins_remove_hour_of_week(when_t start, when_t step, size_t n, double *x, double *exposure, int *cell)
{
    struct hour hours[BINS_HOURS] = { 0 };
    int64_t week;
    for (size_t i = 0; i < n; i++) {
        struct hour *h = &hours[hour_of_week(start + (when_t)i * step, &week)];
        if (exposure[i] > 0) {
            h->weeks += h->weeks == 0 || h->week != week;
            h->week = week;
            sum2_add(&h->count, x[i]);
            sum2_add(&h->exposure, exposure[i]);
        }
    }
    for (size_t i = 0; i < n; i++) {
        int hour = hour_of_week(start + (when_t)i * step, &week);
        const struct hour *h = &hours[hour];
        if (cell != NULL) {
            cell[i] = hour;
        }
        exposure[i] = h->weeks >= 2 ? exposure[i] : 0;
        if (exposure[i] > 0) {
            double expected = exposure[i] * (sum2_of(&h->count) / sum2_of(&h->exposure));
            double rest = x[i] - expected;
            x[i] = fabs(rest) <= 8 * DBL_EPSILON * fabs(expected) ? 0 : rest; /* rounding */
        }
    }
}
