/* weighfit.c -- see weighfit.h. */

#include "weighfit.h"

#include "caches/hourrate.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 8
#define ROUNDS_SOUGHT 3 /* at each beat where a timer may begin */
#define LEAST_LOSS .005
#define MOST_LOSS .7
#define FOLLOW_MOST .9
#define FOLLOW_START .05
#define KEPT 1.         /* visit, of the mean, in a rate of many hours, and in what is asked of an entry */
#define LEAN .9         /* of what is hidden, for one entry, where a fit begins with one */
#define SHARE_START .5  /* visit of each entry beforehand */

static const double memories[] = { 24, 120, 600 }; /* hours */

/* Mean lags of bursts and of trains, hours: within, and at first. */
static const struct {
    double least, most, start;
} lags[WEIGH_KERNELS] = { { 5. / 3600, 10. / 60, 1. / 60 }, { 15. / 60, 12, 1 } };

/* --- rates by the hour -------------------------------------------------------------------------- */

static double sum_of(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
    }
    return sum;
}

/* Weekdays and weekends as one. */
static void join_week(double x[OPEN_DEMAND_HOURS])
{
    for (int h = 0; h < 24; h++) {
        x[h] = x[24 + h] = x[h] + x[24 + h];
    }
}

static void rates_of(const struct weighmodel *m, const double *visits, const double *time, double rate[OPEN_DEMAND_HOURS])
{
    double n[OPEN_DEMAND_HOURS], e[OPEN_DEMAND_HOURS];
    double mean = (sum_of(visits, OPEN_DEMAND_HOURS) + 1e-3) / (sum_of(time, OPEN_DEMAND_HOURS) + 1e-3);
    memcpy(n, visits, sizeof n);
    memcpy(e, time, sizeof e);
    if (!m->week) {
        join_week(n);
        join_week(e);
    }
    if (m->hours) {
        hourrate_cells(n, e, rate);
        return;
    }
    for (int half = 0; half < OPEN_DEMAND_HOURS; half += 24) {
        double r = (sum_of(n + half, 24) + KEPT) / (sum_of(e + half, 24) + KEPT / mean);
        for (int h = 0; h < 24; h++) {
            rate[half + h] = r;
        }
    }
}

static void scale(double rate[OPEN_DEMAND_HOURS], double factor)
{
    for (int h = 0; h < OPEN_DEMAND_HOURS; h++) {
        rate[h] = fmax(rate[h] * factor, 1e-9);
    }
}

/* --- what is asked for ------------------------------------------------------------------------------ */

static size_t entries_of(const struct weighfilter *f)
{
    return weighfilter_visits(f)->entries;
}

/* What all visits were for; what was not asked for in the blocks of the fit has a little. */
static void base_shares(const struct weighsums *s, size_t n, double share[WEIGH_ENTRIES])
{
    for (size_t e = 0; e < n; e++) {
        share[e] = (s->others_by[e] + s->hidden_by[e] + SHARE_START) / (s->visits + SHARE_START * (double)n);
    }
}

/* Drawn towards BASE by one visit. */
static void shares_of(const double *visits, const double *base, size_t n, double share[WEIGH_ENTRIES])
{
    double sum = sum_of(visits, n) + KEPT;
    for (size_t e = 0; e < n; e++) {
        share[e] = (visits[e] + KEPT * base[e]) / sum;
    }
}

/* Of a cache's demand: what passed for an entry, over the demand that it was open to. */
static void demand_shares(const struct weighsums *s, const double *base, size_t n, double share[WEIGH_ENTRIES])
{
    double sum = 0;
    for (size_t e = 0; e < n; e++) {
        share[e] = (s->hidden_by[e] + KEPT * base[e]) / (fmax(s->demand - s->held_by[e], 0) + KEPT);
        sum += share[e];
    }
    for (size_t e = 0; e < n; e++) {
        share[e] /= sum;
    }
}

/* --- rounds --------------------------------------------------------------------------------------- */

static bool has_kernel(const struct weighmodel *m, int k)
{
    return k == 0 ? m->bursts : m->trains;
}

static void update_bursts(struct weighrates *r, const struct weighmodel *m, const struct weighsums *s)
{
    for (int k = 0; k < WEIGH_KERNELS; k++) {
        if (has_kernel(m, k) && s->followers[k] > 0) {
            r->follow[k] = fmin(s->followers[k] / (s->visits + 1), FOLLOW_MOST);
            r->lag[k] = fmin(fmax(s->lags[k] / s->followers[k], lags[k].least), lags[k].most);
        }
    }
}

