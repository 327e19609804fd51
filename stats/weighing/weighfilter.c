/* weighfilter.c -- see weighfilter.h. */

#include "weighfilter.h"

#include <math.h>
#include <stdlib.h>

#define LEVEL_WORTH 3. /* visits */
#define STATES_MOST 64 /* visits that may have renewed an entry, or the timer, last; the least probable are given up */
#define LEAST_WEIGHT 1e-5
#define LEAST_STAYS 1e-300 /* a chance, lest it be 0 */
#define SLEEPS 4       /* that a timer's gap may span */
#define RESTART .05    /* of a silent timer, a period */
#define SILENT .02     /* of a timer's sleeps never end */
#define FAR 6.         /* standard deviations: there a sleep is over */

/* --- steps: watched time cut at hours and visits ---------------------------------------------- */

struct step {
    double from, to, hours; /* hours since the span's start; watched, which is to - from */
    unsigned char cell, entry;
    bool visit;             /* at its end, for the entry */
    size_t block;
};

struct weighfilter {
    struct weighvisits visits;
    when_t origin;
    struct step *steps;
    size_t n, capacity;
};

static double hours_since(const struct weighfilter *f, when_t t)
{
    return (double)(t - f->origin) / (double)WHEN_HOUR;
}

static void add_step(struct weighfilter *f, when_t from, when_t to, const unsigned char *visit)
{
    double a = hours_since(f, from), b = hours_since(f, to);
    f->steps = mem_grow(f->steps, &f->capacity, f->n + 1, sizeof *f->steps);
    f->steps[f->n++] = (struct step){ .from = a, .to = b, .hours = b - a, .cell = (unsigned char)weighclock_hour(f->visits.clock, from),
                                      .entry = visit != NULL ? *visit : 0, .visit = visit != NULL,
                                      .block = weighblocks_of(f->visits.blocks, from) };
}

/* Steps from FROM to TO, where there may be a VISIT for an entry: none passes the end of an hour. */
static void cut_hours(struct weighfilter *f, when_t from, when_t to, const unsigned char *visit)
{
    when_t next = weighclock_next(f->visits.clock, from);
    while (next < to) {
        add_step(f, from, next, NULL);
        from = next;
        next = weighclock_next(f->visits.clock, from);
    }
    if (visit != NULL || from < to) {
        add_step(f, from, to, visit);
    }
}

