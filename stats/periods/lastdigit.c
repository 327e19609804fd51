/* lastdigit.c -- see lastdigit.h. */

#include "lastdigit.h"

#include <math.h>

#define NEAR_MOST (600 * WHEN_SECOND)
#define NEAR_TICKS 1000
#define PAIRS_A_VISIT 20

/* As in clockface.c, by ticks: within R 1, to 2 R -1, either sum with its ends by half. */
static double sign_of(const struct lastdigit *l, when_t lag)
{
    const when_t far = lag - l->reach, beyond = far - l->reach;

    if (far < 0 || beyond >= l->tick)
        return far < 0 ? 1 : 0;
    return far < l->tick ? 0 : beyond < 0 ? -1 : -.5;
}

/* From visits with 2 R behind them. */
static void add_pairs(const struct followed *f, void *context)
{
    struct lastdigit *l = context;
    const double shown = (double)f->shown;

    if (f->at[0].from + 2 * l->reach > l->last)
        return;
    l->near[0] += f->within;
    for (size_t j = 1; j < f->n; j++) {
        when_t lag = f->at[j].t - f->at[0].t;

        l->near[lag / l->tick % 10] += sign_of(l, lag) * shown * (double)f->at[j].n;
    }
    l->used += f->shown;
}

/* Where there are very many pairs, those of every so manieth visit. */
void lastdigit_begin(struct lastdigit *l, size_t n, when_t first, when_t last, int64_t tick)
{
    const int64_t reach = tick < NEAR_MOST / NEAR_TICKS ? tick * NEAR_TICKS : NEAR_MOST; /* R */
    double pairs = (double)n * 2 * (double)reach / fmax((double)(last - first), 1);
    size_t step = (size_t)fmin(1 + pairs / PAIRS_A_VISIT, (double)n + 1);

    *l = (struct lastdigit){ .tick = tick, .reach = reach, .last = last };
    if (n > 0 && tick < 60 * WHEN_SECOND)
        l->followers = followers_new(2 * reach + tick, tick, step, add_pairs, l);
}

void lastdigit_add(struct lastdigit *l, when_t t)
{
    if (l->followers == NULL)
        return;
    l->count[(t - when_floor(t, 10 * l->tick)) / l->tick]++;
    l->n++;
    followers_add(l->followers, t);
}

struct clockface_test lastdigit_end(struct lastdigit *l)
{
    double exposure[10];

    for (int d = 0; d < 10; d++)
        exposure[d] = 1;
    if (l->followers == NULL)
        return clockface_ring(0, l->count, exposure, NULL);
    followers_end(l->followers);
    l->followers = NULL;
    for (int d = 0; l->used > 0 && d < 10; d++)
        l->near[d] *= (double)l->n / (double)l->used;
    return clockface_ring(10, l->count, exposure, l->near);
}

struct clockface_test lastdigit_test(const when_t *times, size_t n, int64_t tick)
{
    struct lastdigit l;

    lastdigit_begin(&l, n, n > 0 ? times[0] : 0, n > 0 ? times[n - 1] : 0, tick);
    for (size_t i = 0; i < n; i++)
        lastdigit_add(&l, times[i]);
    return lastdigit_end(&l);
}
