/* phase.c -- see phase.h. */

#include "phase.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HARMONICS 8 /* more sharpen the frequency little and cost much */
#define HOUR 3600.
#define GOLDEN .6180339887498949
#define ROUNDS 25
#define PARTS 16       /* of a segment, at most, in which the phase is looked at */
#define PART_POWER 12. /* that a part should have, for its phase to be known to .3 rad */

struct phase {
    const when_t *times;
    const struct nulls *null;
    when_t start;
    double lead; /* s from 00:00 UTC to the start: phase 0 is there, near enough that an error of the period does not matter */
    double span;
    double *t; /* s from the start */
    size_t n;
    double *hour; /* expected events by the hour from the start */
    size_t hours;
};

struct phase *phase_new(const when_t *times, size_t n, const struct nulls *null, const struct observed *o)
{
    struct phase *p = mem_zero(sizeof *p);

    p->times = times;
    p->n = n;
    p->null = null;
    p->start = observed_start(o);
    p->lead = (double)(p->start - when_floor(p->start, WHEN_DAY)) / 1e6;
    p->span = (double)(observed_end(o) - p->start) / 1e6;
    p->hours = (size_t)ceil(p->span / HOUR);
    p->t = mem_alloc((n + 1) * sizeof *p->t);
    p->hour = mem_alloc((p->hours + 1) * sizeof *p->hour);
    for (size_t i = 0; i < n; i++)
        p->t[i] = (double)(times[i] - p->start) / 1e6;
    for (size_t h = 0; h < p->hours; h++) {
        when_t from = p->start + (when_t)h * WHEN_HOUR;

        p->hour[h] = nulls_expected(null, from + WHEN_HOUR) - nulls_expected(null, from);
    }
    return p;
}

void phase_free(struct phase *p)
{
    if (p == NULL)
        return;
    free(p->t);
    free(p->hour);
    free(p);
}

/* --- one segment --------------------------------------------------------------------------- */

struct segment {
    double c[HARMONICS], s[HARMONICS];
    double n, sum, squares; /* of the times */
};

static void add_point(struct segment *g, double f, int m, double t, double weight)
{
    double cycles = f * t, a = 2 * M_PI * (cycles - floor(cycles));
    double c1 = cos(a), s1 = sin(a), c = c1, s = s1;

    for (int k = 0; k < m; k++) {
        double next = c * c1 - s * s1;

        g->c[k] += weight * c;
        g->s[k] += weight * s;
        s = s * c1 + c * s1;
        c = next;
    }
}

/* An hour of even rate is a point at its middle times sinc(k f hour): each harmonic by itself. */
static void take_hours(const struct phase *p, struct segment *g, double f, int m, double from, double to)
{
    size_t h = (size_t)ceil(from / HOUR - .5), last = (size_t)fmax(ceil(to / HOUR - .5), 0);

    for (; h < p->hours && h < last; h++) {
        for (int k = 0; k < m; k++) {
            double x = M_PI * (k + 1) * f * HOUR, a = 2 * x * ((double)h + .5);

            g->c[k] -= p->hour[h] * sin(x) / x * cos(a);
            g->s[k] -= p->hour[h] * sin(x) / x * sin(a);
        }
    }
}

/* The segment that begins at FROM; I is moved past its events. */
static struct segment sum_segment(const struct phase *p, double f, int m, double from, double to, size_t *i)
{
    struct segment g;

    memset(&g, 0, sizeof g);
    for (; *i < p->n && p->t[*i] < to; (*i)++) {
        double t = p->t[*i] - from;

        add_point(&g, f, m, p->t[*i], 1);
        g.n++;
        g.sum += t;
        g.squares += t * t;
    }
    if (g.n > 0 && f * PHASE_SHORT < 1)
        take_hours(p, &g, f, m, from, to);
    return g;
}

/* --- all of them --------------------------------------------------------------------------- */

struct stack {
    double power, information, first, n, pairs; /* FIRST: sum |A_1s|^2; PAIRS: sum n_s^2 */
};

static void stack_add(struct stack *a, const struct segment *g, int m)
{
    double variance = g->n > 1 ? g->squares / g->n - g->sum / g->n * (g->sum / g->n) : 0;

    for (int k = 0; k < m; k++) {
        double square = g->c[k] * g->c[k] + g->s[k] * g->s[k];
        double turn = 2 * M_PI * (k + 1);

        a->power += square;
        a->information += turn * turn * variance * (2 * square / g->n - 2);
    }
    a->first += g->c[0] * g->c[0] + g->s[0] * g->s[0];
    a->n += g->n;
    a->pairs += g->n * g->n;
}

static struct stack stack_at(const struct phase *p, double f, int m, double coherent)
{
    struct stack a = { 0, 0, 0, 0, 0 };
    size_t i = 0;

    for (double from = 0; from < p->span && i < p->n; from += coherent) {
        struct segment g = sum_segment(p, f, m, from, from + coherent, &i);

        if (g.n > 0)
            stack_add(&a, &g, m);
    }
    return a;
}

/* --- how well the phase keeps to the frequency ------------------------------------------------ */

/* Residual phases of the parts of segments, each about its segment's: chi-square and degrees of freedom. */
struct steadiness {
    double chi2, freedom;
};

