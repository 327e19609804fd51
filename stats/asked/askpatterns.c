/* askpatterns.c -- see askpatterns.h. */

#include "askpatterns.h"

#include <math.h>
#include <stdlib.h>

#define PRIOR_WEIGHT 10
#define ROUNDS 50
#define SETTLED 1e-9
#define SESSION_CAP 1e4
#define LEAST .002 /* p of a mark among ordinary lookups: the model is not known better */
#define GROUP_CAP 1e6
#define GRID 100
#define RAREST 1e-4 /* least share of a group's sessions that a pattern is looked for at */
#define CLASSES (2 + PATTERNS) /* ordinary, routine, the patterns */

/* What a session shows.  Of a mail receiver: RFC 7208 (SPF), 7489 (DMARC), 6376 (DKIM) and the usual look at the sender's
   address and domain. */
static const double prior[MARKS] = {
    [MARK_ADDRESS] = .9, [MARK_MX] = .06,   [MARK_TXT] = .04, [MARK_POLICY] = .01, [MARK_REVERSE] = .1, [MARK_ZONE] = .03,
    [MARK_PROBE] = .01,  [MARK_MANY] = .15, [MARK_ONCE] = .6, [MARK_NAMES] = .03,  [MARK_DENIED] = .1,
    [MARK_COMMON] = .03, [MARK_ROUTINE] = .7, [MARK_OFTEN] = .4,
};
static const double mail[MARKS] = {
    [MARK_ADDRESS] = .7, [MARK_MX] = .65,  [MARK_TXT] = .8,  [MARK_POLICY] = .6, [MARK_REVERSE] = .6, [MARK_ZONE] = .03,
    [MARK_PROBE] = .005, [MARK_MANY] = .85, [MARK_ONCE] = .8, [MARK_NAMES] = .05, [MARK_DENIED] = .15,
    [MARK_COMMON] = .02, [MARK_ROUTINE] = .3, [MARK_OFTEN] = .1,
};
static const double probe[MARKS] = {
    [MARK_ADDRESS] = .5, [MARK_MX] = .3,  [MARK_TXT] = .3,  [MARK_POLICY] = .03, [MARK_REVERSE] = .05, [MARK_ZONE] = .5,
    [MARK_PROBE] = .9,   [MARK_MANY] = .6, [MARK_ONCE] = .9, [MARK_NAMES] = .2,   [MARK_DENIED] = .5,
    [MARK_COMMON] = .1,  [MARK_ROUTINE] = .5, [MARK_OFTEN] = .05,
};
static const double sweep[MARKS] = {
    [MARK_ADDRESS] = .9, [MARK_MX] = .15,  [MARK_TXT] = .15, [MARK_POLICY] = .03, [MARK_REVERSE] = .15, [MARK_ZONE] = .15,
    [MARK_PROBE] = .1,   [MARK_MANY] = .99, [MARK_ONCE] = .95, [MARK_NAMES] = .95, [MARK_DENIED] = .6,
    [MARK_COMMON] = .7,  [MARK_ROUTINE] = .5, [MARK_OFTEN] = .05,
};
/* What a monitor or an updater does over and over: ordinary, too. */
static const double routine[MARKS] = {
    [MARK_ADDRESS] = .9, [MARK_MX] = .03,  [MARK_TXT] = .03, [MARK_POLICY] = .01, [MARK_REVERSE] = .1, [MARK_ZONE] = .03,
    [MARK_PROBE] = .005, [MARK_MANY] = .9, [MARK_ONCE] = .5, [MARK_NAMES] = .5,   [MARK_DENIED] = .1,
    [MARK_COMMON] = .05, [MARK_ROUTINE] = .97, [MARK_OFTEN] = .97,
};

/* Numbers of kinds, group by group: from at[start[g]] on those of group g. */
struct by_group {
    uint32_t *at;
    size_t *start; /* one more than groups */
};

struct askpatterns {
    const struct sessions *sessions;
    double ordinary[MARKS];
    size_t groups;
    struct by_group kinds;       /* each kind once */
    struct by_group sessions_of; /* that of each session, in their order */
    uint32_t *place;             /* of a kind within its group's */
};

static double likelihood(const struct session *s, const double p[MARKS])
{
    double l = 1;

    for (int m = 0; m < MARKS; m++) {
        if (s->known >> m & 1)
            l *= s->marks >> m & 1 ? p[m] : 1 - p[m];
    }
    return l;
}

static double of_mail(const struct session *s)
{
    return likelihood(s, mail);
}

static double of_routine(const struct session *s)
{
    return likelihood(s, routine);
}

