/* shifts.c -- see shifts.h. */

#include "shifts.h"

#include <stdlib.h>

static bool touches_any(struct interval w, const struct interval *declared, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (w.start < declared[i].end && declared[i].start < w.end)
            return true;
    }
    return false;
}

static struct interval moved(struct interval w, int64_t weeks)
{
    return (struct interval){ w.start + weeks * WHEN_WEEK, w.end + weeks * WHEN_WEEK };
}

void shifts_init(struct shifts *s, const struct observed *o, struct interval window, const struct interval *declared,
                 size_t n_declared)
{
    when_t start = observed_start(o), end = observed_end(o);
    int64_t seen = observed_within(o, window.start, window.end);
    int64_t back = window.start > start ? (window.start - start) / WHEN_WEEK : 0;
    size_t capacity = (size_t)((end - start) / WHEN_WEEK) + 2;

    s->weeks = mem_alloc(capacity * sizeof *s->weeks);
    s->weeks[0] = 0;
    s->n = 1;
    for (int64_t k = -back; window.end + k * WHEN_WEEK <= end && s->n < capacity; k++) {
        struct interval place = moved(window, k);

        if (k != 0 && !touches_any(place, declared, n_declared)
            && 2 * observed_within(o, place.start, place.end) >= seen)
            s->weeks[s->n++] = k;
    }
}

void shifts_release(struct shifts *s)
{
    free(s->weeks);
    *s = (struct shifts){ NULL, 0 };
}

struct interval shifts_place(const struct shifts *s, size_t i, struct interval window)
{
    return moved(window, s->weeks[i]);
}
