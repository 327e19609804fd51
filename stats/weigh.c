/* weigh.c -- see weigh.h. */

#include "weigh.h"

#include "base/err.h"
#include "cadence.h"
#include "resolution.h"
#include "ttledge.h"
#include "weighfit.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SHARE .2               /* of the visits: what a proposition with two parts must have of either */
#define EDGE_GAIN 10           /* log likelihood that an edge in the gaps needs to be a TTL, and */
#define EDGE_PRICE 5           /* what looking for it costs */
#define PERIOD_PRICE 7         /* the same of a period: a thousand were looked at */
#define PERIODS 3
#define SLACK_S 1.             /* a visit this much too early is not early */

/* --- the propositions ------------------------------------------------------------------------------ */

/* How the times come about: each is fitted; several propositions may share it. */
enum times { EVEN, HOURS, TIMER, HOURS_TIMER, CACHE, HOURS_CACHE, TRAINS, TIMES };

static const struct {
    enum times times, or_times; /* whichever does better */
} timed_by[PROPOSITIONS_OF_VISITS] = {
    [PROPOSED_CHANCE] = { EVEN, EVEN },
    [PROPOSED_PEOPLE] = { HOURS, HOURS },
    [PROPOSED_TIMED] = { TIMER, TIMER },
    [PROPOSED_PEOPLE_TIMED] = { HOURS_TIMER, HOURS_TIMER },
    [PROPOSED_CACHED] = { CACHE, CACHE },
    [PROPOSED_PEOPLE_CACHED] = { HOURS_CACHE, HOURS_CACHE },
    [PROPOSED_MAILING] = { TRAINS, HOURS },
    [PROPOSED_SCAN] = { EVEN, EVEN },
    [PROPOSED_TUNNEL] = { EVEN, HOURS },
    [PROPOSED_ZONE_A] = { HOURS, HOURS_CACHE },
    [PROPOSED_ZONE_B] = { HOURS, HOURS_CACHE },
};

static const struct {
    enum weigh_hidden hidden;
    bool hours, trains;
    double share_lo, share_hi;
} ways[TIMES] = {
    [EVEN] = { WEIGH_NONE, false, false, 0, 0 },
    [HOURS] = { WEIGH_NONE, true, true, 0, 0 },
    [TIMER] = { WEIGH_TIMER, false, false, 1 - SHARE, 1 },
    [HOURS_TIMER] = { WEIGH_TIMER, true, true, SHARE, 1 - SHARE },
    [CACHE] = { WEIGH_CACHE, false, false, 1 - SHARE, 1 },
    [HOURS_CACHE] = { WEIGH_CACHE, true, true, SHARE, 1 },
    [TRAINS] = { WEIGH_NONE, false, true, 0, 0 },
};

/* --- streams ------------------------------------------------------------------------------------------ */

struct stream {
    struct arrivals arrivals;
    struct weighfilter *filter;
    double periods[PERIODS]; /* hours */
    size_t n_periods;
    double tick;             /* hours */
    double memory[WEIGHBLOCKS_FOLDS];
};

struct fit_of_times {
    bool done;
    double *block; /* over all streams; owned */
    double *waits; /* of the visits, sorted; owned */
    double misfit;
};

struct weigh {
    char *name;
    struct weighquestion q;
    enum weigh_state state;
    struct stream *streams; /* none of a party that is several together */
    size_t n_streams, told_streams, visits, blocks;
    size_t *by_block;       /* visits */
    double ttl_s;           /* NAN: none */
    size_t ttls_sought;     /* streams or parties whose TTL was looked for */
    bool no_period;         /* a stream in which no timer can begin */
    struct fit_of_times times[TIMES];
    struct weighed at[PROPOSITIONS_OF_VISITS];
};

static void add_period(struct stream *s, double period_s, double longest_h)
{
    double hours = period_s / 3600;
    if (isfinite(hours) && hours > 0 && hours <= longest_h) {
        s->periods[s->n_periods++] = hours;
    }
}

/* Where a timer may be: the lag and the clock that a first sight sees, and the median gap. */
static void seek_periods(struct stream *s, const struct series *client, const struct weighquestion *q)
{
    const struct cadence_how how = { .visit_gap_s = q->visit_gap_s, .seed = q->seed, .program = "dielog-weigh" };
    struct cadence c = { .times = NULL };
    double longest = (double)(observed_end(q->observed) - observed_start(q->observed)) / (double)WHEN_HOUR / 10;
    struct lagpeak lag = cadence_first_sight(&c, client, q->observed, &how);
    add_period(s, lag.period, longest);
    add_period(s, c.clock.period, longest);
    add_period(s, c.gaps.median, longest);
    cadence_release(&c);
}

