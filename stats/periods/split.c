/* split.c -- see split.h. */

#include "split.h"

#include "numbers/circular.h"
#include "split_parts.h"
#include <gsl/gsl_sf_bessel.h>
#include <math.h>
#include <stdlib.h>

#define ROUNDS 40
#define RESTS 1e-7 /* share by which a round may still move what is fitted */
#define A_SECTION 40. /* the beacon's visits that a section of phase should hold */
#define MOST_SECTIONS 200
#define DRAWN 5.      /* visits' worth of the phase of all in each section */
#define MOST_CYCLES 4e6
#define SILENT .02 /* a cycle's chance that the clock's visits stop, */
#define STARTS .05 /* and that they begin again */

double split_calm(const struct split_data *d, size_t i, double rate)
{
    double calm = fmax(d->mu[i] - d->taken - rate, SPLIT_LEAST * d->mu[i]);

    return d->calm * calm + (d->burst != NULL ? d->burst[i] : 0);
}

double split_alone(const struct split_data *d, size_t i)
{
    return split_calm(d, i, 0);
}

double split_shift(const struct split_data *d, double rate)
{
    return d->calm * (backdrop_left(d->backdrop, d->start, d->end, d->taken + rate, SPLIT_LEAST)
                      - backdrop_left(d->backdrop, d->start, d->end, d->taken, SPLIT_LEAST));
}

static bool rests(double was, double is)
{
    return fabs(is - was) <= RESTS * fabs(is);
}

bool split_rests(const struct beacon *was, const struct beacon *is)
{
    return rests(was->period, is->period) && rests(was->rate, is->rate) && rests(was->jitter, is->jitter)
           && rests(was->kappa, is->kappa) && rests(was->loss, is->loss);
}

/* --- a clock's phase ---------------------------------------------------------------------- */

struct phase {
    double re, im; /* of all */
    size_t sections;
    double length; /* seconds */
    double start;
    double *at; /* radians, by section, unwrapped */
};

static double turn_of(double t, double period)
{
    double turns = t / period;

    return 2 * M_PI * (turns - floor(turns));
}

static double near(double angle, double other)
{
    return angle - 2 * M_PI * round((angle - other) / (2 * M_PI));
}

/* Sections' phases from posterior-weighted visits. */
static void phase_fit(struct phase *ph, const struct split_data *d, double period, const double *p, double kappa)
{
    double *re = mem_zero(2 * ph->sections * sizeof *re), *im = re + ph->sections, norm;
    double pull = DRAWN / (1 + kappa);

    ph->re = ph->im = 0;
    for (size_t i = 0; i < d->n; i++) {
        double x = turn_of(d->t[i], period);
        size_t k = (size_t)fmin(fmax((d->t[i] - ph->start) / ph->length, 0), (double)ph->sections - 1);

        re[k] += p[i] * cos(x);
        im[k] += p[i] * sin(x);
        ph->re += p[i] * cos(x);
        ph->im += p[i] * sin(x);
    }
    norm = fmax(hypot(ph->re, ph->im), 1e-12);
    for (size_t k = 0; k < ph->sections; k++) {
        ph->at[k] = atan2(im[k] + pull * ph->im / norm, re[k] + pull * ph->re / norm);
        if (k > 0)
            ph->at[k] = near(ph->at[k], ph->at[k - 1]);
    }
    free(re);
}

static double phase_at(const struct phase *ph, double t)
{
    double x = (t - ph->start) / ph->length - .5, last = (double)ph->sections - 1;
    size_t k;

    if (x <= 0)
        return ph->at[0];
    if (x >= last)
        return ph->at[ph->sections - 1];
    k = (size_t)x;
    return ph->at[k] + (x - (double)k) * (ph->at[k + 1] - ph->at[k]);
}

static void phase_init(struct phase *ph, const struct split_data *d, double rate)
{
    double seen = backdrop_seen(d->backdrop, d->start, d->end);
    double sections = floor(rate * seen / A_SECTION);

    ph->sections = (size_t)fmin(fmax(sections, 1), MOST_SECTIONS);
    ph->start = d->start;
    ph->length = fmax((d->end - d->start) / (double)ph->sections, 1e-6);
    ph->at = mem_zero(ph->sections * sizeof *ph->at);
}

/* --- the clock's cycles --------------------------------------------------------------------- */

