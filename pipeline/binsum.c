#include "binsum.h"
#include "base/names.h"
#include <stdlib.h>

const char *const binsum_kinds[BINSUM_KINDS] = { "all", "party", "client" };

/* Of one series in the bin being filled. */
struct sum {
    int64_t count, raw;
    bool touched;
};

struct binsum {
    struct names *keys; /* the kind as one byte, then the series: bytes in the order of writing */
    struct sum *sums;   /* by number of the key */
    size_t sums_capacity;
    size_t *touched; /* numbers of this bin */
    size_t n, capacity;
    struct buf key;
};

struct binsum *binsum_new(void)
{
    struct binsum *t = mem_zero(sizeof *t);
    t->keys = names_new();
    return t;
}

void binsum_free(struct binsum *t)
{
    if (!t)
        return;
    names_free(t->keys);
    buf_release(&t->key);
    free(t->sums);
    free(t->touched);
    free(t);
}

/* The number of the key, with a sum of its own when it is new. */
static size_t number_of(struct binsum *t, enum binsum_kind kind, struct text series)
{
    buf_clear(&t->key);
    buf_add_char(&t->key, (char) ('0' + kind));
    buf_add(&t->key, series.at, series.len);
    size_t known = names_count(t->keys);
    size_t number = names_add(t->keys, (struct text){ t->key.at, t->key.len });
    if (number == known) {
        t->sums = mem_grow(t->sums, &t->sums_capacity, number + 1, sizeof *t->sums);
        t->sums[number] = (struct sum){ 0 };
    }
    return number;
}

void binsum_add(struct binsum *t, enum binsum_kind kind, struct text series, int64_t count, int64_t raw)
{
    size_t number = number_of(t, kind, series);
    struct sum *s = &t->sums[number];
    if (!s->touched) {
        t->touched = mem_grow(t->touched, &t->capacity, t->n + 1, sizeof *t->touched);
        t->touched[t->n++] = number;
        s->touched = true;
    }
    s->count += count;
    s->raw += raw;
}

bool binsum_empty(const struct binsum *t) { return t->n == 0; }

void binsum_header(struct csv_writer *w)
{
    static const char *const names[] = { "start", "series", "kind", "count", "raw", "exposure_s" };
    csv_put_header(w, names, sizeof names / sizeof *names);
}

static int compare_keys(const void *a, const void *b, void *keys)
{
    struct text x = names_at(keys, *(const size_t *) a), y = names_at(keys, *(const size_t *) b);
    int order = memcmp(x.at, y.at, x.len < y.len ? x.len : y.len);
    return order ? order : (x.len > y.len) - (x.len < y.len);
}

void binsum_write(struct binsum *t, when_t start, double exposure_s, struct csv_writer *w)
{
    char time[WHEN_TEXT + 1];
    when_write(start, time);
    binsum_add(t, BINSUM_ALL, TEXT("all"), 0, 0);
    qsort_r(t->touched, t->n, sizeof *t->touched, compare_keys, t->keys);
    for (size_t i = 0; i < t->n; i++) {
        struct text key = names_at(t->keys, t->touched[i]);
        struct sum *s = &t->sums[t->touched[i]];
        csv_put_text(w, time);
        csv_put(w, (struct text){ key.at + 1, key.len - 1 });
        csv_put_text(w, binsum_kinds[key.at[0] - '0']);
        csv_put_int(w, s->count);
        csv_put_int(w, s->raw);
        csv_put_double(w, exposure_s);
        csv_put_end(w);
        *s = (struct sum){ 0 };
    }
    t->n = 0;
}
