/* weighfilter.c -- see weighfilter.h. */

#include "weighfilter.h"

#include <math.h>
#include <stdlib.h>

#define LEVEL_WORTH 3. /* visits */
#define STATES_MOST 40 /* visits that may have renewed what is hidden last; the least probable are given up */
#define LEAST_WEIGHT 1e-5
#define SLEEPS 4       /* that a timer's gap may span */
#define RESTART .05    /* of a silent timer, a period */
#define SILENT .02     /* of a timer's sleeps never end */
#define FAR 6.         /* standard deviations: there a sleep is over */

/* --- steps: watched time cut at hours and visits ---------------------------------------------- */

struct step {
    double from, to, hours; /* hours since the span's start; watched, which is to - from */
    unsigned char cell;
    bool visit;             /* at its end */
    size_t block;
};

struct weighfilter {
    const when_t *times;
    size_t n_visits;
    const struct weighblocks *blocks;
    when_t origin;
    struct step *steps;
    size_t n, capacity;
};

static double hours_since(const struct weighfilter *f, when_t t)
{
    return (double)(t - f->origin) / (double)WHEN_HOUR;
}

static void add_step(struct weighfilter *f, when_t from, when_t to, bool visit)
{
    double a = hours_since(f, from), b = hours_since(f, to);
    f->steps = mem_grow(f->steps, &f->capacity, f->n + 1, sizeof *f->steps);
    f->steps[f->n++] = (struct step){ a, b, b - a, (unsigned char)open_demand_hour(from), visit, weighblocks_of(f->blocks, from) };
}

/* Steps from FROM to TO: none passes the end of an hour. */
static void cut_hours(struct weighfilter *f, when_t from, when_t to, bool visit)
{
    when_t next = when_floor(from, WHEN_HOUR) + WHEN_HOUR;
    while (next < to) {
        add_step(f, from, next, false);
        from = next;
        next += WHEN_HOUR;
    }
    if (visit || from < to) {
        add_step(f, from, to, visit);
    }
}

struct weighfilter *weighfilter_new(const when_t *times, size_t n, const struct observed *o, const struct weighblocks *blocks)
{
    struct weighfilter *f = mem_zero(sizeof *f);
    size_t i = 0;
    f->times = times;
    f->n_visits = n;
    f->blocks = blocks;
    f->origin = observed_start(o);
    for (size_t k = 0; k < o->n; k++) {
        when_t from = o->at[k].start;
        for (; i < n && times[i] < o->at[k].end; i++) {
            cut_hours(f, from, times[i], true);
            from = times[i];
        }
        cut_hours(f, from, o->at[k].end, false);
    }
    return f;
}

void weighfilter_free(struct weighfilter *f)
{
    if (f == NULL) {
        return;
    }
    free(f->steps);
    free(f);
}

size_t weighfilter_visits(const struct weighfilter *f)
{
    return f->n_visits;
}

const when_t *weighfilter_times(const struct weighfilter *f)
{
    return f->times;
}

const struct weighblocks *weighfilter_blocks(const struct weighfilter *f)
{
    return f->blocks;
}

size_t weighfilter_block(const struct weighfilter *f, size_t visit)
{
    return weighblocks_of(f->blocks, f->times[visit]);
}

/* --- a timer's sleep ---------------------------------------------------------------------------- */

/* Of k sleeps: how probable so many are, their mean and standard deviation; hours. */
struct sleeps {
    double mass[SLEEPS], mean[SLEEPS], sd[SLEEPS];
};

static void sleeps_init(struct sleeps *s, const struct weighrates *r)
{
    double mass = (1 - SILENT) * (1 - r->loss) / (1 - pow(r->loss, SLEEPS));
    for (int k = 0; k < SLEEPS; k++, mass *= r->loss) {
        s->mass[k] = mass;
        s->mean[k] = (k + 1) * r->period;
        s->sd[k] = r->spread * sqrt(k + 1);
    }
}

