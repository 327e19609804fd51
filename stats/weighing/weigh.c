/* weigh.c -- see weigh.h. */

#include "weigh.h"

#include "base/err.h"
#include "caches/ttledge.h"
#include "weighstream.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define EDGE_GAIN 10           /* log likelihood that an edge in the gaps needs to be a TTL, and */
#define EDGE_PRICE 5           /* what looking for it costs */
#define PERIOD_PRICE 7         /* the same of a period: a thousand were looked at */
#define HOURS_LEAST 1.         /* log10: what the time of day must carry where people are a part */

/* --- the propositions ------------------------------------------------------------------------------ */

#define OF(times) (1u << (times))
#define ANY_TIMES ((1u << WAYS) - 1) /* told by its names, whatever its times are */

static const unsigned may_come[PROPOSITIONS_OF_VISITS] = { /* in which ways; whichever does better */
    [PROPOSED_CHANCE] = OF(WAY_EVEN) | OF(WAY_TRAINS) | OF(WAY_TRAINS_ONCE),
    [PROPOSED_PEOPLE] = OF(WAY_HOURS) | OF(WAY_HOURS_ONCE),
    [PROPOSED_TIMED] = OF(WAY_TIMER),
    [PROPOSED_PEOPLE_TIMED] = OF(WAY_HOURS_TIMER),
    [PROPOSED_CACHED] = OF(WAY_CACHE),
    [PROPOSED_PEOPLE_CACHED] = OF(WAY_HOURS_CACHE),
    [PROPOSED_MAILING] = ANY_TIMES,
    [PROPOSED_SCAN] = ANY_TIMES,
    [PROPOSED_TUNNEL] = ANY_TIMES,
    [PROPOSED_ZONE_A] = OF(WAY_HOURS) | OF(WAY_HOURS_ONCE) | OF(WAY_HOURS_CACHE),
    [PROPOSED_ZONE_B] = OF(WAY_HOURS) | OF(WAY_HOURS_ONCE) | OF(WAY_HOURS_CACHE),
};

/* --- a party ---------------------------------------------------------------------------------------------- */

struct fit_of_times {
    bool done;
    double *block; /* over all streams; owned */
    double *waits; /* of the visits, stream by stream; owned */
    struct weighmisfit misfit;
};

struct weigh {
    char *name;
    struct weighquestion q;
    enum weigh_state state;
    struct weighstream *streams; /* none of a party that is several together */
    size_t n_streams, told_streams, visits, blocks;
    size_t *by_block;       /* visits */
    double ttl_s;           /* NAN: none */
    size_t ttls_sought;     /* streams or parties whose TTL was looked for */
    bool no_period;         /* a stream in which no timer can begin */
    const struct weighclock *clock; /* by which hours are told */
    double clock_price;     /* what choosing it costs */
    struct fit_of_times times[WAYS];
    double without[WAYS][WEIGH_FEATURES]; /* the log likelihood, a feature left out; NAN: not asked yet */
    struct weighed at[PROPOSITIONS_OF_VISITS];
    enum weighway came[PROPOSITIONS_OF_VISITS]; /* of those that were weighed: the way that did best */
};

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* --- a TTL from the gaps --------------------------------------------------------------------------- */

static void find_ttl(struct weigh *w)
{
    double *gaps = mem_alloc((w->visits + 1) * sizeof *gaps), tick = 0;
    size_t n = 0;
    struct ttledge edge;
    for (size_t i = 0; i < w->n_streams; i++) {
        tick = fmax(tick, w->streams[i].tick * 3600);
        for (size_t e = WEIGH_REST + 1; e < w->streams[i].visits.entries; e++) {
            n += weighentries_gaps(&w->streams[i].visits, e, gaps + n);
        }
    }
    mem_sort(gaps, n, sizeof *gaps, ascending);
    w->ttls_sought = 1;
    w->ttl_s = ttledge_find(gaps, n, fmax(30, 5 * tick), tick, &edge) && edge.gain >= EDGE_GAIN ? edge.ttl : NAN;
    free(gaps);
}

/* --- fits --------------------------------------------------------------------------------------------- */

/* Each block's log likelihood over all streams, and where WAITS is given the visits' waits.  FEATURE: WEIGH_FEATURES for none. */
static void score_times(const struct weigh *w, enum weighway t, enum weigh_feature feature, double *block, double *waits)
{
    size_t n = w->q.blocks->n, at = 0;
    double *one = mem_alloc((n + 1) * sizeof *one);
    for (size_t b = 0; b < n; b++) {
        block[b] = 0;
    }
    for (size_t i = 0; i < w->n_streams; i++) {
        weighstream_score(&w->streams[i], t, w->ttl_s, feature, one, waits != NULL ? waits + at : NULL);
        at += w->streams[i].visits.n;
        for (size_t b = 0; b < n; b++) {
            block[b] += one[b];
        }
    }
    free(one);
}

