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

int64_t resolution_of(const when_t *times, size_t n)
{
    static const int64_t steps[] = { MINUTE, WHEN_SECOND, 100000, 10000, 4000, 1000, 100, 10, 1 };
    int64_t common = n < RESOLUTION_ENOUGH ? WHEN_SECOND : MINUTE;
    size_t k = 0;

    for (size_t i = 0; i < n && common > 1; i++)
        common = divisor(common, times[i]);
    while (common % steps[k] != 0)
        k++;
    return steps[k];
}