struct weighfilter *weighfilter_new(const struct weighvisits *visits)
{
    const struct observed *o = visits->observed;
    struct weighfilter *f = mem_zero(sizeof *f);
    size_t i = 0;
    f->visits = *visits;
    f->origin = observed_start(o);
    for (size_t k = 0; k < o->n; k++) {
        when_t from = o->at[k].start;
        for (; i < visits->n && visits->times[i] < o->at[k].end; i++) {
            cut_hours(f, from, visits->times[i], &visits->entry[i]);
            from = visits->times[i];
        }
        cut_hours(f, from, o->at[k].end, NULL);
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

const struct weighvisits *weighfilter_visits(const struct weighfilter *f)
{
    return &f->visits;
}

size_t weighfilter_block(const struct weighfilter *f, size_t visit)
{
    return weighblocks_of(f->visits.blocks, f->visits.times[visit]);
}

/* --- a timer's sleep ---------------------------------------------------------------------------- */

/* Of k sleeps: how probable so many are, their mean and standard deviation; hours. */
struct sleeps {
    double mass[SLEEPS], mean[SLEEPS], sd[SLEEPS], norm[SLEEPS]; /* norm: of the normal density */
};

static void sleeps_init(struct sleeps *s, const struct weighrates *r)
{
    double mass = (1 - SILENT) * (1 - r->loss) / (1 - pow(r->loss, SLEEPS));
    for (int k = 0; k < SLEEPS; k++, mass *= r->loss) {
        s->mass[k] = mass;
        s->mean[k] = (k + 1) * r->period;
        s->sd[k] = r->spread * sqrt(k + 1);
        s->norm[k] = s->sd[k] * sqrt(2 * M_PI);
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
            double d = s->mass[k] * exp(-.5 * z * z) / s->norm[k];
            w.density += d;
            w.sleeps += d * (k + 1);
            w.squares += d * z * z * s->sd[0] * s->sd[0];
        }
    }
    return w;
}

/* --- one pass ------------------------------------------------------------------------------------- */

enum part { OTHERS, PASSED, PARTS };

#define THE_TIMER 0 /* a timer is renewed as a whole, so its states are of one entry, whatever it asks for */

/* exp(-hours/time); that of a whole hour, as many steps are, is kept. */
struct decay {
    double time, hour;
};

static struct decay decay_by(double time)
{
    return (struct decay){ time, exp(-1 / time) };
}

static double decay_in(const struct decay *d, double hours)
{
    return hours == 1 ? d->hour : exp(-hours / d->time);
}

/* What is hidden of an entry was last renewed at `at`. */
struct state {
    double weight, at, alive; /* alive: a timer's, at the step's start */
    unsigned char entry;
};

struct pass {
    const struct weighrates *rates;
    size_t entries;
    struct sleeps sleeps;
    struct decay memory, lag[WEIGH_KERNELS];
    double open[WEIGH_ENTRIES]; /* of each entry, the weight of "renewed long ago": with its live states it adds up to 1 */
    size_t live[WEIGH_ENTRIES]; /* states of each */
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
    double quiet;                        /* integral of others and bursts */
    double fade[WEIGH_KERNELS];          /* exp(-hours/lag) */
    double log_stays;                    /* the chance that nothing hidden comes in the step */
    double stays[WEIGH_ENTRIES];         /* of each entry with live states, and the timer: sum of weight x lasts */
    double open_lasts[WEIGH_ENTRIES], open_hours[WEIGH_ENTRIES]; /* likewise */
    double hours;                        /* in which an entry was open, expected, over entries by what is asked of them */
    double lasts[STATES_MOST + 1], alive[STATES_MOST + 1], open[STATES_MOST + 1]; /* of the pass's states alone; open: hours */
};

static double level_of(const struct pass *p, enum part part)
{
    return (LEVEL_WORTH + p->seen[part]) / (LEVEL_WORTH + p->expected[part]);
}

/* State I is given up: nobody knows any more when its entry was renewed. */
static void forget(struct pass *p, size_t i)
{
    p->open[p->states[i].entry] += p->states[i].weight;
    p->live[p->states[i].entry]--;
}

/* States whose renewal says nothing any more. */
static void retire(struct pass *p, double from)
{
    const struct weighrates *r = p->rates;
    double reach = r->hidden == WEIGH_CACHE ? r->silence : SLEEPS * r->period + FAR * sqrt(SLEEPS) * r->spread;
    size_t kept = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (p->states[i].weight < LEAST_WEIGHT || from >= p->states[i].at + reach) {
            forget(p, i);
        } else {
            p->states[kept++] = p->states[i];
        }
    }
    p->n = kept;
}

/* The entries among which there may be live states. */
static size_t watched_entries(const struct pass *p)
{
    return p->n > 0 ? p->entries : 0;
}

/* Entries without live states are open and lose together; the others each by their states. */
static void wait_for_cache(struct pass *p, struct move *m)
{
    const struct step *s = m->step;
    const double *asked = p->rates->hidden_share;
    double idle = 1;
    for (size_t e = 0; e < watched_entries(p); e++) {
        if (p->live[e] > 0) {
            m->open_lasts[e] = exp(-m->passed * asked[e] * s->hours);
            m->stays[e] = p->open[e] * m->open_lasts[e];
            idle -= asked[e];
        }
    }
    for (size_t i = 0; i < p->n; i++) {
        unsigned char e = p->states[i].entry;
        m->open[i] = fmax(s->to - fmax(p->states[i].at + p->rates->silence, s->from), 0);
        m->lasts[i] = m->open[i] > 0 ? exp(-m->passed * asked[e] * m->open[i]) : 1;
        m->stays[e] += p->states[i].weight * m->lasts[i];
    }
    m->log_stays = -m->passed * fmax(idle, 0) * s->hours;
    m->hours = fmax(idle, 0) * s->hours;
    for (size_t e = 0; e < watched_entries(p); e++) {
        m->stays[e] = fmax(m->stays[e], LEAST_STAYS);
        m->log_stays += p->live[e] > 0 ? log(m->stays[e]) : 0;
    }
}

/* How long the entries were open: the mean of what a step's start and, nothing having come, its end say. */
static void reckon_open(const struct pass *p, struct move *m)
{
    for (size_t e = 0; e < watched_entries(p); e++) {
        if (p->live[e] > 0) {
            m->open_hours[e] = .5 * p->open[e] * (1 + m->open_lasts[e] / m->stays[e]) * m->step->hours;
        }
    }
    for (size_t i = 0; i < p->n; i++) {
        unsigned char e = p->states[i].entry;
        m->open_hours[e] += .5 * p->states[i].weight * (1 + m->lasts[i] / m->stays[e]) * m->open[i];
    }
    for (size_t e = 0; e < watched_entries(p); e++) {
        m->hours += p->live[e] > 0 ? p->rates->hidden_share[e] * m->open_hours[e] : 0;
    }
}

