/* Coincidences of two series, and what one foretells of the other.  The second series is the second half of the draw moved by
   half the span, which is whole weeks: another drawing from the same clock. */

#include "asked/foretell.h"
#include "asked/jitter.h"
#include "calibration.h"
#include <stdlib.h>

struct halves {
    when_t *second;
    size_t n, m; /* of the first half and of the second */
    struct observed observed; /* of the first half */
};

static void halve(struct halves *h, const struct sample *s)
{
    when_t half = (s->end - s->start) / 2;

    h->second = mem_alloc((s->n + 1) * sizeof *h->second);
    h->n = 0;
    h->m = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (s->times[i] < s->start + half)
            h->n++;
        else
            h->second[h->m++] = s->times[i] - half;
    }
    observed_init(&h->observed);
    observed_add(&h->observed, s->start, s->start + half);
}

static void release(struct halves *h)
{
    free(h->second);
    observed_release(&h->observed);
}

static double coincide(const struct sample *s)
{
    struct halves h;
    double p;

    halve(&h, s);
    p = jitter_test(s->times, h.n, h.second, h.m, &h.observed, WHEN_SECOND, 1999, s->rng).p;
    release(&h);
    return p;
}

static double foretold(const struct sample *s)
{
    struct halves h;
    double p;

    halve(&h, s);
    p = foretell_test(s->times, h.n, h.second, h.m, &h.observed, 3).p;
    release(&h);
    return p;
}

const struct calibration calibration_couple[] = {
    { "couple", "p_value", { WORLD_DIURNAL | WORLD_SECONDS, 25, 56 }, coincide, 2000, 10 },
    { "couple", "p_value", { WORLD_DIURNAL | WORLD_UNEVEN | WORLD_SECONDS, 25, 56 }, coincide, 2000, 0 },
    { "couple", "p_value", { WORLD_DIURNAL | WORLD_BURSTS | WORLD_SECONDS, 12, 56 }, coincide, 2000, 0 },
    { "couple", "p_value", { WORLD_DIURNAL | WORLD_CACHE | WORLD_SECONDS, 50, 56 }, coincide, 2000, 0 },
    { "couple", "p_a_b", { WORLD_DIURNAL | WORLD_UNEVEN, 50, 112 }, foretold, 2000, 4 },
    { 0 },
};