static void update_timer(struct weighrates *r, const struct weighmodel *m, const struct weighsums *s)
{
    if (s->ticks < 2) {
        return;
    }
    r->period = s->sleep_sum / s->sleeps;
    r->spread = fmin(fmax(sqrt(s->sleep_squares / s->ticks), m->tick / 2), m->spread * r->period);
    r->loss = fmin(fmax(1 - s->ticks / s->sleeps, LEAST_LOSS), MOST_LOSS);
}

/* Moves the hidden one's share to the edge of what the model states.  A timer's rate is its period's, so there the others give way. */
static void keep_share(struct weighrates *r, const struct weighmodel *m, const struct weighsums *s)
{
    double hidden = sum_of(s->passed, OPEN_DEMAND_HOURS), share = hidden / (s->visits + 1e-9);
    double want = fmin(fmax(share, m->share_lo), m->share_hi);
    if (want == share || share <= 0 || share >= 1) {
        return;
    }
    scale(r->others, (1 - want) / (1 - share));
    if (m->hidden == WEIGH_CACHE) {
        scale(r->passed, want / share);
    }
}

static void update(struct weighrates *r, const struct weighmodel *m, const struct weighsums *s, size_t entries)
{
    double base[WEIGH_ENTRIES];
    base_shares(s, entries, base);
    rates_of(m, s->others, s->others_time, r->others);
    shares_of(s->others_by, base, entries, r->others_share);
    update_bursts(r, m, s);
    if (m->hidden == WEIGH_CACHE) {
        rates_of(m, s->passed, s->passed_time, r->passed);
        demand_shares(s, base, entries, r->hidden_share);
    } else if (m->hidden == WEIGH_TIMER) {
        update_timer(r, m, s);
        shares_of(s->hidden_by, base, entries, r->hidden_share);
    }
    if (m->hidden != WEIGH_NONE) {
        keep_share(r, m, s);
    }
}

/* The log likelihood of the blocks of the fit. */
static double fitted_score(struct weighfilter *f, const struct weighrates *r, int fold, double *score)
{
    struct weighsums s = { .score = score };
    double sum = 0;
    weighfilter_run(f, r, fold, &s, NULL);
    for (size_t b = 0; b < weighfilter_visits(f)->blocks->n; b++) {
        sum += weighblocks_fold(b) != fold ? score[b] : 0;
    }
    return sum;
}

static void rounds(struct weighfilter *f, const struct weighmodel *m, int fold, int n, double *score, struct weighrates *r)
{
    struct weighsums s = { .score = score };
    for (int i = 0; i < n; i++) {
        weighfilter_run(f, r, fold, &s, NULL);
        update(r, m, &s, entries_of(f));
    }
}

/* --- where a fit begins ----------------------------------------------------------------------------- */

/* A constant rate, levels of 1: sums that know the visits and the time of each hour. */
static void take_stock(struct weighfilter *f, int fold, double *score, struct weighsums *s)
{
    struct weighrates r = { .hidden = WEIGH_NONE, .memory = memories[1] };
    for (int h = 0; h < OPEN_DEMAND_HOURS; h++) {
        r.others[h] = 1;
    }
    for (size_t e = 0; e < entries_of(f); e++) {
        r.others_share[e] = 1; /* their likelihood is not asked for */
    }
    *s = (struct weighsums){ .score = score };
    weighfilter_run(f, &r, fold, s, NULL);
}

static double share_at_start(const struct weighmodel *m)
{
    return m->hidden == WEIGH_NONE ? 0 : fmin(fmax(.5, m->share_lo + .05), m->share_hi);
}

static void begin(struct weighrates *r, const struct weighmodel *m, double memory, const struct weighsums *s, size_t entries)
{
    double share = share_at_start(m);
    *r = (struct weighrates){ .hidden = m->hidden, .memory = memory, .silence = m->silence, .loss = .1 };
    for (int k = 0; k < WEIGH_KERNELS; k++) {
        r->follow[k] = has_kernel(m, k) ? FOLLOW_START : 0;
        r->lag[k] = lags[k].start;
    }
    rates_of(m, s->others, s->others_time, r->others);
    base_shares(s, entries, r->others_share);
    memcpy(r->hidden_share, r->others_share, sizeof r->hidden_share);
    for (int h = 0; h < OPEN_DEMAND_HOURS; h++) {
        double passed = share * r->others[h];
        r->passed[h] = m->hidden == WEIGH_CACHE ? passed / fmax(1 - passed * m->silence, .1) : 0;
        r->others[h] *= 1 - share;
    }
}

