/* epoch_ask.c -- see epoch_ask.h. */

#include "epoch_ask.h"

#include "rows/arrivals.h"
#include "rows/shifts.h"
#include <stdlib.h>

void epoch_question_init(struct epoch_question *q, const struct observed *o, const struct interval *declared,
                         size_t n_declared, when_t before, when_t after, when_t step)
{
    *q = (struct epoch_question){ .observed = o, .first = -before, .step = step };
    q->lags = (size_t)((before + after + step - 1) / step);
    q->shifts = mem_alloc((n_declared + 1) * sizeof *q->shifts);
    q->windows = mem_alloc((n_declared + 1) * sizeof *q->windows);
    for (size_t i = 0; i < n_declared; i++) {
        if (observed_within(o, declared[i].start, declared[i].end) == 0)
            continue;
        q->windows[q->n] = declared[i];
        shifts_init(&q->shifts[q->n++], o, declared[i], NULL, 0);
    }
}

void epoch_question_release(struct epoch_question *q)
{
    for (size_t i = 0; i < q->n; i++)
        shifts_release(&q->shifts[i]);
    free(q->shifts);
    free(q->windows);
}

double epoch_ways(const struct epoch_question *q)
{
    double ways = 1;

    for (size_t i = 0; i < q->n; i++)
        ways *= (double)q->shifts[i].n;
    return ways;
}

/* Counts and expectations at every place and lag of one event. */
static struct epoch_event lay_out(const struct epoch_question *q, size_t event, const when_t *times, size_t n,
                                  const struct weekrate *rate)
{
    const struct shifts *s = &q->shifts[event];
    struct epoch_event e = { mem_alloc((s->n * q->lags + 1) * sizeof *e.cells), s->n };

    for (size_t i = 0; i < s->n; i++) {
        when_t start = shifts_place(s, i, q->windows[event]).start + q->first;

        for (size_t l = 0; l < q->lags; l++) {
            when_t from = start + (when_t)l * q->step;

            e.cells[i * q->lags + l] = (struct epoch_cell){
                (double)arrivals_within(times, n, from, from + q->step),
                weekrate_forecast_apart(rate, from, from + q->step).expected,
            };
        }
    }
    return e;
}

double epoch_ask(const struct epoch_question *q, const when_t *times, size_t n, const struct weekrate *rate, gsl_rng *rng,
                 struct epoch_lag *out)
{
    struct epoch_event *events = mem_alloc((q->n + 1) * sizeof *events);
    double p;

    for (size_t i = 0; i < q->n; i++)
        events[i] = lay_out(q, i, times, n, rate);
    p = epoch_stack(events, q->n, q->lags, rng, out);
    for (size_t i = 0; i < q->n; i++)
        free(events[i].cells);
    free(events);
    return p;
}
