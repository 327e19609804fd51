/* One zone or two: persons and pools of persons in two zones, single persons, simulated offices, machines, and the
   stated propositions. */

#include "validate.h"

#include "../unit/zone_sim.h"
#include "numbers/stream.h"
#include "zones/mixture.h"
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DRAWS 40
#define PERSONS 60  /* pairs of */
#define CROWDS 40   /* pairs of */
#define CROWD 10       /* persons a zone, */
#define CROWD_LEAST 6  /* or all of a zone that has at least so many */
#define START (INT64_C(1462060800) * WHEN_SECOND) /* 2016-05-01 */
#define DAYS 153
#define MOST 30000

struct scene {
    const struct people *p;
    const struct person **who;
    size_t n;
    gsl_rng *rng;
    struct profile profiles[2];
    struct mixture_question question;
    struct zonebook *book; /* of the summer of 2016 */
    struct observed summer;
    struct zonegroups groups;
    when_t *times; /* what is asked about */
};

static struct mixture ask(struct scene *s, const when_t *times, size_t n)
{
    struct mixture m;
    struct err err = { 0 };
    const struct series series = { "validate", (when_t *) (uintptr_t) times, n };
    if (!mixture_ask(&m, &s->question, &series, &err))
        abort(); /* the stated zones exist */
    return m;
}

static void ask_of(struct scene *s, const struct zonebook *book, const struct observed *observed, bool crowd)
{
    s->question.model = crowd ? zonepair_crowd(s->profiles, 2) : zonepair_person(s->profiles, 2);
    s->question.book = book;
    s->question.observed = observed;
}

static double circular(double a, double b) { return fabs(remainder(a - b, 24)); }

static bool holds(struct zone_interval set, double x)
{
    for (int turn = -48; turn <= 48; turn += 24)
        if (set.low_h - 0.01 <= x + turn && x + turn <= set.high_h + 0.01)
            return true;
    return false;
}

/* --- persons and pools --- */

static void singles(struct scene *s, struct report *r)
{
    size_t one = 0, asked = 0;
    ask_of(s, s->p->book, &s->p->span, false);
    for (size_t i = 0; i < s->n; i++) {
        struct mixture m = ask(s, s->who[i]->times, s->who[i]->n);
        asked += m.verdict != MIXTURE_CANNOT;
        one += m.verdict == MIXTURE_ONE;
        mixture_release(&m);
    }
    bar(r, "two zones: single persons are called single", .9, INFINITY, (double) one / (double) asked, asked);
}

struct found {
    size_t n, near15, near3, covered, weights, weight_held, told;
    size_t even, even_near3; /* where the lesser one has a fifth of the visits */
    double weight_error;
};

/* The pool of the first NA persons and of the NB others, in S->times. */
static void judge(struct scene *s, const struct person *const *a, size_t na, const struct person *const *b, size_t nb,
                  struct found *f)
{
    size_t n = 0, of_a = 0;
    for (size_t i = 0; i < na + nb; i++) {
        const struct person *p = i < na ? a[i] : b[i - na];
        n += series_visits(p->times, p->n, 2 * WHEN_SECOND, s->times + n);
        of_a = i + 1 == na ? n : of_a;
    }
    qsort(s->times, n, sizeof *s->times, sim_order);
    struct mixture m = ask(s, s->times, n);
    const struct zonepair *z = &m.pair;
    double x = a[0]->offset_h, y = b[0]->offset_h, weight = (double) of_a / (double) n;
    if (m.verdict != MIXTURE_CANNOT) {
        bool turned = circular(z->a.offset_h, y) + circular(z->b.offset_h, x) <
                      circular(z->a.offset_h, x) + circular(z->b.offset_h, y);
        const struct zonepair_side *to_x = turned ? &z->b : &z->a, *to_y = turned ? &z->a : &z->b;
        double off = fmax(circular(to_x->offset_h, x), circular(to_y->offset_h, y));
        double of_a_side = turned ? 1 - weight : weight, missed = fabs(z->weight - of_a_side);
        f->near15 += off <= 1.5;
        f->near3 += off <= 3;
        f->covered += holds(to_x->set95, x) && holds(to_y->set95, y);
        f->even_near3 += off <= 3 && fmin(weight, 1 - weight) >= .2;
        f->weights += missed <= .1;
        f->weight_held += z->weight_lo <= of_a_side && of_a_side <= z->weight_hi;
        f->weight_error += missed;
        f->told += m.verdict == MIXTURE_TWO;
    }
    f->even += fmin(weight, 1 - weight) >= .2;
    f->n++;
    mixture_release(&m);
}