static void fit_times(struct weigh *w, enum weighway t)
{
    struct fit_of_times *f = &w->times[t];
    if (f->done) {
        return;
    }
    f->waits = mem_alloc((w->visits + 1) * sizeof *f->waits);
    f->block = mem_alloc((w->q.blocks->n + 1) * sizeof *f->block);
    score_times(w, t, WEIGH_FEATURES, f->block, f->waits);
    f->misfit = weighmisfit_of(f->waits, w->visits);
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

static double log_likelihood(const struct weigh *w, enum weighway t)
{
    return sum_of(w->times[t].block, w->q.blocks->n);
}

/* With FEATURE left out. */
static double log_likelihood_without(struct weigh *w, enum weighway t, enum weigh_feature feature)
{
    double *known = &w->without[t][feature];
    if (isnan(*known)) {
        double *block = mem_alloc((w->q.blocks->n + 1) * sizeof *block);
        score_times(w, t, feature, block, NULL);
        *known = sum_of(block, w->q.blocks->n);
        free(block);
    }
    return *known;
}

/* Ready to be fitted anew. */
static void fit_release(struct fit_of_times *f)
{
    free(f->block);
    free(f->waits);
    *f = (struct fit_of_times){ .done = false };
}

/* --- what can be weighed -------------------------------------------------------------------------------- */

static const char *why_not_times(const struct weigh *w, enum weighway t)
{
    if (weighway_needs_ttl(t) && isnan(w->ttl_s)) {
        return "no TTL is stated and none shows in the gaps";
    }
    if (w->n_streams == 0 && !w->times[t].done) {
        return "it was not weighed for each party";
    }
    return weighway_needs_period(t) && w->no_period ? "too short for any period to come back ten times" : "";
}

/* "" where a proposition's times can be weighed in any way. */
static const char *why_not_any(const struct weigh *w, enum proposed p)
{
    const char *reason = "";
    for (enum weighway t = 0; t < WAYS; t++) {
        if (may_come[p] & OF(t)) {
            reason = why_not_times(w, t);
            if (*reason == '\0') {
                break;
            }
        }
    }
    return reason;
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
    return why_not_any(w, p);
}

/* --- weighing ------------------------------------------------------------------------------------------- */

static double price_of(const struct weigh *w, enum weighway t)
{
    double price = weighway_parts(t)->hours ? w->clock_price : 0;
    return price + (weighway_needs_period(t) ? PERIOD_PRICE * (double)w->told_streams :
                    weighway_needs_ttl(t) ? EDGE_PRICE * (double)w->ttls_sought :
                                                    0);
}

/* The best of a proposition's ways of times, and what it costs to have chosen it. */
static enum weighway best_times(struct weigh *w, enum proposed p, double *price)
{
    enum weighway best = WAYS;
    double most = -INFINITY, tried = 0;
    for (enum weighway t = 0; t < WAYS; t++) {
        if (!(may_come[p] & OF(t)) || *why_not_times(w, t) != '\0') {
            continue;
        }
        fit_times(w, t);
        tried++;
        if (log_likelihood(w, t) - price_of(w, t) > most) {
            most = log_likelihood(w, t) - price_of(w, t);
            best = t;
        }
    }
    *price = price_of(w, best) + log(tried);
    return best;
}

/* What a proposition does not state is no fault of its: people's days differ, a timer may keep to the clock, and what is told by its names may
   come as it likes. */
static struct weighmisfit_faults faults_of(enum proposed p)
{
    switch (p) {
    case PROPOSED_CHANCE:
    case PROPOSED_CACHED:
        return (struct weighmisfit_faults){ .uneven = true, .even = true };
    case PROPOSED_TIMED:
        return (struct weighmisfit_faults){ .uneven = true };
    case PROPOSED_MAILING:
    case PROPOSED_SCAN:
    case PROPOSED_TUNNEL:
        return (struct weighmisfit_faults){ .uneven = false };
    default:
        return (struct weighmisfit_faults){ .even = true };
    }
}

static void weigh_one(struct weigh *w, enum proposed p)
{
    struct weighed *x = &w->at[p];
    double price;
    *x = (struct weighed){ .reason = why_not(w, p), .log10 = NAN, .names = NAN };
    if (*x->reason != '\0') {
        return;
    }
    w->came[p] = best_times(w, p, &price);
    const struct fit_of_times *f = &w->times[w->came[p]];
    x->weighed = true;
    x->names = outside_of(&w->q.outside, p);
    x->block = mem_alloc((w->q.blocks->n + 1) * sizeof *x->block);
    memcpy(x->block, f->block, w->q.blocks->n * sizeof *f->block);
    x->misfit = f->misfit;
    x->unfit = weighmisfit_judge(&f->misfit, faults_of(p));
    x->score = (struct weighscore){ x->block, x->names * M_LN10 - price, x->unfit != WEIGHMISFIT_FITS };
}

/* Over chance, which is fitted for that even where it was not asked for. */
static void compare_with_chance(struct weigh *w)
{
    double price, chance;
    enum weighway t = best_times(w, PROPOSED_CHANCE, &price);
    chance = log_likelihood(w, t) - price;
    for (int p = 0; p < PROPOSITIONS_OF_VISITS; p++) {
        struct weighed *x = &w->at[p];
        if (x->weighed) {
            x->log10 = (sum_of(x->block, w->q.blocks->n) + x->score.fixed - chance) / M_LN10;
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
        const struct weighentries *a = &w->streams[i].visits;
        w->visits += a->n;
        for (size_t k = 0; k < a->n; k++) {
            w->by_block[weighblocks_of(w->q.blocks, a->times[k])]++;
        }
    }
    for (size_t b = 0; b < w->q.blocks->n; b++) {
        w->blocks += w->by_block[b] > 0;
    }
}

/* Does any proposition that is asked for come in such a way? */
static bool asks(const struct weigh *w, bool (*such)(enum weighway t))
{
    for (int p = 0; p < PROPOSITIONS_OF_VISITS; p++) {
        for (enum weighway t = 0; t < WAYS && (w->q.asked >> p & 1); t++) {
            if ((may_come[p] & OF(t)) && such(t)) {
                return true;
            }
        }
    }
    return false;
}

/* The clock by whose hours people are most probable, out of sample; choosing is paid for by what goes by hours. */
static void choose_clock(struct weigh *w)
{
    struct fit_of_times best = { .done = false };
    w->clock_price = log((double)w->q.n_clocks);
    for (size_t c = 0; c < w->q.n_clocks; c++) {
        for (size_t i = 0; i < w->n_streams; i++) {
            weighstream_set_clock(&w->streams[i], w->q.clocks[c], w->q.observed, w->q.blocks);
        }
        if (w->q.n_clocks == 1) {
            w->clock = w->q.clocks[c];
            return;
        }
        fit_times(w, WAY_HOURS);
        if (!best.done || log_likelihood(w, WAY_HOURS) > sum_of(best.block, w->q.blocks->n)) {
            fit_release(&best);
            best = w->times[WAY_HOURS];
            w->clock = w->q.clocks[c];
        } else {
            fit_release(&w->times[WAY_HOURS]);
        }
        w->times[WAY_HOURS] = (struct fit_of_times){ .done = false };
    }
    w->times[WAY_HOURS] = best;
    if (w->clock != w->q.clocks[w->q.n_clocks - 1]) {
        for (size_t i = 0; i < w->n_streams; i++) {
            weighstream_set_clock(&w->streams[i], w->clock, w->q.observed, w->q.blocks);
        }
    }
}

static void weigh_all(struct weigh *w, const struct weighparty *party)
{
    const struct cadence_how how = { .visit_gap_s = w->q.visit_gap_s, .seed = w->q.seed, .program = "dielog-weigh" };
    if (w->q.ttl_s > 0) {
        w->ttl_s = w->q.ttl_s;
    } else if (asks(w, weighway_needs_ttl)) {
        find_ttl(w);
    }
    choose_clock(w);
    w->q.clocks = NULL; /* the caller's */
    for (size_t i = 0; i < w->n_streams && asks(w, weighway_needs_period); i++) {
        weighstream_seek_beats(&w->streams[i], &party->clients[i].events, w->q.observed, &how);
        w->no_period |= w->streams[i].n_beats == 0;
    }
    for (int p = 0; p < PROPOSITIONS_OF_VISITS; p++) {
        weigh_one(w, (enum proposed)p);
    }
    compare_with_chance(w);
}

static bool knows(const struct weigh *w, enum proposed p, enum weigh_feature f)
{
    return f == WEIGH_NAMES ? p >= PROPOSED_MAILING : weighway_knows(w->came[p], f);
}

/* The log10 likelihood of a whole party, */
static double log10_of(const struct weigh *w, enum proposed p)
{
    return (sum_of(w->at[p].block, w->q.blocks->n) + w->at[p].score.fixed) / M_LN10;
}

/* and without FEATURE. */
static double log10_without(struct weigh *w, enum proposed p, enum weigh_feature feature)
{
    const struct weighed *x = &w->at[p];
    if (feature == WEIGH_NAMES || !knows(w, p, feature)) {
        return log10_of(w, p) - (feature == WEIGH_NAMES ? x->names : 0);
    }
    return (log_likelihood_without(w, w->came[p], feature) + x->score.fixed) / M_LN10;
}

/* The log10 that the time of day carries of the visits of all PARTS that are told, in one way of times. */
static double hours_carry(struct weigh *const *parts, size_t n, enum weighway t)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (parts[i]->state == WEIGH_TOLD) {
            sum += log_likelihood(parts[i], t) - log_likelihood_without(parts[i], t, WEIGH_HOUR);
        }
    }
    return sum / M_LN10;
}

