/* Caches: formulas against reference numbers, open caches against a table by the second, laws of scaling,
   and what the whole fit says of streams whose truth is known. */

#include "unit.h"

#include "caches/cachefit.h"
#include "caches/cachehours.h"
#include "numbers/exponential.h"
#include "sim_cache.h"
#include <gsl/gsl_randist.h>

#define START (INT64_C(16923) * WHEN_DAY) /* Monday 2016-05-02 */
#define ROOM 20000

static when_t times[ROOM];

static struct observed days_observed(int days)
{
    struct observed o;
    observed_init(&o);
    observed_add(&o, START, START + days * WHEN_DAY);
    return o;
}

/* --- formulas --------------------------------------------------------------------------------- */

/* lT .1 .5 1 2 4 9 -> hit .0909091 .3333333 .5 .6666667 .8 .9; 80 % at 900 s needs 4.444e-3/s (Jung et al. 2003, as
   Poisson); 1,410 misses in 143 days at T = 1 h: .410839 an hour, demand .697329, masked 41.08 %. */
static void test_formulas(void **state)
{
    static const double lt[] = { .1, .5, 1, 2, 4, 9 }, hit[] = { .0909091, .3333333, .5, .6666667, .8, .9 };
    double misses = 1410 / (143 * 24.);
    (void)state;
    for (int i = 0; i < 6; i++) {
        assert_close(cache_hit_share(lt[i], 3600), hit[i], 1e-6);
        assert_close(cache_demand(lt[i] / (1 + lt[i]), 3600), lt[i], 1e-12);
    }
    assert_close(cache_hit_share(4.4444444444e-3 * 3600, 900), .8, 1e-9);
    assert_close(misses, .410839, 1e-6);
    assert_close(cache_demand(misses, 3600), .697329, 1e-6);
    assert_close(cache_hit_share(cache_demand(misses, 3600), 3600), .4108, 1e-4);
    assert_true(isinf(cache_demand(1, 3600)));
}

/* R: U <- pexp(sort(x)/mean(x)); -n - mean((2*(1:n)-1)*(log(U) + log(1-rev(U))))
   and U <- pexp(x/mean(x)) - .5; 12*sum(U[-1]*U[-n])/sqrt(n-1) */
static void test_exponential(void **state)
{
    static const double x[] = { .31, .03, 1.7, .55, 2.9, .12, .88, .47, 1.21, .05 };
    (void)state;
    assert_close(exponential_a2(x, 10), .323159652646709, 1e-12);
    assert_close(exponential_memory(x, 10), -1.891816182022, 1e-12);
    assert_true(isnan(exponential_a2(x, 1)));
}

/* Stephens 1974, table of case 4: A^2 (1 + .6/n) above 1.321 in 5 %, above 1.959 in 1 %. */
static void test_stephens(void **state)
{
    enum { DRAWS = 4000, N = 50 };
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    double x[N];
    int at05 = 0, at01 = 0;
    (void)state;
    for (int i = 0; i < DRAWS; i++) {
        for (int k = 0; k < N; k++) {
            x[k] = gsl_ran_exponential(g, 2.385);
        }
        double a2 = exponential_a2(x, N) * (1 + .6 / N);
        at05 += a2 > 1.321;
        at01 += a2 > 1.959;
    }
    gsl_rng_free(g);
    assert_close(at05 / (double)DRAWS, .05, .25);
    assert_close(at01 / (double)DRAWS, .01, .5);
}

/* R: f <- function(g, T) { s <- sum(g < T); n <- length(g); A <- sum(pmin(g, T))
        B <- sum(pmax(g - T, 0)) + (n - s)*5e-7; (if (s > 0) s*log(s/A) else 0) + (n - s)*log((n - s)/B) - n }
   the best T among g, f there minus n*(log(n/sum(g)) - 1), and uniroot for f = best - log(40) */
static void test_edge(void **state)
{
    static const double g[] = { 60,   3601, 3604, 3650, 3711, 3790, 4100, 4420,
                                5005, 5600, 6200, 7000, 9000, 12000, 20000 };
    struct ttledge e;
    (void)state;
    assert_true(ttledge_find(g, 15, 30, 1e-6, &e));
    assert_close(e.ttl, 3601, 0);
    assert_close(e.gain, 8.10824799837587, 1e-12);
    assert_close(e.lo, 2624.88630864287, 1e-9);
    assert_close(e.hi, 3604, 0);
    assert_close(e.before, 1.9812180528589e-05, 1e-12);
    assert_close(e.after, .000339254125514945, 1e-12);
    assert_true(ttledge_find(g, 15, 30, 1, &e));
    assert_close(e.hi, 3605, 0);
}

/* --- open caches --------------------------------------------------------------------------------- */

