/* Superposed epochs: events anywhere, three days before and after, in steps of 6 h. */

#include "calibration.h"
#include "rates/epoch_ask.h"
#include <math.h>

#define EVENTS_MOST 10
#define LAGS_MOST 32

static double overall(const struct sample *s, size_t events)
{
    struct interval w[EVENTS_MOST];
    struct epoch_lag lags[LAGS_MOST];
    struct epoch_question q;
    struct err err = { 0 };
    struct weekrate *r = weekrate_fit(s->times, s->n, s->observed, NULL, 0, &err);
    double p = NAN;

    for (size_t i = 0; i < events; i++) {
        w[i].start = s->start + (when_t)(gsl_rng_uniform(s->rng) * (double)(s->end - s->start - WHEN_DAY));
        w[i].end = w[i].start + WHEN_DAY;
    }
    epoch_question_init(&q, s->observed, w, events, 3 * WHEN_DAY, 3 * WHEN_DAY, 6 * WHEN_HOUR);
    if (r != NULL)
        p = epoch_ask(&q, s->times, s->n, r, s->rng, lags);
    weekrate_free(r);
    epoch_question_release(&q);
    return p;
}

static double six(const struct sample *s)
{
    return overall(s, 6);
}

static double ten(const struct sample *s)
{
    return overall(s, 10);
}

const struct calibration calibration_epoch[] = {
    { "epoch", "p_overall", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, six, 2000, 0 },
    { "epoch", "p_overall, 10 events", { WORLD_DIURNAL | WORLD_UNEVEN, 25, 140 }, ten, 2000, 0 },
    { 0 },
};