static void wait_for_timer(struct pass *p, struct move *m)
{
    const struct weighrates *r = p->rates;
    m->open_lasts[THE_TIMER] = exp(-RESTART / r->period * m->step->hours);
    m->stays[THE_TIMER] = p->open[THE_TIMER] * m->open_lasts[THE_TIMER];
    for (size_t i = 0; i < p->n; i++) {
        m->alive[i] = still_asleep(&p->sleeps, m->step->to - p->states[i].at);
        m->lasts[i] = m->alive[i] / p->states[i].alive;
        m->stays[THE_TIMER] += p->states[i].weight * m->lasts[i];
    }
    m->stays[THE_TIMER] = fmax(m->stays[THE_TIMER], LEAST_STAYS);
    m->log_stays = log(m->stays[THE_TIMER]);
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
        m->fade[k] = r->follow[k] > 0 ? decay_in(&p->lag[k], s->hours) : 0;
        m->quiet += r->follow[k] * p->burst[k] * (1 - m->fade[k]);
    }
    m->log_stays = m->hours = 0;
    retire(p, s->from);
    if (r->hidden == WEIGH_CACHE) {
        wait_for_cache(p, m);
        reckon_open(p, m);
    } else if (r->hidden == WEIGH_TIMER) {
        wait_for_timer(p, m);
    }
}

/* A visit's likelihood, nothing having come before it in the step, by what it may be, and of the timer's what the M-step asks. */
struct visit {
    double other, burst[WEIGH_KERNELS], hidden;
    double ticks, sleeps, sum, squares;
};

static double total_of(const struct visit *v)
{
    return v->other + v->burst[0] + v->burst[1] + v->hidden;
}

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

/* Which entry's renewal a visit for E may be. */
static unsigned char renewed_by(const struct weighrates *r, unsigned char e)
{
    return r->hidden == WEIGH_TIMER ? THE_TIMER : e;
}

/* How much of the visit's likelihood is what is hidden: its hazard at the step's end, over the states of entry E. */
static void add_hidden(const struct pass *p, const struct move *m, unsigned char e, struct visit *v)
{
    const struct weighrates *r = p->rates;
    double share = r->hidden_share[m->step->entry];
    v->hidden = p->open[e] * share * (r->hidden == WEIGH_CACHE ? m->passed : RESTART / r->period);
    for (size_t i = 0; i < p->n; i++) {
        const struct state *s = &p->states[i];
        if (s->entry != e) {
            continue;
        }
        if (r->hidden == WEIGH_CACHE) {
            v->hidden += s->at + r->silence <= m->step->to ? s->weight * share * m->passed : 0;
        } else {
            struct waking waking = waking_at(&p->sleeps, m->step->to - s->at);
            double goes = s->weight * share * waking.density / m->alive[i];
            v->hidden += goes;
            add_sleep(p, m, i, goes, &waking, v);
        }
    }
}

static struct visit visit_at(const struct pass *p, const struct move *m, unsigned char e)
{
    const struct weighrates *r = p->rates;
    double share = r->others_share[m->step->entry];
    struct visit v = { .other = m->others * share };
    for (int k = 0; k < WEIGH_KERNELS; k++) {
        v.burst[k] = r->follow[k] > 0 ? share * r->follow[k] / r->lag[k] * p->burst[k] * m->fade[k] : 0;
    }
    if (r->hidden != WEIGH_NONE) {
        add_hidden(p, m, e, &v);
    }
    return v;
}

/* Where there is no room for one more, the least probable is given up. */
static void make_room(struct pass *p)
{
    size_t least = 0;
    if (p->n < STATES_MOST) {
        return;
    }
    for (size_t i = 1; i < p->n; i++) {
        least = p->states[i].weight < p->states[least].weight ? i : least;
    }
    forget(p, least);
    for (size_t i = least + 1; i < p->n; i++) {
        p->states[i - 1] = p->states[i];
    }
    p->n--;
}

/* Nothing hidden came: what each state loses. */
static void outlast(struct pass *p, const struct move *m)
{
    for (size_t e = 0; e < watched_entries(p); e++) {
        if (p->live[e] > 0) {
            p->open[e] *= m->open_lasts[e] / m->stays[e];
        }
    }
    for (size_t i = 0; i < p->n; i++) {
        p->states[i].weight *= m->lasts[i] / m->stays[p->states[i].entry];
        p->states[i].alive = p->rates->hidden == WEIGH_TIMER ? m->alive[i] : 1;
    }
}

/* A visit that may have renewed entry E: with HIDDEN it did, else with REST its states are what they were.  The rest of a cache's
   names is never live. */
