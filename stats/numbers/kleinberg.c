/* kleinberg.c -- see kleinberg.h. */

#include "kleinberg.h"

#include "base/err.h"
#include <math.h>
#include <stdlib.h>

struct automaton {
    size_t states;
    double rate[KLEINBERG_STATES], log_rate[KLEINBERG_STATES];
    double up; /* cost of one state upwards */
};

static double least_gap(const double *t, size_t n)
{
    double least = INFINITY;

    for (size_t i = 1; i < n; i++) {
        if (t[i] > t[i - 1])
            least = fmin(least, t[i] - t[i - 1]);
    }
    return least;
}

static struct automaton automaton_of(double span, size_t gaps, double least, double s, double gamma)
{
    struct automaton a = { .up = gamma * log((double)gaps) };
    double k = ceil(1 + log(span) / log(s) - log(least) / log(s));

    a.states = k < 1 ? 1 : k > KLEINBERG_STATES ? KLEINBERG_STATES : (size_t)k;
    for (size_t i = 0; i < a.states; i++) {
        a.rate[i] = (double)gaps / span * pow(s, (double)i);
        a.log_rate[i] = log(a.rate[i]);
    }
    return a;
}

/* The cheapest way into each state: from a higher one for nothing, or from a lower one; of equal ways from the
   lowest.  COST becomes that of the step. */
static void step(const struct automaton *a, double gap, double *cost, unsigned char *from)
{
    double above[KLEINBERG_STATES] = { 0 }, below = INFINITY;
    unsigned char above_at[KLEINBERG_STATES] = { 0 }, below_at = 0;

    for (size_t i = a->states; i-- > 0;) {
        bool last = i + 1 == a->states || cost[i] <= above[i + 1];

        above[i] = last ? cost[i] : above[i + 1];
        above_at[i] = last ? (unsigned char)i : above_at[i + 1];
    }
    for (size_t i = 0; i < a->states; i++) {
        double own = cost[i];
        bool rise = below <= above[i];

        from[i] = rise ? below_at : above_at[i];
        cost[i] = (rise ? below : above[i]) + a->rate[i] * gap - a->log_rate[i];
        if (own < below) {
            below = own;
            below_at = (unsigned char)i;
        }
        below += a->up;
    }
}

static void trace_back(const struct automaton *a, const unsigned char *from, size_t gaps, const double *cost,
                       unsigned char *level)
{
    size_t state = 0;

    for (size_t i = 1; i < a->states; i++) {
        if (cost[i] < cost[state])
            state = i;
    }
    for (size_t t = gaps; t-- > 0;) {
        level[t] = (unsigned char)state;
        state = from[t * a->states + state];
    }
}

bool kleinberg_levels(const double *times, size_t n, double s, double gamma, double tick, unsigned char *level)
{
    struct automaton a;
    double cost[KLEINBERG_STATES] = { 0 }, least;
    unsigned char *from;

    if (n < 3 || n > KLEINBERG_EVENTS || !(times[n - 1] > times[0]))
        return false;
    least = least_gap(times, n);
    if (tick > 0)
        least = fmin(least, tick);
    a = automaton_of(times[n - 1] - times[0], n - 1, least, s, gamma);
    from = mem_alloc((n - 1) * a.states);
    for (size_t i = 1; i < a.states; i++)
        cost[i] = INFINITY;
    for (size_t t = 0; t + 1 < n; t++)
        step(&a, fmax(times[t + 1] - times[t], least), cost, from + t * a.states);
    trace_back(&a, from, n - 1, cost, level);
    free(from);
    return true;
}
