/* forecast.c -- see forecast.h. */

#include "forecast.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static double with_freedom(double tail, double freedom)
{
    if (!(freedom < 1e6) || !(tail > 0 && tail < 1))
        return tail;
    return tail < .5 ? gsl_cdf_tdist_Q(gsl_cdf_ugaussian_Qinv(tail), freedom)
                     : gsl_cdf_tdist_P(gsl_cdf_ugaussian_Pinv(tail), freedom);
}

double forecast_less(const struct forecast *f, double n, double ratio)
{
    double mean = ratio * f->expected;
    double variance = f->phi * mean + (f->days + f->baseline) * mean * mean;

    return with_freedom(dispersed_less(n, mean, variance), f->freedom);
}

double forecast_greater(const struct forecast *f, double n, double ratio)
{
    double mean = ratio * f->expected * (1 + f->baseline);
    double error = f->baseline / (1 + f->baseline);

    return with_freedom(dispersed_greater(n, mean, f->phi * mean + (f->days + error) * mean * mean), f->freedom);
}

double forecast_p(const struct forecast *f, double n)
{
    return fmin(1, 2 * fmin(forecast_less(f, n, 1), forecast_greater(f, n, 1)));
}

/* The ratio at which TAIL of n is TARGET, by bisection of its logarithm. */
static double ratio_where(double (*tail)(const struct forecast *, double, double), const struct forecast *f,
                          double n, double target, bool rising)
{
    double lo = -40, hi = 40;

    for (int i = 0; i < 60; i++) {
        double mid = (lo + hi) / 2;

        if ((tail(f, n, exp(mid)) < target) == rising)
            lo = mid;
        else
            hi = mid;
    }
    return exp((lo + hi) / 2);
}

struct limits forecast_limits(const struct forecast *f, double n, double level)
{
    double half = (1 - level) / 2;

    return (struct limits){ n > 0 ? ratio_where(forecast_greater, f, n, half, true) : 0,
                            ratio_where(forecast_less, f, n, half, false) };
}

struct forecast forecast_plain(const struct forecast *f)
{
    return (struct forecast){ f->expected, 1, 0, f->baseline, INFINITY };
}

/* The smallest count whose upper tail is at most half of ALPHA. */
static double critical_count(const struct forecast *f, double alpha)
{
    double lo = 0, hi = f->expected + 1;

    while (forecast_greater(f, hi, 1) > alpha / 2 && hi < 1e15)
        hi *= 2;
    while (hi - lo > 1) {
        double mid = floor((lo + hi) / 2);

        if (mid <= lo)
            mid = lo + 1;
        if (mid >= hi)
            break;
        if (forecast_greater(f, mid, 1) > alpha / 2)
            lo = mid;
        else
            hi = mid;
    }
    return ceil(hi);
}

double forecast_detectable(const struct forecast *f, double alpha, double power)
{
    double ratio = ratio_where(forecast_less, f, critical_count(f, alpha) - 1, 1 - power, false);

    return ratio < 1e15 ? ratio : NAN;
}
