/* A cache among other visits: the filter against every way that the visits can have passed, laws, and streams whose truth
   is known. */

#include "unit.h"

#include "caches/cachefilter.h"
#include "caches/cachemix.h"
#include "numbers/exponential.h"
#include "sim_cache.h"
#include <gsl/gsl_randist.h>

#define START (INT64_C(16923) * WHEN_DAY) /* Monday 2016-05-02 */
#define SHUT WHEN_HOUR
#define ROOM 20000

static when_t times[ROOM];

static int by_when(const void *a, const void *b)
{
    when_t x = *(const when_t *) a, y = *(const when_t *) b;
    return (x > y) - (x < y);
}

static void flat(struct demand *d, const struct observed *o, double rate)
{
    demand_lay(d, o);
    for (size_t h = 0; h < d->n_hours; h++)
        d->rate[h] = rate * (1 + .1 * (double)(h % 3));
    demand_sum(d);
}

/* --- every way that it can have been ------------------------------------------------------------- */

/* The density of the visits with those of MASK passed: each passed one an hour or more after the one before. */
static double density(unsigned mask, size_t n, const struct demand *e, const struct demand *l, const struct observed *o)
{
    double log_density = -(demand_integral(e, observed_end(o)) - demand_integral(e, START));
    when_t open = START;
    for (size_t i = 0; i < n; i++) {
        if (!(mask >> i & 1)) {
            log_density += log(demand_at(e, times[i]));
            continue;
        }
        if (times[i] < open)
            return 0;
        log_density += log(demand_at(l, times[i])) - (demand_integral(l, times[i]) - demand_integral(l, open));
        open = times[i] + SHUT;
    }
    if (open < observed_end(o))
        log_density -= demand_integral(l, observed_end(o)) - demand_integral(l, open);
    return exp(log_density);
}

static void the_filter_sums_over_all_ways(void **state)
{
    enum { N = 12 };
    struct observed o;
    struct demand e, l;
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    (void)state;
    observed_init(&o);
    observed_add(&o, START, START + 9 * WHEN_HOUR);
    flat(&e, &o, .8);
    flat(&l, &o, 1.7);
    for (int trial = 0; trial < 20; trial++) {
        double all = 0, passed[N] = { 0 }, posterior[N], hours[27];
        struct cachesums sums = { hours, hours + 9, hours + 18, posterior };
        for (size_t i = 0; i < N; i++)
            times[i] = START + (when_t)(gsl_ran_flat(g, 0, 9) * (double)WHEN_HOUR);
        qsort(times, N, sizeof *times, by_when);
        for (unsigned mask = 0; mask < 1U << N; mask++) {
            double x = density(mask, N, &e, &l, &o);
            all += x;
            for (size_t i = 0; i < N; i++)
                passed[i] += mask >> i & 1 ? x : 0;
        }
        struct cachefilter *f = cachefilter_new(times, N, SHUT, &o);
        assert_close(cachefilter_run(f, &e, &l), log(all), 1e-10);
        cachefilter_sums(f, &sums);
        for (size_t i = 0; i < N; i++)
            assert_close(posterior[i] + 1, passed[i] / all + 1, 1e-10);
        cachefilter_free(f);
    }
    demand_release(&e);
    demand_release(&l);
    observed_release(&o);
    gsl_rng_free(g);
}

/* --- truncated exponential --------------------------------------------------------------------------- */

/* R: x <- sort(c(.31,.03,1.7,.55,2.9,.12,.88,.47,1.21,.05)); m <- 7; c <- x[8]; y <- x[1:m]
      f <- function(r) -(m*log(r/(1-exp(-r*c))) - r*sum(y)); r <- optimize(f, c(1e-6, 20), tol = 1e-13)$minimum
      V <- (1-exp(-r*y))/(1-exp(-r*c)); -m - mean((2*(1:m)-1)*(log(V)+log(1-rev(V)))) */
