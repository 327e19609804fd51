/* poisson.c -- see poisson.h. */

#include "poisson.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

static struct sides sides_of(double less, double greater)
{
    return (struct sides){ less, greater, fmin(1, 2 * fmin(less, greater)) };
}

/* The root of a monotone FUNCTION between lo and hi, by bisection to the last bit
   that a double holds.  RISING: function goes from below to above TARGET. */
static double bisect(double (*function)(double x, const double *with), const double *with, double target,
                     double lo, double hi, bool rising)
{
    for (int i = 0; i < 200 && lo < hi; i++) {
        double mid = lo + (hi - lo) / 2;

        if (mid <= lo || mid >= hi)
            break;
        if ((function(mid, with) < target) == rising)
            lo = mid;
        else
            hi = mid;
    }
    return lo + (hi - lo) / 2;
}

/* --- one count ------------------------------------------------------------------- */

struct limits poisson_limits(double n, double level)
{
    double tail = (1 - level) / 2;

    return (struct limits){ n > 0 ? gsl_cdf_gamma_Pinv(tail, n, 1) : 0, gsl_cdf_gamma_Qinv(tail, n + 1, 1) };
}

static double poisson_mid_less(double mean, const double *n)
{
    double below = *n > 0 ? gsl_cdf_gamma_Q(mean, *n, 1) : 0; /* P(X <= n - 1) */

    return (below + gsl_cdf_gamma_Q(mean, *n + 1, 1)) / 2;
}

struct limits poisson_limits_mid(double n, double level)
{
    double tail = (1 - level) / 2;
    struct limits wide = poisson_limits(n, level);

    return (struct limits){
        n > 0 ? bisect(poisson_mid_less, &n, 1 - tail, wide.lo, wide.hi, false) : 0,
        bisect(poisson_mid_less, &n, tail, wide.lo, wide.hi, false),
    };
}

struct sides poisson_test(double n, double mean)
{
    return sides_of(gsl_cdf_gamma_Q(mean, n + 1, 1), n > 0 ? gsl_cdf_gamma_P(mean, n, 1) : 1);
}

/* --- two counts, given their sum --------------------------------------------------- */

/* P(X <= x) and P(X >= x) of a binomial of x + y trials: beta tails, so that x
   and y need not be whole. */
static double binomial_less(double x, double y, double share)
{
    return y > 0 ? gsl_cdf_beta_Q(share, x + 1, y) : 1;
}

static double binomial_greater(double x, double y, double share)
{
    return x > 0 ? gsl_cdf_beta_P(share, x, y + 1) : 1;
}

static double share_at(double ratio, double tx, double ty)
{
    return ratio * tx / (ratio * tx + ty);
}

struct sides ratio_test(double x, double tx, double y, double ty, double ratio)
{
    double share = share_at(ratio, tx, ty);

    return sides_of(binomial_less(x, y, share), binomial_greater(x, y, share));
}

static double binomial_mid_less(double share, const double *xy)
{
    double x = xy[0], y = xy[1];

    return (binomial_less(x, y, share) + 1 - binomial_greater(x, y, share)) / 2;
}

struct sides ratio_test_mid(double x, double tx, double y, double ty, double ratio)
{
    const double xy[2] = { x, y };
    double share = share_at(ratio, tx, ty);
    double tie = binomial_less(x, y, share) + binomial_greater(x, y, share) - 1;
    struct sides s = ratio_test(x, tx, y, ty, ratio);

    return sides_of(binomial_mid_less(share, xy), s.greater - tie / 2);
}

double ratio_test_minlike(unsigned x, double tx, unsigned y, double ty, double ratio)
{
    double share = share_at(ratio, tx, ty);
    double seen = gsl_ran_binomial_pdf(x, share, x + y) * (1 + 1e-7);
    double sum = 0;

    for (unsigned k = 0; k <= x + y; k++) {
        double pk = gsl_ran_binomial_pdf(k, share, x + y);

        if (pk <= seen)
            sum += pk;
    }
    return fmin(1, sum);
}

static double beta_below(double share, const double *ab)
{
    return gsl_cdf_beta_P(share, ab[0], ab[1]);
}

static double beta_above(double share, const double *ab)
{
    return gsl_cdf_beta_Q(share, ab[0], ab[1]);
}

static double odds(double share, double tx, double ty)
{
    return share < 1 ? share / (1 - share) * ty / tx : INFINITY;
}

struct limits ratio_limits(double x, double tx, double y, double ty, double level)
{
    const double low[2] = { x, y + 1 }, high[2] = { x + 1, y };
    double tail = (1 - level) / 2;

    return (struct limits){
        x > 0 ? odds(bisect(beta_below, low, tail, 0, 1, true), tx, ty) : 0,
        y > 0 ? odds(bisect(beta_above, high, tail, 0, 1, false), tx, ty) : INFINITY,
    };
}

