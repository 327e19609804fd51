/* unusual.c -- see unusual.h. */

#include "unusual.h"

#include "forecast.h"
#include <math.h>
#include <stdlib.h>

#define WEEKDAYS 7

/* The search: bins that were taken out, in that order. */
struct search {
    const when_t *times;
    size_t n;
    const struct observed *observed;
    struct unusual *out;
    struct forecast *forecasts; /* of the last fit, by bin */
    double freedom; /* days of the last fit, less those that the weekdays took */
    struct interval *mask;
    size_t *taken;
    double *step_p; /* of each when it was taken */
    size_t k, family;
};

static when_t width(const struct unusual *u)
{
    return u->hours * WHEN_HOUR;
}

static double two_sided(const struct unusual_bin *b)
{
    return fmin(1, 2 * fmin(b->p_more, b->p_fewer));
}

static void judge(struct unusual_bin *b, const struct forecast *f, double freedom)
{
    b->expected = *f;
    b->expected.freedom = freedom;
    b->p_more = b->p_fewer = NAN;
    if (f->expected > 0) {
        b->p_more = forecast_greater(&b->expected, b->observed, 1);
        b->p_fewer = forecast_less(&b->expected, b->observed, 1);
    }
}

/* Fits without the first K that were taken, into forecasts. */
static bool refit(struct search *s, size_t k, struct err *err)
{
    struct weekrate *r = weekrate_fit(s->times, s->n, s->observed, s->mask, k, err);

    if (r == NULL)
        return false;
    weekrate_forecast_bins(r, s->out->hours, s->forecasts);
    s->freedom = fmax(1, weekrate_days(r) - WEEKDAYS);
    weekrate_free(r);
    return true;
}

static void judge_all(struct search *s)
{
    for (size_t i = 0; i < s->out->n; i++)
        judge(&s->out->bin[i], &s->forecasts[i], s->freedom);
}

static bool is_taken(const struct search *s, size_t bin)
{
    for (size_t i = 0; i < s->k; i++) {
        if (s->taken[i] == bin)
            return true;
    }
    return false;
}

static size_t most_extreme(const struct search *s)
{
    size_t best = SIZE_MAX;
    double least = INFINITY;

    for (size_t i = 0; i < s->out->n; i++) {
        double p = two_sided(&s->out->bin[i]);

        if (p < least && !is_taken(s, i)) {
            least = p;
            best = i;
        }
    }
    return best;
}

/* Takes bins out, the most extreme first; false with *err clear at the end of the search. */
static bool take_next(struct search *s, struct err *err)
{
    size_t bin = most_extreme(s);

    if (bin == SIZE_MAX || s->k == UNUSUAL_MOST)
        return false;
    s->taken[s->k] = bin;
    s->mask[s->k] = (struct interval){ s->out->bin[bin].start, s->out->bin[bin].start + width(s->out) };
    if (!refit(s, s->k + 1, err))
        return false;
    judge_all(s);
    s->step_p[s->k] = two_sided(&s->out->bin[bin]);
    s->k++;
    return (double)s->family * s->step_p[s->k - 1] <= UNUSUAL_LOOK;
}

/* The largest k up to which what was taken is significant. */
static size_t significant(const struct search *s)
{
    size_t k = s->k;

    while (k > 0 && (double)s->family * s->step_p[k - 1] > UNUSUAL_ALPHA)
        k--;
    return k;
}

/* Bins that were taken out and are put back are judged with themselves alone left out. */
static bool settle(struct search *s, struct err *err)
{
    size_t keep = significant(s);
    struct unusual_bin *first = s->k > keep ? &s->out->bin[s->taken[keep]] : NULL;
    struct unusual_bin alone = { 0 };

    if (first != NULL) {
        if (s->k > keep + 1) {
            if (!refit(s, keep + 1, err))
                return false;
            judge_all(s);
        }
        alone = *first;
    }
    if (!refit(s, keep, err))
        return false;
    judge_all(s);
    if (first != NULL)
        *first = alone;
    return true;
}

static bool search(struct search *s, struct err *err)
{
    if (!refit(s, 0, err))
        return false;
    judge_all(s);
    for (size_t i = 0; i < s->out->n; i++)
        s->family += !isnan(s->out->bin[i].p_more);
    while (take_next(s, err))
        ;
    return !err->set && settle(s, err);
}

static void count(struct unusual *u, const when_t *times, size_t n, when_t origin)
{
    for (size_t i = 0; i < u->n; i++)
        u->bin[i] = (struct unusual_bin){ .start = origin + (when_t)i * width(u) };
    for (size_t i = 0; i < n; i++)
        u->bin[(times[i] - origin) / width(u)].observed += 1;
}

static enum unusual_state state_of(const struct weekrate *r)
{
    return weekrate_events(r) < UNUSUAL_EVENTS ? UNUSUAL_FEW_EVENTS
           : weekrate_days(r) < UNUSUAL_DAYS   ? UNUSUAL_SHORT_SPAN
                                               : UNUSUAL_JUDGED;
}

bool unusual_find(const when_t *times, size_t n, const struct observed *o, int hours, struct unusual *out,
                  struct err *err)
{
    struct weekrate *r;
    struct search s = { .times = times, .n = n, .observed = o, .out = out };
    bool good;

    *out = (struct unusual){ .hours = hours, .state = UNUSUAL_FEW_EVENTS };
    if (n < UNUSUAL_EVENTS)
        return true;
    r = weekrate_fit(times, n, o, NULL, 0, err);
    if (r == NULL)
        return false;
    out->state = state_of(r);
    out->n = out->state == UNUSUAL_JUDGED ? weekrate_bins(r, hours) : 0;
    weekrate_free(r);
    if (out->n == 0)
        return true;
    out->bin = mem_alloc(out->n * sizeof *out->bin);
    count(out, times, n, when_floor(observed_start(o), WHEN_DAY));
    s.forecasts = mem_alloc(out->n * sizeof *s.forecasts);
    s.mask = mem_alloc((UNUSUAL_MOST + 1) * sizeof *s.mask);
    s.taken = mem_alloc((UNUSUAL_MOST + 1) * sizeof *s.taken);
    s.step_p = mem_alloc((UNUSUAL_MOST + 1) * sizeof *s.step_p);
    good = search(&s, err);
    free(s.forecasts);
    free(s.mask);
    free(s.taken);
    free(s.step_p);
    return good;
}

void unusual_release(struct unusual *u)
{
    free(u->bin);
    *u = (struct unusual){ .state = u->state };
}
