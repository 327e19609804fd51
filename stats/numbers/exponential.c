/* exponential.c -- see exponential.h. */

#include "exponential.h"

#include "base/err.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double mean_of(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
    }
    return sum / (double)n;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* A^2 of N probabilities, ascending; each is kept within 1/(4n) of 0 and 1. */
static double a2_of(double *u, size_t n)
{
    double sum = 0, edge = .25 / (double)n;
    for (size_t i = 0; i < n; i++) {
        u[i] = fmin(fmax(u[i], edge), 1 - edge);
    }
    for (size_t i = 0; i < n; i++) {
        sum += (2 * (double)i + 1) * (log(u[i]) + log1p(-u[n - 1 - i]));
    }
    return -(double)n - sum / (double)n;
}

static double *sorted(const double *x, size_t n)
{
    double *copy = mem_alloc((n + 1) * sizeof *copy);
    memcpy(copy, x, n * sizeof *copy);
    mem_sort(copy, n, sizeof *copy, ascending);
    return copy;
}

double exponential_a2(const double *x, size_t n)
{
    double mean = n > 1 ? mean_of(x, n) : 0;
    if (!(mean > 0)) {
        return NAN;
    }
    double *u = sorted(x, n);
    for (size_t i = 0; i < n; i++) {
        u[i] = -expm1(-u[i] / mean);
    }
    double a2 = a2_of(u, n);
    free(u);
    return a2;
}

/* The mean of an exponential of rate R truncated at 1; R may be negative. */
static double truncated_mean(double r)
{
    return fabs(r) < 1e-4 ? .5 - r / 12 : 1 / r - 1 / expm1(r);
}

/* The rate whose truncated mean is MEAN, by halving: the mean falls from 1 to 0. */
static double truncated_rate(double mean)
{
    double lo = -500, hi = 500;
    for (int i = 0; i < 80; i++) {
        double middle = (lo + hi) / 2;
        *(truncated_mean(middle) > mean ? &lo : &hi) = middle;
    }
    return (lo + hi) / 2;
}

double exponential_a2_below(const double *x, size_t n, double share, double *beyond)
{
    size_t below = (size_t)(share * (double)n);
    double *u = sorted(x, n), end = below > 5 ? u[below - 1] : 0, a2 = NAN;
    if (end > 0) {
        size_t m = below - 1;
        double r = truncated_rate(mean_of(u, m) / end);
        for (size_t i = 0; i < m; i++) {
            u[i] = fabs(r) < 1e-9 ? u[i] / end : expm1(-r * u[i] / end) / expm1(-r);
        }
        a2 = a2_of(u, m);
        if (beyond != NULL) {
            *beyond = (double)(n - below) / ((double)below / expm1(fmax(r, 1e-9)));
        }
    }
    free(u);
    return a2;
}

double exponential_memory(const double *x, size_t n)
{
    double mean = n > 1 ? mean_of(x, n) : 0, sum = 0, last = 0;
    if (!(mean > 0)) {
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        double u = -expm1(-x[i] / mean) - .5;
        sum += u * last;
        last = u;
    }
    return 12 * sum / sqrt((double)(n - 1));
}