/* Second by second: open = K - arrivals in (t - T, t] that were let in; unknown until T after watching began. */
static void check_livetime(int caches, const struct observed *o, size_t n, int silence, int seconds)
{
    struct livetime l;
    size_t k = 0;
    livetime_init(&l, caches, times, n, o, silence * WHEN_SECOND, 0);
    assert_true(l.n_stretches > 0);
    for (int s = 0; s < seconds; s++) {
        when_t t = START + s * WHEN_SECOND + WHEN_SECOND / 2;
        int shut = 0;
        for (size_t i = 0; i < n; i++) {
            shut += times[i] <= t && times[i] > t - silence * WHEN_SECOND;
        }
        while (k < l.n_stretches && l.stretches[k].to <= t) {
            k++;
        }
        bool known = k < l.n_stretches && l.stretches[k].from <= t;
        if (known) {
            assert_true(observed_at(o, t));
            assert_int_equal(l.stretches[k].open, shut < caches ? caches - shut : 0);
        }
        bool long_watched = observed_within(o, t - silence * WHEN_SECOND, t) == silence * WHEN_SECOND;
        assert_true(known || !long_watched || !observed_at(o, t));
    }
    livetime_release(&l);
}

static void test_livetime(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    (void)state;
    for (int round = 0; round < 20; round++) {
        struct observed o;
        size_t n = 0;
        int caches = 1 + round % 4, free_at[4] = { 0 };
        observed_init(&o);
        observed_add(&o, START, START + 1500 * WHEN_SECOND);
        observed_add(&o, START + 1700 * WHEN_SECOND, START + 3000 * WHEN_SECOND);
        for (int s = 0; s < 3000; s++) {
            int c = (int)gsl_rng_uniform_int(g, (unsigned long)caches);
            if (gsl_rng_uniform(g) < .05 && s >= free_at[c]) {
                free_at[c] = s + 100;
                if (observed_at(&o, START + s * WHEN_SECOND)) {
                    times[n++] = START + s * WHEN_SECOND;
                }
            }
        }
        check_livetime(caches, &o, n, 100, 3000);
        observed_release(&o);
    }
    gsl_rng_free(g);
}

/* An event while all are shut is an extra; an outage in which the cache was shut throughout hides nothing. */
static void test_extras(void **state)
{
    struct observed o;
    struct livetime l;
    (void)state;
    observed_init(&o);
    observed_add(&o, START, START + 200 * WHEN_SECOND);
    observed_add(&o, START + 220 * WHEN_SECOND, START + 900 * WHEN_SECOND);
    times[0] = START + 190 * WHEN_SECOND;
    times[1] = START + 250 * WHEN_SECOND;
    times[2] = START + 295 * WHEN_SECOND;
    livetime_init(&l, 1, times, 3, &o, 100 * WHEN_SECOND, 0);
    assert_int_equal(l.n_arrivals, 3);
    assert_int_equal(l.arrivals[0].open, 1);
    assert_int_equal(l.arrivals[1].open, 0);
    assert_int_equal(l.arrivals[2].open, 1);
    assert_int_equal(l.stretches[0].from, START + 100 * WHEN_SECOND);
    livetime_release(&l);
    livetime_init(&l, 1, times, 3, &o, 108 * WHEN_SECOND, 5 * WHEN_SECOND);
    assert_int_equal(l.arrivals[2].open, 1); /* 3 s too early is not early */
    livetime_release(&l);
    observed_release(&o);
}

/* --- the whole ------------------------------------------------------------------------------------- */

/* Office-like demand of PER_HOUR on average behind the simulator's cache. */
static size_t behind_cache(gsl_rng *g, double per_hour, double ttl, double prefetch, int days)
{
    struct sim_cache *c = sim_cache_new(ttl, prefetch);
    size_t n = 0;
    double most = per_hour * 2;
    for (double t = gsl_ran_exponential(g, 1 / most); t < days * 24; t += gsl_ran_exponential(g, 1 / most)) {
        when_t at = START + when_floor((when_t)(t * (double)WHEN_HOUR), WHEN_SECOND);
        double clock = 1 + .85 * cos(2 * M_PI * (t - 13) / 24);
        if (gsl_rng_uniform(g) * 2 < clock && sim_cache_asks(c, TEXT("q"), at)) {
            times[n++] = at;
        }
    }
    sim_cache_free(c);
    return n;
}

static struct cachefit ask(size_t n, int days, double ttl, gsl_rng *g)
{
    struct observed o = days_observed(days);
    struct cachefit f;
    struct err err = { 0 };
    struct cachefit_question q = { .ttl = ttl, .least = 30, .draws = 199, .histogram = false };
    assert_worked(cachefit_of(&f, times, n, &o, &q, g, &err));
    observed_release(&o);
    return f;
}

static void test_cache(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    int caches = 0, covered = 0;
    (void)state;
    for (int i = 0; i < 10; i++) {
        size_t n = behind_cache(g, .8, 3600, 0, 28);
        struct cachefit f = ask(n, 28, NAN, g);
        caches += f.verdict == CACHEFIT_CACHE && f.caches == 1;
        covered += f.test.lo <= .8 && .8 <= f.test.hi;
        assert_true(f.ttl_lo <= 3600 && 3600 <= f.ttl_hi);
        assert_close(f.hit_share, 1 - (double)n / (f.seen.demand * 28 * 24), 1e-12);
        cachefit_release(&f);
    }
    gsl_rng_free(g);
    assert_true(caches >= 9 && covered >= 8);
}

