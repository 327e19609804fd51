/* gaps.c -- see gaps.h. */

#include "gaps.h"

#include "base/err.h"
#include "numbers/moments.h"
#include <math.h>
#include <stdlib.h>

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(const double *sorted, size_t n)
{
    if (n == 0)
        return NAN;
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

/* --- RITA ------------------------------------------------------------------------------ */

static double thousandths(double x)
{
    return round(x * 1000) / 1000;
}

double rita_skew(const double *sorted, size_t n)
{
    size_t half = n / 2;
    double low = median(sorted, half), mid = median(sorted, n), high = median(sorted + (n - half), half);

    if (n < 3)
        return NAN;
    if (high - low < 10 || mid == low || mid == high)
        return 0;
    return (low + high - 2 * mid) / (high - low);
}

double rita_mad(const double *sorted, size_t n)
{
    double mid = median(sorted, n), mad;
    double *off = mem_alloc((n + 1) * sizeof *off);

    for (size_t i = 0; i < n; i++)
        off[i] = fabs(sorted[i] - mid);
    mem_sort(off, n, sizeof *off, by_value);
    mad = median(off, n);
    free(off);
    return mad;
}

double rita_mad_score(const double *sorted, size_t n)
{
    double mid = median(sorted, n);

    return n < 3 ? NAN : mid < 1 ? 1 : fmax(0, (mid - rita_mad(sorted, n)) / mid);
}

double rita_score(const double *sorted, size_t n)
{
    return thousandths((1 - fabs(rita_skew(sorted, n)) + rita_mad_score(sorted, n)) / 2);
}

double rita_bars_score(const double *counts, size_t n)
{
    struct moments m = moments_of(counts, n);

    return thousandths(fmax(0, 1 - m.sd * sqrt((double)(n - 1) / (double)n) / m.mean));
}

double rita_bimodal_score(const double *frequencies, size_t n, size_t total)
{
    double first = 0, second = 0;

    for (size_t i = 0; i < n; i++) {
        if (frequencies[i] > first) {
            second = first;
            first = frequencies[i];
        } else {
            second = fmax(second, frequencies[i]);
        }
    }
    return fmin(1, thousandths((first + second) / (total > 2 ? (double)(total - 1) : 1)));
}

/* --- gaps -------------------------------------------------------------------------------- */

static bool watched(const struct observed *o, when_t a, when_t b)
{
    return o == NULL || observed_within(o, a, b) >= b - a;
}

/* The gaps in seconds; FOLLOWS marks those that begin where another ends. */
static size_t collect(const when_t *times, size_t n, const struct observed *o, double *gap, bool *follows)
{
    size_t k = 0;
    bool before = false;

    for (size_t i = 1; i < n; i++) {
        bool whole = watched(o, times[i - 1], times[i]);

        if (whole) {
            gap[k] = (double)(times[i] - times[i - 1]) / (double)WHEN_SECOND;
            follows[k++] = before;
        }
        before = whole;
    }
    return k;
}

static double memory_of(const double *gap, const bool *follows, size_t k)
{
    double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;

    for (size_t i = 1; i < k; i++) {
        if (!follows[i])
            continue;
        n++;
        x += gap[i - 1];
        y += gap[i];
    }
    for (size_t i = 1; i < k; i++) {
        double a = gap[i - 1] - x / n, b = gap[i] - y / n;

        if (!follows[i])
            continue;
        xx += a * a;
        yy += b * b;
        xy += a * b;
    }
    return n >= 3 && xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : NAN;
}

static double burstiness_of(double cv, size_t k)
{
    double r = cv * sqrt((double)(k - 1) / (double)k), up = sqrt((double)k + 1), down = sqrt((double)k - 1);

    return k >= 2 ? (up * r - down) / ((up - 2) * r + down) : NAN;
}

/* As RITA sees the stamps: whole seconds, repeats dropped. */
static double rita_of(const when_t *times, size_t n, double *room)
{
    size_t k = 0;

    for (size_t i = 1; i < n; i++) {
        when_t seconds = (when_floor(times[i], WHEN_SECOND) - when_floor(times[i - 1], WHEN_SECOND)) / WHEN_SECOND;

        if (seconds > 0)
            room[k++] = (double)seconds;
    }
    mem_sort(room, k, sizeof *room, by_value);
    return rita_score(room, k);
}

struct gaps gaps_of(const when_t *times, size_t n, const struct observed *o)
{
    double *gap = mem_alloc((n + 1) * sizeof *gap);
    bool *follows = mem_alloc((n + 1) * sizeof *follows);
    size_t k = collect(times, n, o, gap, follows);
    struct moments m = moments_of(gap, k);
    struct gaps g = { .n = k, .mean = m.mean, .median = NAN, .cv = m.sd / m.mean };

    g.burstiness = burstiness_of(g.cv, k);
    g.memory = memory_of(gap, follows, k);
    mem_sort(gap, k, sizeof *gap, by_value);
    g.median = median(gap, k);
    g.rita = rita_of(times, n, gap);
    free(gap);
    free(follows);
    return g;
}