/* The chance that no sleep has ended at AGE. */
static double still_asleep(const struct sleeps *s, double age)
{
    double sum = SILENT;
    for (int k = 0; k < SLEEPS; k++) {
        double z = (age - s->mean[k]) / s->sd[k];
        sum += z > FAR ? 0 : z < -FAR ? s->mass[k] : s->mass[k] * .5 * erfc(z * M_SQRT1_2);
    }
    return sum;
}

/* The density of one ending there, and times that density the number of sleeps and the squares (sleep - k period)^2 / k. */
struct waking {
    double density, sleeps, squares;
};

static struct waking waking_at(const struct sleeps *s, double age)
{
    struct waking w = { 0, 0, 0 };
    for (int k = 0; k < SLEEPS; k++) {
        double z = (age - s->mean[k]) / s->sd[k];
        if (fabs(z) <= FAR) {
            double d = s->mass[k] * exp(-.5 * z * z) / (s->sd[k] * sqrt(2 * M_PI));
            w.density += d;
            w.sleeps += d * (k + 1);
            w.squares += d * z * z * s->sd[0] * s->sd[0];
        }
    }
    return w;
}

/* --- one pass ------------------------------------------------------------------------------------- */

enum part { OTHERS, PASSED, PARTS };

/* The hidden renewal was last at `at`; the first state: long ago. */
struct state {
    double weight, at, alive; /* alive: a timer's, at the step's start */
};

struct pass {
    const struct weighrates *rates;
    struct sleeps sleeps;
    struct state states[STATES_MOST + 1];
    size_t n;
    double seen[PARTS], expected[PARTS]; /* of the levels, beyond LEVEL_WORTH */
    double burst[WEIGH_KERNELS], burst_lag[WEIGH_KERNELS]; /* sum of exp(-(t - t_i)/lag) at the step's start, and of (t - t_i) exp(...) */
    double wait;
};

/* Of one step. */
struct move {
    const struct step *step;
    double level[PARTS], others, passed; /* rates */
    double open;                         /* hours, expected */
    double stays;                        /* sum of weight x lasts */
    double quiet;                        /* integral of others and bursts */
    double fade[WEIGH_KERNELS];          /* exp(-hours/lag) */
    double lasts[STATES_MOST + 1];       /* of the pass's states alone: the chance that nothing hidden comes in the step */
    double alive[STATES_MOST + 1];
};

static double level_of(const struct pass *p, enum part part)
{
    return (LEVEL_WORTH + p->seen[part]) / (LEVEL_WORTH + p->expected[part]);
}

/* States whose renewal says nothing any more join the first. */
static void retire(struct pass *p, double from)
{
    const struct weighrates *r = p->rates;
    double reach = r->hidden == WEIGH_CACHE ? r->silence : SLEEPS * r->period + FAR * sqrt(SLEEPS) * r->spread;
    size_t kept = 1;
    for (size_t m = 1; m < p->n; m++) {
        struct state s = p->states[m];
        if (s.weight < LEAST_WEIGHT || from >= s.at + reach) {
            p->states[0].weight += s.weight;
        } else {
            p->states[kept++] = s;
        }
    }
    p->n = kept;
}

static void wait_for_cache(struct pass *p, struct move *m)
{
    const struct step *s = m->step;
    for (size_t i = 0; i < p->n; i++) {
        double opens = i == 0 ? s->from : p->states[i].at + p->rates->silence;
        double open = s->to - fmax(opens, s->from);
        m->lasts[i] = open > 0 ? exp(-m->passed * open) : 1;
        m->stays += p->states[i].weight * m->lasts[i];
        if (open > 0) {
            m->open += p->states[i].weight * open * .5 * (1 + m->lasts[i]);
        }
    }
}

static void wait_for_timer(struct pass *p, struct move *m)
{
    const struct weighrates *r = p->rates;
    for (size_t i = 0; i < p->n; i++) {
        if (i == 0) {
            m->lasts[0] = exp(-RESTART / r->period * m->step->hours);
        } else {
            m->alive[i] = still_asleep(&p->sleeps, m->step->to - p->states[i].at);
            m->lasts[i] = m->alive[i] / p->states[i].alive;
        }
        m->stays += p->states[i].weight * m->lasts[i];
    }
}

