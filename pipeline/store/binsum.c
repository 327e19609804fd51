#include "binsum.h"
#include "base/names.h"
#include "base/num.h"
#include "base/shortkey.h"
#include <stdlib.h>

const char *const binsum_kinds[BINSUM_KINDS] = { "all", "party", "client" };

/* Of one series in the bin being filled. */
struct sum {
    int64_t count, raw;
    bool touched;
};

#define LATELY_BITS 12

/* The series of one kind. */
struct kind {
    struct names *series;
    struct shortkey *lately;  /* short names that came, and their numbers */
    size_t *lately_number;
    struct sum *sums; /* by number of the series */
    size_t sums_capacity;
    size_t *touched; /* numbers of this bin */
    size_t n, capacity;
};

struct binsum {
    struct kind kinds[BINSUM_KINDS];
};

struct binsum *binsum_new(void)
{
    struct binsum *t = mem_zero(sizeof *t);
    for (int k = 0; k < BINSUM_KINDS; k++) {
        t->kinds[k].series = names_new();
        t->kinds[k].lately = mem_zero((1 << LATELY_BITS) * sizeof *t->kinds[k].lately);
        t->kinds[k].lately_number = mem_zero((1 << LATELY_BITS) * sizeof *t->kinds[k].lately_number);
    }
    return t;
}

void binsum_free(struct binsum *t)
{
    for (int k = 0; t && k < BINSUM_KINDS; k++) {
        names_free(t->kinds[k].series);
        free(t->kinds[k].lately);
        free(t->kinds[k].lately_number);
        free(t->kinds[k].sums);
        free(t->kinds[k].touched);
    }
    free(t);
}

/* The number of the series, with a sum of its own when it is new. */
static size_t add_series(struct kind *k, struct text series)
{
    size_t known = names_count(k->series), number = names_add(k->series, series);
    if (number == known) {
        k->sums = mem_grow(k->sums, &k->sums_capacity, number + 1, sizeof *k->sums);
        k->sums[number] = (struct sum){ 0 };
    }
    return number;
}

static size_t number_of(struct kind *k, struct text series)
{
    if (series.len == 0 || series.len > SHORTKEY_MOST)
        return add_series(k, series);
    bool known;
    struct shortkey name = shortkey_of(series);
    size_t place = shortkey_place(k->lately, LATELY_BITS, &name, &known);
    if (!known) {
        k->lately_number[place] = add_series(k, series);
        k->lately[place] = name;
    }
    return k->lately_number[place];
}

static struct sum *sum_of(struct kind *k, struct text series)
{
    size_t number = number_of(k, series);
    struct sum *s = &k->sums[number];
    if (!s->touched) {
        k->touched = mem_grow(k->touched, &k->capacity, k->n + 1, sizeof *k->touched);
        k->touched[k->n++] = number;
        s->touched = true;
    }
    return s;
}

void binsum_add(struct binsum *t, enum binsum_kind kind, struct text series, int64_t count, int64_t raw)
{
    struct sum *s = sum_of(&t->kinds[kind], series);
    s->count += count;
    s->raw += raw;
}

bool binsum_empty(const struct binsum *t)
{
    size_t n = 0;
    for (int k = 0; k < BINSUM_KINDS; k++)
        n += t->kinds[k].n;
    return n == 0;
}

void binsum_header(struct csv_writer *w)
{
    static const char *const names[] = { "start", "series", "kind", "count", "raw", "exposure_s" };
    csv_put_header(w, names, sizeof names / sizeof *names);
}

static int compare_series(const void *a, const void *b, void *series)
{
    struct text x = names_at(series, *(const size_t *) a), y = names_at(series, *(const size_t *) b);
    int order = memcmp(x.at, y.at, x.len < y.len ? x.len : y.len);
    return order ? order : (x.len > y.len) - (x.len < y.len);
}

/* The rows of one kind, which then is empty. */
static void write_kind(struct kind *k, const char *name, const char *time, const char *exposure_s, struct csv_writer *w)
{
    if (k->n > 1)
        qsort_r(k->touched, k->n, sizeof *k->touched, compare_series, k->series);
    for (size_t i = 0; i < k->n; i++) {
        struct sum *s = &k->sums[k->touched[i]];
        csv_put_text(w, time);
        csv_put(w, names_at(k->series, k->touched[i]));
        csv_put_text(w, name);
        csv_put_int(w, s->count);
        csv_put_int(w, s->raw);
        csv_put_text(w, exposure_s);
        csv_put_end(w);
        *s = (struct sum){ 0 };
    }
    k->n = 0;
}

void binsum_write(struct binsum *t, when_t start, double exposure_s, struct csv_writer *w)
{
    char time[WHEN_TEXT + 1];
    struct buf exposure = BUF_INIT;
    when_write(start, time);
    num_put(&exposure, exposure_s);
    binsum_add(t, BINSUM_ALL, TEXT("all"), 0, 0);
    for (int k = 0; k < BINSUM_KINDS; k++)
        write_kind(&t->kinds[k], binsum_kinds[k], time, exposure.at, w);
    buf_release(&exposure);
}