static void the_shorter_values_are_tested_alone(void **state)
{
    static const double x[] = { .31, .03, 1.7, .55, 2.9, .12, .88, .47, 1.21, .05 };
    const double A2 = .250617739629979;
    double far[10], beyond;
    (void)state;
    assert_close(exponential_a2_below(x, 10, .8, &beyond), A2, 1e-6);
    assert_close(beyond, 2 / (8 / (exp(2.42663606725974 * 1.21) - 1)), 1e-6);
    for (int i = 0; i < 10; i++)
        far[i] = x[i] > 1.5 ? 100 * x[i] : x[i];
    assert_close(exponential_a2_below(far, 10, .8, NULL), A2, 1e-6); /* the longest decide nothing */
    assert_true(isnan(exponential_a2_below(x, 5, .8, NULL)));
}

/* --- streams whose truth is known ------------------------------------------------------------------ */

struct stream {
    size_t n;
    bool is_passed[ROOM];
};

/* DAYS of a demand of RATE an hour behind a cache of an hour, or of a timer with a period of 66 min that sleeps +-5 %, among OTHERS
   an hour; in office hours of UTC. */
static void mix(struct stream *s, int days, double rate, double others, bool timer, gsl_rng *g)
{
    when_t open = START, end = START + days * WHEN_DAY;
    s->n = 0;
    for (when_t t = START; t < end; t += 10 * WHEN_SECOND) {
        int hour = (int)(t / WHEN_HOUR % 24);
        double busy = hour >= 7 && hour < 17 ? 1 : .1, step = 10 / 3600.;
        if (gsl_rng_uniform(g) < others * busy * step) {
            s->is_passed[s->n] = false;
            times[s->n++] = t;
        }
        if (t >= open && (timer || gsl_rng_uniform(g) < rate * busy * step)) {
            s->is_passed[s->n] = true;
            times[s->n++] = t + WHEN_SECOND;
            open = t + (timer ? (when_t)(gsl_ran_flat(g, .95, 1.05) * 66 * 60 * (double)WHEN_SECOND) : SHUT);
        }
    }
}

static struct cachemix ask(const struct stream *s, int days, gsl_rng *g)
{
    const struct cachemix_question q = { SHUT, 2 * WHEN_SECOND, WHEN_SECOND, -1, 99, 199 };
    struct observed o;
    struct cachemix m;
    observed_init(&o);
    observed_add(&o, START, START + days * WHEN_DAY);
    assert_true(cachemix_of(&m, times, s->n, &o, &q, g));
    observed_release(&o);
    return m;
}

static struct stream stream;

static void a_cache_is_found_and_divided(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    double right[2] = { 0 }, of[2] = { 0 };
    (void)state;
    mix(&stream, 20, 8, 1.2, false, g);
    struct cachemix m = ask(&stream, 20, g);
    assert_true(cachemix_holds(&m, stream.n));
    for (size_t i = 0; i < stream.n; i++) {
        of[stream.is_passed[i]]++;
        right[stream.is_passed[i]] += (m.passed[i] > .5) == stream.is_passed[i];
    }
    assert_true(right[0] / of[0] > .8 && right[1] / of[1] > .8);
    assert_true(fabs(m.share - of[1] / (double)stream.n) < .06);
    cachemix_release(&m);
    gsl_rng_free(g);
}

static void people_and_timers_are_no_cache(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    (void)state;
    mix(&stream, 20, 0, 2, false, g);
    struct cachemix m = ask(&stream, 20, g);
    assert_false(cachemix_holds(&m, stream.n));
    cachemix_release(&m);
    mix(&stream, 20, 0, 1.2, true, g);
    m = ask(&stream, 20, g);
    assert_true(m.p_none <= CACHEMIX_ALPHA && m.p_fit <= CACHEMIX_ALPHA); /* silent for an hour, and too even after it */
    assert_false(cachemix_holds(&m, stream.n));
    cachemix_release(&m);
    gsl_rng_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_filter_sums_over_all_ways),
        cmocka_unit_test(the_shorter_values_are_tested_alone),
        cmocka_unit_test(a_cache_is_found_and_divided),
        cmocka_unit_test(people_and_timers_are_no_cache),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