struct limits ratio_limits_mid(double x, double tx, double y, double ty, double level)
{
    const double xy[2] = { x, y };
    double tail = (1 - level) / 2;

    return (struct limits){
        x > 0 ? odds(bisect(binomial_mid_less, xy, 1 - tail, 0, 1, false), tx, ty) : 0,
        y > 0 ? odds(bisect(binomial_mid_less, xy, tail, 0, 1, false), tx, ty) : INFINITY,
    };
}

/* --- two counts, by the normal distribution ------------------------------------------- */

double ratio_statistic(double x, double tx, double y, double ty, double ratio, enum ratio_statistic which)
{
    double r = ratio * tx / ty; /* expected x per y */

    if (x + y == 0)
        return 0;
    switch (which) {
    case RATIO_WALD:
        return (x - y * r) / sqrt(x + y * r * r);
    case RATIO_SCORE:
        return (x - y * r) / sqrt((x + y) * r);
    case RATIO_WALD_LOG:
        return x > 0 && y > 0 ? log(x / (y * r)) / sqrt(1 / x + 1 / y) : copysign(INFINITY, x - y * r);
    case RATIO_SCORE_LOG:
        return x > 0 && y > 0 ? log(x / (y * r)) / sqrt((2 + r + 1 / r) / (x + y)) : copysign(INFINITY, x - y * r);
    default:
        return 2 * (sqrt(x + .375) - sqrt(r * (y + .375))) / sqrt(1 + r); /* Anscombe 1948 */
    }
}

struct sides ratio_test_normal(double x, double tx, double y, double ty, double ratio, enum ratio_statistic which)
{
    double z = ratio_statistic(x, tx, y, ty, ratio, which) / M_SQRT2;

    return sides_of(erfc(-z) / 2, erfc(z) / 2);
}

/* --- two counts, unconditionally ---------------------------------------------------- */

/* The counts that carry all but about 1e-15 of a Poisson distribution. */
static void poisson_reach(double mean, unsigned *first, unsigned *last)
{
    double spread = 9 * sqrt(mean) + 30;

    *first = mean > spread ? (unsigned)(mean - spread) : 0;
    *last = (unsigned)(mean + spread);
}

struct sides ratio_test_e(unsigned x, double tx, unsigned y, double ty, double ratio, enum ratio_statistic which)
{
    double seen = ratio_statistic(x, tx, y, ty, ratio, which);
    double slack = 1e-10 * fmax(1, fabs(seen));
    double rate_y = (x + y) / (ratio * tx + ty); /* pooled under H0 */
    unsigned x_first, x_last, y_first, y_last;
    double less = 0, greater = 0;

    poisson_reach(ratio * rate_y * tx, &x_first, &x_last);
    poisson_reach(rate_y * ty, &y_first, &y_last);
    for (unsigned i = x_first; i <= x_last; i++) {
        double pi = gsl_ran_poisson_pdf(i, ratio * rate_y * tx);

        for (unsigned j = y_first; j <= y_last; j++) {
            double w = ratio_statistic(i, tx, j, ty, ratio, which), p = pi * gsl_ran_poisson_pdf(j, rate_y * ty);

            if (w <= seen + slack)
                less += p;
            if (w >= seen - slack)
                greater += p;
        }
    }
    return sides_of(fmin(1, less), fmin(1, greater));
}

/* --- astronomers' two ---------------------------------------------------------------- */

/* n log(n / mean), 0 at n = 0. */
static double surprise(double n, double mean)
{
    return n > 0 ? n * log(n / mean) : 0;
}

double li_ma(double on, double off, double alpha)
{
    double off_mean = (on + off) / (1 + alpha);
    double ts = surprise(on, alpha * off_mean) + surprise(off, off_mean);

    return copysign(sqrt(2 * fmax(0, ts)), on - alpha * off);
}

double cash(double on, double background)
{
    double ts = surprise(on, background) - (on - background);

    return copysign(sqrt(2 * fmax(0, ts)), on - background);
}

/* --- more scatter than Poisson --------------------------------------------------------- */

double dispersed_less(double n, double mean, double variance)
{
    double size;

    if (n < 0)
        return 0;
    if (mean <= 0)
        return 1;
    size = variance > mean ? mean * mean / (variance - mean) : INFINITY;
    if (!(size < 1e9))
        return gsl_cdf_gamma_Q(mean, n + 1, 1);
    return gsl_cdf_beta_P(mean / variance, size, n + 1);
}

double dispersed_greater(double n, double mean, double variance)
{
    double size;

    if (n <= 0)
        return 1;
    if (mean <= 0)
        return 0;
    size = variance > mean ? mean * mean / (variance - mean) : INFINITY;
    if (!(size < 1e9))
        return gsl_cdf_gamma_P(mean, n, 1);
    return gsl_cdf_beta_Q(mean / variance, size, n);
}
