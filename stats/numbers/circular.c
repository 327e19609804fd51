/* circular.c -- see circular.h. */

#include "circular.h"

#include <math.h>

struct circular circular_moment(const double *angle, size_t n, int p)
{
    double re = 0, im = 0, direction;

    if (n == 0)
        return (struct circular){ NAN, NAN };
    for (size_t i = 0; i < n; i++) {
        re += cos(p * angle[i]);
        im += sin(p * angle[i]);
    }
    direction = atan2(im, re);
    return (struct circular){ direction < 0 ? direction + 2 * M_PI : direction, hypot(re, im) / (double)n };
}

double circular_rayleigh(double n, double length)
{
    double r = n * length, whole = 1 + 2 * n;

    return exp(-4 * r * r / (sqrt(fmax(whole * whole - 4 * r * r, 0)) + whole));
}

double circular_kappa(double length)
{
    double r = length;

    if (r < .53)
        return 2 * r + r * r * r + 5 * pow(r, 5) / 6;
    if (r < .85)
        return -.4 + 1.39 * r + .43 / (1 - r);
    return fmin(CIRCULAR_MOST, 1 / fmax(r * r * r - 4 * r * r + 3 * r, 1e-9));
}

double circular_sd(double length)
{
    return sqrt(-2 * log(length));
}
