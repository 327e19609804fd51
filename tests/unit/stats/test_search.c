/* What a search costs: more than one window, at most Bonferroni's bound. */

#include "close.h"
#include "rates/forecast.h"
#include "rates/search.h"
#include "rows/arrivals.h"
#include "simulated.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define ROOM 20000

static when_t times[ROOM];

/* Two windows that do not touch, of a Poisson series: 1 - (1 - p)^2 of one; the span's search costs more, and less than
   Bonferroni's bound. */
static void test_price(void **state)
{
    struct simulated s = { .days = 140, .per_day = 25, .weekend = 1, .night = 1, .raise = 1 };
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    size_t n = simulated_times(&s, g, times, ROOM);
    struct interval w[2] = { { SIMULATED_START + 20 * WHEN_DAY, SIMULATED_START + 21 * WHEN_DAY },
                             { SIMULATED_START + 90 * WHEN_DAY, SIMULATED_START + 91 * WHEN_DAY } };
    struct observed o;
    struct err err = { 0 };
    struct weekrate *r;
    struct search *one, *two, *all;
    struct forecast f;
    double alone, p1, p2, p;

    (void)state;
    observed_init(&o);
    observed_add(&o, SIMULATED_START, SIMULATED_START + s.days * WHEN_DAY);
    r = weekrate_fit(times, n, &o, NULL, 0, &err);
    assert_non_null(r);
    f = weekrate_forecast_apart(r, w[0].start, w[0].end);
    alone = forecast_p(&f, 38);
    one = search_new(r, r, w, 1);
    two = search_new(r, r, w, 2);
    all = search_everywhere(r, r, WHEN_DAY);
    p1 = search_p(one, alone, 20000, g);
    p2 = search_p(two, alone, 20000, g);
    p = search_p(all, forecast_p(&f, 50), 400, g);
    print_message("# alone %.4f: one %.4f, two %.4f; alone %.2g: of the span %.4f\n", alone, p1, p2, forecast_p(&f, 50), p);
    assert_true(p1 > .5 * alone && p1 < 1.5 * alone);
    assert_true(p2 > 1.2 * p1 && p2 < 3 * p1);
    assert_true(p > 20 * forecast_p(&f, 50) && p < 140 * 6 * forecast_p(&f, 50));
    assert_close(search_p(all, 1e-9, 400, g), 834e-9, .01); /* Bonferroni: 139 days in steps of 4 h, and one */
    search_free(one);
    search_free(two);
    search_free(all);
    weekrate_free(r);
    observed_release(&o);
    gsl_rng_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_price) };

    return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
