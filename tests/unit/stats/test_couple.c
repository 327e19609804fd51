/* Pairs of series: Granger's F to the digits of R and statsmodels, one machine behind two addresses, common hours, bursts. */

#include "asked/bursts.h"
#include "asked/foretell.h"
#include "asked/jitter.h"
#include "numbers/granger.h"
#include "numbers/stream.h"
#include "scratch.h"
#include "simulated.h"
#include "unit.h"
#include <gsl/gsl_errno.h>

/* Eggs (millions of dozens) and chickens (thousands) of the USA, 1930 to 1983: Thurman & Fisher (1988), Am J Agric Econ 70: 237;
   R: data(ChickEgg, package = "lmtest"). */
static const double egg[54] = {
    3581, 3532, 3327, 3255, 3156, 3081, 3166, 3443, 3424, 3561, 3640, 3840, 4456, 5000, 5366, 5154, 5130, 5077,
    5032, 5148, 5404, 5322, 5323, 5307, 5402, 5407, 5500, 5442, 5442, 5542, 5339, 5358, 5403, 5345, 5435, 5474,
    5540, 5836, 5777, 5629, 5704, 5806, 5742, 5502, 5461, 5382, 5377, 5408, 5608, 5777, 5825, 5625, 5800, 5656,
};
static const double chicken[54] = {
    468491, 449743, 436815, 444523, 433937, 389958, 403446, 423921, 389624, 418591, 438288, 422841, 476935, 542047,
    582197, 516497, 523227, 467217, 499644, 430876, 456549, 430988, 426555, 398156, 396776, 390708, 383690, 391363,
    374281, 387002, 369484, 366082, 377392, 375575, 382262, 394118, 393019, 428746, 425158, 422096, 433280, 421763,
    404191, 408769, 394101, 379754, 378361, 386518, 396933, 400585, 392110, 384838, 378609, 364584,
};

/* R: grangertest(chicken ~ egg, order = k, data = ChickEgg)$F[2], `Pr(>F)`[2]; and the other way. */
static void test_chick_egg(void **state)
{
    static const double forth[4][2] = { { 1.2071001073, .2771696182 }, { 8.817472803, .000560165105 },
                                        { 5.404984372, .002966397446 }, { 4.256765797, .005671436904 } };
    static const double back[4][2] = { { .0470318565, .8291934626 }, { .8799844471, .42151137 },
                                       { .5916153295, .6237862 }, { .3928632978, .8125377841 } };

    (void)state;
    for (size_t k = 0; k < 4; k++) {
        struct granger g = granger_test(chicken, egg, 54, k + 1);

        assert_close(g.f, forth[k][0], 1e-8);
        assert_close(g.p, forth[k][1], 1e-8);
        g = granger_test(egg, chicken, 54, k + 1);
        assert_close(g.f, back[k][0], 1e-7);
        assert_close(g.p, back[k][1], 1e-6);
    }
    assert_int_equal(granger_test(egg, chicken, 54, 2).n, 52);
}

/* Two columns of numbers out of statsmodels' macrodata, if it is there: two lags of the growth of product for that of consumption,
   grangercausalitytests: F = .243097, p = .7844328, df 195. */
static void test_macrodata(void **state)
{
    FILE *f = fopen("../shared/data/reference/macrodata.csv", "re");
    double gdp[202], cons[202], before[2] = { 0 }, now[2];
    char line[300];
    size_t n = 0;
    struct granger g;

    (void)state;
    if (f == NULL)
        return;
    while (fgets(line, sizeof line, f) != NULL && n < 203) {
        if (sscanf(line, "%*d,%*d,%lf,%lf", &now[0], &now[1]) != 2)
            continue;
        if (before[0] > 0) {
            gdp[n] = log(now[0] / before[0]);
            cons[n++] = log(now[1] / before[1]);
        }
        memcpy(before, now, sizeof before);
    }
    fclose(f);
    assert_int_equal(n, 202);
    g = granger_test(cons, gdp, n, 2);
    assert_close(g.df, 195, 1e-12);
    assert_close(g.f, .243097, 1e-5);
    assert_close(g.p, .7844328, 1e-6);
}

/* R: m <- lm(y ~ ly1 + lx1); V <- (X'X)^-1 (X' diag(e^2) X) (X'X)^-1 n/(n-3): b^2/V of lx1, on the chickens, lag 1. */
static void test_robust(void **state)
{
    struct granger g = granger_robust(chicken, egg, 54, 1);

    (void)state;
    assert_close(g.f, 1.26349159546141, 1e-9);
    assert_int_equal(granger_test(egg, egg, 54, 1).n, 0); /* the same twice: nothing can be told */
    assert_int_equal(granger_test(egg, chicken, 7, 1).n, 0);
}

