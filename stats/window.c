/* window.c -- see window.h. */

#include "window.h"

#include "poisson.h"
#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

/* Number of times before T. */
static size_t count_before(const when_t *times, size_t n, when_t t)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (times[mid] < t)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static double count_in(const when_t *times, size_t n, struct interval w)
{
    return (double)(count_before(times, n, w.end) - count_before(times, n, w.start));
}

/* --- the tails ------------------------------------------------------------------------- */

static double tail_central(const struct forecast *f, double n)
{
    return fmin(1, 2 * fmin(forecast_less(f, n, 1), forecast_greater(f, n, 1)));
}

/* The ratio at which TAIL of n is TARGET, by bisection of its logarithm. */
static double ratio_where(double (*tail)(const struct forecast *, double, double), const struct forecast *f,
                          double n, double target, bool rising)
{
    double lo = -40, hi = 40;

    for (int i = 0; i < 60; i++) {
        double mid = (lo + hi) / 2;

        if ((tail(f, n, exp(mid)) < target) == rising)
            lo = mid;
        else
            hi = mid;
    }
    return exp((lo + hi) / 2);
}

/* The smallest count whose upper tail is at most half of WINDOW_ALPHA. */
static double critical_count(const struct forecast *f)
{
    double lo = 0, hi = f->expected + 1;

    while (forecast_greater(f, hi, 1) > WINDOW_ALPHA / 2 && hi < 1e15)
        hi *= 2;
    while (hi - lo > 1) {
        double mid = floor((lo + hi) / 2);

        if (mid <= lo)
            mid = lo + 1;
        if (mid >= hi)
            break;
        if (forecast_greater(f, mid, 1) > WINDOW_ALPHA / 2)
            lo = mid;
        else
            hi = mid;
    }
    return ceil(hi);
}

static double detectable(const struct forecast *f)
{
    double ratio = ratio_where(forecast_less, f, critical_count(f) - 1, 1 - WINDOW_POWER, false);

    return ratio < 1e15 ? ratio : NAN;
}

/* --- whole-week shifts --------------------------------------------------------------------- */

struct place {
    double count, expected, variance;
};

static bool free_of_events(struct interval w, const struct interval *declared, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (w.start < declared[i].end && declared[i].start < w.end)
            return false;
    }
    return true;
}

static struct place place_at(const struct weekrate *rate, const when_t *times, size_t n, struct interval w)
{
    struct forecast f = weekrate_forecast_apart(rate, w.start, w.end);

    return (struct place){ count_in(times, n, w), f.expected, forecast_variance(&f, 1) + f.baseline * f.expected
                           * f.expected };
}

/* The window itself first, then every place that it can be moved to and that was observed for at least
   half of what is expected of it there.  The caller frees. */
static struct place *places(const struct weekrate *rate, const when_t *times, size_t n, const struct observed *o,
                            struct interval w, const struct interval *declared, size_t n_declared, size_t *m)
{
    when_t start = observed_start(o), end = observed_end(o);
    int64_t back = w.start > start ? (w.start - start) / WHEN_WEEK : 0;
    size_t capacity = (size_t)((end - start) / WHEN_WEEK) + 2;
    struct place *at = mem_alloc(capacity * sizeof *at);

    at[0] = place_at(rate, times, n, w);
    *m = 1;
    for (int64_t k = -back; w.end + k * WHEN_WEEK <= end && *m < capacity; k++) {
        struct interval moved = { w.start + k * WHEN_WEEK, w.end + k * WHEN_WEEK };

        if (k == 0 || !free_of_events(moved, declared, n_declared)
            || 2 * observed_within(o, moved.start, moved.end) < observed_within(o, w.start, w.end))
            continue;
        at[*m] = place_at(rate, times, n, moved);
        *m += at[*m].expected > 0;
    }
    return at;
}

static double departure(struct place p, double scale)
{
    double mean = scale * p.expected;

    return fabs(p.count - mean) / sqrt(fmax(scale * p.variance, 1e-300));
}

