#include "proportion.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

struct limits wilson_limits(double x, double n, double level)
{
    if (!(n > 0)) {
        return (struct limits){ NAN, NAN };
    }
    double z = gsl_cdf_ugaussian_Pinv(0.5 + level / 2), z2 = z * z, p = x / n;
    double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
    double half = z / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    return (struct limits){ x > 0 ? middle - half : 0, x < n ? middle + half : 1 };
}

/* The p at which the beta(a, b) distribution function is TAIL, from START on: Newton's
   steps, and bisection where they leave the bracket.  (gsl_cdf_beta_Pinv loses digits, and
   gives up at large n.) */
static double beta_quantile(double tail, double a, double b, double start)
{
    double low = 0, high = 1, p = start;
    for (int i = 0; i < 200 && high - low > DBL_EPSILON * low; i++) {
        double off = gsl_cdf_beta_P(p, a, b) - tail;
        low = off < 0 ? p : low;
        high = off > 0 ? p : high;
        double next = p - off / gsl_ran_beta_pdf(p, a, b);
        if (fabs(next - p) <= DBL_EPSILON * p) {
            return next;
        }
        p = next > low && next < high ? next : low + (high - low) / 2;
    }
    return p;
}

struct limits exact_limits(double x, double n, double level)
{
    if (!(n > 0)) {
        return (struct limits){ NAN, NAN };
    }
    double tail = (1 - level) / 2;
    struct limits near = wilson_limits(x, n, level);
    return (struct limits){
        x > 0 ? beta_quantile(tail, x, n - x + 1, near.lo) : 0,
        x < n ? 1 - beta_quantile(tail, n - x, x + 1, 1 - near.hi) : 1,
    };
}
