#include "cosinor.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

#define MOST 5 /* coefficients: mesor, then cosine and sine of each wave */

struct fit {
    size_t p, hours;
    double beta[MOST], inverse[MOST][MOST], covariance[MOST][MOST];
    double total, rest; /* weighed squares about the mean and about the curve */
    double days;
};

static double omega(int wave)
{
    return 2 * M_PI * (wave + 1) / 24;
}

/* 1, cosine, sine, ... of a time of day. */
static void basis_at(double hour, size_t p, double out[MOST])
{
    out[0] = 1;
    for (size_t j = 1; j < p; j += 2) {
        out[j] = cos(omega((int)(j / 2)) * hour);
        out[j + 1] = sin(omega((int)(j / 2)) * hour);
    }
}

/* Averaged over the hour from H on. */
static void basis_of(size_t h, size_t p, double out[MOST])
{
    basis_at((double)h + .5, p, out);
    for (size_t j = 1; j < p; j++) {
        const double half = omega((int)((j - 1) / 2)) / 2;

        out[j] *= sin(half) / half;
    }
}

static double curve(const double *basis, const struct fit *f)
{
    double y = 0;

    for (size_t j = 0; j < f->p; j++)
        y += f->beta[j] * basis[j];
    return y;
}

/* --- least squares ------------------------------------------------------------------------- */

static bool invert(double a[MOST][MOST], size_t p, double out[MOST][MOST])
{
    double packed[MOST * MOST];

    for (size_t i = 0; i < p * p; i++)
        packed[i] = a[i / p][i % p];
    gsl_matrix_view m = gsl_matrix_view_array(packed, p, p);
    if (gsl_linalg_cholesky_decomp1(&m.matrix) != 0 || gsl_linalg_cholesky_invert(&m.matrix) != 0)
        return false;
    for (size_t i = 0; i < p * p; i++)
        out[i / p][i % p] = packed[i];
    return true;
}

/* All days have the same 24 rows, so sums by clock hour are enough. */
static bool solve(struct fit *f, const double count[24], const double hours[24])
{
    double a[MOST][MOST] = { { 0 } }, b[MOST] = { 0 }, x[MOST];

    for (size_t h = 0; h < 24; h++) {
        if (hours[h] <= 0)
            return false;
        basis_of(h, f->p, x);
        for (size_t i = 0; i < f->p; i++) {
            b[i] += x[i] * count[h];
            for (size_t j = 0; j < f->p; j++)
                a[i][j] += x[i] * x[j] * hours[h];
        }
    }
    if (!invert(a, f->p, f->inverse))
        return false;
    for (size_t i = 0; i < f->p; i++) {
        f->beta[i] = 0;
        for (size_t j = 0; j < f->p; j++)
            f->beta[i] += f->inverse[i][j] * b[j];
    }
    return true;
}

/* Adds a day's squares to the fit and its score to MEAT; returns its observed hours. */
static double take_day(struct fit *f, const struct daybins *d, size_t day, double mean, double meat[MOST][MOST])
{
    double score[MOST] = { 0 }, x[MOST], seen = 0;

    for (size_t h = 0; h < 24; h++) {
        const double u = (double)d->exposure[day * 24 + h] / (double)WHEN_HOUR;

        if (u <= 0)
            continue;
        basis_of(h, f->p, x);
        const double rate = (double)d->count[day * 24 + h] / u, rest = rate - curve(x, f);
        f->total += u * (rate - mean) * (rate - mean);
        f->rest += u * rest * rest;
        f->hours++;
        seen += u;
        for (size_t j = 0; j < f->p; j++)
            score[j] += x[j] * u * rest;
    }
    for (size_t i = 0; i < f->p * f->p; i++)
        meat[i / f->p][i % f->p] += score[i / f->p] * score[i % f->p];
    return seen;
}

static void sandwich(struct fit *f, double meat[MOST][MOST])
{
    const double scale = f->days / (f->days - 1);
    double left[MOST][MOST] = { { 0 } };

    for (size_t i = 0; i < f->p; i++) {
        for (size_t j = 0; j < f->p; j++) {
            for (size_t k = 0; k < f->p; k++)
                left[i][j] += f->inverse[i][k] * meat[k][j];
        }
    }
    for (size_t i = 0; i < f->p; i++) {
        for (size_t j = 0; j < f->p; j++) {
            f->covariance[i][j] = 0;
            for (size_t k = 0; k < f->p; k++)
                f->covariance[i][j] += scale * left[i][k] * f->inverse[k][j];
        }
    }
}

static bool fit_all(struct fit *f, const struct daybins *d)
{
    double count[24] = { 0 }, hours[24] = { 0 }, meat[MOST][MOST] = { { 0 } };
    double all = 0, events = 0, sum = 0, squares = 0;

    for (size_t i = 0; i < d->days * 24; i++) {
        count[i % 24] += d->exposure[i] > 0 ? (double)d->count[i] : 0;
        hours[i % 24] += (double)d->exposure[i] / (double)WHEN_HOUR;
    }
    if (!solve(f, count, hours))
        return false;
    for (size_t h = 0; h < 24; h++) {
        events += count[h];
        all += hours[h];
    }
    for (size_t day = 0; day < d->days; day++) {
        const double seen = take_day(f, d, day, events / all, meat);

        sum += seen;
        squares += seen * seen;
    }
    f->days = sum * sum / squares;
    sandwich(f, meat);
    return f->total > 0;
}

/* --- tests and intervals --------------------------------------------------------------------- */