static double of_scan(const struct session *s)
{
    return .5 * likelihood(s, probe) + .5 * likelihood(s, sweep);
}

/* --- what is ordinary: EM -------------------------------------------------------------------- */

struct sums {
    double shown[MARKS], known[MARKS], shares[CLASSES];
};

/* How probable it is that a session of a kind is of each class. */
struct classed {
    double of[CLASSES];
};

static struct classed class_of(const struct session *s, const struct askpatterns *a, const double share[CLASSES])
{
    double l[CLASSES] = { share[0] * likelihood(s, a->ordinary), share[1] * of_routine(s), share[2] * of_mail(s), share[3] * of_scan(s) };
    struct classed c;
    double all = 0;

    for (int k = 0; k < CLASSES; k++)
        all += l[k];
    for (int k = 0; k < CLASSES; k++)
        c.of[k] = l[k] / all;
    return c;
}

static void add_session(struct sums *sum, const struct session *s, const struct classed *c)
{
    for (int k = 0; k < CLASSES; k++)
        sum->shares[k] += c->of[k];
    for (int m = 0; m < MARKS; m++) {
        if (s->known >> m & 1) {
            sum->known[m] += c->of[0];
            sum->shown[m] += s->marks >> m & 1 ? c->of[0] : 0;
        }
    }
}

static void add_sessions(struct sums *sum, const struct askpatterns *a, const double share[CLASSES])
{
    const struct sessions *all = a->sessions;
    struct classed *of_kind = mem_alloc((all->n_kinds + 1) * sizeof *of_kind);

    for (size_t k = 0; k < all->n_kinds; k++)
        of_kind[k] = class_of(&all->kinds[k], a, share);
    for (size_t i = 0; i < all->n; i++) {
        if (!sessions_at(all, i)->busy)
            add_session(sum, sessions_at(all, i), &of_kind[all->of[i]]);
    }
    free(of_kind);
}

/* One round; returns how far the ordinary moved. */
static double learn_once(struct askpatterns *a, double share[CLASSES])
{
    struct sums sum = { { 0 }, { 0 }, { 1, 1, 1, 1 } };
    double all = 0, moved = 0;

    add_sessions(&sum, a, share);
    for (int k = 0; k < CLASSES; k++)
        all += sum.shares[k];
    for (int k = 0; k < CLASSES; k++)
        share[k] = sum.shares[k] / all;
    for (int m = 0; m < MARKS; m++) {
        double p = (sum.shown[m] + PRIOR_WEIGHT * prior[m]) / (sum.known[m] + PRIOR_WEIGHT);

        p = fmin(1 - LEAST, fmax(LEAST, p));
        moved = fmax(moved, fabs(p - a->ordinary[m]));
        a->ordinary[m] = p;
    }
    return moved;
}

static double within_cap(double l)
{
    return fmin(SESSION_CAP, fmax(1 / SESSION_CAP, l));
}

/* l_s */
static double weight_of(const struct askpatterns *a, const struct session *s, enum pattern p)
{
    double ordinary = fmax(likelihood(s, a->ordinary), of_routine(s)), as_mail = of_mail(s), as_scan = of_scan(s);

    return p == PATTERN_MAIL ? within_cap(as_mail / fmax(ordinary, as_scan)) : within_cap(as_scan / fmax(ordinary, as_mail));
}

/* Sorts N numbers of kinds, OF[i] or i itself where OF is NULL, by group; busy ones are left out. */
static struct by_group group_kinds(const struct sessions *s, size_t groups, const uint32_t *of, size_t n)
{
    struct by_group g = { mem_alloc((n + 1) * sizeof *g.at), mem_zero((groups + 2) * sizeof *g.start) };

    for (size_t i = 0; i < n; i++) {
        const struct session *kind = &s->kinds[of != NULL ? of[i] : i];

        g.start[kind->group + 2] += !kind->busy;
    }
    for (size_t k = 2; k < groups + 2; k++)
        g.start[k] += g.start[k - 1];
    for (size_t i = 0; i < n; i++) {
        const uint32_t number = of != NULL ? of[i] : (uint32_t)i;

        if (!s->kinds[number].busy)
            g.at[g.start[s->kinds[number].group + 1]++] = number;
    }
    return g;
}

