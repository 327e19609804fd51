/* spectrum.c -- see spectrum.h. */

#include "spectrum.h"

#include "numbers/fft.h"
#include "numbers/zscan.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BANDS 40
#define BINS_A_PERIOD 4 /* of the band's shortest */
#define NEAR 128        /* grid points, at least, that a background is the median of */
#define CURVE 512       /* points of the table from power to score */
#define SCORE_MOST 400.
#define SHAPES 1400    /* curves at most: one for each */
#define SHAPE_STEP .01 /* of the logarithm of the number of segments */

/* From power to score for one number of segments. */
struct curve {
    double step, median; /* of the ratio to the background; of noise */
    double score[CURVE];
};

struct band {
    double lo, hi;     /* Hz; lo <= f < hi */
    double df, width;  /* step of the grid (Hz), bin (s) */
    size_t bins, size; /* of a segment: bins, points of the transform */
    size_t segments;
    size_t first, n;   /* grid points: f = (first + i) df */
    fftw_plan plan;
    double *score;
    bool *shut;
    double shape;      /* effective number of segments */
};

struct spectrum {
    when_t start;
    double span; /* s */
    size_t n_bands;
    struct band band[BANDS];
    double *work; /* one segment, in and out of the transform */
    double *middle; /* scratch for medians */
    double *until; /* scratch: what is expected from the start to the end of each bin of a segment and of its neighbours */
    struct curve *curve[SHAPES]; /* as they are wanted */
};

/* --- the plan ------------------------------------------------------------------------------ */

static size_t fft_size(size_t least)
{
    size_t size = 16;

    while (size < least)
        size *= 2;
    return size;
}

/* Segments hold CYCLES of the longest period, or all there is. */
static void band_plan(struct spectrum *s, struct band *b, double lo, double hi, int cycles)
{
    double length = fmin(s->span, cycles / lo);

    b->lo = lo;
    b->hi = hi;
    b->width = 1 / (BINS_A_PERIOD * hi);
    b->bins = (size_t)ceil(length / b->width);
    b->size = fft_size(2 * b->bins);
    b->segments = (size_t)ceil(s->span / ((double)b->bins * b->width));
    b->df = 1 / ((double)b->size * b->width);
    b->first = (size_t)ceil(lo / b->df);
    b->n = (size_t)ceil(hi / b->df) - b->first;
}

/* One band for what the whole span has few cycles of, then octaves. */
static void bands_plan(struct spectrum *s, double lowest, double highest, int cycles)
{
    double lo = lowest, hi = fmax(2 * lowest, 2 * cycles / s->span);

    while (lo < highest && s->n_bands < BANDS) {
        hi = fmin(hi, highest);
        band_plan(s, &s->band[s->n_bands++], lo, hi, cycles);
        lo = hi;
        hi = 2 * lo;
    }
}

struct spectrum *spectrum_new(const struct observed *o, double shortest_s, double longest_s, int cycles, bool same)
{
    struct spectrum *s = mem_zero(sizeof *s);
    size_t most = 0, points = 1;

    s->start = observed_start(o);
    s->span = (double)(observed_end(o) - s->start) / 1e6;
    bands_plan(s, 1 / longest_s, 1 / shortest_s, cycles);
    for (size_t k = 0; k < s->n_bands; k++) {
        most = s->band[k].size > most ? s->band[k].size : most;
        points = s->band[k].n > points ? s->band[k].n : points;
    }
    s->work = mem_alloc((most + 2) * sizeof *s->work);
    s->middle = mem_alloc(points * sizeof *s->middle);
    s->until = mem_alloc((most + 3) * sizeof *s->until);
    for (size_t k = 0; k < s->n_bands; k++) {
        struct band *b = &s->band[k];

        b->plan = fft_plan_real(b->size, s->work, same ? FFTW_NO_SIMD : 0);
        b->score = mem_zero((b->n + 1) * sizeof *b->score);
        b->shut = mem_zero((b->n + 1) * sizeof *b->shut);
    }
    return s;
}

void spectrum_free(struct spectrum *s)
{
    if (s == NULL)
        return;
    for (size_t k = 0; k < s->n_bands; k++) {
        fft_plan_free(s->band[k].plan);
        free(s->band[k].score);
        free(s->band[k].shut);
    }
    for (size_t k = 0; k < SHAPES; k++)
        free(s->curve[k]);
    free(s->work);
    free(s->middle);
    free(s->until);
    free(s);
}

/* --- powers -------------------------------------------------------------------------------- */

/* An event is spread over three bins by the quadratic spline, whose images of a line at a multiple of the sampling rate are
   weaker than it by the sixth power of the distance: they would be found as periods otherwise. */
static void spread(double *bin, size_t bins, double at)
{
    size_t i = at > 0 ? (size_t)at : 0;
    double u = at - (double)i - .5;

    bin[i] += .75 - u * u;
    bin[i > 0 ? i - 1 : 0] += .5 * (.5 - u) * (.5 - u);
    bin[i + 1 < bins ? i + 1 : i] += .5 * (.5 + u) * (.5 + u);
}

