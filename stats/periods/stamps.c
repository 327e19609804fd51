/* stamps.c -- see stamps.h. */

#include "stamps.h"

/* Fewer stamps a day would not tell its tick. */
#define A_DAY (2 * RESOLUTION_ENOUGH)

static void end_day(struct stamps *s)
{
    const int64_t tick = resolution_tick(&s->day);
    size_t k = 0;

    if (s->day.n < A_DAY)
        return;
    while (s->days[k].n > 0 && s->days[k].tick != tick)
        k++;
    s->days[k].tick = tick;
    s->days[k].n++;
}

static void extend(struct stamps_span *span, when_t t)
{
    span->first = span->n == 0 ? t : span->first;
    span->last = t;
    span->n++;
}

void stamps_look(struct stamps *s, when_t t, const struct observed *o, int64_t visit_gap)
{
    const bool first = s->n == 0, observed = o == NULL || observed_at(o, t);

    if (first) {
        resolution_begin(&s->all);
        clockface_begin(&s->raw, NULL);
    }
    if (!first && when_day_of(t) != when_day_of(s->last))
        end_day(s);
    if (first || when_day_of(t) != when_day_of(s->last))
        resolution_begin(&s->day);
    resolution_add(&s->all, t);
    resolution_add(&s->day, t);
    clockface_add(&s->raw, t);
    arrivals_chance_add(&s->chance, t, visit_gap);
    if (observed)
        extend(&s->events, t);
    if (observed && (first || t - s->last > visit_gap))
        extend(&s->bursts, t);
    s->last = t;
    s->n++;
}

void stamps_settle(struct stamps *s, const struct observed *o, int64_t visit_gap)
{
    const struct stamps_span *span;

    if (s->n == 0)
        return;
    end_day(s);
    clockface_end(&s->raw);
    s->collapsed = visit_gap >= 0 && arrivals_chance_of(&s->chance, visit_gap) <= ARRIVALS_CHANCE;
    span = s->collapsed ? &s->bursts : &s->events;
    clockface_begin(&s->visits, o);
    clockface_near(&s->visits, span->n, span->first, span->last);
    lastdigit_begin(&s->digit, span->n, span->first, span->last, stamps_tick(s));
}

int64_t stamps_tick(const struct stamps *s)
{
    return resolution_tick(&s->all);
}

double stamps_days(const struct stamps *s, double *other)
{
    double days = 0;

    *other = 0;
    for (size_t k = 0; k < RESOLUTION_STEPS; k++) {
        days += s->days[k].n;
        *other += s->days[k].tick != stamps_tick(s) ? s->days[k].n : 0;
    }
    return days;
}

void stamps_look_again(struct stamps *s, when_t t, const struct observed *o, int64_t visit_gap)
{
    const bool counts = !s->collapsed || !s->again || t - s->last > visit_gap;

    s->again = true;
    s->last = t;
    if (!counts || !observed_at(o, t))
        return;
    clockface_add(&s->visits, t);
    lastdigit_add(&s->digit, t);
}

struct clockface_test stamps_end(struct stamps *s)
{
    clockface_end(&s->visits);
    return lastdigit_end(&s->digit);
}

void stamps_release(struct stamps *s)
{
    stamps_end(s);
    *s = (struct stamps){ .n = 0 };
}
