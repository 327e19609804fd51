/* window_variants.c -- see window_variants.h. */

#include "window_variants.h"

#include "forecast.h"
#include "rows/arrivals.h"
#include "search.h"
#include "window.h"
#include <math.h>

const char *const variant_names[VARIANTS] = { "declared", "half", "double", "triple", "lead", "lag" };

static struct interval variant_of(struct interval w, enum variant variant)
{
    int64_t length = w.end - w.start;

    switch (variant) {
    case VARIANT_HALF:
        return (struct interval){ w.start + length / 4, w.end - length / 4 };
    case VARIANT_DOUBLE:
        return (struct interval){ w.start - length / 2, w.end + length / 2 };
    case VARIANT_TRIPLE:
        return (struct interval){ w.start - length, w.end + length };
    case VARIANT_LEAD:
        return (struct interval){ w.start - length, w.start };
    case VARIANT_LAG:
        return (struct interval){ w.end, w.end + length };
    default:
        return w;
    }
}

static struct window_variant measure(const struct weekrate *rate, const when_t *times, size_t n, struct interval w)
{
    struct forecast f = weekrate_forecast_apart(rate, w.start, w.end);
    double observed = (double)arrivals_within(times, n, w.start, w.end);
    struct limits limits = { NAN, NAN };

    if (f.expected > 0)
        limits = forecast_limits(&f, observed, 1 - WINDOW_ALPHA);
    return (struct window_variant){ w, observed, f.expected, limits.lo, limits.hi,
                                    f.expected > 0 ? forecast_p(&f, observed) : NAN, NAN };
}

void window_variants(const struct weekrate *rate, const when_t *times, size_t n, struct interval window, gsl_rng *rng,
                     struct window_variant out[VARIANTS])
{
    struct interval windows[VARIANTS];
    double least = NAN, p;
    struct search *search;

    for (enum variant v = VARIANT_OWN; v < VARIANTS; v++) {
        windows[v] = variant_of(window, v);
        out[v] = measure(rate, times, n, windows[v]);
        least = fmin(least, out[v].p_tail);
    }
    search = search_new(rate, rate, windows, VARIANTS);
    p = search_p(search, least, WINDOW_DRAWS, rng);
    for (size_t v = 0; v < VARIANTS; v++)
        out[v].p_max = p;
    search_free(search);
}
