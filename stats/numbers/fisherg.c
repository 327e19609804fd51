/* fisherg.c -- see fisherg.h. */

#include "fisherg.h"

#include "fft.h"
#include "base/err.h"
#include "moments.h"
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdlib.h>

/* The terms are about a^j / j! with a = m exp(-m g): where a is large p is 1 and their sum has no digits. */
double fisherg_p(double g, size_t m)
{
    double sum = 0, n = (double)m;

    if (n * exp(-n * g) > 15)
        return 1;
    for (size_t j = 1; j <= m && (double)j * g < 1; j++) {
        double term = exp(gsl_sf_lnchoose((unsigned)m, (unsigned)j) + (n - 1) * log1p(-(double)j * g));

        sum += j % 2 == 1 ? term : -term;
        if (term < 1e-18 * sum)
            break;
    }
    return fmin(fmax(sum, 0), 1);
}

static void look(struct fisherg *r, const double *out)
{
    double sum = 0;

    for (size_t k = 1; k <= r->m; k++) {
        double power = out[2 * k] * out[2 * k] + out[2 * k + 1] * out[2 * k + 1];

        sum += power;
        if (power > r->ordinate) {
            r->ordinate = power;
            r->k = k;
        }
    }
    if (sum > 0) {
        r->g = r->ordinate / sum;
        r->p = fisherg_p(r->g, r->m);
    }
}

struct fisherg fisherg_of(const double *x, size_t n)
{
    struct fisherg r = { n > 0 ? (n - 1) / 2 : 0, 0, 0, NAN, NAN };
    double *work;
    fftw_plan plan;

    if (n < 5)
        return r;
    work = mem_alloc((n + 2) * sizeof *work);
    /* scalar: the same digits on every machine */
    plan = fft_plan_real(n, work, FFTW_NO_SIMD);
    moments_deviations(x, NULL, n, work);
    fftw_execute(plan);
    look(&r, work);
    r.ordinate /= (double)n;
    fft_plan_free(plan);
    free(work);
    return r;
}
