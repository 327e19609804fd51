/* window.c -- see window.h. */

#include "window.h"

#include "forecast.h"
#include "rows/arrivals.h"
#include "rows/shifts.h"
#include <math.h>
#include <stdlib.h>

static double count_in(const when_t *times, size_t n, struct interval w)
{
    return (double)arrivals_within(times, n, w.start, w.end);
}

/* --- whole-week shifts --------------------------------------------------------------------- */

struct place {
    double count, expected, variance;
};

static struct place place_at(const struct weekrate *rate, const when_t *times, size_t n, struct interval w)
{
    struct forecast f = weekrate_forecast_apart(rate, w.start, w.end);

    return (struct place){ count_in(times, n, w), f.expected, forecast_variance(&f, 1) + f.baseline * f.expected
                           * f.expected };
}

/* Where the window stands and where it can be moved to, its own place first; places of which nothing is expected are left out. */
struct places {
    struct place *at;
    size_t n;
};

static void places_init(struct places *p, const struct weekrate *rate, const when_t *times, size_t n,
                        const struct observed *o, struct interval w, const struct interval *declared, size_t n_declared)
{
    struct shifts s;

    shifts_init(&s, o, w, declared, n_declared);
    p->at = mem_alloc(s.n * sizeof *p->at);
    p->n = 0;
    for (size_t i = 0; i < s.n; i++) {
        p->at[p->n] = place_at(rate, times, n, shifts_place(&s, i, w));
        p->n += i == 0 || p->at[p->n].expected > 0;
    }
    shifts_release(&s);
}

static double departure(struct place p, double scale)
{
    double mean = scale * p.expected;

    return fabs(p.count - mean) / sqrt(fmax(scale * p.variance, 1e-300));
}

/* Count over expected, all places together. */
static double scale_of(const struct places *p, size_t n)
{
    double count = 0, expected = 0;

    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < p[i].n; k++) {
            count += p[i].at[k].count;
            expected += p[i].at[k].expected;
        }
    }
    return expected > 0 ? count / expected : NAN;
}

/* p = (1 + b) / (1 + m), b the places at least as far from the mean of all as the window is. */
static double shift_p(const struct places *p)
{
    double scale = scale_of(p, 1), seen;
    size_t as_far = 0;

    if (p->n < 2 || isnan(scale))
        return NAN;
    seen = departure(p->at[0], scale) * (1 - 1e-9);
    for (size_t i = 1; i < p->n; i++)
        as_far += departure(p->at[i], scale) >= seen;
    return (1 + (double)as_far) / (double)p->n;
}

/* Each of N windows at a place of its own: the one that it has, or with RNG one that is drawn. */
static double joint_departure(const struct places *p, size_t n, double scale, gsl_rng *rng)
{
    struct place sum = { 0, 0, 0 };

    for (size_t i = 0; i < n; i++) {
        const struct place *at = &p[i].at[rng != NULL ? gsl_rng_uniform_int(rng, p[i].n) : 0];

        sum.count += at->count;
        sum.expected += at->expected;
        sum.variance += at->variance;
    }
    return departure(sum, scale);
}

static double joint_shift_p(const struct places *p, size_t n, gsl_rng *rng)
{
    double scale = scale_of(p, n), seen;
    size_t as_far = 0;

    if (isnan(scale))
        return NAN;
    seen = joint_departure(p, n, scale, NULL) * (1 - 1e-9);
    for (int i = 0; i < WINDOW_DRAWS; i++)
        as_far += joint_departure(p, n, scale, rng) >= seen;
    return (1 + (double)as_far) / (1 + WINDOW_DRAWS);
}

/* --- the whole ------------------------------------------------------------------------------- */

static struct window_result missing(enum window_state state)
{
    return (struct window_result){ state, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0, NAN, NAN };
}

static void measure(struct window_result *r, const struct forecast *f)
{
    struct forecast plain = forecast_plain(f);
    struct limits l = forecast_limits(f, r->observed, 1 - WINDOW_ALPHA);

    r->ratio = r->observed / f->expected;
    r->lo = l.lo;
    r->hi = l.hi;
    r->p_exact = forecast_p(&plain, r->observed);
    r->p_tail = forecast_p(f, r->observed);
    r->dispersion = forecast_variance(f, 1) / f->expected;
    r->mdr = forecast_detectable(f, WINDOW_ALPHA, WINDOW_POWER);
}

static enum window_state state_of(const struct window_result *r, const struct weekrate *rate, int64_t seen, int64_t length)
{
    if (2 * seen < length)
        return WINDOW_HARDLY_SEEN;
    if (weekrate_events(rate) < WINDOW_EVENTS)
        return WINDOW_FEW_EVENTS;
    if (weekrate_days(rate) < WINDOW_DAYS)
        return WINDOW_SHORT_SPAN;
    return r->mdr <= WINDOW_BLIND_RATIO ? WINDOW_MEASURED : WINDOW_BLIND;
}