/* Fills the bins of segment K with minus what is expected of them, spread over neighbours as the events are: 1/6, 2/3, 1/6 on
   average. */
static void expect(struct spectrum *s, const struct band *b, size_t k, const struct nulls *fitted)
{
    double *until = s->until;

    /* until[j] is the end of bin j - 2: nothing is expected before the first segment */
    nulls_expected_row(fitted, s->start, (double)(k * b->bins) - 2, b->width, b->bins + 3, until);
    for (size_t j = 0; j < b->bins; j++)
        s->work[j] = (until[j] + 3 * (until[j + 1] - until[j + 2]) - until[j + 3]) * (1. / 6);
}

/* Fills the bins of segment K from the events that come next; returns how many. */
static size_t load(struct spectrum *s, const struct band *b, size_t k, const struct nulls *fitted, const when_t *times, size_t n)
{
    double from = (double)(k * b->bins) * b->width;
    size_t i = 0;

    expect(s, b, k, fitted);
    memset(s->work + b->bins, 0, (b->size - b->bins) * sizeof *s->work);
    for (; i < n; i++) {
        double at = ((double)(times[i] - s->start) / 1e6 - from) / b->width;

        if (at >= (double)b->bins)
            break;
        spread(s->work, b->bins, at);
    }
    return i;
}

/* Adds the segments' powers into the score; returns false when there is no event. */
static bool band_power(struct spectrum *s, struct band *b, const struct nulls *fitted, const when_t *times, size_t n)
{
    double sum = 0, squares = 0;

    memset(b->score, 0, b->n * sizeof *b->score);
    for (size_t k = 0; k < b->segments && n > 0; k++) {
        double after = (double)((k + 1) * b->bins) * b->width;
        size_t events;
        const double *out = s->work + 2 * b->first;

        if (b->segments > 1 && (double)(times[0] - s->start) / 1e6 >= after)
            continue;
        events = load(s, b, k, fitted, times, n);
        times += events;
        n -= events;
        if (events == 0)
            continue;
        fftw_execute(b->plan);
        for (size_t i = 0; i < b->n; i++)
            b->score[i] += out[2 * i] * out[2 * i] + out[2 * i + 1] * out[2 * i + 1];
        sum += (double)events;
        squares += (double)events * (double)events;
    }
    for (size_t i = 0; i < b->n && sum > 0; i++)
        b->score[i] *= 2 / sum;
    b->shape = sum > 0 ? sum * sum / squares : 0;
    return sum > 0;
}

/* --- from power to score ------------------------------------------------------------------- */

static double log_tail(double shape, double ratio)
{
    double q = gsl_sf_gamma_inc_Q(shape, shape * ratio);

    return q > 1e-280 ? -2 * log(q) : 2 * 645;
}

/* x as a function of P / 2 over the background, tabulated up to where it is SCORE_MOST. */
static struct curve *curve_new(double shape)
{
    struct curve *c = mem_alloc(sizeof *c);
    double most = 1;

    while (shape * (most - 1 - log(most)) < SCORE_MOST / 2)
        most *= 1.2;
    c->step = most / (CURVE - 1);
    for (int i = 0; i < CURVE; i++)
        c->score[i] = log_tail(shape, i * c->step);
    c->median = gsl_cdf_gamma_Pinv(.5, shape, 1 / shape);
    return c;
}

/* The curve for the nearest SHAPE, made when it is first wanted. */
static const struct curve *curve_for(struct spectrum *s, double shape)
{
    size_t k = (size_t)floor(log(shape > 1 ? shape : 1) / SHAPE_STEP + .5);

    k = k < SHAPES ? k : SHAPES - 1;
    if (s->curve[k] == NULL)
        s->curve[k] = curve_new(exp((double)k * SHAPE_STEP));
    return s->curve[k];
}

static double curve_at(const struct curve *c, double ratio)
{
    double x = ratio / c->step;
    size_t i = x < CURVE - 2 ? (size_t)x : CURVE - 2;

    return c->score[i] + (x - (double)i) * (c->score[i + 1] - c->score[i]);
}

/* The end of the block of grid points that share a background: longer where frequencies are higher. */
static size_t block_end(const struct band *b, size_t from)
{
    size_t length = (b->first + from) / 6, end;

    end = from + (length > NEAR ? length : NEAR);
    return end + NEAR / 2 > b->n ? b->n : end;
}

static double background(struct spectrum *s, const struct band *b, double median, size_t from, size_t end)
{
    size_t n = end - from;

    memcpy(s->middle, b->score + from, n * sizeof *s->middle);
    return gsl_stats_select(s->middle, 1, n, n / 2) / (2 * median);
}

