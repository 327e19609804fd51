/* split_chain.c -- see split.h: the beacon that sleeps.

   F_j is the summed density of all chains that end at visit j, each visit's factor divided by the backdrop's density
   there; B_i what can follow visit i.  Both are kept with a common scale that is brought back when it grows. */

#include "split_parts.h"

#include <math.h>
#include <stdlib.h>

#define ROUNDS 15
#define SILENT .02     /* chance that the beacon falls silent after a visit */
#define STARTS 20.     /* periods until it starts again, on average */
#define FINE 1024      /* places of the gap density a period */
#define REACH 5.0      /* periods */
#define HUGE_SCALE 1e150
#define NOTHING 746.0  /* exp of less than minus this is 0 */

/* What K sleeps add to the density of a gap: a normal around K periods, times the chance that so many are slept through. */
struct sleeps {
    double chance[SPLIT_SLEEPS + 1], spread[SPLIT_SLEEPS + 1], root[SPLIT_SLEEPS + 1]; /* spread: twice the variance */
};

struct chain {
    const struct split_data *d;
    struct sleeps sleeps;
    double period, silent, starts; /* starts: a second */
    float *gap;                    /* density of the next gap, a second, by gap / period * FINE */
    size_t places;
    double *calm;                  /* backdrop's density at each visit */
    double *forward;               /* log F */
    double *work;                  /* scaled F or B */
    double total;                  /* log Z */
};

static void sleeps_init(struct sleeps *s, const struct beacon *b)
{
    for (int k = 1; k <= SPLIT_SLEEPS; k++) {
        double variance = k * (b->jitter * b->jitter);

        s->chance[k] = pow(b->loss, k - 1);
        s->spread[k] = 2 * variance;
        s->root[k] = sqrt(2 * M_PI * variance);
    }
}

/* The part of K sleeps at a gap of X periods.  Mostly one K has any, and this is asked for each pair of visits. */
static inline double sleeps_part(const struct sleeps *s, int k, double x)
{
    double off = (x - k) * (x - k) / s->spread[k];

    return off > NOTHING ? 0 : s->chance[k] * (exp(-off) / s->root[k]);
}

static void tabulate(struct chain *c, const struct beacon *b)
{
    double whole = 0;

    c->places = (size_t)(REACH * FINE);
    c->gap = mem_alloc(c->places * sizeof *c->gap);
    for (int k = 1; k <= SPLIT_SLEEPS; k++)
        whole += c->sleeps.chance[k];
    for (size_t i = 0; i < c->places; i++) {
        double x = ((double)i + .5) / FINE, sum = 0;

        for (int k = 1; k <= SPLIT_SLEEPS; k++)
            sum += sleeps_part(&c->sleeps, k, x);
        c->gap[i] = (float)((1 - c->silent) * sum / whole / b->period);
    }
}

static void chain_init(struct chain *c, const struct split_data *d, const struct beacon *b)
{
    *c = (struct chain){ .d = d, .period = b->period, .silent = SILENT, .starts = 1 / (STARTS * b->period) };
    sleeps_init(&c->sleeps, b);
    tabulate(c, b);
    c->calm = mem_alloc(3 * (d->n + 1) * sizeof *c->calm);
    c->forward = c->calm + d->n + 1;
    c->work = c->forward + d->n + 1;
    for (size_t i = 0; i < d->n; i++)
        c->calm[i] = split_calm(d, i, b->rate);
}

static void chain_release(struct chain *c)
{
    free(c->gap);
    free(c->calm);
}

static double gap_density(const struct chain *c, double gap)
{
    size_t at = (size_t)(gap / c->period * FINE);

    return at < c->places ? (double)c->gap[at] : 0;
}

/* The chance that nothing follows a visit within REST. */
static double ends(const struct chain *c, double rest)
{
    size_t at = (size_t)(rest / c->period * FINE);
    double sum = 0;

    for (size_t i = at; i < c->places; i++)
        sum += (double)c->gap[i];
    return sum * c->period / FINE + c->silent * exp(-c->starts * rest);
}

/* Rescales what the window [first, j) holds; the scale's logarithm is returned. */
static double rescale(double *work, size_t first, size_t j, double *still)
{
    double most = *still;

    for (size_t i = first; i < j; i++)
        most = work[i] > most ? work[i] : most;
    if (most < HUGE_SCALE && most > 1 / HUGE_SCALE)
        return 0;
    if (!(most > 0))
        return 0;
    for (size_t i = first; i < j; i++)
        work[i] /= most;
    *still /= most;
    return log(most);
}

/* `still` is the mass of chains that have fallen silent, and of those not begun, decayed to the present. */
static void forward(struct chain *c)
{
    const double *t = c->d->t;
    size_t first = 0, n = c->d->n;
    double still = 1, now = c->d->start, scale = 0, reach = REACH * c->period, sum;

    for (size_t j = 0; j < n; j++) {
        while (t[j] - t[first] >= reach)
            first++;
        still *= exp(-c->starts * (t[j] - now));
        now = t[j];
        sum = still * c->starts;
        for (size_t i = first; i < j; i++)
            sum += c->work[i] * gap_density(c, t[j] - t[i]);
        c->work[j] = sum / c->calm[j];
        c->forward[j] = c->work[j] > 0 ? log(c->work[j]) + scale : -INFINITY;
        still += c->silent * c->work[j];
        scale += rescale(c->work, first, j + 1, &still);
    }
    sum = still * exp(-c->starts * (c->d->end - now));
    for (size_t i = first; i < n; i++)
        sum += c->work[i] * (ends(c, c->d->end - t[i]) - c->silent * exp(-c->starts * (c->d->end - t[i])));
    c->total = log(fmax(sum, 1e-300)) + scale;
}