static void stream_init(struct stream *s, const struct series *client, const struct weighquestion *q)
{
    *s = (struct stream){ .n_periods = 0 };
    arrivals_init(&s->arrivals, client, q->observed, (int64_t)(q->visit_gap_s * (double)WHEN_SECOND));
    s->tick = (double)resolution_of(s->arrivals.times, s->arrivals.n) / (double)WHEN_HOUR;
    s->filter = weighfilter_new(s->arrivals.times, s->arrivals.n, q->observed, q->blocks);
}

static void stream_release(struct stream *s)
{
    weighfilter_free(s->filter);
    arrivals_release(&s->arrivals);
}

/* --- a TTL from the gaps --------------------------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void find_ttl(struct weigh *w)
{
    double *gaps = mem_alloc((w->visits + 1) * sizeof *gaps), tick = 0;
    size_t n = 0;
    struct ttledge edge;
    for (size_t i = 0; i < w->n_streams; i++) {
        const struct arrivals *a = &w->streams[i].arrivals;
        tick = fmax(tick, w->streams[i].tick * 3600);
        for (size_t k = 1; k < a->n; k++) {
            gaps[n++] = (double)(a->times[k] - a->times[k - 1]) / (double)WHEN_SECOND;
        }
    }
    mem_sort(gaps, n, sizeof *gaps, ascending);
    w->ttls_sought = 1;
    w->ttl_s = ttledge_find(gaps, n, fmax(30, 5 * tick), tick, &edge) && edge.gain >= EDGE_GAIN ? edge.ttl : NAN;
    free(gaps);
}

/* --- fits --------------------------------------------------------------------------------------------- */

static struct weighmodel model_of(const struct weigh *w, const struct stream *s, enum times t)
{
    struct weighmodel m = { .hidden = ways[t].hidden, .hours = ways[t].hours, .week = ways[t].hours, .bursts = true,
                            .trains = ways[t].trains, .share_lo = ways[t].share_lo,
                            .share_hi = ways[t].share_hi, .periods = s->periods, .n_periods = s->n_periods, .tick = s->tick,
                            .memory = s->memory };
    m.silence = isfinite(w->ttl_s) ? fmax(w->ttl_s / 3600 - SLACK_S / 3600 - s->tick, 0) : 0;
    return m;
}

/* Leaves FEATURE out of a model. */
static void leave_out(struct weighmodel *m, enum weigh_feature feature)
{
    m->hours &= feature != WEIGH_HOUR;
    m->week &= feature != WEIGH_WEEKDAY;
    m->bursts &= feature != WEIGH_BURSTS;
    m->trains &= feature != WEIGH_BURSTS;
    if (feature == WEIGH_GAPS) {
        m->hidden = WEIGH_NONE;
    }
}

/* Each block's log likelihood over all streams, and where WAITS is given the visits' waits.  FEATURE: WEIGH_FEATURES for none. */
static void score_times(const struct weigh *w, enum times t, enum weigh_feature feature, double *block, double *waits)
{
    size_t n = w->q.blocks->n, at = 0;
    double *one = mem_alloc((n + 1) * sizeof *one);
    for (size_t b = 0; b < n; b++) {
        block[b] = 0;
    }
    for (size_t i = 0; i < w->n_streams; i++) {
        struct stream *s = &w->streams[i];
        struct weighmodel m = model_of(w, s, t);
        leave_out(&m, feature);
        weighfit_score(s->filter, &m, one, waits != NULL ? waits + at : NULL);
        at += s->arrivals.n;
        for (size_t b = 0; b < n; b++) {
            block[b] += one[b];
        }
    }
    free(one);
}

static void fit_times(struct weigh *w, enum times t)
{
    struct fit_of_times *f = &w->times[t];
    if (f->done) {
        return;
    }
    f->waits = mem_alloc((w->visits + 1) * sizeof *f->waits);
    f->block = mem_alloc((w->q.blocks->n + 1) * sizeof *f->block);
    score_times(w, t, WEIGH_FEATURES, f->block, f->waits);
    f->misfit = weighratio_misfit(f->waits, w->visits);
    f->done = true;
}

static double sum_of(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
    }
    return sum;
}

/* --- what can be weighed -------------------------------------------------------------------------------- */

