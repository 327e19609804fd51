/* Changes of level against R and the literature, PELT against every split, false changes, intervals. */

#include "close.h"
#include "days/change_test.h"
#include "days/returns.h"

#include <gsl/gsl_randist.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define MOST 140

/* R: Nile; the flow at Aswan, 1871 to 1970. */
static const double nile[] = {
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958,
    1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020,
    1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796,
    1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874,
    848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718,
    714, 740
};

/* R: table(factor(floor(boot::coal$date), 1851:1962)); disasters in coal mines a year. */
static const double coal[] = {
    4, 5, 4, 1, 0, 4, 3, 4, 0, 6, 3, 3, 4, 0, 2, 6, 3, 3, 5, 4, 5, 3, 1, 4, 4, 1, 5, 5, 3, 4, 2, 5, 2, 2, 3,
    4, 2, 1, 3, 2, 2, 1, 1, 1, 1, 3, 0, 0, 1, 0, 1, 1, 0, 0, 3, 1, 0, 3, 2, 2, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0,
    0, 2, 1, 0, 0, 0, 1, 1, 0, 2, 3, 3, 1, 1, 2, 1, 1, 1, 1, 2, 3, 3, 0, 0, 0, 1, 4, 0, 0, 0, 1, 0, 0, 0, 0,
    0, 1, 0, 0, 1, 0, 1
};

#define N_NILE (sizeof nile / sizeof *nile)
#define N_COAL (sizeof coal / sizeof *coal)

static double ones[MOST];

static void set_ones(void)
{
    for (int i = 0; i < MOST; i++)
        ones[i] = 1;
}

/* R, strucchange: breakpoints(Nile ~ 1) has its break after observation 28 (1898), confint 25 to 32 (Bai 1997; the bootstrap here has its own). */
static void test_nile(void **state)
{
    const struct change_series s = { CHANGE_NORMAL, nile, ones, N_NILE };
    struct change_result r;
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    double gain;

    (void)state;
    set_ones();
    assert_int_equal(N_NILE, 100);
    assert_int_equal(change_single(&s, 0, N_NILE, 1, &gain), 28);
    change_test(&s, .05, g, &r);
    print_message("# Nile: after %zu (%zu to %zu), p %.3f\n", r.at[0].at, r.at[0].lo, r.at[0].hi, r.p);
    assert_int_equal(r.n, 1);
    assert_int_equal(r.at[0].at, 28);
    assert_true(r.at[0].lo >= 20 && r.at[0].lo <= 27 && r.at[0].hi >= 29 && r.at[0].hi <= 36);
    assert_close(r.at[0].before, 1097.75, 1e-12);
    assert_close(r.at[0].after, 849.97222222222223, 1e-12);
    gsl_rng_free(g);
}

/* R: ll <- function(v) sum(v) * log(sum(v) / length(v)); lr <- sapply(1:111, function(k) 2 * (ll(z[1:k]) + ll(z[-(1:k)]) - ll(z)))
   which.max(lr) 41, after 1891; max(lr) 69.988344747251148 */
static void test_coal(void **state)
{
    const struct change_series s = { CHANGE_POISSON, coal, ones, N_COAL };
    double gain;

    (void)state;
    set_ones();
    assert_int_equal(N_COAL, 112);
    assert_int_equal(change_single(&s, 0, N_COAL, 1, &gain), 41);
    assert_close(gain, 69.988344747251148, 1e-13);
    assert_true(change_worth(&s, 5) >= gain);
}

/* --- PELT against every split ------------------------------------------------------------------ */

static double best_split(const struct change_series *s, size_t to, size_t least, double penalty)
{
    double best = INFINITY;

    if (to == 0)
        return -penalty;
    for (size_t from = 0; from + least <= to; from++) {
        double y = 0, b = 0, before = from == 0 || from >= least ? best_split(s, from, least, penalty) : INFINITY;

        for (size_t t = from; t < to; t++) {
            y += s->y[t];
            b += s->b[t];
        }
        best = fmin(best, before + change_cost(s->family, y, b) + penalty);
    }
    return best;
}

static double cost_of(const struct change_series *s, const size_t *breaks, size_t n, double penalty)
{
    double sum = penalty * (double)n;

    for (size_t i = 0, from = 0; i <= n; i++) {
        size_t to = i < n ? breaks[i] : s->n;
        double y = 0, b = 0;

        for (; from < to; from++) {
            y += s->y[from];
            b += s->b[from];
        }
        sum += change_cost(s->family, y, b);
    }
    return sum;
}

