#include "daywait.h"
#include "base/err.h"
#include <stdlib.h>

#define NEAR 16 /* so many places a late row is moved at once */
#define FEW 8   /* rows of one time that are sorted on the spot */

/* Where a row is in `rows`; its time stands here too, since that nearly always decides. */
struct place {
    when_t time;
    size_t at;
};

struct daywait {
    char *rows; /* packed, as they came */
    size_t used, capacity;
    struct place *places, *spare; /* spare: for sorting */
    size_t n, places_capacity, spare_capacity;
    bool in_order; /* of time */
};

struct daywait *daywait_new(void)
{
    struct daywait *w = mem_zero(sizeof *w);
    w->in_order = true;
    return w;
}

void daywait_free(struct daywait *w)
{
    if (!w)
        return;
    free(w->rows);
    free(w->places);
    free(w->spare);
    free(w);
}

static struct dayrow *row_of(const struct daywait *w, const struct place *p)
{
    return (struct dayrow *) (w->rows + p->at);
}

struct dayrow *daywait_room(struct daywait *w, size_t size)
{
    if (w->capacity - w->used < size)
        w->rows = mem_grow(w->rows, &w->capacity, w->used + size, 1);
    return (struct dayrow *) (w->rows + w->used);
}

void daywait_add(struct daywait *w)
{
    const struct dayrow *row = (const struct dayrow *) (w->rows + w->used);
    if (w->n == w->places_capacity)
        w->places = mem_grow(w->places, &w->places_capacity, w->n + 1, sizeof *w->places);
    w->in_order &= w->n == 0 || w->places[w->n - 1].time <= row->time;
    w->places[w->n++] = (struct place){ row->time, w->used };
    w->used += row->size;
}

size_t daywait_count(const struct daywait *w) { return w->n; }

/* Places count twice, for sorting. */
size_t daywait_bytes(const struct daywait *w) { return w->used + w->n * 2 * sizeof *w->places; }

/* --- by time ---------------------------------------------------------------------------- */

/* Moves rows that came a little late where they belong. */
static void move_near(struct daywait *w)
{
    struct place *p = w->places;
    for (size_t i = 1; i < w->n; i++) {
        struct place late = p[i];
        size_t to = i;
        while (to > 0 && i - to < NEAR && p[to - 1].time > late.time)
            to--;
        if (to == i || (to > 0 && p[to - 1].time > late.time))
            continue;
        memmove(p + to + 1, p + to, (i - to) * sizeof *p);
        p[to] = late;
    }
}

static const struct place *end_of_ascent(const struct place *p, const struct place *end)
{
    while (p < end && (p + 1 == end || p[0].time <= p[1].time))
        p++;
    return p < end ? p + 1 : end;
}

/* Merges [a, b) and [b, end) into TO. */
static struct place *merge_two(const struct place *a, const struct place *b, const struct place *end, struct place *to)
{
    const struct place *middle = b;
    while (a < middle && b < end)
        *to++ = b->time < a->time ? *b++ : *a++;
    size_t first = (size_t) (middle - a), second = (size_t) (end - b);
    memcpy(to, a, first * sizeof *a);
    memcpy(to + first, b, second * sizeof *b);
    return to + first + second;
}

/* Merges stretches that ascend two by two into the spare places; how many are left. */
static size_t merge_stretches(struct daywait *w)
{
    size_t stretches = 0;
    struct place *to = w->spare;
    for (const struct place *p = w->places, *end = p + w->n; p < end; stretches++) {
        const struct place *middle = end_of_ascent(p, end), *last = end_of_ascent(middle, end);
        to = merge_two(p, middle, last, to);
        p = last;
    }
    return stretches;
}

static void swap_places(struct daywait *w)
{
    struct place *places = w->places;
    size_t capacity = w->places_capacity;
    w->places = w->spare;
    w->places_capacity = w->spare_capacity;
    w->spare = places;
    w->spare_capacity = capacity;
}

static bool ascends(const struct daywait *w)
{
    const struct place *end = w->places + w->n;
    return end_of_ascent(w->places, end) == end;
}

static void sort_by_time(struct daywait *w)
{
    move_near(w);
    w->in_order = ascends(w);
    while (!w->in_order) {
        w->spare = mem_grow(w->spare, &w->spare_capacity, w->n, sizeof *w->spare);
        w->in_order = merge_stretches(w) == 1;
        swap_places(w);
    }
}

/* How many of the places, which are in order, are earlier than BEFORE. */
static size_t count_before(const struct daywait *w, when_t before)
{
    size_t lo = 0, hi = w->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (w->places[mid].time < before)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* --- of one time -------------------------------------------------------------------------- */

static int compare_places(const void *a, const void *b, void *context)
{
    return dayrow_compare_batch(row_of(context, a), row_of(context, b));
}

static void sort_few(struct daywait *w, struct place *p, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct place one = p[i];
        size_t to = i;
        for (; to > 0 && compare_places(&p[to - 1], &one, w) > 0; to--)
            p[to] = p[to - 1];
        p[to] = one;
    }
}

/* Rows of one time, among the first N, by the rest of the order. */
static void sort_ties(struct daywait *w, size_t n)
{
    struct place *p = w->places;
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && p[next].time == p[i].time;)
            next++;
        if (next - i > FEW)
            qsort_r(p + i, next - i, sizeof *p, compare_places, w);
        else if (next - i > 1)
            sort_few(w, p + i, next - i);
    }
}

size_t daywait_sort(struct daywait *w, when_t before)
{
    if (!w->in_order)
        sort_by_time(w);
    size_t n = count_before(w, before);
    sort_ties(w, n);
    return n;
}

const struct dayrow *daywait_at(const struct daywait *w, size_t i) { return row_of(w, &w->places[i]); }

/* Rows that stay move up, in the order in which they came. */
void daywait_drop(struct daywait *w, when_t before)
{
    size_t end = w->used;
    bool all = w->n > 0 && w->in_order && w->places[w->n - 1].time < before;
    w->used = w->n = 0;
    w->in_order = true;
    if (all)
        return;
    for (size_t at = 0, size; at < end; at += size) {
        const struct dayrow *row = (const struct dayrow *) (w->rows + at);
        when_t time = row->time;
        size = row->size;
        if (time < before)
            continue;
        memmove(w->rows + w->used, row, size);
        daywait_add(w);
    }
}