/* p = (1 + b) / (1 + m), b the places at least as far from the mean of all as the window is. */
static double shift_p(const struct place *at, size_t m)
{
    double count = 0, expected = 0, seen, scale;
    size_t as_far = 0;

    for (size_t i = 0; i < m; i++) {
        count += at[i].count;
        expected += at[i].expected;
    }
    if (m < 2 || expected <= 0)
        return NAN;
    scale = count / expected;
    seen = departure(at[0], scale) * (1 - 1e-9);
    for (size_t i = 1; i < m; i++)
        as_far += departure(at[i], scale) >= seen;
    return (1 + (double)as_far) / (double)m;
}

/* --- the whole ------------------------------------------------------------------------------- */

static struct window_result missing(enum window_state state)
{
    return (struct window_result){ state, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0, NAN, NAN };
}

static void measure(struct window_result *r, const struct forecast *f)
{
    struct forecast plain = { f->expected, 1, 0, f->baseline };
    double half = WINDOW_ALPHA / 2;

    r->ratio = r->observed / f->expected;
    r->lo = r->observed > 0 ? ratio_where(forecast_greater, f, r->observed, half, true) : 0;
    r->hi = ratio_where(forecast_less, f, r->observed, half, false);
    r->p_exact = tail_central(&plain, r->observed);
    r->p_tail = tail_central(f, r->observed);
    r->dispersion = forecast_variance(f, 1) / f->expected;
    r->mdr = detectable(f);
}

struct window_result window_test(const struct weekrate *rate, const when_t *times, size_t n,
                                 const struct observed *o, struct interval window,
                                 const struct interval *declared, size_t n_declared)
{
    struct window_result r = missing(WINDOW_MEASURED);
    int64_t seen = observed_within(o, window.start, window.end);
    struct forecast f;
    struct place *at;
    size_t m;

    if (rate == NULL || seen == 0)
        return missing(WINDOW_OUTSIDE);
    f = weekrate_forecast(rate, window.start, window.end);
    r.observed = count_in(times, n, window);
    r.expected = f.expected;
    if (!(f.expected > 0)) {
        r.state = WINDOW_FEW_EVENTS;
        return r;
    }
    measure(&r, &f);
    at = places(rate, times, n, o, window, declared, n_declared, &m);
    r.shifts = m - 1;
    r.p_shift = shift_p(at, m);
    free(at);
    if (2 * seen < window.end - window.start)
        r.state = WINDOW_HARDLY_SEEN;
    else if (weekrate_events(rate) < WINDOW_EVENTS)
        r.state = WINDOW_FEW_EVENTS;
    else if (weekrate_days(rate) < WINDOW_DAYS)
        r.state = WINDOW_SHORT_SPAN;
    else if (!(r.mdr <= WINDOW_BLIND_RATIO))
        r.state = WINDOW_BLIND;
    return r;
}

/* What the shifts say of a p_tail that is small enough. */
static size_t support(const struct window_result *r)
{
    if (1 + (double)r->shifts < 1 / WINDOW_ALPHA)
        return 1;
    return r->p_shift <= WINDOW_ALPHA ? 0 : 2;
}

const char *window_verdict(const struct window_result *r, double p_adjusted)
{
    static const char *const none[] = {
        [WINDOW_MEASURED] = "consistent with no change",
        [WINDOW_OUTSIDE] = "outside the observed span",
        [WINDOW_HARDLY_SEEN] = "cannot tell: observed for less than half of the window",
        [WINDOW_FEW_EVENTS] = "cannot tell: too few events outside the windows",
        [WINDOW_SHORT_SPAN] = "cannot tell: less than two weeks outside the windows",
        [WINDOW_BLIND] = "cannot tell: even a threefold rate would not show",
    };
    static const char *const more[] = { "more than expected", "more than expected; too few shifts to check it",
                                        "more than expected; not confirmed by shifts" };
    static const char *const fewer[] = { "fewer than expected", "fewer than expected; too few shifts to check it",
                                         "fewer than expected; not confirmed by shifts" };

    if ((r->state == WINDOW_MEASURED || r->state == WINDOW_BLIND) && p_adjusted <= WINDOW_ALPHA)
        return (r->ratio > 1 ? more : fewer)[support(r)];
    return none[r->state];
}