/* --- coincidences ------------------------------------------------------------------------------ */

#define ROOM 8000
static when_t a[ROOM], b[ROOM];
static const struct simulated office = { .days = 56, .per_day = 15, .tau2 = .2, .weekend = .2, .night = .02 };

static void watch(struct observed *o)
{
    observed_init(o);
    observed_add(o, SIMULATED_START, SIMULATED_START + 56 * WHEN_DAY);
}

static void test_machine(void **state)
{
    gsl_rng *g = stream_new(1, "test", "couple");
    size_t n = simulated_times(&office, g, a, ROOM), m = 0;
    struct observed o;
    struct jitter j;

    (void)state;
    watch(&o);
    for (size_t i = 0; i < n; i++) { /* asks by its other address, too, two times in three, a second or two later */
        if (gsl_rng_uniform(g) < .67)
            b[m++] = a[i] + (when_t)(gsl_ran_flat(g, 1, 2.5) * (double)WHEN_SECOND);
    }
    j = jitter_test(a, n, b, m, &o, WHEN_SECOND, 999, g);
    assert_close(j.p, .002, 1e-12);
    assert_true(j.excess > .5 && jitter_distances[j.at] <= 10);
    assert_true(j.lead_s >= 1 && j.lead_s <= 2.5);
    m = simulated_times(&office, g, b, ROOM);
    j = jitter_test(a, n, b, m, &o, WHEN_SECOND, 999, g);
    assert_true(j.p > .01);
    assert_true(fabs(j.excess) < .1);
    assert_true(isnan(jitter_test(a, 19, b, m, &o, WHEN_SECOND, 999, g).p));
    observed_release(&o);
    gsl_rng_free(g);
}

/* A series that leaves out whatever comes within minutes of the other's visits: one machine that changes its address. */
static void test_avoid(void **state)
{
    gsl_rng *g = stream_new(2, "test", "couple");
    size_t n = simulated_times(&office, g, a, ROOM), m = simulated_times(&office, g, b, ROOM), kept = 0;
    struct observed o;
    struct jitter j;

    (void)state;
    watch(&o);
    for (size_t i = 0; i < m; i++) {
        bool near = false;

        for (size_t k = 0; k < n; k++)
            near = near || llabs(a[k] - b[i]) < 450 * WHEN_SECOND;
        if (!near)
            b[kept++] = b[i];
    }
    j = jitter_test(a, n, b, kept, &o, WHEN_SECOND, 999, g);
    assert_true(j.p <= .01 && j.p_fewer < j.p_more);
    observed_release(&o);
    gsl_rng_free(g);
}

/* What b does follows what a did an hour before. */
static void test_foretell(void **state)
{
    gsl_rng *g = stream_new(3, "test", "couple");
    size_t n = simulated_times(&office, g, a, ROOM), m = simulated_times(&office, g, b, ROOM);
    struct observed o;

    (void)state;
    watch(&o);
    for (size_t i = 0; i < n; i += 2)
        b[m++] = a[i] + WHEN_HOUR;
    qsort(b, m, sizeof *b, simulated_order);
    assert_close(foretell_test(a, n, b, m, &o, 2).p, 1. / 44, 1e-9); /* of 43 moves none is as large */
    assert_true(foretell_test(b, m, a, n, &o, 2).p > .02);
    observed_release(&o);
    gsl_rng_free(g);
}

static void test_bursts(void **state)
{
    char path[SCRATCH_PATH];
    const char *file = path;
    const struct inputs in = { &file, 1, NULL, ',' };
    struct records r;
    struct bursts *all;
    struct err err = { 0 };
    size_t n;

    (void)state;
    scratch_write(path, "time,party,client,action,target,count\n"
                        "0,p,c,A,x,1\n30,p,c,A,x,1\n60,p,c,A,x,1\n200,p,c,A,x,1\n201,p,c,A,x,1\n30,p,c,MX,x,1\n500,p,c,A,x,2\n");
    records_init(&r, &in, "time");
    all = bursts_find(&r, &n, &err);
    assert_worked(all != NULL);
    assert_int_equal(n, 1);
    assert_int_equal(all[0].n, 3);
    assert_int_equal(all[0].longer_2s, 1);
    assert_int_equal(all[0].longer_20s, 1);
    assert_close(all[0].longest_s, 60, 1e-12);
    free(all);
    records_release(&r);
    scratch_remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chick_egg), cmocka_unit_test(test_macrodata), cmocka_unit_test(test_robust),
        cmocka_unit_test(test_machine),   cmocka_unit_test(test_avoid),     cmocka_unit_test(test_foretell),
        cmocka_unit_test(test_bursts),
    };

    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