static const char *why_not_times(const struct weigh *w, enum times t)
{
    if (ways[t].hidden == WEIGH_CACHE && isnan(w->ttl_s)) {
        return "no TTL is stated and none shows in the gaps";
    }
    return ways[t].hidden == WEIGH_TIMER && w->no_period ? "too short for any period to come back ten times" : "";
}

/* The log10 ratio that is known from outside; 0 where the proposition needs none, NAN where it is missing. */
static double outside_of(const struct weighoutside *o, enum proposed p)
{
    switch (p) {
    case PROPOSED_MAILING:
        return o->mailing;
    case PROPOSED_SCAN:
        return o->scan;
    case PROPOSED_TUNNEL:
        return o->tunnel;
    case PROPOSED_ZONE_A:
        return o->zone_a;
    case PROPOSED_ZONE_B:
        return o->zone_b;
    default:
        return 0;
    }
}

static const char *why_not(const struct weigh *w, enum proposed p)
{
    if (!(w->q.asked >> p & 1)) {
        return "not asked for";
    }
    if (isnan(outside_of(&w->q.outside, p))) {
        return p == PROPOSED_TUNNEL ? "the names asked are not known or too few of one suffix" :
               p < PROPOSED_ZONE_A  ? "the names asked are not known" :
                                   "no zones are stated or no working hours show";
    }
    return why_not_times(w, timed_by[p].times);
}

/* --- weighing ------------------------------------------------------------------------------------------- */

static double price_of(const struct weigh *w, enum times t)
{
    return ways[t].hidden == WEIGH_TIMER ? PERIOD_PRICE * (double)w->told_streams :
           ways[t].hidden == WEIGH_CACHE ? EDGE_PRICE * (double)w->ttls_sought :
                                           0;
}

/* The better of a proposition's two ways of times, and what choosing costs. */
static enum times better_times(struct weigh *w, enum proposed p, double *price)
{
    enum times a = timed_by[p].times, b = timed_by[p].or_times;
    size_t n = w->q.blocks->n;
    fit_times(w, a);
    *price = price_of(w, a);
    if (a == b || *why_not_times(w, b) != '\0') {
        return a;
    }
    fit_times(w, b);
    if (sum_of(w->times[b].block, n) - price_of(w, b) > sum_of(w->times[a].block, n) - *price) {
        *price = price_of(w, b);
        a = b;
    }
    *price += log(2);
    return a;
}

static void weigh_one(struct weigh *w, enum proposed p)
{
    struct weighed *x = &w->at[p];
    double price;
    *x = (struct weighed){ .reason = why_not(w, p), .log10 = NAN, .names = NAN };
    if (*x->reason != '\0') {
        return;
    }
    const struct fit_of_times *f = &w->times[better_times(w, p, &price)];
    x->weighed = true;
    x->names = outside_of(&w->q.outside, p);
    x->block = mem_alloc((w->q.blocks->n + 1) * sizeof *x->block);
    memcpy(x->block, f->block, w->q.blocks->n * sizeof *f->block);
    x->score = (struct weighscore){ x->block, x->names * M_LN10 - price, f->misfit, weighratio_poor(w->visits) };
}

/* Over chance, which is fitted for that even where it was not asked for. */
static void compare_with_chance(struct weigh *w)
{
    size_t n = w->q.blocks->n;
    fit_times(w, EVEN);
    double chance = sum_of(w->times[EVEN].block, n);
    for (int p = 0; p < PROPOSITIONS_OF_VISITS; p++) {
        struct weighed *x = &w->at[p];
        if (x->weighed) {
            x->log10 = (sum_of(x->block, n) + x->score.fixed - chance) / M_LN10;
        }
    }
}

static enum weigh_state state_of(const struct weigh *w)
{
    return w->visits > WEIGH_MOST            ? WEIGH_DENSE :
           w->visits < WEIGH_LEAST           ? WEIGH_FEW :
           w->blocks < WEIGH_LEAST_BLOCKS    ? WEIGH_SHORT :
                                               WEIGH_TOLD;
}

static void count_blocks(struct weigh *w)
{
    for (size_t i = 0; i < w->n_streams; i++) {
        const struct arrivals *a = &w->streams[i].arrivals;
        w->visits += a->n;
        for (size_t k = 0; k < a->n; k++) {
            w->by_block[weighblocks_of(w->q.blocks, a->times[k])]++;
        }
    }
    for (size_t b = 0; b < w->q.blocks->n; b++) {
        w->blocks += w->by_block[b] > 0;
    }
}