struct window_result window_test(const struct weekrate *rate, const when_t *times, size_t n,
                                 const struct observed *o, struct interval window,
                                 const struct interval *declared, size_t n_declared)
{
    struct window_result r = missing(WINDOW_MEASURED);
    int64_t seen = observed_within(o, window.start, window.end);
    struct forecast f;
    struct places p;

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
    places_init(&p, rate, times, n, o, window, declared, n_declared);
    r.shifts = p.n - 1;
    r.p_shift = shift_p(&p);
    free(p.at);
    r.state = state_of(&r, rate, seen, window.end - window.start);
    return r;
}

/* The declared windows that GROUP does not touch, into OTHERS (room for all).  A window may be moved onto one of its own
   group: were these places left out, the draws would hold less of just those days that the group shows, and p would be
   too small. */
static size_t outside_group(const struct observed *group, const struct interval *declared, size_t n, struct interval *others)
{
    size_t m = 0;

    for (size_t i = 0; i < n; i++) {
        if (observed_within(group, declared[i].start, declared[i].end) == 0)
            others[m++] = declared[i];
    }
    return m;
}

/* Windows that were observed, each at its places; returns how many. */
static size_t group_places(struct places *p, const struct weekrate *rate, const when_t *times, size_t n,
                           const struct observed *o, const struct observed *group, const struct interval *declared,
                           size_t n_declared)
{
    struct interval *others = mem_alloc((n_declared + 1) * sizeof *others);
    size_t m = 0, n_others = outside_group(group, declared, n_declared, others);

    for (size_t i = 0; i < group->n; i++) {
        if (observed_within(o, group->at[i].start, group->at[i].end) > 0)
            places_init(&p[m++], rate, times, n, o, group->at[i], others, n_others);
    }
    free(others);
    return m;
}

struct window_result window_test_group(const struct weekrate *rate, const when_t *times, size_t n,
                                       const struct observed *o, const struct observed *group,
                                       const struct interval *declared, size_t n_declared, gsl_rng *rng)
{
    struct window_result r = missing(WINDOW_MEASURED);
    int64_t seen = 0, length = 0;
    struct places *p = mem_alloc((group->n + 1) * sizeof *p);
    struct forecast f;
    size_t m;

    r.observed = 0;
    for (size_t i = 0; i < group->n; i++) {
        seen += observed_within(o, group->at[i].start, group->at[i].end);
        length += group->at[i].end - group->at[i].start;
        r.observed += count_in(times, n, group->at[i]);
    }
    if (rate == NULL || seen == 0) {
        free(p);
        return missing(WINDOW_OUTSIDE);
    }
    f = weekrate_forecast_set(rate, group);
    r.expected = f.expected;
    r.state = WINDOW_FEW_EVENTS;
    if (f.expected > 0) {
        measure(&r, &f);
        m = group_places(p, rate, times, n, o, group, declared, n_declared);
        r.p_shift = joint_shift_p(p, m, rng);
        for (size_t i = 0; i < m; i++) {
            r.shifts += p[i].n - 1;
            free(p[i].at);
        }
        r.state = state_of(&r, rate, seen, length);
    }
    free(p);
    return r;
}

/* Which words: the shifts confirm, are too few to check it, or do not confirm. */
static size_t support(const struct window_result *r)
{
    if (1 + (double)r->shifts < 1 / WINDOW_ALPHA)
        return 1;
    return r->p_shift <= WINDOW_ALPHA ? 0 : 2;
}

/* [fewer][exploratory][support] */
static const char *const findings[2][2][3] = {
    { { "more than expected", "more than expected; too few shifts to check it", "more than expected; not confirmed by shifts" },
      { "more than expected; exploratory", "more than expected; exploratory, too few shifts to check it",
        "more than expected; exploratory, not confirmed by shifts" } },
    { { "fewer than expected", "fewer than expected; too few shifts to check it", "fewer than expected; not confirmed by shifts" },
      { "fewer than expected; exploratory", "fewer than expected; exploratory, too few shifts to check it",
        "fewer than expected; exploratory, not confirmed by shifts" } },
};

bool window_answerable(const struct window_result *r)
{
    return r->state == WINDOW_MEASURED || r->state == WINDOW_BLIND;
}

const char *window_verdict(const struct window_result *r, double p_adjusted, bool exploratory)
{
    static const char *const none[] = {
        [WINDOW_MEASURED] = "consistent with no change",
        [WINDOW_OUTSIDE] = "outside the observed span",
        [WINDOW_HARDLY_SEEN] = "cannot tell: observed for less than half of the window",
        [WINDOW_FEW_EVENTS] = "cannot tell: too few events outside the windows",
        [WINDOW_SHORT_SPAN] = "cannot tell: less than two weeks outside the windows",
        [WINDOW_BLIND] = "cannot tell: even a threefold rate would not show",
    };

    if (window_answerable(r) && p_adjusted <= WINDOW_ALPHA)
        return findings[r->ratio <= 1][exploratory][support(r)];
    return none[r->state];
}
