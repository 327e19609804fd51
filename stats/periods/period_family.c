/* period_family.c -- see period_family.h. */

#include "period_family.h"

#include <math.h>

#define DAY 86400.
#define WEEK 604800.
#define NOISE 25. /* H that a few tens of thousands of frequencies make by chance */
#define UNEVEN .05 /* of H: cycles that differ by less in turn are one */
#define CLOCK_DAYS 11.5 /* a day: multiples of 1/day below it are the clock's */
#define CLOCK_WEEKS 4.5 /* a day: likewise multiples of 1/week */
#define COMB (20 / DAY) /* where the lines of something done once a day are not the clock's */

/* How far f is from the nearest multiple of STEP. */
static double off(double f, double step)
{
    return fabs(f - step * floor(f / step + .5));
}

/* --- the fundamental ------------------------------------------------------------------------ */

/* What the harmonics that are no multiples of J are worth above noise. */
static double between(const struct spectrum *s, const struct peak *p, int j)
{
    double sum = 0, most = 0;

    for (int k = 1; k <= p->m; k++) {
        double x = spectrum_score(s, k * p->f);

        if (k % j != 0 && !isnan(x))
            sum += x - 2;
        most = fmax(most, sum);
    }
    return most;
}

static struct peak fundamental(const struct spectrum *s, struct peak p)
{
    for (int j = p.m; j > 1; j--) {
        struct peak q = spectrum_h(s, j * p.f);

        if (q.m > 0 && between(s, &p, j) < fmax(NOISE, UNEVEN * p.h) && q.h > NOISE)
            return q;
    }
    return p;
}

static bool once_a_day(const struct spectrum *s, double f)
{
    double sum = 0, line = f * ceil(fmax(COMB / f, 1));

    for (int k = 5; k <= 7; k++)
        sum += spectrum_score(s, line + k / DAY) + spectrum_score(s, line - k / DAY);
    return sum / 6 >= spectrum_score(s, line) / 2;
}

struct period_family period_family_of(const struct spectrum *s, struct peak peak, double span)
{
    struct peak p = fundamental(s, peak);

    return (struct period_family){ p.f, peak.h, p.coherent_s, p.m,
                                   off(p.f, 1 / DAY) < 1 / span && once_a_day(s, p.f) };
}

/* --- what is barred -------------------------------------------------------------------------- */

static bool is_sidelobe(double f, double f1, double reach)
{
    double d = f > f1 / 2 ? off(f, f1) : fabs(f - f1);

    if (d < 2.2 / WEEK + reach)
        return true;
    return d < 4.5 / DAY && off(d, 1 / DAY) < reach + (d < 2.5 / DAY ? 1.1 / WEEK : 0);
}

static bool is_beat(double f, double f1, double f2, double reach)
{
    for (int a = -3; a <= 3; a++) {
        for (int b = -3; b <= 3; b++) {
            if (fabs(f - a * f1 - b * f2) < reach)
                return true;
        }
    }
    return false;
}

static double reach_of(const struct period_family *a, double coherent_s)
{
    return (2 + sqrt(a->h) / 4) / fmin(a->coherent_s, coherent_s);
}

bool period_family_has(const struct period_family *family, size_t n, double f, double coherent_s)
{
    for (size_t i = 0; i < n; i++) {
        const struct period_family *a = &family[i];
        double reach = reach_of(a, coherent_s);

        if (is_sidelobe(f, a->f, reach))
            return true;
        for (size_t j = 0; j < i; j++) {
            if (is_beat(f, a->f, family[j].f, fmax(reach, reach_of(&family[j], coherent_s))))
                return true;
        }
    }
    return false;
}

bool period_family_clock(const void *context, double f, double coherent_s)
{
    double reach = 1.5 / coherent_s, wide = 1.1 / WEEK;

    (void)context;
    if (f < CLOCK_DAYS / DAY && off(f, 1 / DAY) < reach + wide && f > .5 / DAY)
        return true;
    return f < CLOCK_WEEKS / DAY && off(f, 1 / WEEK) < reach;
}