/* Up to SIZE persons of the zone and offset of FIRST, drawn. */
static size_t comrades(struct scene *s, const struct person *first, size_t size, const struct person **out)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->who[i]->zone, first->zone) == 0 && s->who[i]->offset_h == first->offset_h)
            out[n++] = s->who[i];
    gsl_ran_shuffle(s->rng, out, n, sizeof *out);
    return n < size ? n : size;
}

/* DRAWS pairs of SIZE persons each, six to ten hours apart. */
static void pairs(struct scene *s, size_t size, size_t least, size_t draws, struct found *f)
{
    const struct person **a = mem_alloc((s->n + 1) * sizeof *a), **b = mem_alloc((s->n + 1) * sizeof *b);
    *f = (struct found) { .n = 0 };
    for (size_t tries = 0; f->n < draws && tries < 4000; tries++) {
        const struct person *x = s->who[gsl_rng_uniform_int(s->rng, s->n)], *y = s->who[gsl_rng_uniform_int(s->rng, s->n)];
        double d = circular(x->offset_h, y->offset_h);
        if (d < 6 || d > 10)
            continue;
        size_t na = size == 1 ? 1 : comrades(s, x, size, a), nb = size == 1 ? 1 : comrades(s, y, size, b);
        if (na >= least && nb >= least)
            judge(s, size == 1 ? &x : a, na, size == 1 ? &y : b, nb, f);
    }
    free(a);
    free(b);
}

static double share(size_t k, size_t n) { return n > 0 ? (double) k / (double) n : NAN; }

static void pairs_of_persons(struct scene *s, struct report *r)
{
    struct found f;
    ask_of(s, s->p->book, &s->p->span, false);
    pairs(s, 1, 1, PERSONS, &f);
    bar(r, "two zones: two persons, both within 3 h", .6, INFINITY, share(f.near3, f.n), f.n);
    bar(r, "two zones: two persons, the lesser one with a fifth at least: within 3 h", NAN, NAN, share(f.even_near3, f.even), f.even);
    bar(r, "two zones: two persons, the 95 % sets hold both", .9, INFINITY, share(f.covered, f.n), f.n);
    bar(r, "two zones: two persons, told", NAN, NAN, share(f.told, f.n), f.n);
}

static void pairs_of_crowds(struct scene *s, struct report *r)
{
    struct found f;
    ask_of(s, s->p->book, &s->p->span, true);
    pairs(s, CROWD, s->p->half ? CROWD_LEAST / 2 : CROWD_LEAST, CROWDS, &f);
    bar(r, "two zones: two crowds, both within 1.5 h", .85, INFINITY, share(f.near15, f.n), f.n);
    bar(r, "two zones: two crowds, mean error of the weights", -INFINITY, .1, f.n ? f.weight_error / (double) f.n : NAN, f.n);
    bar(r, "two zones: two crowds, weights within .1", NAN, NAN, share(f.weights, f.n), f.n);
    bar(r, "two zones: two crowds, the 95 % interval holds the weight", NAN, NAN, share(f.weight_held, f.n), f.n);
    bar(r, "two zones: two crowds, the 95 % sets hold both", NAN, NAN, share(f.covered, f.n), f.n);
    bar(r, "two zones: two crowds, told", NAN, NAN, share(f.told, f.n), f.n);
}

