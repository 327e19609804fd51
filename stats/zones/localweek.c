#include "localweek.h"

#include "rows/series.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HALF_HOUR (1800 * WHEN_SECOND)
#define MONDAY (4 * WHEN_DAY) /* 1970-01-05 */
#define HARMONICS 2
#define BUSY 0.05 /* share of the time that visits may fill */
#define FEATURES (2 * HARMONICS)

struct part { /* a half hour of a week that was watched in part */
    when_t at;
    double exposure;
};

struct localweek {
    when_t *visits;
    size_t n;
    double whole; /* visits in weeks that were watched throughout */
    struct part *parts;
    size_t n_parts, capacity;
};

size_t localweek_collapse(const when_t *times, size_t n, int64_t gap, const struct observed *observed,
                          when_t *out)
{
    size_t visits = series_visits(times, n, gap, out);
    when_t filled = 0;
    for (size_t i = 1; i < n; i++)
        filled += times[i] - times[i - 1] <= gap ? times[i] - times[i - 1] : 0;
    if (n == 0 || (double)filled <= BUSY * (double)observed_within(observed, times[0], times[n - 1] + 1))
        return visits;
    memcpy(out, times, n * sizeof *out);
    return n;
}

static when_t week_of(when_t t) { return when_floor(t - MONDAY, WHEN_WEEK) + MONDAY; }

static void add_parts(struct localweek *w, when_t week, double visits, const struct observed *observed)
{
    for (when_t t = week; t < week + WHEN_WEEK; t += HALF_HOUR) {
        int64_t seen = observed_within(observed, t, t + HALF_HOUR);
        if (seen == 0)
            continue;
        w->parts = mem_grow(w->parts, &w->capacity, w->n_parts + 1, sizeof *w->parts);
        w->parts[w->n_parts++] = (struct part){ t, visits * (double)seen / (double)HALF_HOUR };
    }
}

static void add_exposure(struct localweek *w, const struct observed *observed)
{
    for (size_t i = 0, next; i < w->n; i = next) {
        when_t week = week_of(w->visits[i]);
        for (next = i; next < w->n && w->visits[next] < week + WHEN_WEEK; next++)
            ;
        if (observed_within(observed, week, week + WHEN_WEEK) == WHEN_WEEK)
            w->whole += (double)(next - i);
        else
            add_parts(w, week, (double)(next - i), observed);
    }
}

struct localweek *localweek_new(const when_t *visits, size_t n, const struct observed *observed)
{
    struct localweek *w = mem_zero(sizeof *w);
    w->visits = mem_alloc((n + 1) * sizeof *w->visits);
    for (size_t i = 0; i < n; i++)
        if (observed_at(observed, visits[i]))
            w->visits[w->n++] = visits[i];
    add_exposure(w, observed);
    return w;
}

void localweek_free(struct localweek *w)
{
    if (w == NULL)
        return;
    free(w->visits);
    free(w->parts);
    free(w);
}

size_t localweek_n(const struct localweek *w) { return w->n; }
const when_t *localweek_visits(const struct localweek *w) { return w->visits; }

/* The first visit not before T, from I on. */
static size_t visit_from(const struct localweek *w, size_t i, when_t t)
{
    size_t end = w->n;
    while (i < end) {
        size_t middle = i + (end - i) / 2;
        if (w->visits[middle] < t)
            i = middle + 1;
        else
            end = middle;
    }
    return i;
}

static when_t change_end(const struct zone_clock *clock, size_t k)
{
    return k + 1 < clock->n ? clock->changes[k + 1].at : INT64_MAX;
}

/* The offset in force at most visits; of equals the eastern one. */
static int32_t usual_offset(const struct localweek *w, const struct zone_clock *clock)
{
    int32_t offsets[64] = { 0 }, best = 0;
    size_t counts[64] = { 0 }, kinds = 0, i = 0;
    for (size_t k = 0; k < clock->n; k++) {
        size_t next = visit_from(w, i, change_end(clock, k)), j = 0;
        while (j < kinds && offsets[j] != clock->changes[k].offset_s)
            j++;
        if (j == kinds && kinds < 64) {
            offsets[kinds] = clock->changes[k].offset_s;
            counts[kinds++] = 0;
        }
        if (j < kinds)
            counts[j] += next - i;
        i = next;
    }
    for (size_t j = 1; j < kinds; j++)
        if (counts[j] > counts[best] || (counts[j] == counts[best] && offsets[j] > offsets[best]))
            best = (int32_t)j;
    return offsets[best];
}

static size_t half_of(when_t t, when_t shift)
{
    when_t x = t + shift - MONDAY;
    return (size_t)((x - when_floor(x, WHEN_WEEK)) / HALF_HOUR);
}