static void find_groups(struct askpatterns *a)
{
    const struct sessions *s = a->sessions;

    for (size_t k = 0; k < s->n_kinds; k++)
        a->groups = s->kinds[k].group >= a->groups ? (size_t)s->kinds[k].group + 1 : a->groups;
    a->kinds = group_kinds(s, a->groups, NULL, s->n_kinds);
    a->sessions_of = group_kinds(s, a->groups, s->of, s->n);
    a->place = mem_zero((s->n_kinds + 1) * sizeof *a->place);
    for (size_t g = 0; g < a->groups; g++) {
        for (size_t i = a->kinds.start[g]; i < a->kinds.start[g + 1]; i++)
            a->place[a->kinds.at[i]] = (uint32_t)(i - a->kinds.start[g]);
    }
}

struct askpatterns *askpatterns_new(const struct sessions *s)
{
    struct askpatterns *a = mem_zero(sizeof *a);
    double share[CLASSES] = { .8, .1, .05, .05 };

    a->sessions = s;
    find_groups(a);
    memcpy(a->ordinary, prior, sizeof prior);
    for (int i = 0; i < ROUNDS && learn_once(a, share) > SETTLED; i++)
        ;
    return a;
}

static void release_groups(struct by_group *g)
{
    free(g->at);
    free(g->start);
}

void askpatterns_free(struct askpatterns *a)
{
    if (a == NULL)
        return;
    release_groups(&a->kinds);
    release_groups(&a->sessions_of);
    free(a->place);
    free(a);
}

double askpatterns_ordinary(const struct askpatterns *a, enum mark mark)
{
    return a->ordinary[mark];
}

/* --- a group --------------------------------------------------------------------------------- */

/* W at grid point I: even in its logarithm. */
static double grid_w(int i)
{
    return exp(log(RAREST) * (1 - (i + .5) / GRID));
}

static double capped(double log_lr)
{
    return fmin(GROUP_CAP, fmax(1 / GROUP_CAP, exp(fmin(700, log_lr))));
}

/* Of a kind of session of the group: at each w the term of the logarithm, and w l over 1 - w + w l. */
struct terms {
    double log_some[GRID], ratio[GRID], log_most[GRID];
};

static void find_terms(struct terms *t, double own)
{
    for (int k = 0; k < GRID; k++) {
        double w = grid_w(k), l = 1 - w + w * own, most = .5 + (k + .5) / (2 * GRID);

        t->log_some[k] = log(l);
        t->ratio[k] = w * own / l;
        t->log_most[k] = log(1 - most + most * own);
    }
}

static void add_terms(struct terms *sum, const struct terms *one)
{
    for (int k = 0; k < GRID; k++) {
        sum->log_some[k] += one->log_some[k];
        sum->ratio[k] += one->ratio[k];
        sum->log_most[k] += one->log_most[k];
    }
}

/* The sums over the group's sessions, busy ones aside; returns how many there are. */
static size_t sum_terms(const struct askpatterns *a, uint32_t group, enum pattern p, struct terms *sum)
{
    const struct by_group *kinds = &a->kinds, *sessions = &a->sessions_of;
    struct terms *of_kind;
    size_t first;

    if (group >= a->groups)
        return 0;
    first = kinds->start[group];
    of_kind = mem_zero((kinds->start[group + 1] - first + 1) * sizeof *of_kind);
    for (size_t k = first; k < kinds->start[group + 1]; k++)
        find_terms(&of_kind[k - first], weight_of(a, &a->sessions->kinds[kinds->at[k]], p));
    for (size_t i = sessions->start[group]; i < sessions->start[group + 1]; i++)
        add_terms(sum, &of_kind[a->place[sessions->at[i]]]);
    free(of_kind);
    return sessions->start[group + 1] - sessions->start[group];
}

static double most_of(const double log_l[GRID])
{
    double top = -INFINITY;

    for (int k = 0; k < GRID; k++)
        top = fmax(top, log_l[k]);
    return top;
}

static double mean_lr(const double log_l[GRID], double top)
{
    double sum = 0;

    for (int k = 0; k < GRID; k++)
        sum += exp(log_l[k] - top);
    return capped(top + log(sum / GRID));
}

struct pattern_verdict askpatterns_judge(const struct askpatterns *a, uint32_t group, enum pattern p)
{
    struct pattern_verdict v = { 0, NAN, NAN, 0 };
    struct terms terms = { { 0 }, { 0 }, { 0 } };
    double top, sum = 0, part = 0;

    v.sessions = sum_terms(a, group, p, &terms);
    if (v.sessions == 0)
        return v;
    top = most_of(terms.log_some);
    for (int k = 0; k < GRID; k++) {
        double weight = exp(terms.log_some[k] - top);

        sum += weight;
        part += weight * terms.ratio[k];
    }
    v.lr = mean_lr(terms.log_some, top);
    v.lr_most = mean_lr(terms.log_most, most_of(terms.log_most));
    v.of_pattern = part / sum;
    return v;
}
