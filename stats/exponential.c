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

double exponential_a2(const double *x, size_t n)
{
    double mean = n > 1 ? mean_of(x, n) : 0;
    if (!(mean > 0)) {
        return NAN;
    }
    double *u = mem_alloc(n * sizeof *u), sum = 0, edge = .25 / (double)n;
    memcpy(u, x, n * sizeof *u);
    mem_sort(u, n, sizeof *u, ascending);
    for (size_t i = 0; i < n; i++) {
        u[i] = fmin(fmax(-expm1(-u[i] / mean), edge), 1 - edge);
    }
    for (size_t i = 0; i < n; i++) {
        sum += (2 * (double)i + 1) * (log(u[i]) + log1p(-u[n - 1 - i]));
    }
    free(u);
    return -(double)n - sum / (double)n;
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