/* The background is joined by straight lines in log f from the middle of one block to that of the next. */
static void band_score(struct spectrum *s, struct band *b)
{
    const struct curve *curve = curve_for(s, b->shape);
    size_t from = 0, end = block_end(b, 0), next_end;
    double level = background(s, b, curve->median, from, end), middle = (double)(from + end) / 2;
    size_t i = 0;

    while (i < b->n) {
        double next = level, next_middle = (double)b->n + 1, slope;

        if (end < b->n) {
            next_end = block_end(b, end);
            next = background(s, b, curve->median, end, next_end);
            next_middle = (double)(end + next_end) / 2;
            from = end;
            end = next_end;
        }
        slope = (next - level) / (next_middle - middle);
        for (; i < b->n && ((double)(int64_t)i < next_middle || from >= b->n); i++) {
            double at = (double)(int64_t)i, here = at > middle ? level + slope * (at - middle) : level;

            if (b->shut[i])
                b->score[i] = 0;
            else
                b->score[i] = b->shape > 1.001 ? curve_at(curve, b->score[i] / (2 * here)) : b->score[i] / here;
        }
        level = next;
        middle = next_middle;
    }
}

void spectrum_fill(struct spectrum *s, const struct nulls *fitted, const when_t *times, size_t n)
{
    for (size_t k = 0; k < s->n_bands; k++) {
        struct band *b = &s->band[k];

        if (band_power(s, b, fitted, times, n))
            band_score(s, b);
    }
}

/* --- questions ----------------------------------------------------------------------------- */

static const struct band *band_of(const struct spectrum *s, double f)
{
    size_t k = 0;

    while (k < s->n_bands && f >= s->band[k].hi)
        k++;
    return k < s->n_bands && f >= s->band[k].lo ? &s->band[k] : NULL;
}

/* The length of a band's segments, seconds. */
static double coherent(const struct spectrum *s, const struct band *b)
{
    return fmin(s->span, (double)b->bins * b->width);
}

static double score_in(const struct band *b, double f)
{
    double at = f / b->df - (double)b->first + .5;

    return b->score[at <= 0 ? 0 : at >= (double)b->n ? b->n - 1 : (size_t)at];
}

double spectrum_score(const struct spectrum *s, double f)
{
    const struct band *b = band_of(s, f);

    return b == NULL || b->n == 0 ? NAN : score_in(b, f);
}

double spectrum_coherent(const struct spectrum *s, double f)
{
    const struct band *b = band_of(s, f);

    return b == NULL ? NAN : coherent(s, b);
}

/* H from the first harmonic's band on: harmonics lie in this band or in later ones. */
static struct peak h_from(const struct spectrum *s, size_t band, double f)
{
    struct peak p = { f, -INFINITY, 0, 0 };
    double sum = 0;

    for (int k = 1; k <= ZSCAN_HARMONICS; k++) {
        while (band < s->n_bands && k * f >= s->band[band].hi)
            band++;
        if (band == s->n_bands)
            break;
        sum += score_in(&s->band[band], k * f);
        if (sum - 4 * (k - 1) > p.h) {
            p.h = sum - 4 * (k - 1);
            p.m = k;
        }
    }
    return p;
}

struct peak spectrum_h(const struct spectrum *s, double f)
{
    const struct band *b = band_of(s, f);
    struct peak p = { f, -INFINITY, 0, 0 };

    if (b != NULL && b->n > 0) {
        p = h_from(s, (size_t)(b - s->band), f);
        p.coherent_s = spectrum_coherent(s, f);
    }
    return p;
}

struct peak spectrum_best(const struct spectrum *s)
{
    struct peak best = { NAN, -INFINITY, 0, 0 };

    for (size_t k = 0; k < s->n_bands; k++) {
        const struct band *b = &s->band[k];

        for (size_t i = 0; i < b->n; i++) {
            if (b->score[i] < SPECTRUM_PROMISE)
                continue;
            for (int step = -3; step <= 4; step++) {
                struct peak p = h_from(s, k, ((double)(b->first + i) + step / 8.) * b->df);

                if (p.h > best.h) {
                    best = p;
                    best.coherent_s = coherent(s, b);
                }
            }
        }
    }
    return best;
}

void spectrum_shut(struct spectrum *s, spectrum_mask *mask, const void *context)
{
    for (size_t k = 0; k < s->n_bands; k++) {
        struct band *b = &s->band[k];

        for (size_t i = 0; i < b->n; i++)
            b->shut[i] = b->shut[i] || mask(context, (double)(b->first + i) * b->df, coherent(s, b));
    }
}

void spectrum_erase(struct spectrum *s, spectrum_mask *mask, const void *context)
{
    for (size_t k = 0; k < s->n_bands; k++) {
        struct band *b = &s->band[k];

        for (size_t i = 0; i < b->n; i++) {
            if (b->score[i] > 0 && mask(context, (double)(b->first + i) * b->df, coherent(s, b)))
                b->score[i] = 0;
        }
    }
}

void spectrum_each(const struct spectrum *s, void (*see)(void *context, double f, double score), void *context)
{
    for (size_t k = 0; k < s->n_bands; k++) {
        const struct band *b = &s->band[k];

        for (size_t i = 0; i < b->n; i++)
            see(context, (double)(b->first + i) * b->df, b->score[i]);
    }
}