/* --- simulated --- */

static void office_rate(struct scene *s, double rate[PROFILE_CELLS])
{
    double u[6];
    for (int k = 0; k < 6; k++)
        u[k] = gsl_rng_uniform_pos(s->rng);
    struct office office = office_at(u);
    office_log_rate(&office, rate);
}

/* Offices of a theta from the prior, one zone; behind a cache of an hour where CACHED, asked as a case asks that states its TTL. */
static void offices(struct scene *s, struct report *r, bool cached)
{
    static const char *const zones[] = { "America/New_York", "Europe/Moscow", "Asia/Kolkata", "Asia/Tokyo" };
    size_t one = 0, told = 0;
    ask_of(s, s->book, &s->summer, false);
    s->question.model.cached = cached;
    for (int i = 0; i < DRAWS; i++) {
        double rate[PROFILE_CELLS];
        size_t n = cached ? 12000 : 3000, kept = 0;
        office_rate(s, rate);
        sim_visits(rate, &s->groups.at[sim_group(&s->groups, zones[i % 4])].clock, START + WHEN_DAY, 21, 0, s->rng, s->times, n);
        for (size_t k = 0; k < n; k++)
            if (!cached || kept == 0 || s->times[k] - s->times[kept - 1] >= WHEN_HOUR)
                s->times[kept++] = s->times[k];
        struct mixture m = ask(s, s->times, kept);
        told += m.verdict != MIXTURE_CANNOT;
        one += m.verdict == MIXTURE_ONE;
        mixture_release(&m);
    }
    bar(r, cached ? "two zones: offices behind a cache of one hour, not refused, are called single"
                  : "two zones: simulated offices of one zone are called single", .95, INFINITY, share(one, told), told);
    if (cached)
        bar(r, "two zones: offices behind a cache of one hour are not refused", .95, INFINITY, share(told, DRAWS), DRAWS);
}

static void machines(struct scene *s, struct report *r)
{
    size_t refused = 0;
    ask_of(s, s->book, &s->summer, false);
    for (int i = 0; i < DRAWS; i++) {
        double period = exp(log(300) + gsl_rng_uniform(s->rng) * log(40));
        bool timer = i % 2 == 0;
        size_t n = timer ? (size_t) (DAYS * 86400 / period) : 2000;
        for (size_t k = 0; k < n; k++)
            s->times[k] = START + (when_t) ((timer ? ((double) k + gsl_rng_uniform(s->rng) / 20) * period
                                                   : gsl_rng_uniform(s->rng) * DAYS * 86400) * WHEN_SECOND);
        qsort(s->times, n, sizeof *s->times, sim_order);
        struct mixture m = ask(s, s->times, n);
        refused += m.verdict == MIXTURE_CANNOT;
        mixture_release(&m);
    }
    bar(r, "two zones: timers and constant rates are refused", .95, INFINITY, share(refused, DRAWS), DRAWS);
}

/* --- propositions --- */

enum kind { SOFT_OFFICES, HARD_HOURS, KINDS };

/* The rate of people in a half hour of the week in UTC, by a clock so many half hours ahead. */
static double people_rate(enum kind kind, int ahead, size_t half)
{
    static const struct office office = { .start = 9, .end = 17.5, .softness = .4, .dip = .3, .weekend = .08, .floor = .03 };
    size_t local = (size_t) ((int) half + 336 + ahead) % 336, cell = local % 48 + (local >= 240 ? 48 : 0);
    double rate[PROFILE_CELLS];
    if (kind == HARD_HOURS)
        return cell >= 18 && cell < 34;
    office_log_rate(&office, rate);
    return exp(rate[cell]);
}