static void test_pelt(void **state)
{
    static const enum change_family families[] = { CHANGE_POISSON, CHANGE_BINOMIAL, CHANGE_NORMAL };
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);

    (void)state;
    for (int k = 0; k < 90; k++) {
        double y[14], b[14];
        const struct change_series s = { families[k % 3], y, b, 14 };
        size_t breaks[14], n, least = 1 + (size_t)k % 4;

        for (int t = 0; t < 14; t++) {
            b[t] = (double)(1 + gsl_rng_uniform_int(g, 9));
            y[t] = floor(b[t] * (t > 4 && t < 10 ? .8 : .3) * gsl_rng_uniform(g));
        }
        n = change_pelt(&s, 1.7, least, breaks);
        assert_close(cost_of(&s, breaks, n, 1.7), best_split(&s, 14, least, 1.7), 1e-11);
        for (size_t i = 0; i <= n; i++)
            assert_true((i < n ? breaks[i] : 14) - (i > 0 ? breaks[i - 1] : 0) >= least);
    }
    gsl_rng_free(g);
}

/* --- false changes, true ones -------------------------------------------------------------------- */

/* Counts of 20 a day whose days vary (lognormal, variance V, memory .6); from CHANGE on RAISE times as many. */
static void draw(gsl_rng *g, double v, int change, double raise, double *y)
{
    double a = gsl_ran_gaussian(g, sqrt(v));

    for (int t = 0; t < MOST; t++) {
        y[t] = gsl_ran_poisson(g, 20 * exp(a - v / 2) * (t >= change ? raise : 1));
        a = .6 * a + gsl_ran_gaussian(g, sqrt(v * (1 - .36)));
    }
}

static void test_drawn(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    double y[MOST], false_ones = 0, found = 0, near = 0, covered = 0;
    const struct change_series s = { CHANGE_POISSON, y, ones, MOST };
    struct change_result r;
    const int rounds = 25, raised = 4;

    (void)state;
    set_ones();
    for (int i = 0; i < rounds; i++) {
        draw(g, .1, MOST, 1, y);
        change_test(&s, .05, g, &r);
        false_ones += r.n > 0;
    }
    for (int i = 0; i < raised; i++) {
        draw(g, .1, 80, 2.5, y);
        change_test(&s, .05, g, &r);
        found += r.n == 1;
        near += r.n == 1 && fabs((double)r.at[0].at - 80) <= 4;
        covered += r.n == 1 && r.at[0].lo <= 80 && r.at[0].hi >= 80;
    }
    print_message("# false %.0f of %d; found %.0f, within 4 days %.0f, interval holds it %.0f of %d\n", false_ones, rounds, found,
                  near, covered, raised);
    assert_true(false_ones <= 5);
    assert_true(found >= 3 && near >= 2 && covered >= 2);
    gsl_rng_free(g);
}

/* Too short, constant, empty. */
static void test_odd(void **state)
{
    double zeros[MOST] = { 0 };
    const struct change_series few = { CHANGE_NORMAL, nile, ones, 27 }, none = { CHANGE_POISSON, zeros, ones, MOST },
                               unseen = { CHANGE_BINOMIAL, zeros, zeros, MOST };
    struct change_result r;
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);

    (void)state;
    set_ones();
    change_test(&few, .05, g, &r);
    assert_true(isnan(r.p) && r.n == 0);
    change_test(&none, .05, g, &r);
    assert_true(r.n == 0 && !(r.p < 1));
    change_test(&unseen, .05, g, &r);
    assert_true(r.n == 0 && !(r.p < 1));
    gsl_rng_free(g);
}

/* --- returns ------------------------------------------------------------------------------------ */

/* A client that comes back each hour and five minutes, another that does after 100 minutes, on one day. */
static void test_returns(void **state)
{
    when_t timer[22], other[14];
    double y[2] = { 0 }, b[2] = { 0 };
    const struct change_days d = { .start = 0, .step = WHEN_DAY, .n = 2 };

    (void)state;
    for (int i = 0; i < 22; i++)
        timer[i] = i * 65 * 60 * WHEN_SECOND;
    for (int i = 0; i < 14; i++)
        other[i] = i * 100 * 60 * WHEN_SECOND;
    returns_add(timer, 22, WHEN_HOUR, &d, y, b);
    assert_close(y[0], 21, 1e-12);
    assert_close(b[0], 22, 1e-12);
    y[0] = b[0] = 0;
    returns_add(other, 14, WHEN_HOUR, &d, y, b);
    assert_close(y[0], -13. / 4, 1e-12);
    assert_close(b[0], 14 - 13. / 4, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nile),  cmocka_unit_test(test_coal), cmocka_unit_test(test_pelt),
        cmocka_unit_test(test_drawn), cmocka_unit_test(test_odd),  cmocka_unit_test(test_returns),
    };

    return cmocka_run_group_tests_name("change", tests, NULL, NULL);
}
