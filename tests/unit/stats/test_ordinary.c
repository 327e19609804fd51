/* Days out of line: found where they are, two that hide each other too, hardly any where there are none; a forecast
   that does not feel them. */

#include "close.h"
#include "rates/ordinary.h"
#include "rows/arrivals.h"
#include "simulated.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define ROOM 20000
#define DRAWS 40

static when_t times[ROOM];
static const struct simulated world = { .days = 140, .per_day = 10, .weekend = .3, .night = .02, .tau2 = .1, .raise = 1 };

/* Adds COPIES of every event of a day, seconds later. */
static size_t multiply(size_t n, int day, int copies)
{
    size_t m = n;
    when_t start = SIMULATED_START + day * WHEN_DAY, end = start + WHEN_DAY;

    for (size_t i = 0; i < n; i++)
        for (int k = 1; k <= copies && times[i] >= start && times[i] < end; k++)
            times[m++] = times[i] + k * 30 * WHEN_SECOND;
    qsort(times, m, sizeof *times, simulated_order);
    return m;
}

static bool has_day(const struct ordinary *r, int day)
{
    when_t noon = SIMULATED_START + day * WHEN_DAY + 12 * WHEN_HOUR;

    for (size_t i = 0; i < r->n_out; i++)
        if (r->out[i].start <= noon && noon < r->out[i].end)
            return true;
    return false;
}

static void test_found(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    struct observed o;
    struct err err = { 0 };
    struct ordinary r;
    struct weekrate *clean;
    struct interval spikes[2];
    double found = 0, lost = 0, some = 0, scatter = 0;

    (void)state;
    observed_init(&o);
    observed_add(&o, SIMULATED_START, SIMULATED_START + world.days * WHEN_DAY);
    for (int i = 0; i < DRAWS; i++) {
        size_t n = simulated_times(&world, g, times, ROOM);

        assert_true(ordinary_fit(&r, times, n, &o, NULL, 0, &err));
        some += r.n_out > 0;
        ordinary_release(&r);
        n = multiply(multiply(n, 50, 9), 93, 9); /* a Tuesday and a Wednesday, tenfold */
        assert_true(ordinary_fit(&r, times, n, &o, NULL, 0, &err));
        found += has_day(&r, 50) && has_day(&r, 93);
        lost += (double)(r.n_out > 2);
        for (size_t k = 0; k < 2; k++)
            spikes[k] = (struct interval){ SIMULATED_START + (k ? 93 : 50) * WHEN_DAY, SIMULATED_START + (k ? 94 : 51) * WHEN_DAY };
        clean = weekrate_fit(times, n, &o, spikes, 2, &err);
        scatter += weekrate_tau2(r.rate) / DRAWS - weekrate_tau2(clean) / DRAWS;
        weekrate_free(clean);
        ordinary_release(&r);
    }
    print_message("# found %.2f, more than these %.2f, any without %.2f, scatter %+.3f\n", found / DRAWS, lost / DRAWS,
                  some / DRAWS, scatter);
    assert_true(found / DRAWS >= .85);
    assert_true(some / DRAWS <= .25 + 3.3 * sqrt(.25 * .75 / DRAWS));
    assert_true(fabs(scatter) < .1);
    observed_release(&o);
    gsl_rng_free(g);
}

/* A masked day is not looked at; a short series loses none. */
static void test_not_looked_at(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    size_t n = multiply(simulated_times(&world, g, times, ROOM), 50, 9);
    struct interval mask = { SIMULATED_START + 50 * WHEN_DAY, SIMULATED_START + 51 * WHEN_DAY };
    struct observed o;
    struct err err = { 0 };
    struct ordinary r;

    (void)state;
    observed_init(&o);
    observed_add(&o, SIMULATED_START, SIMULATED_START + world.days * WHEN_DAY);
    assert_true(ordinary_fit(&r, times, n, &o, &mask, 1, &err));
    assert_false(has_day(&r, 50));
    ordinary_release(&r);
    assert_true(ordinary_fit(&r, times, 12, &o, NULL, 0, &err));
    assert_int_equal(r.n_out, 0);
    ordinary_release(&r);
    observed_release(&o);
    assert_false(ordinary_fit(&r, times, n, &o, NULL, 0, &err)); /* nothing observed */
    ordinary_release(&r);
    gsl_rng_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_found), cmocka_unit_test(test_not_looked_at) };

    return cmocka_run_group_tests_name("ordinary", tests, NULL, NULL);
}