static double stated_rate(enum kind kind, enum proposition truth, size_t half)
{
    double a = people_rate(kind, 6, half), b = people_rate(kind, -8, half); /* Moscow, New York; elsewhere, Tokyo */
    const double rates[PROPOSITIONS] = { [PROPOSITION_A] = a, [PROPOSITION_B] = b,
                                         [PROPOSITION_UNION] = kind == HARD_HOURS ? fmax(a, b) : a + b,
                                         [PROPOSITION_OVERLAP] = a * b, [PROPOSITION_FLAT] = 1,
                                         [PROPOSITION_ELSEWHERE] = people_rate(kind, 18, half) };
    return rates[truth];
}

/* May to September 2016 at 20 visits a day. */
static size_t draw_stated(struct scene *s, enum kind kind, enum proposition truth)
{
    double rate[336], sum = 0;
    size_t n = 0;
    for (size_t h = 0; h < 336; h++)
        sum += rate[h] = stated_rate(kind, truth, h);
    for (size_t half = 0; half < DAYS * 48; half++) {
        double mean = 140 * rate[(half + 6 * 48) % 336] / sum; /* the first of May is a Sunday */
        for (unsigned k = gsl_ran_poisson(s->rng, mean); k > 0 && n < MOST; k--)
            s->times[n++] = START + (when_t) (((double) half + gsl_rng_uniform(s->rng)) * WHEN_HOUR / 2);
    }
    qsort(s->times, n, sizeof *s->times, sim_order);
    return n;
}

static bool favoured(struct scene *s, enum kind kind, enum proposition truth)
{
    struct mixture m = ask(s, s->times, draw_stated(s, kind, truth));
    bool yes = m.weighed;
    for (int k = 0; k < PROPOSITIONS && yes; k++)
        yes = k == (int) truth || propositions_log_ratio(&m.propositions, truth, (enum proposition) k, true) > M_LN10;
    mixture_release(&m);
    return yes;
}

/* A zone of these, by turns from the FROM-th, six hours or more from the person and from NOT, if there is one. */
static const char *zone_far_from(const struct person *who, const char *not, size_t from)
{
    static const struct {
        const char *name;
        double offset_h; /* the year's mean */
    } zones[] = { { "Asia/Tokyo", 9 },           { "America/New_York", -4.5 }, { "Europe/Moscow", 3 },
                  { "America/Los_Angeles", -7.5 }, { "Asia/Kolkata", 5.5 },      { "Europe/London", .5 } };
    const size_t n = sizeof zones / sizeof *zones;
    for (size_t i = from; i < from + n; i++)
        if (circular(zones[i % n].offset_h, who->offset_h) >= 6 && (not == NULL || strcmp(zones[i % n].name, not) != 0))
            return zones[i % n].name;
    return NULL;
}

/* Which proposition is more than ten times as probable as each other one; PROPOSITIONS: none is.  UNASKED is left out. */
static int favourite(const struct propositions *p, int unasked)
{
    for (int f = 0; f < PROPOSITIONS; f++) {
        bool above = f != unasked;
        for (int k = 0; k < PROPOSITIONS && above; k++)
            above = k == f || k == unasked || propositions_log_ratio(p, (enum proposition) f, (enum proposition) k, true) > M_LN10;
        if (above)
            return f;
    }
    return PROPOSITIONS;
}