static bool asks_hidden(const struct weigh *w, enum weigh_hidden hidden)
{
    for (int p = 0; p < PROPOSITIONS_OF_VISITS; p++) {
        if ((w->q.asked >> p & 1) && (ways[timed_by[p].times].hidden == hidden || ways[timed_by[p].or_times].hidden == hidden)) {
            return true;
        }
    }
    return false;
}

static void weigh_all(struct weigh *w, const struct weighparty *party)
{
    if (w->q.ttl_s > 0) {
        w->ttl_s = w->q.ttl_s;
    } else if (asks_hidden(w, WEIGH_CACHE)) {
        find_ttl(w);
    }
    for (size_t i = 0; i < w->n_streams; i++) {
        weighfit_remember(w->streams[i].filter, w->streams[i].memory);
    }
    for (size_t i = 0; i < w->n_streams && asks_hidden(w, WEIGH_TIMER); i++) {
        seek_periods(&w->streams[i], &party->clients[i], &w->q);
        w->no_period |= w->streams[i].n_periods == 0;
    }
    for (int p = 0; p < PROPOSITIONS_OF_VISITS; p++) {
        weigh_one(w, (enum proposed)p);
    }
    compare_with_chance(w);
}

static struct weigh *begin(const char *name, const struct weighquestion *q)
{
    struct weigh *w = mem_zero(sizeof *w);
    w->name = mem_text(name);
    w->q = *q;
    w->ttl_s = NAN;
    w->by_block = mem_zero((q->blocks->n + 1) * sizeof *w->by_block);
    return w;
}

struct weigh *weigh_new(const struct weighparty *party, const struct weighquestion *q)
{
    struct weigh *w = begin(party->name, q);
    w->streams = mem_zero((party->n + 1) * sizeof *w->streams);
    w->n_streams = q->blocks->n > 0 ? party->n : 0;
    for (size_t i = 0; i < w->n_streams; i++) {
        stream_init(&w->streams[i], &party->clients[i], q);
    }
    w->told_streams = w->n_streams;
    count_blocks(w);
    w->state = state_of(w);
    if (w->state == WEIGH_TOLD) {
        weigh_all(w, party);
    }
    return w;
}

void weigh_free(struct weigh *w)
{
    if (w == NULL) {
        return;
    }
    for (size_t i = 0; i < w->n_streams; i++) {
        stream_release(&w->streams[i]);
    }
    for (int t = 0; t < TIMES; t++) {
        free(w->times[t].block);
        free(w->times[t].waits);
    }
    for (int p = 0; p < PROPOSITIONS_OF_VISITS; p++) {
        free(w->at[p].block);
    }
    free(w->streams);
    free(w->by_block);
    free(w->name);
    free(w);
}

/* --- several together -------------------------------------------------------------------------------------- */

static void add_part(struct weigh *w, const struct weigh *part)
{
    w->visits += part->visits;
    w->told_streams += part->told_streams;
    w->ttls_sought += part->ttls_sought;
    w->no_period |= part->no_period;
    for (size_t b = 0; b < w->q.blocks->n; b++) {
        w->by_block[b] += part->by_block[b];
    }
}

static void join_times(struct weigh *w, enum times t, struct weigh *const *parts, size_t n)
{
    struct fit_of_times *f = &w->times[t];
    size_t at = 0;
    f->block = mem_zero((w->q.blocks->n + 1) * sizeof *f->block);
    f->waits = mem_alloc((w->visits + 1) * sizeof *f->waits);
    f->done = true;
    for (size_t i = 0; i < n; i++) {
        const struct fit_of_times *of = &parts[i]->times[t];
        if (parts[i]->state != WEIGH_TOLD) {
            continue;
        }
        for (size_t b = 0; b < w->q.blocks->n && of->done; b++) {
            f->block[b] += of->block[b];
        }
        if (of->done) {
            memcpy(f->waits + at, of->waits, parts[i]->visits * sizeof *f->waits);
            at += parts[i]->visits;
        }
    }
    f->misfit = weighratio_misfit(f->waits, at);
}

/* The TTL of the parts that are told, NAN where one has none. */
static double joint_ttl(struct weigh *const *parts, size_t n)
{
    double ttl = INFINITY;
    for (size_t i = 0; i < n; i++) {
        if (parts[i]->state == WEIGH_TOLD) {
            ttl = isnan(parts[i]->ttl_s) ? NAN : isnan(ttl) ? NAN : fmin(ttl, parts[i]->ttl_s);
        }
    }
    return ttl;
}

