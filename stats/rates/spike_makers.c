/* spike_makers.c -- see spike_makers.h. */

#include "spike_makers.h"

#include "forecast.h"
#include "rows/series.h"
#include <math.h>

static double excess(const struct maker *m, bool more)
{
    return more ? m->observed - m->expected : m->expected - m->observed;
}

static void keep(struct makers *m, struct maker one, bool more)
{
    size_t i;

    if (m->n == MAKERS_KEPT && excess(&m->at[m->n - 1], more) >= excess(&one, more))
        return;
    i = m->n < MAKERS_KEPT ? m->n++ : MAKERS_KEPT - 1;
    for (; i > 0 && excess(&m->at[i - 1], more) < excess(&one, more); i--)
        m->at[i] = m->at[i - 1];
    m->at[i] = one;
}

void makers_add(struct makers *m, const struct spike *s, size_t series, const struct weekrate *r,
                const when_t *times, size_t n)
{
    struct forecast f = weekrate_forecast(r, s->start, s->end);
    double observed = (double)(series_before(times, n, s->end) - series_before(times, n, s->start));
    struct maker one = { series, observed, f.expected,
                         s->more ? forecast_greater(&f, observed, 1) : forecast_less(&f, observed, 1) };

    m->parties++;
    m->excess += observed - f.expected;
    m->able += f.expected >= MAKERS_ABLE;
    m->few += f.expected >= MAKERS_ABLE && observed < f.expected / 2;
    keep(m, one, s->more);
}

static bool found_in(const struct spike *s, const struct finds *f, size_t series)
{
    for (size_t i = s->first; i < s->first + s->n; i++) {
        if (f->at[i].series == series)
            return true;
    }
    return false;
}

/* The least p of those that went in the direction of the spike. */
static size_t strongest(const struct makers *m, bool more)
{
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < m->n; i++) {
        if (excess(&m->at[i], more) > 0 && (best == SIZE_MAX || m->at[i].p < m->at[best].p))
            best = i;
    }
    return best;
}

static bool is_further(const struct makers *m, const struct maker *one, bool more)
{
    return one->p * (double)(m->parties - 1) <= MAKERS_FURTHER
           && excess(one, more) >= MAKERS_SHARE * fabs(m->excess);
}

/* Puts number I into the next place of the named ones; the others keep their order. */
static void name(struct makers *m, size_t i)
{
    struct maker one = m->at[i];

    for (; i > m->named; i--)
        m->at[i] = m->at[i - 1];
    m->at[m->named++] = one;
}

void makers_name(struct makers *m, const struct spike *s, const struct finds *f)
{
    size_t first = strongest(m, s->more);

    m->named = 0;
    if (first == SIZE_MAX
        || (m->at[first].p * (double)m->parties > MAKERS_FIRST && !found_in(s, f, m->at[first].series)))
        return;
    name(m, first);
    for (size_t i = 1; i < m->n; i++) {
        if (is_further(m, &m->at[i], s->more))
            name(m, i);
    }
}

double makers_share(const struct makers *m)
{
    double carried = 0;

    for (size_t i = 0; i < m->named; i++)
        carried += m->at[i].observed - m->at[i].expected;
    return m->named > 0 ? carried / m->excess : NAN;
}