/* Of what is hidden most is for entry E, of the others little. */
static void lean_to(struct weighrates *r, unsigned char e, size_t entries)
{
    double hidden = (1 - LEAN) / fmax(1 - r->hidden_share[e], 1e-9), others = 1 / (1 - LEAN * r->others_share[e]);
    for (size_t i = 0; i < entries; i++) {
        r->hidden_share[i] *= hidden;
        r->others_share[i] *= others;
    }
    r->hidden_share[e] = LEAN;
    r->others_share[e] *= 1 - LEAN;
}

/* A timer begins at the beat that does best after a few rounds. */
static void seek_period(struct weighfilter *f, const struct weighmodel *m, int fold, double *score, struct weighrates *r)
{
    struct weighrates best = *r;
    double most = -INFINITY;
    for (size_t i = 0; i < m->n_beats; i++) {
        struct weighrates one = *r;
        one.period = m->beats[i].period;
        one.spread = fmin(.12, m->spread) * one.period;
        if (m->beats[i].entry != WEIGH_REST) {
            lean_to(&one, m->beats[i].entry, entries_of(f));
        }
        rounds(f, m, fold, ROUNDS_SOUGHT, score, &one);
        double score_of = fitted_score(f, &one, fold, score);
        if (score_of > most) {
            most = score_of;
            best = one;
        }
    }
    *r = best;
}

/* --- how long the levels remember ------------------------------------------------------------------------ */

static double memory_of(struct weighfilter *f, const struct weighsums *stock, int fold, double *score)
{
    const struct weighmodel plain = { .hidden = WEIGH_NONE, .hours = true, .week = true };
    struct weighrates r;
    double most = -INFINITY, best = memories[1];
    begin(&r, &plain, best, stock, entries_of(f));
    rounds(f, &plain, fold, 2, score, &r);
    for (size_t i = 0; i < sizeof memories / sizeof *memories; i++) {
        r.memory = memories[i];
        double of = fitted_score(f, &r, fold, score);
        if (of > most) {
            most = of;
            best = memories[i];
        }
    }
    return best;
}

void weighfit_prepare(struct weighfilter *f, struct weighstart start[WEIGHBLOCKS_FOLDS])
{
    double *score = mem_alloc((weighfilter_visits(f)->blocks->n + 1) * sizeof *score);
    for (int fold = 0; fold < WEIGHBLOCKS_FOLDS; fold++) {
        take_stock(f, fold, score, &start[fold].stock);
        start[fold].stock.score = NULL;
        start[fold].memory = memory_of(f, &start[fold].stock, fold, score);
    }
    free(score);
}

void weighfit(struct weighfilter *f, const struct weighmodel *model, int fold, double *score, struct weighrates *out)
{
    begin(out, model, model->start[fold].memory, &model->start[fold].stock, entries_of(f));
    if (model->hidden == WEIGH_TIMER) {
        seek_period(f, model, fold, score, out);
    }
    rounds(f, model, fold, ROUNDS, score, out);
}

void weighfit_score(struct weighfilter *f, const struct weighmodel *model, double *score, double *waits)
{
    const struct weighblocks *blocks = weighfilter_visits(f)->blocks;
    size_t n = weighfilter_visits(f)->n;
    double *scores = mem_alloc((blocks->n + 1) * sizeof *scores), *w = mem_alloc((n + 1) * sizeof *w);
    for (int fold = 0; fold < WEIGHBLOCKS_FOLDS; fold++) {
        struct weighrates r;
        struct weighsums s = { .score = scores };
        weighfit(f, model, fold, scores, &r);
        weighfilter_run(f, &r, fold, &s, w);
        for (size_t b = 0; b < blocks->n; b++) {
            score[b] = weighblocks_fold(b) == fold ? scores[b] : score[b];
        }
        for (size_t i = 0; waits != NULL && i < n; i++) {
            waits[i] = weighblocks_fold(weighfilter_block(f, i)) == fold ? w[i] : waits[i];
        }
    }
    free(scores);
    free(w);
}