static void begin_move(struct pass *p, struct move *m)
{
    const struct weighrates *r = p->rates;
    const struct step *s = m->step;
    m->level[OTHERS] = level_of(p, OTHERS);
    m->level[PASSED] = level_of(p, PASSED);
    m->others = m->level[OTHERS] * r->others[s->cell];
    m->passed = m->level[PASSED] * r->passed[s->cell];
    m->quiet = m->others * s->hours;
    for (int k = 0; k < WEIGH_KERNELS; k++) {
        m->fade[k] = r->follow[k] > 0 ? exp(-s->hours / r->lag[k]) : 0;
        m->quiet += r->follow[k] * p->burst[k] * (1 - m->fade[k]);
    }
    retire(p, s->from);
    if (r->hidden == WEIGH_CACHE) {
        wait_for_cache(p, m);
    } else if (r->hidden == WEIGH_TIMER) {
        wait_for_timer(p, m);
    } else {
        m->lasts[0] = m->stays = 1;
    }
}

/* The hazard of what is hidden at the step's end, in state I; a timer's waking is put into WAKING. */
static double hazard(const struct pass *p, const struct move *m, size_t i, struct waking *waking)
{
    const struct weighrates *r = p->rates;
    *waking = (struct waking){ 0, 0, 0 };
    if (r->hidden == WEIGH_NONE) {
        return 0;
    }
    if (r->hidden == WEIGH_CACHE) {
        return i == 0 || p->states[i].at + r->silence <= m->step->to ? m->passed : 0;
    }
    if (i == 0) {
        return RESTART / r->period;
    }
    *waking = waking_at(&p->sleeps, m->step->to - p->states[i].at);
    return waking->density / m->alive[i];
}

/* A visit's likelihood by what it may be, and of the timer's what the M-step asks. */
struct visit {
    double other, burst[WEIGH_KERNELS], hidden; /* add up to the likelihood of the step's end */
    double ticks, sleeps, sum, squares;
};

static void add_sleep(const struct pass *p, const struct move *m, size_t i, double goes, const struct waking *s, struct visit *v)
{
    double age = m->step->to - p->states[i].at;
    if (s->density > 0) {
        double k = s->sleeps / s->density;
        v->ticks += goes;
        v->sleeps += goes * k;
        v->sum += goes * age;
        v->squares += goes * s->squares / s->density;
    }
}

static struct visit end_in_visit(struct pass *p, const struct move *m)
{
    const struct weighrates *r = p->rates;
    double seen = m->others;
    struct visit v = { .other = m->stays * m->others };
    for (int k = 0; k < WEIGH_KERNELS; k++) {
        double burst = r->follow[k] > 0 ? r->follow[k] / r->lag[k] * p->burst[k] * m->fade[k] : 0;
        v.burst[k] = m->stays * burst;
        seen += burst;
    }
    for (size_t i = 0; i < p->n; i++) {
        struct waking waking;
        double stays = p->states[i].weight * m->lasts[i], goes = stays * hazard(p, m, i, &waking);
        v.hidden += goes;
        add_sleep(p, m, i, goes, &waking, &v);
        p->states[i].weight = stays * seen;
    }
    return v;
}

/* Where there is no room for one more, the least probable is given up. */
static void make_room(struct pass *p)
{
    size_t least = 1;
    if (p->n <= STATES_MOST) {
        return;
    }
    for (size_t i = 2; i < p->n; i++) {
        least = p->states[i].weight < p->states[least].weight ? i : least;
    }
    p->states[0].weight += p->states[least].weight;
    for (size_t i = least + 1; i < p->n; i++) {
        p->states[i - 1] = p->states[i];
    }
    p->n--;
}