struct weigh *weigh_together(const char *name, struct weigh *const *parts, size_t n, const struct weighquestion *q)
{
    struct weigh *w = begin(name, q);
    for (size_t i = 0; i < n; i++) {
        if (parts[i]->state == WEIGH_TOLD) {
            add_part(w, parts[i]);
        }
    }
    for (size_t b = 0; b < q->blocks->n; b++) {
        w->blocks += w->by_block[b] > 0;
    }
    w->state = w->visits == 0 ? WEIGH_FEW : w->blocks < WEIGH_LEAST_BLOCKS ? WEIGH_SHORT : WEIGH_TOLD;
    if (w->state != WEIGH_TOLD) {
        return w;
    }
    w->ttl_s = joint_ttl(parts, n);
    for (int t = 0; t < TIMES; t++) {
        join_times(w, (enum times)t, parts, n);
    }
    for (int p = 0; p < PROPOSITIONS_OF_VISITS; p++) {
        weigh_one(w, (enum proposed)p);
    }
    compare_with_chance(w);
    return w;
}

/* --- asking --------------------------------------------------------------------------------------------------- */

enum weigh_state weigh_state(const struct weigh *w)
{
    return w->state;
}

const char *weigh_party(const struct weigh *w)
{
    return w->name;
}

size_t weigh_visits(const struct weigh *w)
{
    return w->visits;
}

size_t weigh_streams(const struct weigh *w)
{
    return w->told_streams;
}

size_t weigh_blocks(const struct weigh *w)
{
    return w->blocks;
}

size_t weigh_block_visits(const struct weigh *w, size_t block)
{
    return w->by_block[block];
}

double weigh_ttl(const struct weigh *w)
{
    return w->ttl_s;
}

const struct weighed *weigh_of(const struct weigh *w, enum proposed p)
{
    return &w->at[p];
}

struct weighratio weigh_ratio(const struct weigh *w, enum proposed a, enum proposed b)
{
    return weighratio_of(&w->at[a].score, &w->at[b].score, w->by_block, w->q.blocks->n, w->q.seed);
}

bool weigh_best(const struct weigh *w, enum proposed *best, enum proposed *next)
{
    int first = -1, second = -1;
    for (int p = 0; w->state == WEIGH_TOLD && p < PROPOSED_ZONE_A; p++) {
        if (!w->at[p].weighed) {
            continue;
        }
        if (first < 0 || w->at[p].log10 > w->at[first].log10) {
            second = first;
            first = p;
        } else if (second < 0 || w->at[p].log10 > w->at[second].log10) {
            second = p;
        }
    }
    if (second < 0) {
        return false;
    }
    *best = (enum proposed)first;
    *next = (enum proposed)second;
    return true;
}

bool weigh_leads(const struct weigh *w, enum proposed best, enum proposed b)
{
    return weigh_ratio(w, best, b).stated >= 1;
}

/* --- what carries the weight ----------------------------------------------------------------------------------- */

const char *weigh_feature_name(enum weigh_feature f)
{
    static const char *const names[] = { "time of day", "weekday", "gaps", "bursts", "names and zones" };
    return names[f];
}

static bool knows(enum proposed p, enum weigh_feature f)
{
    enum times t = timed_by[p].times;
    return f == WEIGH_HOUR || f == WEIGH_WEEKDAY ? ways[t].hours :
           f == WEIGH_GAPS                       ? ways[t].hidden != WEIGH_NONE :
           f == WEIGH_NAMES                      ? p >= PROPOSED_MAILING :
                                                   true;
}

/* The log10 likelihood of a whole party without FEATURE. */
static double log10_without(struct weigh *w, enum proposed p, enum weigh_feature feature)
{
    const struct weighed *x = &w->at[p];
    size_t n = w->q.blocks->n;
    double price, *block;
    if (feature == WEIGH_NAMES || !knows(p, feature)) {
        return (sum_of(x->block, n) + x->score.fixed) / M_LN10 - (feature == WEIGH_NAMES ? x->names : 0);
    }
    block = mem_alloc((n + 1) * sizeof *block);
    score_times(w, better_times(w, p, &price), feature, block, NULL);
    double sum = (sum_of(block, n) + x->score.fixed) / M_LN10;
    free(block);
    return sum;
}

double weigh_without(struct weigh *w, enum proposed a, enum proposed b, enum weigh_feature feature)
{
    if (w->n_streams == 0 || (!knows(a, feature) && !knows(b, feature))) {
        return NAN;
    }
    return log10_without(w, a, feature) - log10_without(w, b, feature);
}