/* Hotelling's T^2 of the coefficients FROM .. FROM + Q, as F. */
static double hotelling(const struct fit *f, size_t from, size_t q)
{
    double part[MOST][MOST], inverse[MOST][MOST], t2 = 0;

    if (f->days < COSINOR_DAYS || f->days <= (double)q + 1)
        return NAN;
    for (size_t i = 0; i < q * q; i++)
        part[i / q][i % q] = f->covariance[from + i / q][from + i % q];
    if (!invert(part, q, inverse))
        return NAN;
    for (size_t i = 0; i < q * q; i++)
        t2 += f->beta[from + i / q] * inverse[i / q][i % q] * f->beta[from + i % q];
    return (f->days - (double)q) / ((double)q * (f->days - 1)) * t2;
}

static double hotelling_p(const struct fit *f, double statistic, size_t q)
{
    return isnan(statistic) ? NAN : gsl_cdf_fdist_Q(statistic, (double)q, f->days - (double)q);
}

/* 95 % around VALUE by the gradient of what it is of the coefficients. */
static struct limits delta(const struct fit *f, double value, const double gradient[MOST])
{
    double variance = 0;

    if (f->days < COSINOR_DAYS)
        return (struct limits){ NAN, NAN };
    for (size_t i = 0; i < f->p * f->p; i++)
        variance += gradient[i / f->p] * f->covariance[i / f->p][i % f->p] * gradient[i % f->p];
    const double half = gsl_cdf_tdist_Pinv(.975, f->days - 1) * sqrt(fmax(variance, 0));
    return (struct limits){ value - half, value + half };
}

static struct cosinor_wave wave_of(const struct fit *f, int wave)
{
    const size_t at = 1 + 2 * (size_t)wave;
    const double b = f->beta[at], g = f->beta[at + 1], a = hypot(b, g), w = omega(wave);
    double by_size[MOST] = { 0 }, by_time[MOST] = { 0 };
    struct cosinor_wave out = { .amplitude = a, .acrophase = atan2(g, b) / w };

    by_size[at] = b / a;
    by_size[at + 1] = g / a;
    by_time[at] = -g / (a * a * w);
    by_time[at + 1] = b / (a * a * w);
    out.acrophase += out.acrophase < 0 ? 2 * M_PI / w : 0;
    out.p = hotelling_p(f, hotelling(f, at, 2), 2);
    out.amplitude95 = delta(f, a, by_size);
    out.amplitude95.lo = fmax(out.amplitude95.lo, 0);
    out.acrophase95 = (struct limits){ NAN, NAN };
    if (out.p <= .05)
        out.acrophase95 = delta(f, out.acrophase, by_time);
    return out;
}

static double slope(const struct fit *f, double hour)
{
    double x[MOST], sum = 0;

    basis_at(hour, f->p, x);
    for (size_t j = 1; j < f->p; j += 2)
        sum += omega((int)(j / 2)) * (f->beta[j + 1] * x[j] - f->beta[j] * x[j + 1]);
    return sum;
}

/* The highest of a grid of minutes, then the root of the slope beside it by bisection. */
static double peak_of(const struct fit *f)
{
    double x[MOST], best = -INFINITY, at = 0;

    for (int m = 0; m < 1440; m++) {
        basis_at(m / 60., f->p, x);
        if (curve(x, f) > best) {
            best = curve(x, f);
            at = m / 60.;
        }
    }
    double low = at - 1. / 60, high = at + 1. / 60;
    for (int i = 0; i < 50; i++) {
        const double mid = (low + high) / 2;

        if (slope(f, mid) > 0)
            low = mid;
        else
            high = mid;
    }
    return fmod(low + 24, 24);
}

/* The peak t solves slope(t; beta) = 0, so dt/dbeta = -(d slope/d beta)/(d slope/dt). */
static struct limits peak_limits(const struct fit *f, double peak)
{
    double x[MOST], gradient[MOST] = { 0 }, bend = 0;

    basis_at(peak, f->p, x);
    for (size_t j = 1; j < f->p; j += 2) {
        const double w = omega((int)(j / 2));

        bend -= w * w * (f->beta[j] * x[j] + f->beta[j + 1] * x[j + 1]);
        gradient[j] = -w * x[j + 1];
        gradient[j + 1] = w * x[j];
    }
    for (size_t j = 1; j < f->p; j++)
        gradient[j] /= -bend;
    return delta(f, peak, gradient);
}

static struct cosinor missing(int waves)
{
    const struct limits none = { NAN, NAN };
    const struct cosinor_wave wave = { NAN, none, NAN, none, NAN };

    return (struct cosinor){ waves, NAN, 0, NAN, none, { wave, wave }, NAN, NAN, NAN, NAN, NAN, NAN, none };
}

struct cosinor cosinor_fit(const struct daybins *d, int waves)
{
    struct fit f = { .p = 1 + 2 * (size_t)waves };
    struct cosinor out = missing(waves);
    const size_t q = f.p - 1;
    const double first[MOST] = { 1 };

    if (!fit_all(&f, d))
        return out;
    out.days = f.days;
    out.hours = f.hours;
    out.mesor = f.beta[0];
    out.mesor95 = delta(&f, out.mesor, first);
    for (int wave = 0; wave < waves; wave++)
        out.wave[wave] = wave_of(&f, wave);
    out.explained = 1 - f.rest / f.total;
    if (f.hours > f.p && f.rest > 0) {
        const double df = (double)(f.hours - f.p);

        out.f_hours = (f.total - f.rest) / (double)q / (f.rest / df);
        out.p_hours = gsl_cdf_fdist_Q(out.f_hours, (double)q, df);
    }
    out.f = hotelling(&f, 1, q);
    out.p = hotelling_p(&f, out.f, q);
    out.peak = peak_of(&f);
    if (out.p <= .05)
        out.peak95 = peak_limits(&f, out.peak);
    return out;
}
