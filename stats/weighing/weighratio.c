/* weighratio.c -- see weighratio.h. */

#include "weighratio.h"

#include "base/err.h"
#include "numbers/stream.h"
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

#define DRAWS 999
#define TAIL 25 /* draws in 1000 beyond each end */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* --- the interval --------------------------------------------------------------------------------- */

static double drawn_sum(const double *x, size_t n, gsl_rng *rng)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[gsl_rng_uniform_int(rng, n)];
    }
    return sum;
}

/* The pair counts the same whichever comes first: the draws are of the same blocks, and the ends change places. */
static void interval(const double *x, size_t n, double fixed, uint64_t seed, struct weighratio *r)
{
    double sums[DRAWS];
    gsl_rng *rng = stream_new(seed, "dielog-weigh", "blocks");
    for (size_t i = 0; i < DRAWS; i++) {
        sums[i] = drawn_sum(x, n, rng);
    }
    gsl_rng_free(rng);
    mem_sort(sums, DRAWS, sizeof *sums, ascending);
    r->lo = (sums[TAIL - 1] + fixed) / M_LN10;
    r->hi = (sums[DRAWS - TAIL] + fixed) / M_LN10;
}

/* --- what may be said ------------------------------------------------------------------------------ */

static void cap(struct weighratio *r, double most, enum weighratio_cap why)
{
    if (fabs(r->stated) > most) {
        r->stated = copysign(most, r->stated);
        r->cap = why;
    }
}

static void state(struct weighratio *r, bool poor)
{
    r->stated = r->lo > 0 ? r->lo : r->hi < 0 ? r->hi : 0;
    r->cap = WEIGHRATIO_FREE;
    cap(r, WEIGHRATIO_CALIBRATED, WEIGHRATIO_CALIBRATION);
    cap(r, (double)r->blocks * log10(2), WEIGHRATIO_BLOCKS);
    if (poor) {
        cap(r, WEIGHRATIO_POOR, WEIGHRATIO_FIT);
    }
}

struct weighratio weighratio_of(const struct weighscore *a, const struct weighscore *b, const size_t *visits, size_t n,
                                uint64_t seed)
{
    struct weighratio r = { 0 };
    double *x = mem_alloc((n + 1) * sizeof *x), sum = 0, fixed = a->fixed - b->fixed;
    for (size_t i = 0; i < n; i++) {
        x[i] = a->block[i] - b->block[i];
        sum += x[i];
        r.blocks += visits[i] > 0;
        r.in_favour += x[i] > 0;
    }
    r.log10 = (sum + fixed) / M_LN10;
    interval(x, n, fixed, seed, &r);
    state(&r, (r.log10 >= 0 ? a : b)->poor);
    free(x);
    return r;
}

const char *weighratio_cap_name(enum weighratio_cap cap)
{
    static const char *const names[] = { "", "blocks", "fit", "calibration" };
    return names[cap];
}