/* People among whom something else is, or part of whom a cache holds back, answer for what they state: hours that come back.  Without them the rest
   is others, perhaps another machine.  PARTS: those of which W is made, or W alone. */
static void judge_hours(struct weigh *w, struct weigh *const *parts, size_t n)
{
    enum proposed best, next;
    if (!weigh_best(w, &best, &next) || (best != PROPOSED_PEOPLE_TIMED && best != PROPOSED_PEOPLE_CACHED)) {
        return;
    }
    struct weighed *x = &w->at[best];
    if (x->unfit == WEIGHMISFIT_FITS && hours_carry(parts, n, w->came[best]) < HOURS_LEAST) {
        x->unfit = WEIGHMISFIT_NO_HOURS;
        x->score.poor = true;
    }
}

static struct weigh *begin(const char *name, const struct weighquestion *q)
{
    struct weigh *w = mem_zero(sizeof *w);
    w->name = mem_text(name);
    w->q = *q;
    w->ttl_s = NAN;
    for (int t = 0; t < WAYS; t++) {
        for (int f = 0; f < WEIGH_FEATURES; f++) {
            w->without[t][f] = NAN;
        }
    }
    w->by_block = mem_zero((q->blocks->n + 1) * sizeof *w->by_block);
    return w;
}

struct weigh *weigh_new(const struct weighparty *party, const struct weighquestion *q)
{
    struct weigh *w = begin(party->name, q);
    w->streams = mem_zero((party->n + 1) * sizeof *w->streams);
    w->n_streams = q->blocks->n > 0 ? party->n : 0;
    for (size_t i = 0; i < w->n_streams; i++) {
        weighstream_init(&w->streams[i], &party->clients[i], q->observed, q->visit_gap_s);
    }
    w->told_streams = w->n_streams;
    count_blocks(w);
    w->state = state_of(w);
    if (w->state == WEIGH_TOLD) {
        weigh_all(w, party);
        judge_hours(w, &w, 1);
    }
    return w;
}

