#include "moments.h"

#include "sums.h"

static double exposure_of(const double *exposure, size_t i)
{
    return exposure != NULL ? exposure[i] : 1;
}

/* sum(x) / sum(exposure) as an unevaluated sum of two doubles. */
static struct sum2 long_mean(const double *x, const double *exposure, size_t n)
{
    struct sum2 sum = { 0, 0 }, total = { 0, 0 }, rest = { 0, 0 };
    for (size_t i = 0; i < n; i++) {
        double u = exposure_of(exposure, i);
        sum2_add(&sum, u > 0 ? x[i] : 0);
        sum2_add(&total, u);
    }
    double mean = sum2_of(&sum) / sum2_of(&total);
    for (size_t i = 0; i < n; i++) {
        double u = exposure_of(exposure, i);
        sum2_add(&rest, u > 0 ? x[i] : 0);
        sum2_add_product(&rest, -mean, u);
    }
    return (struct sum2){ mean, sum2_of(&rest) / sum2_of(&total) };
}

static double deviation(double x, const struct sum2 *mean)
{
    struct sum2 d = { x, 0 };
    sum2_add(&d, -mean->high);
    sum2_add(&d, -mean->low);
    return sum2_of(&d);
}

struct moments moments_of(const double *x, size_t n)
{
    struct moments m = { n, NAN, NAN };
    if (n == 0) {
        return m;
    }
    struct sum2 mean = long_mean(x, NULL, n), squares = { 0, 0 };
    for (size_t i = 0; i < n; i++) {
        double d = deviation(x[i], &mean);
        sum2_add_product(&squares, d, d);
    }
    m.mean = sum2_of(&mean);
    m.sd = n > 1 ? sqrt(sum2_of(&squares) / (double)(n - 1)) : NAN;
    return m;
}

void moments_deviations(const double *x, const double *exposure, size_t n, double *out)
{
    struct sum2 mean = long_mean(x, exposure, n);
    for (size_t i = 0; i < n; i++) {
        double u = exposure_of(exposure, i);
        out[i] = u > 0 ? deviation(x[i] / u, &mean) : 0;
    }
}
