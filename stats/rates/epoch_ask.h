/* epoch_ask.h -- superposed epochs (epoch.h) of a series about the starts of declared windows.

   Each event can be moved by the whole weeks of shifts.h, also onto windows of other events: were these left out, the draws would
   hold less of just those days that the events themselves show, and p would be too small.  The lags are steps of equal length about its start; what is
   expected in each is weekrate's, with the days that the step touches left out of the level. */

#ifndef DIELOG_EPOCH_ASK_H
#define DIELOG_EPOCH_ASK_H

#include "epoch.h"
#include "weekrate.h"

struct epoch_question {
    const struct observed *observed;
    struct shifts *shifts;
    struct interval *windows; /* those of the declared ones that were observed */
    size_t n, lags;
    when_t first, step; /* of the lags, from an event's start */
};

/* Borrows O. */
void epoch_question_init(struct epoch_question *q, const struct observed *o, const struct interval *declared,
                         size_t n_declared, when_t before, when_t after, when_t step);
void epoch_question_release(struct epoch_question *q);

/* In how many ways can the events be stacked? */
double epoch_ways(const struct epoch_question *q);

/* Of a series whose TIMES ascend; OUT has room for q->lags.  Returns p overall. */
double epoch_ask(const struct epoch_question *q, const when_t *times, size_t n, const struct weekrate *rate, gsl_rng *rng,
                 struct epoch_lag *out);

#endif
