/* Declared windows: one day anywhere in the span, alone or one of many; families of many windows; and what pays for a search. */

#include "calibration.h"
#include "numbers/multiple.h"
#include "numbers/poisson.h"
#include "rates/forecast.h"
#include "rates/ordinary.h"
#include "rates/search.h"
#include "rates/window.h"
#include "rates/window_variants.h"
#include "rows/arrivals.h"
#include <math.h>
#include <stdlib.h>

#define EVENTS_MOST 100

enum which { EXACT, MID, TAIL, SHIFT };

static struct interval anywhere(const struct sample *s, when_t length)
{
    const when_t room = s->end - s->start - length;
    const when_t start = s->start + (when_t)(gsl_rng_uniform(s->rng) * (double)room);

    return (struct interval){ start, start + length };
}

static double mid_p(const struct weekrate *rate, struct interval w, double observed)
{
    struct forecast f = weekrate_forecast(rate, w.start, w.end);

    return ratio_test_mid(observed, f.expected, 1 / f.baseline, 1 / f.baseline, 1).central;
}

/* The first of EVENTS days, all of them declared. */
static double p_of(const struct sample *s, size_t events, enum which which)
{
    struct interval w[EVENTS_MOST];
    struct err err = { 0 };
    struct ordinary r;
    double p = NAN;

    for (size_t i = 0; i < events; i++)
        w[i] = anywhere(s, WHEN_DAY);
    if (ordinary_fit(&r, s->times, s->n, s->observed, w, events, &err)) {
        struct window_result q = window_test(r.rate, s->times, s->n, s->observed, w[0], w, events);

        p = which == EXACT ? q.p_exact : which == TAIL ? q.p_tail : which == SHIFT ? q.p_shift : mid_p(r.rate, w[0], q.observed);
    }
    ordinary_release(&r);
    return p;
}

#define ONE_OF(name, events, which)                \
    static double name(const struct sample *s)     \
    {                                              \
        return p_of(s, events, which);             \
    }
ONE_OF(exact, 1, EXACT)
ONE_OF(exact_10, 10, EXACT)
ONE_OF(exact_100, 100, EXACT)
ONE_OF(mid, 1, MID)
ONE_OF(mid_10, 10, MID)
ONE_OF(mid_100, 100, MID)
ONE_OF(tail, 1, TAIL)
ONE_OF(tail_10, 10, TAIL)
ONE_OF(tail_100, 100, TAIL)
ONE_OF(shift, 1, SHIFT)
ONE_OF(shift_10, 10, SHIFT)
ONE_OF(shift_100, 100, SHIFT)

/* --- families: the smallest adjusted p of EVENTS windows of 2 to 48 h in each of SERIES series -------------- */

static void ask(const struct sample *s, const when_t *times, size_t n, const struct interval *w, size_t events,
                double *p)
{
    struct err err = { 0 };
    struct ordinary r;

    if (!ordinary_fit(&r, times, n, s->observed, w, events, &err))
        abort();
    for (size_t i = 0; i < events; i++)
        p[i] = window_test(r.rate, times, n, s->observed, w[i], w, events).p_tail;
    ordinary_release(&r);
}

static double family(const struct sample *s, size_t events, size_t series)
{
    struct interval *w = mem_alloc(events * sizeof *w);
    double *p = mem_alloc(events * series * sizeof *p), least = NAN;
    when_t *part = mem_alloc((s->n + 1) * sizeof *part);
    size_t *whose = mem_alloc((s->n + 1) * sizeof *whose);

    for (size_t i = 0; i < events; i++)
        w[i] = anywhere(s, (when_t)(gsl_rng_uniform(s->rng) * 46 + 2) * WHEN_HOUR);
    for (size_t i = 0; i < s->n; i++)
        whose[i] = gsl_rng_uniform_int(s->rng, series);
    for (size_t g = 0; g < series; g++) {
        size_t n = 0;

        for (size_t i = 0; i < s->n; i++)
            if (whose[i] == g)
                part[n++] = s->times[i];
        ask(s, part, n, w, events, p + g * events);
    }
    multiple_holm(p, events * series, p);
    for (size_t i = 0; i < events * series; i++)
        least = fmin(least, p[i]);
    free(w);
    free(p);
    free(part);
    free(whose);
    return least;
}

static double holm_1(const struct sample *s)
{
    return family(s, 1, 1);
}

static double holm_10(const struct sample *s)
{
    return family(s, 10, 1);
}

static double holm_100(const struct sample *s)
{
    return family(s, 100, 1);
}

static double holm_series(const struct sample *s)
{
    return family(s, 8, 10);
}

/* --- exploratory: the most striking day of the span, and the most striking variant of a window ------------------- */

static struct interval most_striking(const struct sample *s, const struct weekrate *rate)
{
    struct interval best = { 0, 0 };
    double least = 2;

    for (when_t at = s->start; at + WHEN_DAY <= s->end; at += 4 * WHEN_HOUR) {
        struct forecast f = weekrate_forecast_apart(rate, at, at + WHEN_DAY);
        double p = f.expected > 0 ? forecast_p(&f, (double)arrivals_within(s->times, s->n, at, at + WHEN_DAY)) : 2;

        if (p < least) {
            least = p;
            best = (struct interval){ at, at + WHEN_DAY };
        }
    }
    return best;
}

