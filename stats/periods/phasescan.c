/* phasescan.c -- see phasescan.h. */

#include "phasescan.h"

#include "base/err.h"
#include "numbers/fft.h"
#include <gsl/gsl_sf_bessel.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NEIGHBOURS 512
#define HARMONICS 20
#define DIVISORS 20
#define NEWTON 40
#define LONGEST_SUM (1 - 1e-6) /* of the sum of all weights */
#define CLOSE 2e-3 /* of the width of a peak: how near to its top is near enough */
#define TOPS 24 /* frequencies of the grid that are looked at exactly: it is half a width wide and its times are binned */

/* Observed time, seconds. */
struct watch {
    double from, to;
};

struct scan {
    const double *t, *w;
    size_t n;
    double squares;      /* sum of w^2 */
    struct watch *watch; /* ascending, cut to [0, span] */
    size_t watches;
    double rate;         /* sum of w over observed seconds */
    double span, spread; /* seconds; standard deviation of the times */
    size_t bins, padded;
    double bin;          /* seconds */
    double *power;       /* at k / (padded x bin), k < padded / 2 + 1 */
    size_t low, high;    /* frequencies looked at: [low, high) */
};

/* The observed time, and the rate of weight that is even over it. */
static void watch_init(struct scan *s, const struct observed *o, when_t origin)
{
    double total = 0, seen = 0;

    s->watch = mem_alloc((o->n + 1) * sizeof *s->watch);
    for (size_t i = 0; i < o->n; i++) {
        double from = fmax((double)(o->at[i].start - origin) / 1e6, 0);
        double to = fmin((double)(o->at[i].end - origin) / 1e6, s->span);

        if (to <= from)
            continue;
        s->watch[s->watches++] = (struct watch){ from, to };
        seen += to - from;
    }
    for (size_t i = 0; i < s->n; i++)
        total += s->w[i];
    s->rate = seen > 0 ? total / seen : 0;
}

struct vector {
    double re, im;
};

static struct vector turned(double f, double t)
{
    double turn = f * t, x = 2 * M_PI * (turn - floor(turn));

    return (struct vector){ cos(x), sin(x) };
}

/* The visits' sum less what the observed time makes by itself: the integral of rate exp(2 pi i f t) over it. */
static double power_at(const struct scan *s, double f)
{
    double re = 0, im = 0, edge = s->rate / (2 * M_PI * f);

    for (size_t i = 0; i < s->n; i++) {
        struct vector v = turned(f, s->t[i]);

        re += s->w[i] * v.re;
        im += s->w[i] * v.im;
    }
    for (size_t i = 0; i < s->watches; i++) {
        struct vector a = turned(f, s->watch[i].from), b = turned(f, s->watch[i].to);

        re -= edge * (b.im - a.im);
        im -= edge * (a.re - b.re);
    }
    return (re * re + im * im) / s->squares;
}

/* --- all frequencies ------------------------------------------------------------------------- */

/* Takes the observed time away, so that an interval's edges make no power. */
static void level(const struct scan *s, double *x)
{
    for (size_t i = 0; i < s->watches; i++) {
        double a = s->watch[i].from / s->bin, b = fmin(s->watch[i].to / s->bin, (double)s->bins);

        for (size_t k = (size_t)a; (double)k < b; k++)
            x[k] -= s->rate * s->bin * (fmin(b, (double)k + 1) - fmax(a, (double)k));
    }
}

