/* resolution.c -- see resolution.h. */

#include "resolution.h"

#define MINUTE (60 * WHEN_SECOND)

static int64_t divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

void resolution_begin(struct resolution *r)
{
    *r = (struct resolution){ MINUTE, 0 };
}

void resolution_add(struct resolution *r, when_t t)
{
    if (r->common > 1)
        r->common = divisor(r->common, t);
    r->n++;
}

int64_t resolution_tick(const struct resolution *r)
{
    static const int64_t steps[RESOLUTION_STEPS] = { MINUTE, WHEN_SECOND, 100000, 10000, 4000, 1000, 100, 10, 1 };
    const int64_t common = r->n < RESOLUTION_ENOUGH ? divisor(WHEN_SECOND, r->common) : r->common;
    size_t k = 0;

    while (common % steps[k] != 0)
        k++;
    return steps[k];
}

int64_t resolution_of(const when_t *times, size_t n)
{
    struct resolution r;

    resolution_begin(&r);
    for (size_t i = 0; i < n && r.common > 1; i++)
        resolution_add(&r, times[i]);
    r.n = n;
    return resolution_tick(&r);
}