static double searched(const struct sample *s)
{
    struct err err = { 0 };
    struct ordinary r;
    struct interval w;
    struct weekrate *whole = weekrate_fit(s->times, s->n, s->observed, NULL, 0, &err);
    struct search *search;
    double p = NAN;

    if (whole == NULL)
        return NAN;
    w = most_striking(s, whole);
    if (ordinary_fit(&r, s->times, s->n, s->observed, &w, 1, &err)) {
        struct forecast f = weekrate_forecast(r.rate, w.start, w.end);
        double n = (double)arrivals_within(s->times, s->n, w.start, w.end);

        search = search_everywhere(r.rate, whole, WHEN_DAY);
        p = search_p(search, forecast_p(&f, n), 1999, s->rng);
        search_free(search);
    }
    ordinary_release(&r);
    weekrate_free(whole);
    return p;
}

static double variants(const struct sample *s)
{
    struct interval w = anywhere(s, WHEN_DAY);
    struct window_variant found[VARIANTS];
    struct err err = { 0 };
    struct ordinary r;
    double p = NAN;

    if (ordinary_fit(&r, s->times, s->n, s->observed, &w, 1, &err)) {
        window_variants(r.rate, s->times, s->n, w, s->rng, found);
        p = found[0].p_max;
    }
    ordinary_release(&r);
    return p;
}

/* --- four events of one group ----------------------------------------------------------------------------------- */

static double group_p(const struct sample *s, bool shifts)
{
    struct observed group;
    struct err err = { 0 };
    struct ordinary r;
    double p = NAN;

    observed_init(&group);
    for (int i = 0; i < 4; i++) {
        struct interval w = anywhere(s, 12 * (i + 1) * WHEN_HOUR);

        observed_add(&group, w.start, w.end);
    }
    if (ordinary_fit(&r, s->times, s->n, s->observed, group.at, group.n, &err)) {
        struct window_result q = window_test_group(r.rate, s->times, s->n, s->observed, &group, group.at, group.n, s->rng);

        p = shifts ? q.p_shift : q.p_tail;
    }
    ordinary_release(&r);
    observed_release(&group);
    return p;
}

static double group_tail(const struct sample *s)
{
    return group_p(s, false);
}

static double group_shift(const struct sample *s)
{
    return group_p(s, true);
}

const struct calibration calibration_window[] = {
    { "window", "p_exact", { 0, 25, 140 }, exact, 2000, 0 },
    { "window", "p_exact", { WORLD_DIURNAL, 25, 140 }, exact, 2000, 0 },
    { "window", "p_exact, one of 10 events", { WORLD_DIURNAL, 25, 140 }, exact_10, 2000, 0 },
    { "window", "p_exact, one of 100 events", { WORLD_DIURNAL, 25, 140 }, exact_100, 2000, 0 },
    { "window", "mid-p", { WORLD_DIURNAL, 25, 140 }, mid, 10000, 0 },
    { "window", "mid-p, one of 10 events", { WORLD_DIURNAL, 25, 140 }, mid_10, 2000, 0 },
    { "window", "mid-p, one of 100 events", { WORLD_DIURNAL, 25, 140 }, mid_100, 10000, 0 },
    { "window", "p_tail", { 0, 25, 140 }, tail, 2000, 0 },
    { "window", "p_tail", { WORLD_DIURNAL, 25, 140 }, tail, 2000, 40 },
    { "window", "p_tail", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, tail, 2000, 0 },
    { "window", "p_tail", { WORLD_DIURNAL | WORLD_KINDRED, 25, 140 }, tail, 2000, 0 },
    { "window", "p_tail", { WORLD_DIURNAL | WORLD_BURSTS, 25, 140 }, tail, 2000, 0 },
    { "window", "p_tail", { WORLD_DIURNAL | WORLD_CACHE, 25, 140 }, tail, 2000, 0 },
    { "window", "p_tail", { WORLD_DIURNAL | WORLD_OUTAGES, 25, 140 }, tail, 2000, 0 },
    { "window", "p_tail", { WORLD_DIURNAL | WORLD_MINUTES, 25, 140 }, tail, 2000, 0 },
    { "window", "p_tail, one of 10 events", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, tail_10, 2000, 0 },
    { "window", "p_tail, one of 100 events", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, tail_100, 2000, 0 },
    { "window", "p_tail, 2 to 48 h", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, holm_1, 2000, 0 },
    { "window", "Holm, 10 events", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, holm_10, 2000, 0 },
    { "window", "Holm, 10 events", { WORLD_DIURNAL | WORLD_KINDRED, 25, 140 }, holm_10, 2000, 0 },
    { "window", "Holm, 100 events", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, holm_100, 2000, 0 },
    { "window", "Holm, 8 events x 10 series", { WORLD_DIURNAL | WORLD_UNEVEN, 100, 70 }, holm_series, 2000, 0 },
    { "window", "p_search, best day", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 70 }, searched, 2000, 0 },
    { "window", "p_max, six variants", { WORLD_DIURNAL, 25, 140 }, variants, 2000, 0 },
    { "window", "p_max, six variants", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, variants, 2000, 0 },
    { "window", "p_tail, group", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, group_tail, 2000, 0 },
    { "window", "p_shift, group", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, group_shift, 2000, 0 },
    { "window", "p_shift, one of 10 events", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 350 }, shift_10, 2000, 0 },
    { "window", "p_shift, one of 100 events", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 350 }, shift_100, 2000, 0 },
    { "window", "p_shift", { 0, 25, 350 }, shift, 2000, 0 },
    { "window", "p_shift", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 350 }, shift, 2000, 0 },
    { "window", "p_shift", { WORLD_DIURNAL | WORLD_OUTAGES, 25, 350 }, shift, 2000, 0 },
    { 0 },
};
