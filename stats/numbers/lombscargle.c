/* lombscargle.c -- see lombscargle.h. */

#include "lombscargle.h"

#include <math.h>

struct weighted {
    double total, mean, variance; /* of y */
};

static double weight(const double *w, size_t i)
{
    return w == NULL ? 1 : w[i];
}

static struct weighted centre(const double *y, const double *w, size_t n)
{
    struct weighted r = { 0, 0, 0 };

    for (size_t i = 0; i < n; i++) {
        if (weight(w, i) > 0) {
            r.total += weight(w, i);
            r.mean += weight(w, i) * y[i];
        }
    }
    r.mean /= r.total;
    for (size_t i = 0; i < n; i++) {
        if (weight(w, i) > 0)
            r.variance += weight(w, i) / r.total * (y[i] - r.mean) * (y[i] - r.mean);
    }
    return r;
}

/* Weighted means of cosine, sine, their squares and product, and of both times y - mean. */
static double power_at(const double *t, const double *y, const double *w, size_t n, const struct weighted *m, double f)
{
    double c = 0, s = 0, cc = 0, cs = 0, yc = 0, ys = 0, ss, determinant;

    for (size_t i = 0; i < n; i++) {
        double k = weight(w, i) / m->total, cycles = f * t[i], a = 2 * M_PI * (cycles - floor(cycles));
        double ca = cos(a), sa = sin(a);

        if (k <= 0)
            continue;
        c += k * ca;
        s += k * sa;
        cc += k * ca * ca;
        cs += k * ca * sa;
        yc += k * (y[i] - m->mean) * ca;
        ys += k * (y[i] - m->mean) * sa;
    }
    ss = 1 - cc - s * s;
    cc -= c * c;
    cs -= c * s;
    determinant = cc * ss - cs * cs;
    return (ss * yc * yc + cc * ys * ys - 2 * cs * yc * ys) / (m->variance * determinant);
}

void lombscargle(const double *t, const double *y, const double *w, size_t n, double f0, double df, size_t count,
                 double *power)
{
    struct weighted m = centre(y, w, n);

    for (size_t i = 0; i < count; i++)
        power[i] = m.variance > 0 ? power_at(t, y, w, n, &m, f0 + (double)i * df) : NAN;
}

double lombscargle_p(double z, size_t n)
{
    return n > 3 ? exp(((double)n - 3) / 2 * log1p(-z)) : NAN;
}

double lombscargle_max_p(double z, size_t n, double width)
{
    double free = (double)n - 1, gamma = sqrt(2 / free) * exp(lgamma(free / 2) - lgamma((free - 1) / 2));
    double tau = width * gamma * pow(1 - z, ((double)n - 4) / 2) * sqrt(free * z / 2);

    return -expm1(log1p(-lombscargle_p(z, n)) - tau);
}
