/* What is asked of a cache is told from what passes it, however short the waits are. */

#include "caches/open_demand.h"
#include "numbers/stream.h"
#include "unit.h"
#include <gsl/gsl_randist.h>
#include <math.h>

#define TTL 3600.
#define DAYS 365
#define MOST 10000
#define START (INT64_C(16923) * WHEN_DAY) /* Monday 2016-05-02 */

/* Visits that a cache lets pass of steady demand, PER_HOUR; returns how many. */
static size_t pass(double per_hour, when_t *at)
{
    gsl_rng *rng = stream_new(1, "test_open_demand", "steady");
    when_t t = START;
    size_t n = 0;

    for (;;) {
        t += (when_t)(gsl_ran_exponential(rng, WHEN_HOUR / per_hour));
        if (t >= START + DAYS * WHEN_DAY || n == MOST)
            break;
        at[n++] = t;
        t += (when_t)(TTL * 1e6);
    }
    gsl_rng_free(rng);
    return n;
}

static double mean_rate(double per_hour)
{
    static when_t at[MOST];
    struct observed o;
    struct open_demand d;
    double sum = 0;

    observed_init(&o);
    observed_add(&o, START, START + DAYS * WHEN_DAY);
    open_demand_init(&d, at, pass(per_hour, at), &o, TTL);
    for (int h = 0; h < OPEN_DEMAND_HOURS; h++)
        sum += d.rate[h] * 3600 / OPEN_DEMAND_HOURS;
    observed_release(&o);
    return sum;
}

/* 6,000 visits know a rate to 1.3 %; a TTL taken a hundredth too short would make 12 an hour 11 % too small. */
static void test_it_is_neither_too_small_nor_too_large(void **state)
{
    (void)state;
    assert_true(fabs(mean_rate(2) / 2 - 1) < .04);
    assert_true(fabs(mean_rate(12) / 12 - 1) < .04);
}

/* What comes by another clock a little before the TTL is over counts, and makes no open time. */
static void test_an_early_visit_counts(void **state)
{
    const when_t at[] = { START, START + 3599 * WHEN_SECOND };
    struct observed o;
    double day[2];

    (void)state;
    observed_init(&o);
    observed_add(&o, START, START + 7 * WHEN_DAY);
    for (size_t n = 1; n <= 2; n++) {
        struct open_demand d;

        open_demand_init(&d, at, n, &o, TTL);
        day[n - 1] = open_demand_within(&d, &o, START, START + WHEN_DAY);
    }
    observed_release(&o);
    assert_true(day[1] > 1.9 * day[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_is_neither_too_small_nor_too_large),
        cmocka_unit_test(test_an_early_visit_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
