#include "inputs.h"

#include "base/outfile.h"
#include <stdlib.h>
#include <string.h>

enum { LIST_LIMIT = 256 << 20 };

#define COUNT_MAX (INT64_C(1) << 32) /* so that no sum of rows overflows */

typedef bool path_visit(const char *path, void *context, struct err *err);

static bool each_in_list(const char *list, path_visit *visit, void *context, struct err *err)
{
    struct buf names = BUF_INIT;
    bool good = file_read(list, LIST_LIMIT, &names, err);
    char *at = names.at;
    char *end = good ? at + names.len : at;
    while (good && at < end) {
        char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop != NULL ? stop : end;
        *stop = '\0';
        good = *at == '\0' || visit(at, context, err);
        at = stop + 1;
    }
    buf_release(&names);
    return good;
}

static bool each_path(const struct inputs *in, path_visit *visit, void *context, struct err *err)
{
    if (in->n_files == 0 && in->files_from == NULL) {
        return visit("-", context, err);
    }
    for (size_t i = 0; i < in->n_files; i++) {
        if (!visit(in->files[i], context, err)) {
            return false;
        }
    }
    return in->files_from == NULL || each_in_list(in->files_from, visit, context, err);
}

struct visitor {
    bool (*visit)(struct csv_reader *r, void *context, struct err *err);
    void *context;
    char separator;
};

static bool visit_file(const char *path, void *context, struct err *err)
{
    const struct visitor *v = context;
    struct csv_reader *r = csv_open(path, v->separator, err);
    if (r == NULL) {
        return false;
    }
    bool good = v->visit(r, v->context, err);
    return csv_close(r, err) && good;
}

bool inputs_each(const struct inputs *in,
                 bool (*visit)(struct csv_reader *r, void *context, struct err *err),
                 void *context, struct err *err)
{
    struct visitor v = { visit, context, in->separator != 0 ? in->separator : ',' };
    return each_path(in, visit_file, &v, err);
}

static bool is_regular(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool may_again(const char *path, void *context, struct err *err)
{
    (void)context;
    (void)err;
    return strcmp(path, "-") != 0 && is_regular(path);
}

bool inputs_again(const struct inputs *in)
{
    struct err err = { 0 }; /* is met again by whoever reads */
    return (in->files_from == NULL || is_regular(in->files_from)) && each_path(in, may_again, NULL, &err);
}

/* One way along the files that are remembered. */
struct looking {
    struct inputs_mark *mark;
    size_t n;
};

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size
           && a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static bool look(const char *path, void *context, struct err *err)
{
    struct looking *l = context;
    struct inputs_mark *m = l->mark;
    struct stat st;

    if (stat(path, &st) != 0) {
        return err_errno(err, "%s: error: cannot read", path);
    }
    if (!m->taken) {
        m->at = mem_grow(m->at, &m->capacity, m->n + 1, sizeof *m->at);
        m->at[m->n++] = st;
    }
    if (l->n >= m->n || !is_same(&st, &m->at[l->n])) {
        return err_set(err, "%s: error: changed while it was read", path);
    }
    l->n++;
    return true;
}

bool inputs_still(const struct inputs *in, struct inputs_mark *mark, struct err *err)
{
    struct looking l = { mark, 0 };

    if (!each_path(in, look, &l, err) || (in->files_from != NULL && !look(in->files_from, &l, err))) {
        return false;
    }
    mark->taken = true;
    return true;
}

void inputs_mark_release(struct inputs_mark *mark)
{
    free(mark->at);
}

bool inputs_column(const struct csv_reader *r, const char *name, const char *fallback, int *column,
                   struct err *err)
{
    if (name == NULL) {
        *column = fallback != NULL ? csv_find(r, fallback) : -1;
        return true;
    }
    size_t found;
    if (!csv_need(r, name, &found, err)) {
        return false;
    }
    *column = (int)found;
    return true;
}

static bool wrong(const struct csv_reader *r, size_t column, const char *why, struct err *err)
{
    struct text name = csv_name(r, column);
    return err_set(err, "%s:%zu: error: column %.*s: %s", csv_path(r), csv_line(r), (int)name.len,
                   name.at, why);
}

bool inputs_count(const struct csv_reader *r, int column, int64_t *count, struct err *err)
{
    *count = 1;
    if (column < 0) {
        return true;
    }
    if (!csv_int(r, (size_t)column, count, err)) {
        return false;
    }
    return (*count >= 0 && *count <= COUNT_MAX) ||
           wrong(r, (size_t)column, "a count lies between 0 and 2^32", err);
}

bool inputs_time(const struct csv_reader *r, size_t column, when_t *t, struct err *err)
{
    struct err why = { 0 };
    if (when_parse(csv_field(r, column), t, &why)) {
        return true;
    }
    struct text name = csv_name(r, column); /* worded as csv_int() and csv_double() word theirs */
    return err_set(err, "%s:%zu: %s in column '%.*s'", csv_path(r), csv_line(r), why.text,
                   (int)name.len, name.at);
}

int group_order(const char *a, const char *b)
{
    bool all_a = strcmp(a, "all") == 0, all_b = strcmp(b, "all") == 0;
    return all_a != all_b ? all_b - all_a : strcmp(a, b);
}