/* The visits by cycle of the clock, and what forward and backward recursion over on and off need. */
struct cycles {
    int64_t first;
    size_t n;
    int64_t *of;         /* cycle of each visit, from 0 */
    double *density;     /* of each visit: the clock's over the backdrop's */
    double *on;          /* by cycle: sum of the densities, times 1 - loss, plus loss */
    double *ahead_on, *ahead_off; /* forward, scaled to sum 1 in each cycle */
    double *seen;        /* the likelihood of each cycle, given those before */
};

static bool cycles_init(struct cycles *y, const struct split_data *d, double period)
{
    double n = (d->end - d->start) / period + 3;

    *y = (struct cycles){ 0 };
    if (!(n < MOST_CYCLES))
        return false;
    y->first = (int64_t)floor(d->start / period) - 1;
    y->n = (size_t)n + 1;
    y->of = mem_alloc((d->n + 1) * sizeof *y->of);
    y->density = mem_alloc((d->n + 1) * sizeof *y->density);
    y->on = mem_alloc(4 * y->n * sizeof *y->on);
    y->ahead_on = y->on + y->n;
    y->ahead_off = y->ahead_on + y->n;
    y->seen = y->ahead_off + y->n;
    return true;
}

static void cycles_release(struct cycles *y)
{
    free(y->of);
    free(y->density);
    free(y->on);
}

static void cycles_fill(struct cycles *y, const struct split_data *d, const struct beacon *b, const struct phase *ph)
{
    double norm = log(gsl_sf_bessel_I0_scaled(b->kappa)) + log(b->period);

    for (size_t k = 0; k < y->n; k++)
        y->on[k] = b->loss;
    for (size_t i = 0; i < d->n; i++) {
        double turns = d->t[i] / b->period - phase_at(ph, d->t[i]) / (2 * M_PI), cycle = round(turns);
        double off = 2 * M_PI * (turns - cycle);
        int64_t k = (int64_t)cycle - y->first;

        y->of[i] = k < 0 ? 0 : k >= (int64_t)y->n ? (int64_t)y->n - 1 : k;
        y->density[i] = exp(b->kappa * (cos(off) - 1) - norm) / split_calm(d, i, b->rate);
        y->on[y->of[i]] += (1 - b->loss) * y->density[i];
    }
}

static void forward(struct cycles *y)
{
    double on = STARTS / (STARTS + SILENT), off = 1 - on;

    for (size_t k = 0; k < y->n; k++) {
        double next = (on * (1 - SILENT) + off * STARTS) * y->on[k], still = on * SILENT + off * (1 - STARTS);
        double sum = next + still;

        on = y->ahead_on[k] = next / sum;
        off = y->ahead_off[k] = still / sum;
        y->seen[k] = sum;
    }
}

/* P gets the posterior of each visit; LOST the expected share of the clock's cycles without a visit. */
static void backward(struct cycles *y, const struct split_data *d, double loss, double *p, double *lost)
{
    double on = 1, off = 1, missed = 0, all = 1e-9;
    size_t i = d->n;

    for (size_t k = y->n; k-- > 0;) {
        double in = y->ahead_on[k] * on / (y->ahead_on[k] * on + y->ahead_off[k] * off), next, still, sum;

        for (; i > 0 && y->of[i - 1] >= (int64_t)k; i--)
            p[i - 1] = in * (1 - loss) * y->density[i - 1] / y->on[k];
        missed += in * loss / y->on[k];
        all += in;
        next = (1 - SILENT) * y->on[k] * on + SILENT * off;
        still = STARTS * y->on[k] * on + (1 - STARTS) * off;
        sum = next + still;
        on = next / sum;
        off = still / sum;
    }
    *lost = missed / all;
}

/* E-step: posteriors, and the share lost. */
static void clock_expect(const struct split_data *d, const struct beacon *b, const struct phase *ph, struct cycles *y, double *p, double *lost)
{
    cycles_fill(y, d, b, ph);
    forward(y);
    backward(y, d, b->loss, p, lost);
}

/* The log likelihood ratio after an E-step. */
static double clock_ratio(const struct split_data *d, const struct beacon *b, const struct cycles *y)
{
    double gain = -split_shift(d, b->rate), seen = 0;

    for (size_t k = 0; k < y->n; k++)
        seen += log(y->seen[k]);
    gain += seen;
    for (size_t i = 0; i < d->n; i++)
        gain += log(split_calm(d, i, b->rate) / split_alone(d, i));
    return gain;
}

