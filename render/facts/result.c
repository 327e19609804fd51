#include "result.h"
#include "base/outfile.h"
#include "base/csv.h"
#include "base/names.h"
#include "base/num.h"
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

struct result {
    char *name, *path;
    bool present;
    struct names *columns;
    struct buf bytes;   /* all cells, each with a NUL behind it */
    size_t *cells;      /* offsets into bytes, row by row */
    size_t n_cells, cells_capacity;
    double *numbers;    /* of cells that were read as numbers; NULL until the first is */
    bool *is_read;      /* likewise */
    size_t *lines;
    size_t n_rows, lines_capacity;
    struct err taint;
};

static void keep_row(struct result *r, const struct csv_reader *from)
{
    size_t columns = csv_columns(from);
    r->cells = mem_grow(r->cells, &r->cells_capacity, r->n_cells + columns, sizeof *r->cells);
    r->lines = mem_grow(r->lines, &r->lines_capacity, r->n_rows + 1, sizeof *r->lines);
    for (size_t i = 0; i < columns; i++) {
        struct text field = csv_field(from, i);
        r->cells[r->n_cells++] = r->bytes.len;
        buf_add(&r->bytes, field.at, field.len);
        buf_add_char(&r->bytes, '\0');
    }
    r->lines[r->n_rows++] = csv_line(from);
}

static bool read_rows(struct result *r, struct csv_reader *from, int skip, const char *skip_value,
                      struct err *err)
{
    for (;;)
        switch (csv_next(from, err)) {
        case CSV_FAIL:
            return false;
        case CSV_END:
            return true;
        case CSV_ROW:
            if (skip < 0 || !text_is(csv_field(from, (size_t) skip), skip_value))
                keep_row(r, from);
        }
}

static bool read_file(struct result *r, const char *skip_column, const char *skip_value,
                      struct err *err)
{
    struct csv_reader *from = csv_open(r->path, ',', err);
    if (from == NULL)
        return false;
    for (size_t i = 0; i < csv_columns(from); i++)
        if (names_add(r->columns, csv_name(from, i)) != i) {
            err_set(err, "%s:1: error: a column stands twice", r->path);
            break;
        }
    int skip = skip_column == NULL ? -1 : csv_find(from, skip_column);
    bool good = !err->set && read_rows(r, from, skip, skip_value, err);
    return csv_close(from, err) && good;
}

struct result *result_read(const char *dir, const char *name, const char *skip_column,
                           const char *skip_value, struct err *err)
{
    struct result *r = mem_zero(sizeof *r);
    struct buf path = BUF_INIT;
    buf_add_format(&path, "%s/%s.csv", dir, name);
    r->path = buf_detach(&path);
    r->name = mem_text(name);
    r->columns = names_new();
    if (!file_there(r->path, &r->present, err) || (r->present && !read_file(r, skip_column, skip_value, err))) {
        result_free(r);
        return NULL;
    }
    return r;
}

void result_free(struct result *r)
{
    if (r == NULL)
        return;
    names_free(r->columns);
    buf_release(&r->bytes);
    free(r->cells);
    free(r->numbers);
    free(r->is_read);
    free(r->lines);
    free(r->name);
    free(r->path);
    free(r);
}

const char *result_name(const struct result *r)
{
    return r->name;
}

bool result_present(const struct result *r)
{
    return r->present;
}

size_t result_rows(const struct result *r)
{
    return r->n_rows;
}

size_t result_line(const struct result *r, size_t row)
{
    return r->lines[row];
}

/* The cell's index, SIZE_MAX for none. */
static size_t cell_of(const struct result *r, size_t row, const char *column)
{
    int64_t at = names_find(r->columns, text_of(column));
    return at < 0 || row >= r->n_rows ? SIZE_MAX : row * names_count(r->columns) + (size_t) at;
}

const char *result_text(const struct result *r, size_t row, const char *column)
{
    size_t cell = cell_of(r, row, column);
    return cell == SIZE_MAX ? "" : r->bytes.at + r->cells[cell];
}

bool result_is(const struct result *r, size_t row, const char *column, const char *value)
{
    return strcmp(result_text(r, row, column), value) == 0;
}

bool result_begins(const struct result *r, size_t row, const char *column, const char *start)
{
    return strncmp(result_text(r, row, column), start, strlen(start)) == 0;
}

size_t result_find(const struct result *r, const char *column, const char *value)
{
    size_t i = 0;
    while (i < r->n_rows && !result_is(r, i, column, value))
        i++;
    return i;
}

static void taint(struct result *r, size_t row, const char *column, const char *wanted)
{
    err_set(&r->taint, "%s:%zu: error: column %s: found \"%.40s\", expected %s", r->path,
            r->lines[row], column, result_text(r, row, column), wanted);
}

static double read_number(struct result *r, size_t row, const char *column)
{
    const char *text = result_text(r, row, column);
    struct err local = { .set = false };
    double x;
    if (*text == '\0')
        return NAN;
    if (num_double(text_of(text), -HUGE_VAL, HUGE_VAL, &x, &local))
        return x;
    taint(r, row, column, "a number");
    return NAN;
}

/* Charts look at a cell once a panel or more often. */
double result_number(struct result *r, size_t row, const char *column)
{
    size_t cell = cell_of(r, row, column);
    if (cell == SIZE_MAX)
        return NAN;
    if (r->numbers == NULL) {
        r->numbers = mem_alloc(r->n_cells * sizeof *r->numbers);
        r->is_read = mem_zero(r->n_cells * sizeof *r->is_read);
    }
    if (!r->is_read[cell]) {
        r->numbers[cell] = read_number(r, row, column);
        r->is_read[cell] = true;
    }
    return r->numbers[cell];
}

int64_t result_int(struct result *r, size_t row, const char *column)
{
    const char *text = result_text(r, row, column);
    struct err local = { .set = false };
    int64_t n;
    if (*text == '\0')
        return 0;
    if (num_int(text_of(text), INT64_MIN, INT64_MAX, &n, &local))
        return n;
    taint(r, row, column, "a whole number");
    return 0;
}

when_t result_when(struct result *r, size_t row, const char *column)
{
    const char *text = result_text(r, row, column);
    struct err local = { .set = false };
    when_t t;
    if (*text == '\0')
        return WHEN_MIN;
    if (when_parse(text_of(text), &t, &local))
        return t;
    taint(r, row, column, "a time such as 2016-05-04T05:23:46.123000Z");
    return WHEN_MIN;
}

bool result_sound(const struct result *r, struct err *err)
{
    return !r->taint.set || err_set(err, "%s", r->taint.text);
}