int32_t localweek_shape(const struct localweek *w, const struct zone_clock *clock, struct weekshape *shape)
{
    int32_t usual = usual_offset(w, clock);
    memset(shape, 0, sizeof *shape);
    for (size_t h = 0; h < WEEK_HALVES; h++)
        shape->exposure[h] = w->whole;
    size_t i = 0, part = 0;
    for (size_t k = 0; k < clock->n; k++) {
        when_t end = change_end(clock, k);
        when_t shift = (when_t)(clock->changes[k].offset_s - usual) * WHEN_SECOND;
        for (; i < w->n && w->visits[i] < end; i++)
            shape->counts[half_of(w->visits[i], shift)] += 1;
        for (; part < w->n_parts && w->parts[part].at < end; part++)
            shape->exposure[half_of(w->parts[part].at, shift)] += w->parts[part].exposure;
    }
    return usual;
}

void localweek_cells(const double week[WEEK_HALVES], int halves, double cells[PROFILE_CELLS])
{
    memset(cells, 0, PROFILE_CELLS * sizeof *cells);
    for (int h = 0; h < WEEK_HALVES; h++) {
        int local = (h + halves) % WEEK_HALVES;
        local += local < 0 ? WEEK_HALVES : 0;
        int weekend = local >= 5 * PROFILE_DAY ? PROFILE_DAY : 0;
        cells[local % PROFILE_DAY + weekend] += week[h];
    }
}

void localweek_reference(const struct localweek *w, const struct zone_clock *clock, struct profile_reference *out)
{
    struct weekshape shape;
    int halves = (int)lround(localweek_shape(w, clock, &shape) / 1800.0);
    localweek_cells(shape.counts, halves, out->counts);
    localweek_cells(shape.exposure, halves, out->exposure);
}

static void waves(double day_share, double x[FEATURES])
{
    for (int k = 0; k < HARMONICS; k++) {
        x[2 * k] = cos(2 * M_PI * (k + 1) * day_share);
        x[2 * k + 1] = sin(2 * M_PI * (k + 1) * day_share);
    }
}

static void waves_at(when_t t, double x[FEATURES])
{
    waves((double)(t - when_floor(t, WHEN_DAY)) / (double)WHEN_DAY, x);
}

/* Mean and variance of the waves where a visit falls anywhere that was watched. */
static void expected_waves(const struct localweek *w, double mean[FEATURES], double variance[FEATURES])
{
    double day[PROFILE_DAY], sum = 0, square[FEATURES] = { 0 }, x[FEATURES];
    memset(mean, 0, FEATURES * sizeof *mean);
    for (size_t h = 0; h < PROFILE_DAY; h++)
        day[h] = 7 * w->whole;
    for (size_t i = 0; i < w->n_parts; i++)
        day[half_of(w->parts[i].at, 0) % PROFILE_DAY] += w->parts[i].exposure;
    for (size_t h = 0; h < PROFILE_DAY; h++) {
        waves(((double)h + 0.5) / PROFILE_DAY, x);
        sum += day[h];
        for (int f = 0; f < FEATURES; f++) {
            mean[f] += day[h] * x[f];
            square[f] += day[h] * x[f] * x[f];
        }
    }
    for (int f = 0; f < FEATURES; f++) {
        mean[f] /= sum;
        variance[f] = square[f] / sum - mean[f] * mean[f];
    }
}

/* The design effect of BLOCKS around MEAN; *WITH receives the number of blocks with visits. */
static double dispersion(const struct localweek *w, const double mean[FEATURES], int64_t block, size_t *with)
{
    double alone = 0, together = 0, x[FEATURES];
    *with = 0;
    for (size_t i = 0; i < w->n; ++*with) {
        double day[FEATURES] = { 0 };
        when_t end = when_floor(w->visits[i], block) + block;
        for (; i < w->n && w->visits[i] < end; i++) {
            waves_at(w->visits[i], x);
            for (int f = 0; f < FEATURES; f++) {
                day[f] += x[f] - mean[f];
                alone += (x[f] - mean[f]) * (x[f] - mean[f]);
            }
        }
        for (int f = 0; f < FEATURES; f++)
            together += day[f] * day[f];
    }
    return alone > 0 && together > alone ? together / alone : 1;
}

static void mean_waves(const struct localweek *w, double mean[FEATURES])
{
    double x[FEATURES];
    memset(mean, 0, FEATURES * sizeof *mean);
    for (size_t i = 0; i < w->n; i++) {
        waves_at(w->visits[i], x);
        for (int f = 0; f < FEATURES; f++)
            mean[f] += x[f] / (double)w->n;
    }
}

double localweek_dispersion(const struct localweek *w, int64_t block)
{
    double mean[FEATURES];
    size_t blocks;
    mean_waves(w, mean);
    return dispersion(w, mean, block, &blocks);
}

struct localrhythm localweek_rhythm(const struct localweek *w)
{
    double mean[FEATURES], expected[FEATURES], variance[FEATURES], sum = 0;
    size_t days;
    mean_waves(w, mean);
    struct localrhythm r = { .dispersion = dispersion(w, mean, WHEN_DAY, &days), .p_flat = 1 };
    expected_waves(w, expected, variance);
    for (int f = 0; f < FEATURES; f++)
        if (variance[f] > 0)
            sum += (mean[f] - expected[f]) * (mean[f] - expected[f]) / variance[f];
    if (days > 1)
        r.p_flat = gsl_cdf_fdist_Q((double)w->n / r.dispersion * sum / FEATURES, FEATURES, (double)(days - 1));
    return r;
}
