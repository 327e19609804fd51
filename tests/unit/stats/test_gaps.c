/* Gaps: RITA's numbers (activecm/rita 5, analysis/beacons_test.go), burstiness and memory by their laws. */

#include "periods/gaps.h"
#include "unit.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void test_rita_deltas(void **state)
{
    static const double even[] = { 98, 99, 99, 100, 100, 100, 101, 101, 102 };
    static const double two[] = { 98, 98, 98, 98, 98, 300, 300, 300, 300, 300 };

    (void)state;
    assert_close(rita_skew(even, COUNT(even)), 0, 1e-12);
    assert_close(rita_mad(even, COUNT(even)), 1, 1e-12);
    assert_close(rita_score(even, COUNT(even)), .995, 1e-12);
    assert_close(rita_mad(two, COUNT(two)), 101, 1e-12);
    assert_close(rita_score(two, COUNT(two)), .746, 1e-12);
}

static void test_rita_mad_scores(void **state)
{
    static const double a[] = { 1, 2, 2, 3, 3, 3, 4, 5, 5 }, b[] = { 11, 12, 12, 14, 15, 16 };
    static const double c[] = { 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000, 5500 };

    (void)state;
    assert_close(rita_mad(a, COUNT(a)), 1, 1e-12);
    assert_close(rita_mad_score(a, COUNT(a)), .6667, 1e-4);
    assert_close(rita_mad(b, COUNT(b)), 1.5, 1e-12);
    assert_close(rita_mad_score(b, COUNT(b)), .8846, 1e-4);
    assert_close(rita_mad(c, COUNT(c)), 1250, 1e-12);
    assert_close(rita_mad_score(c, COUNT(c)), .6154, 1e-4);
}

static void test_rita_stamps(void **state)
{
    static const int64_t at[] = { 1517338924, 1517338925, 1517339224, 1517339249, 1517344224,
                                  1517344314, 1517344316, 1517344358, 1517344858, 1517346358 };
    when_t t[COUNT(at)];

    (void)state;
    for (size_t i = 0; i < COUNT(at); i++)
        t[i] = at[i] * WHEN_SECOND;
    assert_close(gaps_of(t, COUNT(at), NULL).rita, .083, 1e-12); /* skew .845, MAD 89 */
    for (size_t i = 0; i < COUNT(at); i++)
        t[i] = (when_t)i * 60 * WHEN_SECOND;
    assert_close(gaps_of(t, COUNT(at), NULL).rita, 1, 1e-12);
}

static void test_rita_bars(void **state)
{
    static const double ramp[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, two[] = { 4, 1, 4, 1, 4, 1, 4, 1, 4, 1 };
    static const double bimodal[] = { 50, 30, 1, 2 }, single[] = { 50, 5 };

    (void)state;
    assert_close(rita_bars_score(ramp, COUNT(ramp)), .478, 1e-12);
    assert_close(rita_bars_score(two, COUNT(two)), .4, 1e-12);
    assert_close(rita_bimodal_score(bimodal, COUNT(bimodal), 83), .976, 1e-12);
    assert_close(rita_bimodal_score(single, COUNT(single), 60), .932, 1e-12);
}

/* A clock is -1, the greatest scatter that k gaps can have is 1 (Kim & Jo 2016, fig. 1), and two gaps that take turns
   remember each other with -1. */
static void test_burstiness(void **state)
{
    when_t clock[20], burst[20], turns[20];

    (void)state;
    for (int i = 0; i < 20; i++) {
        clock[i] = i * 2385 * WHEN_SECOND;
        burst[i] = i < 19 ? 0 : WHEN_DAY;
        turns[i] = (i / 2 * 2385 + i % 2 * 800) * WHEN_SECOND;
    }
    assert_close(gaps_of(clock, 20, NULL).burstiness, -1, 1e-12);
    assert_close(gaps_of(burst, 20, NULL).burstiness, 1, 1e-12);
    assert_close(gaps_of(turns, 20, NULL).memory, -1, 1e-12);
    assert_true(isnan(gaps_of(clock, 1, NULL).median));
    assert_true(isnan(gaps_of(NULL, 0, NULL).cv));
}

/* A gap in which nobody watched is none. */
static void test_unobserved(void **state)
{
    const when_t t[] = { 0, 10 * WHEN_SECOND, WHEN_DAY, WHEN_DAY + 12 * WHEN_SECOND };
    struct observed o;

    (void)state;
    observed_init(&o);
    observed_add(&o, 0, WHEN_HOUR);
    observed_add(&o, WHEN_DAY, WHEN_DAY + WHEN_HOUR);
    assert_int_equal(gaps_of(t, 4, &o).n, 2);
    assert_close(gaps_of(t, 4, &o).mean, 11, 1e-12);
    observed_release(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rita_deltas), cmocka_unit_test(test_rita_mad_scores),
        cmocka_unit_test(test_rita_stamps), cmocka_unit_test(test_rita_bars),
        cmocka_unit_test(test_burstiness),  cmocka_unit_test(test_unobserved),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