/* Persons of whom two zones are stated: the own one and one far away; or two far away. */
static void persons_stated(struct scene *s, struct report *r, bool home)
{
    size_t asked = 0, misled = 0, misled_of_five = 0, elsewhere = 0;
    ask_of(s, s->p->book, &s->p->span, false);
    for (size_t i = 0; i < s->n; i++) {
        const struct person *who = s->who[i];
        const char *far = zone_far_from(who, NULL, i), *farther = home ? who->zone : zone_far_from(who, far, i + 1);
        if (far == NULL || farther == NULL)
            continue;
        s->question.zone_a = farther;
        s->question.zone_b = far;
        struct mixture m = ask(s, who->times, who->n);
        if (m.weighed) {
            int best = favourite(&m.propositions, -1), of_five = favourite(&m.propositions, PROPOSITION_ELSEWHERE);
            asked++;
            elsewhere += best == PROPOSITION_ELSEWHERE;
            misled += best != PROPOSITIONS && best != (home ? PROPOSITION_A : PROPOSITION_ELSEWHERE);
            misled_of_five += of_five != PROPOSITIONS && (!home || of_five != PROPOSITION_A);
        }
        mixture_release(&m);
    }
    const char *of = home ? "persons, their own zone and a far one" : "persons, two far zones";
    char what[160];
    snprintf(what, sizeof what, "propositions, %s: a wrong one is favoured by more than 10", of);
    bar(r, what, -INFINITY, home ? .05 : .1, share(misled, asked), asked);
    snprintf(what, sizeof what, "propositions, %s: the same, were elsewhere not asked", of);
    bar(r, what, NAN, NAN, share(misled_of_five, asked), asked);
    snprintf(what, sizeof what, "propositions, %s: elsewhere is favoured by more than 10", of);
    bar(r, what, NAN, NAN, share(elsewhere, asked), asked);
    s->question.zone_a = s->question.zone_b = NULL;
}

static void propositions(struct scene *s, struct report *r)
{
    ask_of(s, s->book, &s->summer, false);
    s->question.zone_a = "Europe/Moscow";
    s->question.zone_b = "America/New_York";
    for (int kind = 0; kind < KINDS; kind++)
        for (int truth = 0; truth < PROPOSITIONS; truth++) {
            char what[96];
            size_t yes = 0;
            for (int i = 0; i < DRAWS / 2; i++)
                yes += favoured(s, (enum kind) kind, (enum proposition) truth);
            snprintf(what, sizeof what, "propositions, %s: %s is favoured by more than 10",
                     kind == HARD_HOURS ? "9 to 17 h sharp" : "offices", proposition_name((enum proposition) truth));
            bar(r, what, .95, INFINITY, share(yes, DRAWS / 2), DRAWS / 2);
        }
    s->question.zone_a = s->question.zone_b = NULL;
}

static void scene_begin(struct scene *s, const struct people *p, const char *stream)
{
    struct err err = { 0 };
    size_t all = MOST;
    *s = (struct scene) { .p = p, .rng = stream_new(1, "validate", stream) };
    s->n = people_fixed(p, &s->who);
    for (size_t i = 0; i < s->n; i++)
        all += s->who[i]->n;
    s->times = mem_alloc(all * sizeof *s->times);
    s->book = zonebook_load(START, START + DAYS * WHEN_DAY, &err);
    if (s->book == NULL)
        abort(); /* the installed zones were read before */
    zonegroups_init(&s->groups, s->book, START, START + DAYS * WHEN_DAY);
    observed_init(&s->summer);
    observed_add(&s->summer, START, START + DAYS * WHEN_DAY);
    profile_init(&s->profiles[0], PROFILE_OFFICE);
    profile_init(&s->profiles[1], PROFILE_DEVELOPER);
    s->question = (struct mixture_question) { .visit_gap = 2 * WHEN_SECOND, .rule = HANDOVER_RULE, .seed = 1 };
}

static void scene_end(struct scene *s)
{
    zonegroups_release(&s->groups);
    zonebook_free(s->book);
    observed_release(&s->summer);
    gsl_rng_free(s->rng);
    free(s->times);
    free(s->who);
}

void validate_pairs(const struct people *p, struct report *r)
{
    struct scene s;
    scene_begin(&s, p, "pairs");
    pairs_of_persons(&s, r);
    pairs_of_crowds(&s, r);
    scene_end(&s);
}

void validate_mixture(const struct people *p, struct report *r)
{
    struct scene s;
    scene_begin(&s, p, "mixture");
    singles(&s, r);
    offices(&s, r, false);
    offices(&s, r, true);
    machines(&s, r);
    propositions(&s, r);
    persons_stated(&s, r, true);
    persons_stated(&s, r, false);
    scene_end(&s);
}
