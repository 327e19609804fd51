/* lastdigit.c -- see lastdigit.h. */

#include "lastdigit.h"

#include <math.h>

#define NEAR_MOST (600 * WHEN_SECOND)
#define NEAR_TICKS 1000
#define PAIRS_A_VISIT 20

static void add_pairs(double near[10], const when_t *times, size_t n, size_t i, int64_t tick, int64_t reach)
{
    for (size_t j = i + 1; j < n && times[j] - times[i] < 2 * reach; j++) {
        when_t lag = times[j] - times[i];

        near[lag / tick % 10] += lag < reach ? 1 : -1;
    }
}

/* Where there are very many pairs, those of every so manieth visit. */
static void count_near(double near[10], const when_t *times, size_t n, int64_t tick)
{
    int64_t reach = tick < NEAR_MOST / NEAR_TICKS ? tick * NEAR_TICKS : NEAR_MOST; /* R */
    double span = (double)(times[n - 1] - times[0]), pairs = (double)n * 2 * (double)reach / fmax(span, 1);
    size_t step = (size_t)fmin(1 + pairs / PAIRS_A_VISIT, (double)n + 1), used = 0;

    for (size_t i = 0; i < n && times[i] + 2 * reach <= times[n - 1]; i += step) {
        add_pairs(near, times, n, i, tick, reach);
        used++;
    }
    for (int d = 0; used > 0 && d < 10; d++)
        near[d] *= (double)n / (double)used;
}

struct clockface_test lastdigit_test(const when_t *times, size_t n, int64_t tick)
{
    double count[10] = { 0 }, exposure[10], near[10] = { 0 };

    for (int d = 0; d < 10; d++)
        exposure[d] = 1;
    if (n == 0 || tick >= 60 * WHEN_SECOND)
        return clockface_ring(0, count, exposure, NULL);
    for (size_t i = 0; i < n; i++)
        count[(times[i] - when_floor(times[i], 10 * tick)) / tick]++;
    count_near(near, times, n, tick);
    return clockface_ring(10, count, exposure, near);
}