static void test_prefetch(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct cachefit f = ask(behind_cache(g, 2, 3600, .9, 28), 28, 3600, g);
    (void)state;
    assert_true(f.prefetch_p < 1e-6);
    assert_close(f.silence, 3240, 1e-12);
    assert_int_equal(f.verdict, CACHEFIT_CACHE);
    cachefit_release(&f);
    gsl_rng_free(g);
}

/* A timer of an hour, +-5 %, and demand that no cache hides. */
static void test_no_cache(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    size_t n = 0;
    (void)state;
    for (double t = 0; t < 28 * 24; t += 1 + .05 * (2 * gsl_rng_uniform(g) - 1)) {
        times[n++] = START + when_floor((when_t)(t * (double)WHEN_HOUR), WHEN_SECOND);
    }
    struct cachefit f = ask(n, 28, NAN, g);
    assert_int_equal(f.verdict, CACHEFIT_NOT);
    cachefit_release(&f);
    f = ask(behind_cache(g, 1, 1e-6, 0, 28), 28, 3600, g);
    assert_int_equal(f.verdict, CACHEFIT_NOT);
    assert_int_equal(f.reason, CACHEFIT_SHORT);
    cachefit_release(&f);
    f = ask(behind_cache(g, 1, 1e-6, 0, 28), 28, NAN, g);
    assert_int_equal(f.reason, CACHEFIT_NO_EDGE);
    cachefit_release(&f);
    f = ask(10, 28, NAN, g);
    assert_int_equal(f.reason, CACHEFIT_FEW);
    cachefit_release(&f);
    gsl_rng_free(g);
}

/* A timer that is exact to a tenth of a second: no number of caches makes it one. */
static void test_dense(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    (void)state;
    for (int round = 0; round < 10; round++) {
        size_t n = 0;
        for (double t = 0; t < 24 * 3600; t += 1800 + .1 * gsl_rng_uniform(g)) {
            times[n++] = START + (when_t)(t * (double)WHEN_SECOND);
        }
        struct cachefit f = ask(n, 1, NAN, g);
        assert_int_not_equal(f.verdict, CACHEFIT_CACHE);
        cachefit_release(&f);
    }
    gsl_rng_free(g);
}

/* Gaps twice as long, twice the TTL: the edge, its interval and the shares scale. */
static void test_scaling(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    double x[200], y[200];
    struct ttledge a, b;
    (void)state;
    x[0] = 3600;
    for (int i = 1; i < 200; i++) {
        x[i] = x[i - 1] + gsl_ran_exponential(g, 23.85);
    }
    for (int i = 0; i < 200; i++) {
        y[i] = 2 * x[i];
    }
    assert_true(ttledge_find(x, 200, 30, 1, &a) && ttledge_find(y, 200, 60, 2, &b));
    assert_close(b.ttl, 2 * a.ttl, 1e-12);
    assert_close(b.lo, 2 * a.lo, 1e-9);
    assert_close(b.hi, 2 * a.hi, 1e-12);
    assert_close(b.gain, a.gain, 1e-9);
    assert_close(b.after, a.after / 2, 1e-12);
    gsl_rng_free(g);
}

/* l = m / (1 - m T) hour by hour; hours that nobody watched have none. */
static void test_hours(void **state)
{
    struct observed o;
    struct cachehour h[24];
    (void)state;
    observed_init(&o);
    for (int d = 0; d < 10; d++) {
        observed_add(&o, START + d * WHEN_DAY + 8 * WHEN_HOUR, START + d * WHEN_DAY + 12 * WHEN_HOUR);
        times[d] = START + d * WHEN_DAY + 10 * WHEN_HOUR;
    }
    cachehours_of(h, times, 10, &o, 1, 1800, 0);
    assert_close(h[10].misses, 10, 0);
    assert_close(h[10].exposure_s, 36000, 0);
    assert_close(h[10].live_s, 18000, 0);
    assert_close(h[10].rate, 1, 1e-12);
    assert_close(h[10].demand, cache_demand(1, 1800), 1e-12);
    assert_close(h[10].limits.lo, .959077739226487, 1e-9); /* R: qchisq(.025, 20)/2/5 */
    assert_close(h[10].limits.hi, 3.67807120840356, 1e-9); /* R: qchisq(.975, 22)/2/5 */
    assert_close(h[11].demand, 0, 0);
    assert_close(h[8].live_s, 18000, 0); /* unknown for half an hour after watching begins */
    assert_true(isnan(h[3].rate) && isnan(h[3].demand) && isnan(h[3].limits.lo));
    observed_release(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formulas), cmocka_unit_test(test_exponential), cmocka_unit_test(test_stephens),
        cmocka_unit_test(test_edge),     cmocka_unit_test(test_livetime),    cmocka_unit_test(test_extras),
        cmocka_unit_test(test_cache),    cmocka_unit_test(test_prefetch),    cmocka_unit_test(test_no_cache),
        cmocka_unit_test(test_scaling),  cmocka_unit_test(test_dense),    cmocka_unit_test(test_hours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
