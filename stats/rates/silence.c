/* silence.c -- see silence.h. */

#include "silence.h"

#include <math.h>
#include <stdlib.h>

/* A gap and its length in expected visits under the first fit. */
struct gap {
    when_t start, end;
    double x;
};

/* The longest gaps, longest first, and the tail of all of them. */
struct gaps {
    struct gap longest[SILENCE_MOST];
    size_t n_longest, n;
    double mean, excess; /* excess: sum of x - threshold over those above it */
    size_t above;
};

static double threshold(const struct gaps *g)
{
    return M_LN10 * g->mean;
}

static void keep_longest(struct gaps *g, struct gap one)
{
    size_t i;

    if (g->n_longest == SILENCE_MOST && one.x <= g->longest[SILENCE_MOST - 1].x)
        return;
    i = g->n_longest < SILENCE_MOST ? g->n_longest++ : SILENCE_MOST - 1;
    for (; i > 0 && g->longest[i - 1].x < one.x; i--)
        g->longest[i] = g->longest[i - 1];
    g->longest[i] = one;
}

static void gaps_measure(struct gaps *g, const struct weekrate *r, const when_t *times, size_t n,
                         const struct observed *o)
{
    when_t last = observed_start(o);
    double x = 0;

    *g = (struct gaps){ .n = n + 1, .mean = weekrate_integral(r, observed_end(o)) / (double)(n + 1) };
    for (size_t i = 0; i <= n; i++) {
        when_t next = i < n ? times[i] : observed_end(o);
        double at = weekrate_integral(r, next), over = at - x - threshold(g);

        keep_longest(g, (struct gap){ last, next, at - x });
        g->above += over > 0;
        g->excess += fmax(0, over);
        last = next;
        x = at;
    }
}

/* Takes a gap out of the tail before it is held against the others. */
static void gaps_drop(struct gaps *g, double x)
{
    double over = x - threshold(g);

    g->n--;
    g->above -= over > 0;
    g->excess -= fmax(0, over);
}

static double tail_chance(const struct gaps *g, double x)
{
    double over = x - threshold(g);

    if (g->above < 10 || over <= 0)
        return 0;
    return (double)g->above / (double)g->n * exp(-(double)g->above * log1p(over / g->excess));
}

static double model_chance(const struct forecast *f)
{
    double c = f->days + f->baseline, x = f->expected / f->phi;

    return c > 0 ? exp(-log1p(c * x) / c) : exp(-x);
}

/* Fits without the gaps [0, k] of the list and judges gap k. */
static bool judge(const when_t *times, size_t n, const struct observed *o, struct gaps *g, size_t k,
                  struct silence *out, struct err *err)
{
    struct interval mask[SILENCE_MOST];
    struct gap one = g->longest[k];
    struct weekrate *r;
    struct forecast f;
    double chance;

    for (size_t i = 0; i <= k; i++)
        mask[i] = (struct interval){ g->longest[i].start, g->longest[i].end };
    r = weekrate_fit(times, n, o, mask, k + 1, err);
    if (r == NULL)
        return false;
    f = weekrate_forecast(r, one.start, one.end);
    weekrate_free(r);
    gaps_drop(g, one.x);
    chance = fmin(1 - 1e-16, fmax(model_chance(&f), tail_chance(g, one.x)));
    *out = (struct silence){ one.start, one.end, f.expected, -expm1((double)(g->n + 1) * log1p(-chance)) };
    return true;
}

bool silences_find(const when_t *times, size_t n, const struct observed *o, double alpha, struct silences *out,
                   struct err *err)
{
    struct gaps gaps;
    struct weekrate *r = weekrate_fit(times, n, o, NULL, 0, err);
    bool going = true;

    *out = (struct silences){ .state = SILENCE_JUDGED };
    if (r == NULL)
        return false;
    if (n < SILENCE_EVENTS)
        out->state = SILENCE_FEW_EVENTS;
    else if (weekrate_days(r) < SILENCE_DAYS)
        out->state = SILENCE_SHORT_SPAN;
    gaps_measure(&gaps, r, times, n, o);
    weekrate_free(r);
    while (out->state == SILENCE_JUDGED && out->n < gaps.n_longest && (going || out->n < SILENCE_ORDINARY)) {
        struct silence *s = &out->at[out->n];

        if (!judge(times, n, o, &gaps, out->n, s, err))
            return false;
        if (out->n > 0)
            s->p = fmax(s->p, out->at[out->n - 1].p);
        out->n++;
        going = going && s->p <= alpha;
        out->found += going;
    }
    return true;
}

bool silence_shared(const struct weekrate *r, const when_t *times, size_t n, when_t a, when_t b,
                    double *expected)
{
    double from = weekrate_integral(r, a), last = from, longest = 0;
    size_t low = 0, high = n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (times[mid] <= a)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < n && times[low] < b; low++) {
        double at = weekrate_integral(r, times[low]);

        longest = fmax(longest, at - last);
        last = at;
    }
    *expected = weekrate_integral(r, b) - from;
    longest = fmax(longest, from + *expected - last);
    return longest >= SILENCE_SHARE * *expected;
}