static void settle(struct pass *p, const struct move *m, double hidden, double total)
{
    for (size_t i = 0; i < p->n; i++) {
        p->states[i].weight /= total;
    }
    for (size_t i = 1; i < p->n && p->rates->hidden == WEIGH_TIMER; i++) {
        p->states[i].alive = m->alive[i];
    }
    if (hidden > 0) {
        make_room(p);
        p->states[p->n++] = (struct state){ hidden / total, m->step->to, 1 };
    }
}

/* The levels and the bursts at the step's end. */
static void pass_time(struct pass *p, const struct move *m, const double share[PARTS])
{
    const struct weighrates *r = p->rates;
    const struct step *s = m->step;
    double keep = exp(-s->hours / r->memory), time[PARTS] = { s->hours * r->others[s->cell], m->open * r->passed[s->cell] };
    for (int part = 0; part < PARTS; part++) {
        p->seen[part] = p->seen[part] * keep + share[part];
        p->expected[part] = p->expected[part] * keep + time[part];
    }
    for (int k = 0; k < WEIGH_KERNELS; k++) {
        p->burst_lag[k] = (p->burst_lag[k] + s->hours * p->burst[k]) * m->fade[k];
        p->burst[k] = p->burst[k] * m->fade[k] + s->visit;
    }
}

static void add_visit(struct weighsums *sums, const struct pass *p, const struct move *m, const struct visit *v, double total)
{
    unsigned char cell = m->step->cell;
    sums->visits++;
    sums->others[cell] += v->other / total;
    sums->passed[cell] += v->hidden / total;
    for (int k = 0; k < WEIGH_KERNELS && p->burst[k] > 0; k++) {
        sums->followers[k] += v->burst[k] / total;
        sums->lags[k] += v->burst[k] / total * (p->burst_lag[k] / p->burst[k] + m->step->hours);
    }
    sums->ticks += v->ticks / total;
    sums->sleeps += v->sleeps / total;
    sums->sleep_sum += v->sum / total;
    sums->sleep_squares += v->squares / total;
}

/* Takes one step; returns the log likelihood of its end. */
static double take_step(struct pass *p, const struct step *s, struct weighsums *sums)
{
    struct move m = { .step = s }; /* the arrays too: the linter cannot see that only the pass's states are read */
    struct visit v = { 0 };
    double total, share[PARTS] = { 0, 0 };
    begin_move(p, &m);
    total = m.stays;
    p->wait += m.quiet - log(m.stays);
    if (s->visit) {
        v = end_in_visit(p, &m);
        total = v.other + v.burst[0] + v.burst[1] + v.hidden;
        share[OTHERS] = v.other / total;
        share[PASSED] = v.hidden / total;
    } else {
        for (size_t i = 0; i < p->n; i++) {
            p->states[i].weight *= m.lasts[i];
        }
    }
    if (sums != NULL) {
        sums->others_time[s->cell] += m.level[OTHERS] * s->hours;
        sums->passed_time[s->cell] += m.level[PASSED] * m.open;
        if (s->visit) {
            add_visit(sums, p, &m, &v, total);
        }
    }
    pass_time(p, &m, share);
    settle(p, &m, v.hidden, total);
    return log(total) - m.quiet;
}

void weighfilter_run(struct weighfilter *f, const struct weighrates *r, int fold, struct weighsums *sums, double *waits)
{
    struct pass p = { .rates = r, .n = 1, .states = { { 1, -INFINITY, 1 } } };
    double *score = sums->score;
    size_t visit = 0;
    *sums = (struct weighsums){ .score = score };
    sleeps_init(&p.sleeps, r);
    for (size_t b = 0; b < f->blocks->n; b++) {
        score[b] = 0;
    }
    for (size_t k = 0; k < f->n; k++) {
        const struct step *s = &f->steps[k];
        score[s->block] += take_step(&p, s, weighblocks_fold(s->block) != fold ? sums : NULL);
        if (s->visit) {
            if (waits != NULL) {
                waits[visit] = p.wait;
            }
            visit++;
            p.wait = 0;
        }
    }
}
