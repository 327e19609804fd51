/* weighblocks.c -- see weighblocks.h. */

#include "weighblocks.h"

#include <stdlib.h>

static void add_block(struct weighblocks *b, const struct observed *o, when_t start, when_t end)
{
    if (observed_within(o, start, end) > 0) {
        b->at[b->n++] = (struct interval){ start, end };
    }
}

void weighblocks_init(struct weighblocks *b, const struct observed *observed)
{
    *b = (struct weighblocks){ NULL, 0, 0 };
    if (observed->n == 0) {
        return;
    }
    when_t first = when_floor(observed_start(observed), WHEN_DAY), last = observed_end(observed);
    int64_t days = (last - first + WHEN_DAY - 1) / WHEN_DAY;
    b->days = days >= 7 * WEIGHBLOCKS_LEAST_WEEKS ? 7 : 1;
    size_t most = (size_t)(days / b->days);
    b->at = mem_alloc(most * sizeof *b->at);
    for (size_t i = 0; i < most; i++) {
        when_t start = first + (when_t)i * b->days * WHEN_DAY;
        add_block(b, observed, start, i + 1 < most ? start + b->days * WHEN_DAY : last);
    }
}

void weighblocks_release(struct weighblocks *b)
{
    free(b->at);
    *b = (struct weighblocks){ NULL, 0, 0 };
}

size_t weighblocks_of(const struct weighblocks *b, when_t t)
{
    size_t lo = 0, hi = b->n;
    while (hi - lo > 1) {
        size_t middle = (lo + hi) / 2;
        if (b->at[middle].start <= t) {
            lo = middle;
        } else {
            hi = middle;
        }
    }
    return lo;
}

int weighblocks_fold(size_t block)
{
    return (int)(block % WEIGHBLOCKS_FOLDS);
}
