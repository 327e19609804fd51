/* farrington.c -- see farrington.h. */

#include "farrington.h"

#include "base/err.h"
#include <math.h>
#include <stdlib.h>

#define ROUNDS 50

/* The regression: y on (1, t - t0), so that the intercept is log mu_0. */
struct fit {
    const double *y, *t;
    double *w, *mu;
    size_t n;
    double t0, a, b, phi;
    double v00, v01, v11; /* inverse of the information (phi = 1) */
    bool trend;
};

static double predict(const struct fit *f, size_t i)
{
    return exp(f->a + f->b * (f->t[i] - f->t0));
}

/* One step of Newton's method (Fisher scoring); the size of the step. */
static double improve(struct fit *f)
{
    double i00 = 0, i01 = 0, i11 = 0, g0 = 0, g1 = 0, det;

    for (size_t i = 0; i < f->n; i++) {
        double x = f->t[i] - f->t0, m = predict(f, i), w = f->w[i];

        i00 += w * m;
        i01 += w * m * x;
        i11 += w * m * x * x;
        g0 += w * (f->y[i] - m);
        g1 += w * (f->y[i] - m) * x;
    }
    if (!f->trend) {
        i01 = g1 = 0;
        i11 = 1;
    }
    det = i00 * i11 - i01 * i01;
    f->v00 = i11 / det;
    f->v01 = -i01 / det;
    f->v11 = f->trend ? i00 / det : 0;
    f->a += f->v00 * g0 + f->v01 * g1;
    f->b += f->v01 * g0 + f->v11 * g1;
    return fabs(f->v00 * g0 + f->v01 * g1) + fabs(f->v01 * g0 + f->v11 * g1);
}

static void regress(struct fit *f)
{
    double sum = 0, weights = 0, pearson = 0;

    for (size_t i = 0; i < f->n; i++) {
        sum += f->w[i] * f->y[i];
        weights += f->w[i];
    }
    f->a = log(sum / weights);
    f->b = 0;
    for (int k = 0; k < ROUNDS && improve(f) > 1e-13; k++)
        ;
    for (size_t i = 0; i < f->n; i++) {
        f->mu[i] = predict(f, i);
        pearson += f->w[i] * (f->y[i] - f->mu[i]) * (f->y[i] - f->mu[i]) / f->mu[i];
    }
    f->phi = fmax(1, pearson / (double)(f->n - (f->trend ? 2 : 1)));
}

static double anscombe(const struct fit *f, size_t i)
{
    double x = f->t[i] - f->t0, m = f->mu[i];
    double leverage = f->w[i] * m * (f->v00 + 2 * f->v01 * x + f->v11 * x * x);

    return 1.5 * (cbrt(f->y[i] * f->y[i]) - cbrt(m * m)) / (pow(m, 1. / 6) * sqrt(f->phi * (1 - leverage)));
}

static void weigh_down(struct fit *f, double *w)
{
    double sum = 0;

    for (size_t i = 0; i < f->n; i++) {
        double s = anscombe(f, i);

        w[i] = s > 1 ? 1 / (s * s) : 1;
        sum += w[i];
    }
    for (size_t i = 0; i < f->n; i++)
        f->w[i] = w[i] * (double)f->n / sum;
}

static struct farrington answer(const struct fit *f, double z)
{
    double mean = exp(f->a), error = mean * sqrt(f->phi * f->v00);
    double spread = sqrt(f->phi * mean + error * error) / mean;

    return (struct farrington){ mean, error, f->phi, mean * pow(fmax(0, 1 + 2. / 3 * z * spread), 1.5) };
}

struct farrington farrington_at(const double *y, const double *t, size_t n, double t0, double z, bool trend)
{
    struct fit f = { .y = y, .t = t, .n = n, .t0 = t0, .trend = trend };
    struct farrington out = { NAN, NAN, NAN, NAN };
    double *scratch, sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += y[i];
    if (n < 3 || !(sum > 0))
        return out;
    scratch = mem_alloc(3 * n * sizeof *scratch);
    f.w = scratch;
    f.mu = scratch + n;
    for (size_t i = 0; i < n; i++)
        f.w[i] = 1;
    regress(&f);
    weigh_down(&f, scratch + 2 * n);
    regress(&f);
    out = answer(&f, z);
    free(scratch);
    return out;
}
