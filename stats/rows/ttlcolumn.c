/* ttlcolumn.c -- see ttlcolumn.h. */

#include "ttlcolumn.h"

#include "base/names.h"
#include "base/num.h"
#include <math.h>
#include <stdlib.h>

#define TTL_MOST 2147483647.

struct tally {
    double ttl;
    int64_t rows;
};

struct tallies {
    struct tally *at;
    size_t n, capacity;
};

struct ttlcolumn {
    struct names *groups;
    struct tallies *of; /* by the group's number */
    size_t capacity;
    const char *group, *column; /* while reading */
    bool with_all;
};

static void count(struct tallies *t, double ttl, int64_t rows)
{
    size_t i = 0;
    while (i < t->n && t->at[i].ttl != ttl) {
        i++;
    }
    if (i == t->n) {
        t->at = mem_grow(t->at, &t->capacity, t->n + 1, sizeof *t->at);
        t->at[t->n++] = (struct tally){ ttl, 0 };
    }
    t->at[i].rows += rows;
}

static void add(struct ttlcolumn *t, struct text group, double ttl)
{
    size_t g = names_add(t->groups, group), old = t->capacity;
    t->of = mem_grow(t->of, &t->capacity, g + 1, sizeof *t->of);
    if (t->capacity > old) {
        memset(t->of + old, 0, (t->capacity - old) * sizeof *t->of);
    }
    count(&t->of[g], ttl, 1);
}

static bool take_row(struct ttlcolumn *t, const struct csv_reader *r, int group, int column, struct err *err)
{
    double ttl;
    if (csv_field(r, (size_t)column).len == 0) {
        return true;
    }
    if (!csv_double(r, (size_t)column, &ttl, err)) {
        return false;
    }
    if (!(ttl >= 1 && ttl <= TTL_MOST)) {
        return err_set(err, "%s:%zu: error: column '%s': a TTL lies between 1 and 2147483647 s, not %g", csv_path(r),
                       csv_line(r), t->column, ttl);
    }
    if (group < 0 || t->with_all) {
        add(t, TEXT("all"), ttl);
    }
    if (group >= 0) {
        add(t, csv_field(r, (size_t)group), ttl);
    }
    return true;
}

static bool read_file(struct csv_reader *r, void *context, struct err *err)
{
    struct ttlcolumn *t = context;
    int group, column;
    enum csv_status status;
    if (!inputs_column(r, t->group, NULL, &group, err) || !inputs_column(r, t->column, NULL, &column, err)) {
        return false;
    }
    while ((status = csv_next(r, err)) == CSV_ROW) {
        if (!take_row(t, r, group, column, err)) {
            return false;
        }
    }
    return status == CSV_END;
}

struct ttlcolumn *ttlcolumn_read(const struct inputs *in, const char *group, const char *column, bool with_all,
                                 struct err *err)
{
    struct ttlcolumn *t = mem_zero(sizeof *t);
    t->groups = names_new();
    t->group = group;
    t->column = column;
    t->with_all = with_all && group != NULL;
    if (!inputs_each(in, read_file, t, err)) {
        ttlcolumn_free(t);
        return NULL;
    }
    return t;
}

void ttlcolumn_free(struct ttlcolumn *t)
{
    if (t == NULL) {
        return;
    }
    for (size_t g = 0; g < names_count(t->groups); g++) {
        free(t->of[g].at);
    }
    free(t->of);
    names_free(t->groups);
    free(t);
}

double ttlcolumn_of(const struct ttlcolumn *t, const char *group)
{
    struct tally best = { NAN, 0 };
    int64_t g = names_find(t->groups, text_of(group));
    for (size_t i = 0; g >= 0 && i < t->of[g].n; i++) {
        struct tally c = t->of[g].at[i];
        if (c.rows > best.rows || (c.rows == best.rows && c.ttl < best.ttl)) {
            best = c;
        }
    }
    return best.ttl;
}