/* The parts of one segment: first harmonics and their events. */
static void add_residuals(struct steadiness *r, const struct segment *part, int parts, double c, double s)
{
    double sum = 0, mean = 0, squares = 0;

    for (int b = 0; b < parts; b++) {
        double pc = part[b].c[0] * c + part[b].s[0] * s, ps = part[b].s[0] * c - part[b].c[0] * s;
        double angle = atan2(ps, pc), weight = part[b].n > 0 ? 2 * (pc * pc + ps * ps) / (c * c + s * s) / part[b].n : 0;

        sum += weight;
        mean += weight * angle;
        squares += weight * angle * angle;
    }
    if (sum > 0) {
        r->chi2 += squares - mean * mean / sum;
        r->freedom += parts - 1;
    }
}

/* The variance of the frequency is raised by the mean square of these residuals against their noise, when the phase wanders more. */
static double unsteadiness(const struct phase *p, double f, double coherent, double power)
{
    struct steadiness r = { 0, -1 };
    double segments = ceil(p->span / coherent), each = power / segments / PART_POWER;
    int parts = each < 2 ? 2 : each > PARTS ? PARTS : (int)each;
    size_t i = 0;

    for (double from = 0; from < p->span && i < p->n; from += coherent) {
        struct segment part[PARTS];
        double c = 0, s = 0;

        for (int b = 0; b < parts; b++) {
            part[b] = sum_segment(p, f, 1, from + b * coherent / parts, from + (b + 1) * coherent / parts, &i);
            c += part[b].c[0];
            s += part[b].s[0];
        }
        if (c * c + s * s > 0)
            add_residuals(&r, part, parts, c, s);
    }
    return r.freedom > 0 ? fmax(1, r.chi2 / r.freedom) : 1;
}

/* --- the best frequency ---------------------------------------------------------------------- */

static double golden(const struct phase *p, double a, double b, int m, double coherent)
{
    double x = b - GOLDEN * (b - a), y = a + GOLDEN * (b - a);
    double px = stack_at(p, x, m, coherent).power, py = stack_at(p, y, m, coherent).power;

    for (int i = 0; i < ROUNDS; i++) {
        if (px > py) {
            b = y;
            y = x;
            py = px;
            x = b - GOLDEN * (b - a);
            px = stack_at(p, x, m, coherent).power;
        } else {
            a = x;
            x = y;
            px = py;
            y = a + GOLDEN * (b - a);
            py = stack_at(p, y, m, coherent).power;
        }
    }
    return (a + b) / 2;
}

struct phase_fit phase_refine(const struct phase *p, double f, int m, double coherent_s)
{
    int harmonics = m < HARMONICS ? m : HARMONICS, steps = 3 * harmonics + 3;
    double reach = 1 / (2.5 * coherent_s), step = reach / steps, best = f, most = -1, wide;
    struct stack a;
    struct phase_fit r;

    for (int i = -steps; i <= steps; i++) {
        double power = stack_at(p, f + i * step, harmonics, coherent_s).power;

        if (power > most) {
            most = power;
            best = f + i * step;
        }
    }
    r.f = golden(p, best - step, best + step, harmonics, coherent_s);
    a = stack_at(p, r.f, harmonics, coherent_s);
    wide = unsteadiness(p, r.f, coherent_s, 2 * a.first / a.n * ceil(p->span / coherent_s));
    wide = a.information > 0 ? 1.959963984540054 * sqrt(wide / a.information) : NAN;
    r.lo = r.f - wide;
    r.hi = r.f + wide;
    r.amplitude = sqrt(fmax(a.first - a.n, 0) / fmax(a.pairs - a.n, 1));
    return r;
}

/* --- the fold ------------------------------------------------------------------------------ */

static size_t phase_bin(const struct phase *p, double f, double t, size_t bins)
{
    double cycles = f * (p->lead + t), part = cycles - floor(cycles);
    size_t i = (size_t)(part * (double)bins);

    return i < bins ? i : bins - 1;
}

void phase_fold(const struct phase *p, double f, size_t bins, double *count, double *expected)
{
    double piece = 1 / (f * (double)bins), cycles = f * p->lead * (double)bins;
    double from = (ceil(cycles) - cycles) * piece, last = 0;

    memset(count, 0, bins * sizeof *count);
    memset(expected, 0, bins * sizeof *expected);
    for (size_t i = 0; i < p->n; i++)
        count[phase_bin(p, f, p->t[i], bins)]++;
    for (double to = from; last < p->span; to += piece) {
        double end = fmin(to, p->span), middle = (last + end) / 2;

        expected[phase_bin(p, f, middle, bins)] += nulls_expected(p->null, p->start + (when_t)(end * 1e6))
                                                   - nulls_expected(p->null, p->start + (when_t)(last * 1e6));
        last = end;
    }
}

struct circular phase_gather(const struct phase *p, double f)
{
    double *angle = mem_alloc((p->n + 1) * sizeof *angle);
    struct circular c;

    for (size_t i = 0; i < p->n; i++) {
        double cycles = f * (p->lead + p->t[i]);

        angle[i] = 2 * M_PI * (cycles - floor(cycles));
    }
    c = circular_moment(angle, p->n, 1);
    free(angle);
    return c;
}
