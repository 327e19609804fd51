/* Spikes near events: by hand, and p under its null. */

#include "close.h"
#include "rates/spike_match.h"

#include <gsl/gsl_rng.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define START (INT64_C(16923) * WHEN_DAY)
#define DRAWS 2000

static struct interval hours(double from, double length)
{
    when_t start = START + (when_t)(from * (double)WHEN_HOUR);

    return (struct interval){ start, start + (when_t)(length * (double)WHEN_HOUR) };
}

static void test_distance(void **state)
{
    (void)state;
    assert_int_equal(spike_distance(hours(10, 2), hours(11, 5)), 0);
    assert_int_equal(spike_distance(hours(10, 2), hours(12, 5)), 0);
    assert_int_equal(spike_distance(hours(10, 2), hours(15, 5)), -3 * WHEN_HOUR);
    assert_int_equal(spike_distance(hours(10, 2), hours(1, 5)), 4 * WHEN_HOUR);
}

/* Ten weeks and a half.  Two spikes at noon of the Wednesdays of weeks 2 and 5; an event on the first of them: moved by
   3 weeks it lies on the other, else on none.  Both moves have one near and nothing else as near: p = 2/10. */
static void test_by_hand(void **state)
{
    const struct interval spikes[] = { hours(2 * 168 + 60, 2), hours(5 * 168 + 60, 2) };
    const struct interval events[] = { hours(2 * 168 + 58, 6), hours(10.2 * 168, 1) };
    const struct interval span = hours(0, 10.5 * 168);
    struct match m = spike_match(spikes, 2, events, 2, WHEN_DAY, span);

    (void)state;
    assert_int_equal(m.spikes, 2);
    assert_int_equal(m.events, 1);
    assert_int_equal(m.near, 1);
    assert_int_equal(m.moves, 9);
    assert_close(m.expected, .2, 1e-15);
    assert_close(m.p, .2, 1e-15);
    assert_true(isnan(spike_match(spikes, 0, events, 2, WHEN_DAY, span).p));
    assert_true(isnan(spike_match(spikes, 2, events, 0, WHEN_DAY, span).p));
    assert_true(isnan(spike_match(spikes, 2, events, 2, WHEN_DAY, hours(0, 100)).p));
}

/* Spikes and events that cluster, but know nothing of each other: p is uniform. */
static void test_null(void **state)
{
    gsl_rng *g = gsl_rng_alloc(gsl_rng_mt19937);
    const double weeks = 50;
    double small = 0, half = 0;

    (void)state;
    for (int i = 0; i < DRAWS; i++) {
        struct interval spikes[12], events[20];
        double at = 0;
        struct match m;

        for (int k = 0; k < 12; k++) {
            at = k % 3 == 0 ? gsl_rng_uniform(g) * weeks * 168 : fmod(at + 30 * gsl_rng_uniform(g), weeks * 168);
            spikes[k] = hours(floor(at / 6) * 6, 6);
        }
        for (int k = 0; k < 20; k++)
            events[k] = hours((floor(gsl_rng_uniform(g) * weeks) + gsl_rng_uniform(g) * 5 / 7) * 168, 24);
        m = spike_match(spikes, 12, events, 20, WHEN_DAY, hours(0, weeks * 168 + 30));
        small += (m.p <= .06) / (double)DRAWS;
        half += (m.p <= .5) / (double)DRAWS;
    }
    gsl_rng_free(g);
    print_message("# p <= .06: %.3f, p <= .5: %.3f\n", small, half);
    assert_true(fabs(small - .06) < .018 && fabs(half - .5) < .037);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_distance),
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_null),
    };

    return cmocka_run_group_tests_name("spike match", tests, NULL, NULL);
}
