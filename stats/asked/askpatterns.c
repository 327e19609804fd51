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

struct askpatterns {
    const struct sessions *sessions;
    double ordinary[MARKS];
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

static void add_session(struct sums *sum, const struct session *s, const struct askpatterns *a, const double share[CLASSES])
{
    double l[CLASSES] = { share[0] * likelihood(s, a->ordinary), share[1] * of_routine(s), share[2] * of_mail(s), share[3] * of_scan(s) };
    double all = 0;

    for (int k = 0; k < CLASSES; k++)
        all += l[k];
    for (int k = 0; k < CLASSES; k++)
        sum->shares[k] += l[k] / all;
    for (int m = 0; m < MARKS; m++) {
        if (s->known >> m & 1) {
            sum->known[m] += l[0] / all;
            sum->shown[m] += s->marks >> m & 1 ? l[0] / all : 0;
        }
    }
}

/* One round; returns how far the ordinary moved. */
static double learn_once(struct askpatterns *a, double share[CLASSES])
{
    struct sums sum = { { 0 }, { 0 }, { 1, 1, 1, 1 } };
    double all = 0, moved = 0;

    for (size_t i = 0; i < a->sessions->n; i++) {
        if (!a->sessions->at[i].busy)
            add_session(&sum, &a->sessions->at[i], a, share);
    }
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

struct askpatterns *askpatterns_new(const struct sessions *s)
{
    struct askpatterns *a = mem_zero(sizeof *a);
    double share[CLASSES] = { .8, .1, .05, .05 };

    a->sessions = s;
    memcpy(a->ordinary, prior, sizeof prior);
    for (int i = 0; i < ROUNDS && learn_once(a, share) > SETTLED; i++)
        ;
    return a;
}

void askpatterns_free(struct askpatterns *a)
{
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

/* The pattern is that of most sessions, half of them at least. */
static double judge_most(const struct askpatterns *a, uint32_t group, enum pattern p)
{
    const struct sessions *s = a->sessions;
    double log_l[GRID] = { 0 }, top = -INFINITY, sum = 0;

    for (size_t i = 0; i < s->n; i++) {
        double l;

        if (s->at[i].group != group || s->at[i].busy)
            continue;
        l = weight_of(a, &s->at[i], p);
        for (int k = 0; k < GRID; k++) {
            double w = .5 + (k + .5) / (2 * GRID);

            log_l[k] += log(1 - w + w * l);
        }
    }
    for (int k = 0; k < GRID; k++)
        top = fmax(top, log_l[k]);
    for (int k = 0; k < GRID; k++)
        sum += exp(log_l[k] - top);
    return capped(top + log(sum / GRID));
}

struct pattern_verdict askpatterns_judge(const struct askpatterns *a, uint32_t group, enum pattern p)
{
    const struct sessions *s = a->sessions;
    struct pattern_verdict v = { 0, NAN, NAN, 0 };
    double log_l[GRID] = { 0 }, ratio[GRID] = { 0 }, top = -INFINITY, sum = 0, part = 0;

    for (size_t i = 0; i < s->n; i++) {
        double own;

        if (s->at[i].group != group || s->at[i].busy)
            continue;
        v.sessions++;
        own = weight_of(a, &s->at[i], p);
        for (int k = 0; k < GRID; k++) {
            double w = grid_w(k), l = 1 - w + w * own;

            log_l[k] += log(l);
            ratio[k] += w * own / l;
        }
    }
    if (v.sessions == 0)
        return v;
    for (int k = 0; k < GRID; k++)
        top = fmax(top, log_l[k]);
    for (int k = 0; k < GRID; k++) {
        double weight = exp(log_l[k] - top);

        sum += weight;
        part += weight * ratio[k];
    }
    v.lr = capped(top + log(sum / GRID));
    v.lr_most = judge_most(a, group, p);
    v.of_pattern = part / sum;
    return v;
}