static void renew(struct pass *p, const struct move *m, unsigned char e, double hidden)
{
    bool kept = p->rates->hidden == WEIGH_TIMER || e != WEIGH_REST;
    for (size_t i = 0; i < p->n; i++) {
        p->states[i].weight *= p->states[i].entry == e ? 1 - hidden : 1;
    }
    p->open[e] = p->open[e] * (1 - hidden) + (kept ? 0 : hidden);
    if (kept && hidden > 0) {
        make_room(p);
        p->states[p->n++] = (struct state){ hidden, m->step->to, 1, e };
        p->live[e]++;
    }
}

/* The levels and the bursts at the step's end. */
static void pass_time(struct pass *p, const struct move *m, const double share[PARTS])
{
    const struct weighrates *r = p->rates;
    const struct step *s = m->step;
    double keep = decay_in(&p->memory, s->hours), time[PARTS] = { s->hours * r->others[s->cell], m->hours * r->passed[s->cell] };
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
    unsigned char cell = m->step->cell, entry = m->step->entry;
    double hidden = v->hidden / total;
    sums->visits++;
    sums->others[cell] += v->other / total;
    sums->passed[cell] += hidden;
    sums->others_by[entry] += 1 - hidden;
    sums->hidden_by[entry] += hidden;
    for (int k = 0; k < WEIGH_KERNELS && p->burst[k] > 0; k++) {
        sums->followers[k] += v->burst[k] / total;
        sums->lags[k] += v->burst[k] / total * (p->burst_lag[k] / p->burst[k] + m->step->hours);
    }
    sums->ticks += v->ticks / total;
    sums->sleeps += v->sleeps / total;
    sums->sleep_sum += v->sum / total;
    sums->sleep_squares += v->squares / total;
}

static void add_time(struct weighsums *sums, const struct pass *p, const struct move *m)
{
    const struct step *s = m->step;
    double demand = m->level[PASSED] * p->rates->passed[s->cell];
    sums->others_time[s->cell] += m->level[OTHERS] * s->hours;
    sums->passed_time[s->cell] += m->level[PASSED] * m->hours;
    sums->demand += demand * s->hours;
    for (size_t e = 0; e < watched_entries(p) && p->rates->hidden == WEIGH_CACHE; e++) {
        sums->held_by[e] += p->live[e] > 0 ? demand * (s->hours - m->open_hours[e]) : 0;
    }
}

/* The visit at the end of a step; returns its likelihood. */
static double take_visit(struct pass *p, const struct move *m, struct weighsums *sums, double share[PARTS])
{
    unsigned char entry = renewed_by(p->rates, m->step->entry);
    struct visit v = visit_at(p, m, entry);
    double total = total_of(&v);
    share[OTHERS] = v.other / total;
    share[PASSED] = v.hidden / total;
    if (sums != NULL) {
        add_visit(sums, p, m, &v, total);
    }
    renew(p, m, entry, share[PASSED]);
    return total;
}

/* Takes the step of M; returns the log likelihood of its end. */
static double take_step(struct pass *p, struct move *m, struct weighsums *sums)
{
    double total = 1, share[PARTS] = { 0, 0 };
    begin_move(p, m);
    p->wait += m->quiet - m->log_stays;
    if (sums != NULL) {
        add_time(sums, p, m);
    }
    outlast(p, m);
    if (m->step->visit) {
        total = take_visit(p, m, sums, share);
    }
    pass_time(p, m, share);
    return m->log_stays - m->quiet + log(total);
}

void weighfilter_run(struct weighfilter *f, const struct weighrates *r, int fold, struct weighsums *sums, double *waits)
{
    struct pass p = { .rates = r, .entries = f->visits.entries };
    struct move m = { .step = NULL }; /* one for all steps, as most of it is rooms that few steps use */
    double *score = sums->score;
    size_t visit = 0;
    *sums = (struct weighsums){ .score = score };
    sleeps_init(&p.sleeps, r);
    p.memory = decay_by(r->memory);
    for (int k = 0; k < WEIGH_KERNELS; k++) {
        p.lag[k] = decay_by(r->lag[k]);
    }
    for (size_t e = 0; e < WEIGH_ENTRIES; e++) {
        p.open[e] = 1;
    }
    for (size_t b = 0; b < f->visits.blocks->n; b++) {
        score[b] = 0;
    }
    for (size_t k = 0; k < f->n; k++) {
        const struct step *s = &f->steps[k];
        m.step = s;
        score[s->block] += take_step(&p, &m, weighblocks_fold(s->block) != fold ? sums : NULL);
        if (s->visit) {
            if (waits != NULL) {
                waits[visit] = p.wait;
            }
            visit++;
            p.wait = 0;
        }
    }
}