void weigh_free(struct weigh *w)
{
    if (w == NULL) {
        return;
    }
    for (size_t i = 0; i < w->n_streams; i++) {
        weighstream_release(&w->streams[i]);
    }
    for (int t = 0; t < WAYS; t++) {
        fit_release(&w->times[t]);
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
    w->clock_price += part->clock_price;
    w->no_period |= part->no_period;
    for (size_t b = 0; b < w->q.blocks->n; b++) {
        w->by_block[b] += part->by_block[b];
    }
}

/* Not done where a part that is told has no such way. */
static void join_times(struct weigh *w, enum weighway t, struct weigh *const *parts, size_t n)
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
        if (!of->done) {
            f->done = false;
            return;
        }
        for (size_t b = 0; b < w->q.blocks->n; b++) {
            f->block[b] += of->block[b];
        }
        memcpy(f->waits + at, of->waits, parts[i]->visits * sizeof *f->waits);
        at += parts[i]->visits;
    }
    f->misfit = weighmisfit_of(f->waits, at);
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
    for (int t = 0; t < WAYS; t++) {
        join_times(w, (enum weighway)t, parts, n);
    }
    for (int p = 0; p < PROPOSITIONS_OF_VISITS; p++) {
        weigh_one(w, (enum proposed)p);
    }
    compare_with_chance(w);
    judge_hours(w, parts, n);
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

const char *weigh_clock(const struct weigh *w)
{
    return w->state == WEIGH_TOLD && w->n_streams > 0 ? weighclock_zone(w->clock) : "";
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

enum proposed weigh_rival(const struct weigh *w, enum proposed best, enum proposed next)
{
    int rival = -1;
    for (int p = 0; p < PROPOSED_ZONE_A; p++) {
        if (w->at[p].weighed && w->came[p] != w->came[best] && (rival < 0 || w->at[p].log10 > w->at[rival].log10)) {
            rival = p;
        }
    }
    return rival < 0 ? next : (enum proposed)rival;
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

double weigh_without(struct weigh *w, enum proposed a, enum proposed b, enum weigh_feature feature)
{
    if (w->n_streams == 0 || (!knows(w, a, feature) && !knows(w, b, feature))) {
        return NAN;
    }
    return log10_without(w, a, feature) - log10_without(w, b, feature);
}