static void transform(struct scan *s)
{
    double *x = fft_room(s->padded + 2);
    fftw_plan plan = fft_plan_real(s->padded, x, 0);

    memset(x, 0, (s->padded + 2) * sizeof *x);
    for (size_t i = 0; i < s->n; i++)
        x[(size_t)fmin(s->t[i] / s->bin, (double)s->bins - 1)] += s->w[i];
    level(s, x);
    fftw_execute(plan);
    s->power = mem_alloc((s->padded / 2 + 1) * sizeof *s->power);
    for (size_t k = 0; k <= s->padded / 2; k++)
        s->power[k] = (x[2 * k] * x[2 * k] + x[2 * k + 1] * x[2 * k + 1]) / s->squares;
    fft_plan_free(plan);
    fftw_free(x);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The mean power around frequency K, by the median, so that a peak does not raise it; 1 unless it is higher by three of
   its standard errors (1.44 / sqrt(half of the neighbours), which share events two by two). */
static double local_mean(const struct scan *s, size_t k)
{
    double room[NEIGHBOURS], mean;
    size_t half = NEIGHBOURS / 2, from = k > s->low + half ? k - half : s->low, n = 0;

    for (size_t i = from; i < s->high && n < NEIGHBOURS; i++)
        room[n++] = s->power[i];
    mem_sort(room, n, sizeof *room, by_value);
    mean = n > 0 ? room[n / 2] / M_LN2 : 1;
    return mean > 1 + 3 * 1.44 / sqrt((double)n / 2) ? mean : 1;
}

/* A frequency of the grid that stands out. */
struct top {
    size_t at;
    double z, mean;
};

static void keep_top(struct top top[TOPS], size_t at, double z, double mean)
{
    size_t k = TOPS - 1;

    if (z <= top[k].z)
        return;
    for (; k > 0 && top[k - 1].z < z; k--)
        top[k] = top[k - 1];
    top[k] = (struct top){ at, z, mean };
}

/* The frequencies whose power stands out most; each block of neighbours shares a local mean. */
static void highest(const struct scan *s, struct top top[TOPS])
{
    size_t step = NEIGHBOURS / 2;

    for (size_t k = 0; k < TOPS; k++)
        top[k] = (struct top){ s->low, -1, 1 };
    for (size_t k = s->low; k < s->high; k += step) {
        size_t end = k + step < s->high ? k + step : s->high;
        double mean = 0;

        for (size_t i = k; i < end; i++) {
            if (s->power[i] <= top[TOPS - 1].z)
                continue;
            mean = mean > 0 ? mean : local_mean(s, k + step / 2);
            keep_top(top, i, s->power[i] / mean, mean);
        }
    }
}

/* --- the peak -------------------------------------------------------------------------------- */

/* Sum of the powers of the first M multiples. */
static double stacked(const struct scan *s, double f, int m)
{
    double sum = 0;

    for (int k = 1; k <= m; k++)
        sum += power_at(s, f * k);
    return sum;
}

/* The largest near F, to a fraction of a bin's width, by golden section. */
static double climb(const struct scan *s, double f, double half, int m)
{
    double ratio = (sqrt(5) - 1) / 2, a = f - half, b = f + half;
    double x = b - ratio * (b - a), y = a + ratio * (b - a), fx = stacked(s, x, m), fy = stacked(s, y, m);

    while (b - a > half * CLOSE) {
        if (fx > fy) {
            b = y;
            y = x;
            fy = fx;
            x = b - ratio * (b - a);
            fx = stacked(s, x, m);
        } else {
            a = x;
            x = y;
            fx = fy;
            y = a + ratio * (b - a);
            fy = stacked(s, y, m);
        }
    }
    return (a + b) / 2;
}

/* H = max over m of Z2_m - 4 m + 4 in units of our z (half of Z2): sum z - 2 m + 2. */
static double h_of(const struct scan *s, double f, double mean, int *harmonics)
{
    double sum = 0, best = -INFINITY;

    for (int k = 1; k <= HARMONICS; k++) {
        sum += power_at(s, f * k) / mean;
        if (sum - 2 * k + 2 > best) {
            best = sum - 2 * k + 2;
            *harmonics = k;
        }
    }
    return best;
}

static double fundamental(const struct scan *s, double f, double lowest, double mean, int *harmonics)
{
    double best = -INFINITY, found = f;

    for (int d = 1; d <= DIVISORS && f / d >= lowest; d++) {
        int m = 1;
        double h = h_of(s, f / d, mean, &m);

        if (h > best + 1e-9) {
            best = h;
            found = f / d;
            *harmonics = m;
        }
    }
    return found;
}

static double spread_of(const double *t, size_t n)
{
    double mean = 0, squares = 0;

    for (size_t i = 0; i < n; i++)
        mean += t[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (t[i] - mean) * (t[i] - mean);
    return sqrt(squares / (double)n);
}

/* 3 / (pi a sqrt(6 P)) bins of 1 / T, with a T = sqrt(12) times the spread; harmonics k count k^2. */
static double period_error(const struct scan *s, double f, int harmonics, double mean)
{
    double power = 0;

    for (int k = 1; k <= harmonics; k++)
        power += k * k * power_at(s, f * k) / mean;
    return 3 / (M_PI * sqrt(6 * fmax(power, 1)) * sqrt(12) * s->spread) / (f * f);
}

/* --- how rare a height is --------------------------------------------------------------------- */

/* K(s) = sum log I0(w s), the cumulant generating function of the sum of vectors of lengths w in even directions, and
   its first two derivatives. */
struct cumulants {
    double k, first, second;
};

static struct cumulants cumulants_at(const struct scan *s, double x)
{
    struct cumulants c = { 0, 0, 0 };

    for (size_t i = 0; i < s->n; i++) {
        double wx = s->w[i] * x, i0 = gsl_sf_bessel_I0_scaled(wx), a = gsl_sf_bessel_I1_scaled(wx) / i0;

        c.k += log(i0) + wx;
        c.first += s->w[i] * a;
        c.second += s->w[i] * s->w[i] * (wx > 1e-4 ? 1 - a * a - a / wx : .5);
    }
    return c;
}

/* The Z at which Exp(1) is as rare as a power of Z is for visits of these weights: with few visits, or few that weigh
   much, high powers are rarer than exponential.  Saddlepoint of the sum in the plane: P(|S| > r) = sqrt(r / (x K''))
   exp(K - x r) with K'(x) = r. */
static double rarity(const struct scan *s, double z)
{
    double r = sqrt(z * s->squares), x = 2 * r / s->squares, most = 0;
    struct cumulants c;

    for (size_t i = 0; i < s->n; i++)
        most += s->w[i];
    r = fmin(r, LONGEST_SUM * most);
    c = cumulants_at(s, x);
    for (int i = 0; i < NEWTON && r - c.first > 1e-6 * r; i++) { /* K' is concave: from the left it does not overshoot */
        x += (r - c.first) / c.second;
        c = cumulants_at(s, x);
    }
    return fmax(0, x * r - c.k - .5 * log(r / (x * c.second)));
}

static struct phasepeak judge(const struct scan *s, double low, double high)
{
    struct phasepeak r = { .harmonics = 1, .z = -1 };
    double mean = 1, width = 1 / ((double)s->padded * s->bin), f = low, rare;
    struct top top[TOPS];

    highest(s, top);
    for (size_t k = 0; k < TOPS && top[k].z > top[0].z / 2; k++) {
        double at = climb(s, (double)top[k].at * width, width, 1), z = power_at(s, at) / top[k].mean;

        if (z > r.z) {
            r.z = z;
            f = at;
            mean = top[k].mean;
        }
    }
    f = fundamental(s, f, low, mean, &r.harmonics);
    f = climb(s, f, width / 2, r.harmonics);
    r.period = 1 / f;
    r.error = period_error(s, f, r.harmonics, mean);
    r.trials = (high - low) * sqrt(4 * M_PI) * s->spread;
    rare = rarity(s, r.z);
    r.p = -expm1(log1p(-exp(-rare)) - r.trials * sqrt(rare) * exp(-rare));
    return r;
}

struct phasepeak phasescan(const double *t, const double *w, size_t n, const struct observed *o, when_t origin,
                           double shortest, double longest)
{
    struct phasepeak r = { NAN, NAN, 0, NAN, NAN, 0 };
    struct scan s = { .t = t, .w = w, .n = n };

    if (n < 4 || t[n - 1] <= t[0])
        return r;
    s.span = t[n - 1];
    shortest = fmax(shortest, 4 * s.span / PHASESCAN_BINS);
    if (!(longest > shortest))
        return r;
    for (size_t i = 0; i < n; i++)
        s.squares += w[i] * w[i];
    s.spread = spread_of(t, n);
    s.bin = shortest / 4;
    s.bins = (size_t)(s.span / s.bin) + 1;
    for (s.padded = 64; s.padded < 2 * s.bins;)
        s.padded *= 2;
    watch_init(&s, o, origin);
    s.low = (size_t)ceil((double)s.padded * s.bin / longest);
    s.high = s.padded / 4 + 1;
    if (s.low < s.high) {
        transform(&s);
        r = judge(&s, 1 / longest, 1 / shortest);
    }
    free(s.power);
    free(s.watch);
    return r;
}