static void clock_improve(const struct split_data *d, struct beacon *b, struct phase *ph, const double *p)
{
    double sum = 0, along = 0;

    phase_fit(ph, d, b->period, p, b->kappa);
    for (size_t i = 0; i < d->n; i++) {
        sum += p[i];
        along += p[i] * cos(turn_of(d->t[i], b->period) - phase_at(ph, d->t[i]));
    }
    b->kappa = circular_kappa(fmin(fmax(along / fmax(sum, 1e-9), 0), 1));
    b->rate = sum / fmax(backdrop_seen(d->backdrop, d->start, d->end), 1);
}

static double jitter_of(double kappa)
{
    double r = gsl_sf_bessel_I1_scaled(kappa) / gsl_sf_bessel_I0_scaled(kappa);

    return circular_sd(r) / (2 * M_PI);
}

/* The phase that the visits share at first: all of them alike, weighted by 1 / mu. */
static void phase_begin(struct phase *ph, const struct split_data *d, double period)
{
    double *p = mem_alloc((d->n + 1) * sizeof *p);

    for (size_t i = 0; i < d->n; i++)
        p[i] = 1 / d->mu[i] * d->mu[0];
    phase_fit(ph, d, period, p, 0);
    for (size_t k = 0; k < ph->sections; k++)
        ph->at[k] = atan2(ph->im, ph->re);
    free(p);
}

static bool clock_fit(const struct split_data *d, struct beacon *b)
{
    double *p, lost = .2;
    struct phase ph = { 0 };
    struct cycles y;
    bool moves = true;

    if (!cycles_init(&y, d, b->period))
        return false;
    p = mem_alloc((d->n + 1) * sizeof *p);
    b->rate = fmin(.9 / b->period, .5 * (double)d->n / fmax(backdrop_seen(d->backdrop, d->start, d->end), 1));
    b->kappa = 1 / fmax(4 * M_PI * M_PI * b->jitter * b->jitter, 1e-4);
    phase_init(&ph, d, b->rate);
    phase_begin(&ph, d, b->period);
    for (int i = 0; moves && i < ROUNDS; i++) {
        const struct beacon was = *b;

        b->loss = fmin(fmax(lost, .005), .7);
        clock_expect(d, b, &ph, &y, p, &lost);
        clock_improve(d, b, &ph, p);
        moves = !split_rests(&was, b);
    }
    b->jitter = jitter_of(fmax(b->kappa, 1e-6));
    free(ph.at);
    free(p);
    cycles_release(&y);
    return b->rate * b->period > 1e-3;
}

/* The phase is the only thing that is fitted anew. */
static double clock_gain(const struct split_data *d, const struct beacon *b, double *posterior)
{
    double *p = posterior != NULL ? posterior : mem_alloc((d->n + 1) * sizeof *p), gain = -INFINITY, lost;
    struct phase ph = { 0 };
    struct cycles y;

    if (cycles_init(&y, d, b->period)) {
        phase_init(&ph, d, b->rate);
        phase_begin(&ph, d, b->period);
        for (int i = 0; i < 8; i++) {
            clock_expect(d, b, &ph, &y, p, &lost);
            phase_fit(&ph, d, b->period, p, b->kappa);
        }
        clock_expect(d, b, &ph, &y, p, &lost);
        gain = clock_ratio(d, b, &y) - (double)ph.sections;
    }
    free(ph.at);
    if (posterior == NULL)
        free(p);
    cycles_release(&y);
    return gain;
}

bool split_fit(const struct split_data *d, struct beacon *b)
{
    if (d->n < 4)
        return false;
    return b->kind == BEACON_CLOCK ? clock_fit(d, b) : chain_fit(d, b);
}

double split_gain(const struct split_data *d, const struct beacon *b, double *posterior)
{
    if (d->n == 0)
        return 0;
    return b->kind == BEACON_CLOCK ? clock_gain(d, b, posterior) : chain_gain(d, b, posterior);
}

double split_work(const struct split_data *d, double period)
{
    double pairs = 0;
    size_t first = 0;

    for (size_t i = 0; i < d->n; i++) {
        while (d->t[i] - d->t[first] > SPLIT_SLEEPS * 1.25 * period)
            first++;
        pairs += (double)(i - first);
    }
    return pairs;
}
