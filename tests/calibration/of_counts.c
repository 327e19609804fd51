/* Tests on counts that take events for independent: two parts of a span, one of a third of its length. */

#include "calibration.h"
#include "numbers/poisson.h"
#include <math.h>

/* Events and observed days before and after a third of the span. */
struct parts {
    double x, tx, y, ty;
};

static struct parts parts_of(const struct sample *s)
{
    const when_t mid = s->start + (s->end - s->start) / 3;
    struct parts p = { 0 };

    for (size_t i = 0; i < s->n; i++) {
        p.x += s->times[i] < mid;
        p.y += s->times[i] >= mid;
    }
    p.tx = (double)observed_within(s->observed, s->start, mid) / (double)WHEN_DAY;
    p.ty = (double)observed_within(s->observed, mid, s->end) / (double)WHEN_DAY;
    return p;
}

static double two_rates(const struct sample *s)
{
    struct parts p = parts_of(s);

    return ratio_test(p.x, p.tx, p.y, p.ty, 1).central;
}

static double two_rates_mid(const struct sample *s)
{
    struct parts p = parts_of(s);

    return ratio_test_mid(p.x, p.tx, p.y, p.ty, 1).central;
}

static double two_rates_minlike(const struct sample *s)
{
    struct parts p = parts_of(s);

    return ratio_test_minlike((unsigned)p.x, p.tx, (unsigned)p.y, p.ty, 1);
}

static double two_rates_e(const struct sample *s)
{
    struct parts p = parts_of(s);

    return ratio_test_e((unsigned)p.x, p.tx, (unsigned)p.y, p.ty, 1, RATIO_SCORE).central;
}

static double significance(const struct sample *s)
{
    struct parts p = parts_of(s);

    return erfc(fabs(li_ma(p.x, p.y, p.tx / p.ty)) / M_SQRT2);
}

/* Against the mean that the world has. */
static double one_count(const struct sample *s)
{
    struct parts p = parts_of(s);

    return poisson_test(p.x, 30 * p.tx).central;
}

const struct calibration calibration_counts[] = {
    { "counts", "Poisson, one count", { 0, 30, 30 }, one_count, 10000, 200 },
    { "counts", "two rates, central", { 0, 30, 30 }, two_rates, 10000, 200 },
    { "counts", "two rates, central", { WORLD_OUTAGES, 30, 30 }, two_rates, 10000, 0 },
    { "counts", "two rates, central", { 0, 1, 30 }, two_rates, 10000, 0 },
    { "counts", "two rates, mid-p", { 0, 30, 30 }, two_rates_mid, 10000, 0 },
    { "counts", "two rates, minlike", { 0, 30, 30 }, two_rates_minlike, 10000, 0 },
    { "counts", "two rates, E-test", { 0, 5, 30 }, two_rates_e, 10000, 0 },
    { "counts", "two rates, Li-Ma", { 0, 30, 30 }, significance, 10000, 0 },
    { 0 },
};