/* What the M-step needs. */
struct moments_of_gaps {
    double sleeps, seconds, gaps; /* expected sleeps, the time in them, observed gaps */
    double squares;               /* of the deviation of a gap from its sleeps' mean, a sleep */
};

/* A gap of GAP seconds that is the chain's with probability P, shared out over the numbers of sleeps. */
static void add_gap(struct moments_of_gaps *m, const struct chain *c, double gap, double p)
{
    double x = gap / c->period, part[SPLIT_SLEEPS + 1], sum = 0;

    for (int k = 1; k <= SPLIT_SLEEPS; k++)
        sum += part[k] = sleeps_part(&c->sleeps, k, x);
    for (int k = 1; k <= SPLIT_SLEEPS; k++) {
        double share = p * part[k] / sum;

        if (!(part[k] > 0))
            continue;
        m->gaps += share;
        m->sleeps += share * k;
        m->seconds += share * gap;
        m->squares += share * (gap - k * c->period) * (gap - k * c->period) / k;
    }
}

/* POSTERIOR gets each visit's; M may be NULL. */
static void backward(struct chain *c, double *posterior, struct moments_of_gaps *m)
{
    const double *t = c->d->t;
    size_t n = c->d->n, last = n;
    double reach = REACH * c->period, now = c->d->end, still = 1, scale = 0;

    for (size_t i = n; i-- > 0;) {
        double sum, mine;

        while (last > i + 1 && t[last - 1] - t[i] >= reach)
            last--;
        still *= exp(-c->starts * (now - t[i]));
        now = t[i];
        sum = c->silent * still + (ends(c, c->d->end - t[i]) - c->silent * exp(-c->starts * (c->d->end - t[i])))
                                      * exp(-scale);
        mine = exp(fmin(c->forward[i] - c->total + scale, 700));
        for (size_t j = i + 1; j < last; j++) {
            double density = gap_density(c, t[j] - t[i]), step;

            if (!(density > 0)) /* between the sleeps there is none */
                continue;
            step = density / c->calm[j] * c->work[j];
            sum += step;
            if (m != NULL && mine * step > 1e-6)
                add_gap(m, c, t[j] - t[i], mine * step);
        }
        posterior[i] = fmin(1, mine * sum);
        c->work[i] = sum;
        still += c->starts / c->calm[i] * sum;
        scale += rescale(c->work + i, 0, last - i, &still);
    }
}

static double gain_of(const struct chain *c, const struct beacon *b)
{
    double gain = c->total - split_shift(c->d, b->rate);

    for (size_t i = 0; i < c->d->n; i++)
        gain += log(c->calm[i] / split_alone(c->d, i));
    return gain;
}

double chain_gain(const struct split_data *d, const struct beacon *b, double *posterior)
{
    struct chain c;
    double gain;

    chain_init(&c, d, b);
    forward(&c);
    if (posterior != NULL)
        backward(&c, posterior, NULL);
    gain = gain_of(&c, b);
    chain_release(&c);
    return gain;
}

static void improve(const struct split_data *d, struct beacon *b, const struct moments_of_gaps *m, const double *p)
{
    double sum = 0;

    for (size_t i = 0; i < d->n; i++)
        sum += p[i];
    b->rate = sum / fmax(backdrop_seen(d->backdrop, d->start, d->end), 1);
    if (!(m->gaps > 0))
        return;
    b->period = m->seconds / m->sleeps;
    b->jitter = fmin(fmax(sqrt(m->squares / m->gaps) / b->period, 5e-4), .5);
    b->loss = fmin(fmax(1 - m->gaps / m->sleeps, .005), .7);
    b->error = b->jitter * b->period / sqrt(m->sleeps);
}

bool chain_fit(const struct split_data *d, struct beacon *b)
{
    double *p = mem_alloc((d->n + 1) * sizeof *p), least = b->period / 2, most = b->period * 2;
    bool inside = true, moves = true;

    b->loss = .1;
    b->rate = fmin(.7 / b->period, .5 * (double)d->n / fmax(backdrop_seen(d->backdrop, d->start, d->end), 1));
    for (int i = 0; inside && moves && i < ROUNDS; i++) {
        const struct beacon was = *b;
        struct moments_of_gaps m = { 0 };
        struct chain c;

        chain_init(&c, d, b);
        forward(&c);
        backward(&c, p, &m);
        chain_release(&c);
        improve(d, b, &m, p);
        moves = !split_rests(&was, b);
        inside = m.gaps > 2 && b->period > least && b->period < most;
    }
    free(p);
    return inside;
}
