/* ears.c -- see ears.h. */

#include "ears.h"

#include <math.h>

struct baseline {
    double mean, sd;
};

static struct baseline baseline_of(const double *x, size_t t, size_t lag)
{
    struct baseline b = { 0, 0 };

    if (t < EARS_DAYS + lag)
        return (struct baseline){ NAN, NAN };
    x += t - lag - EARS_DAYS;
    for (size_t i = 0; i < EARS_DAYS; i++)
        b.mean += x[i];
    b.mean /= EARS_DAYS;
    for (size_t i = 0; i < EARS_DAYS; i++)
        b.sd += (x[i] - b.mean) * (x[i] - b.mean) / (EARS_DAYS - 1);
    b.sd = sqrt(b.sd);
    return b;
}

static double score(const double *x, size_t t, size_t lag)
{
    struct baseline b = baseline_of(x, t, lag);

    return b.sd > 0 ? (x[t] - b.mean) / b.sd : NAN;
}

struct ears ears_at(const double *x, size_t t)
{
    struct ears e = { score(x, t, 0), score(x, t, 2), 0 };

    for (size_t k = 0; k < 3; k++) {
        double c2 = t >= k ? score(x, t - k, 2) : NAN;

        e.c3 = isnan(c2) ? NAN : e.c3 + fmax(0, c2 - 1);
    }
    return e;
}

double ears_bound(const double *x, size_t t, size_t lag, double z)
{
    struct baseline b = baseline_of(x, t, lag);

    return b.mean + z * b.sd;
}
